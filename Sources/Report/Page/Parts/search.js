// Search in the ids and captions: the items whose texts hold what is typed are selected.
function listenToSearch(explorer) {
  const { hasCaptions, hasIDs, items: count } = data.index;
  if (!hasCaptions && !hasIDs) return;
  const place = hasCaptions ? (hasIDs ? "id or caption" : "caption") : "id";
  const field = document.getElementById("search");
  if (hasIDs) field.placeholder = hasCaptions ? "Search in ids and captions" : "Search in the ids";
  document.getElementById("search-label").hidden = false;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  let texts = null;
  let timer = 0;

  function search() {
    const wanted = plain(field.value.trim());
    if (wanted === "") return selection.clear();
    texts ??= Array.from({ length: count }, (_, item) => plain(data.name(item)));
    const items = [];
    texts.forEach((text, item) => { if (text.includes(wanted)) items.push(item); });
    selection.set(items, { from: `with “${field.value.trim()}” in the ${place}` });
    if (items.length === 0) explorer.announce(`No ${place} matches`);
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { field.value = ""; selection.clear(); }
  });
}
