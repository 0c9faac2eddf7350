// The data of the explorer: the index of the page, and the arrays beside it, decoded when they are first asked for.
const data = (() => {
  const element = document.getElementById("index");
  if (!element) return null;
  const index = JSON.parse(element.textContent);
  const decoded = new Map();

  function bytes(id) {
    const text = atob(document.getElementById(id).textContent);
    const result = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) result[at] = text.charCodeAt(at);
    return result;
  }

  // Whole numbers of 1, 2 or 4 bytes, the lowest byte first, as every browser's machine has them.
  function words(id, size) {
    if (!decoded.has(id)) {
      const Type = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array }[size];
      decoded.set(id, new Type(bytes(id).buffer));
    }
    return decoded.get(id);
  }

  // A text an item; none where the run has no such texts.
  function texts(id) {
    if (!decoded.has(id)) {
      const source = document.getElementById(id);
      decoded.set(id, source ? JSON.parse(source.textContent) : []);
    }
    return decoded.get(id);
  }
  const [ids, captions] = [() => texts("ids"), () => texts("captions")];

  // The id of an item with its caption; empty without either.
  const name = (item) => [...new Set([ids()[item], captions()[item]])].filter(Boolean).join(" · ");

  return {
    index,
    bytes,
    words,
    // One number an item: an id plus one, 0 for none.
    values: (column) => words(column.blob, column.bytes),
    points: (space) => words(space.points, 2),
    // The item of a point.
    itemOf: (space, point) => (space.items ? words(space.items, 4)[point] : point),
    ids,
    captions,
    name,
  };
})();

// A line of a CSV file.
const csvLine = (fields) =>
  fields.map((text) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(",") + "\n";

// Offers a CSV file to be saved.
function saveCSV(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const grouped = (number) => number.toLocaleString("en");
const counted = (number, noun) => `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
const make = (name, className, text) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) { element.textContent = text; element.dir = "auto"; }
  return element;
};
