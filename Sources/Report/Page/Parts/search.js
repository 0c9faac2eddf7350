// Search in the captions: the items whose caption holds what is typed are selected.
function listenToSearch(explorer) {
  if (!data.index.hasCaptions) return;
  const field = document.getElementById("search");
  document.getElementById("search-label").hidden = false;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  let texts = null;
  let timer = 0;

  function search() {
    const wanted = plain(field.value.trim());
    if (wanted === "") return selection.clear();
    texts ??= data.captions().map(plain);
    const items = [];
    texts.forEach((text, item) => { if (text.includes(wanted)) items.push(item); });
    selection.set(items, { from: `with “${field.value.trim()}” in the caption` });
    if (items.length === 0) explorer.announce("No caption matches");
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { field.value = ""; selection.clear(); }
  });
}
