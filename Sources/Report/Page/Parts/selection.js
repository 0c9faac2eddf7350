// The items that are selected in all maps.
const selection = (() => {
  if (!data) return null;
  const mask = new Uint8Array(data.index.items);
  const listeners = [];
  let count = 0;
  let origin = "";

  // Selects items in place of those before, or beside them. `from` says how they were found.
  function set(items, { adding = false, from = "" } = {}) {
    if (!adding) mask.fill(0);
    for (const item of items) mask[item] = 1;
    count = 0;
    for (const entry of mask) count += entry;
    origin = from;
    for (const listener of listeners) listener();
  }

  return {
    mask,
    set,
    clear: () => set([]),
    get count() { return count; },
    get origin() { return origin; },
    onChange: (listener) => listeners.push(listener),
  };
})();
