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

  let captions = null;
  function allCaptions() {
    const source = document.getElementById("captions");
    captions ??= source ? JSON.parse(source.textContent) : [];
    return captions;
  }

  return {
    index,
    bytes,
    words,
    // One number an item: an id plus one, 0 for none.
    values: (column) => words(column.blob, column.bytes),
    points: (space) => words(space.points, 2),
    // The item of a point.
    itemOf: (space, point) => (space.items ? words(space.items, 4)[point] : point),
    captions: allCaptions,
  };
})();

const grouped = (number) => number.toLocaleString("en");
const counted = (number, noun) => `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
const make = (name, className, text) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) { element.textContent = text; element.dir = "auto"; }
  return element;
};
