// Thumbnails: parts of the sheets that the page holds. A sheet is decoded when its first thumbnail is shown.
const thumbnails = (() => {
  const sheets = data?.index.thumbnails;
  if (!sheets) return null;
  const addresses = [];
  let slots = null;

  // The place of an item among the thumbnails; undefined where it has none.
  function slotOf(item) {
    if (!sheets.items) return item;
    slots ??= new Map([...data.words(sheets.items, 4)].map((entry, slot) => [entry, slot]));
    return slots.get(item);
  }

  function address(sheet) {
    addresses[sheet] ??= URL.createObjectURL(new Blob([data.bytes(sheets.sheets[sheet])], { type: "image/jpeg" }));
    return addresses[sheet];
  }

  // Makes `element` show the item, its longer side at most `side` pixels long; false where there is no image. Enlarged pixels
  // stay sharp squares: from twice the size on they are enlarged by a whole number.
  function show(element, item, side) {
    const slot = slotOf(item);
    element.style.backgroundImage = "";
    if (slot === undefined) return false;
    const perSheet = sheets.perSide * sheets.perSide;
    const sheet = Math.floor(slot / perSheet);
    const inSheet = Math.min(perSheet, sheets.count - sheet * perSheet);
    const columns = Math.min(inSheet, sheets.perSide);
    const place = slot % perSheet;
    const exact = side / Math.max(sheets.width, sheets.height);
    const scale = exact >= 2 ? Math.floor(exact) : exact;
    const style = element.style;
    style.imageRendering = scale > 1 ? "pixelated" : "auto";
    style.width = `${sheets.width * scale}px`;
    style.height = `${sheets.height * scale}px`;
    style.backgroundImage = `url(${address(sheet)})`;
    style.backgroundSize = `${columns * sheets.cellWidth * scale}px auto`;
    style.backgroundPosition =
      `${-(place % sheets.perSide) * sheets.cellWidth * scale}px ` +
      `${-Math.floor(place / sheets.perSide) * sheets.cellHeight * scale}px`;
    return true;
  }

  return { show };
})();
