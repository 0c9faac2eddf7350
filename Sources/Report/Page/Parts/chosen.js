// The selection: the number of items of each class, and their images.
function showChosen(element, explorer) {
  const imagesAtOnce = 120;

  function classCounts(items) {
    const set = data.index.labelSets[0];
    const partition = explorer.panes[0].partition;
    const names = set ? set.classes : Array.from(
      { length: partition?.clusters ?? 0 }, (_, at) => colours.clusterName(partition, at));
    const values = set ? data.values(set.values) : partition ? data.values(partition.values) : [];
    const tones = set || partition ? colours.colouring(set ? "0" : "cluster", partition).colours() : [];
    const counts = new Uint32Array(names.length + 1);
    for (const item of items) counts[values[item] ?? 0] += 1;
    const rows = names.map((name, at) => ({ name, count: counts[at + 1], tone: tones[at] }));
    if (counts[0] > 0) rows.push({ name: set ? "none" : "noise", count: counts[0], tone: colours.none() });
    return rows.filter((row) => row.count > 0).sort((a, b) => b.count - a.count);
  }

  function bars(items) {
    const rows = classCounts(items);
    const list = make("ol", "bars");
    for (const { name, count, tone } of rows.slice(0, 12)) {
      const row = make("li");
      const bar = make("span", "bar");
      bar.style.width = `${(100 * count) / rows[0].count}%`;
      bar.style.background = colours.css(tone);
      const label = make("span", "name", name);
      label.title = name;
      row.append(label, make("span", "count", grouped(count)), bar);
      list.append(row);
    }
    if (rows.length > 12) list.append(make("li", "more", `and ${grouped(rows.length - 12)} more`));
    return list;
  }

  // The nouns of the cluster that holds most of the items, those of its items and those of its centre.
  function nouns(items) {
    const { partition } = explorer.panes[0];
    if (!partition?.nouns) return [];
    const values = data.values(partition.values);
    const counts = new Uint32Array(partition.clusters + 1);
    for (const item of items) counts[values[item] ?? 0] += 1;
    const most = counts.subarray(1).reduce((best, count, at, all) => (count > all[best] ? at : best), 0);
    // No cluster holds any of them, or there is none.
    if (!(counts[most + 1] > 0)) return [];
    const list = make("dl", "nouns");
    for (const { title, items: ofItems, center } of partition.nouns) {
      for (const [part, found] of [["items", ofItems[most]], ["centre", center[most]]]) {
        if (found.length === 0) continue;
        // As on the cards: the first, and those that two digits tell from nothing.
        const shown = found.filter(({ weight }, at) => at === 0 || weight >= 0.005);
        const text = shown.map(({ name, weight }) => `${name} ${weight.toFixed(2).replace(/^0/, "")}`).join(" · ");
        list.append(make("dt", "", `${title} of the ${part}`), make("dd", "", text));
      }
    }
    if (list.childElementCount === 0) return [];
    const name = colours.clusterName(partition, most);
    if (selection.origin === name) return [list];
    return [make("p", "origin", `${name}: ${grouped(counts[most + 1])} of ${counted(items.length, "item")}`), list];
  }

  // One item: its image or, where it has none, its caption.
  function card(item) {
    const button = make("button", "card");
    button.type = "button";
    const caption = data.name(item) || `item ${item}`;
    button.setAttribute("aria-label", caption);
    const picture = make("span", "picture");
    if (thumbnails?.show(picture, item, 64)) button.append(picture);
    else button.append(make("span", "words", caption));
    const look = () => {
      const box = button.getBoundingClientRect();
      explorer.look(item, explorer.panes[0].partition, box.right, box.top);
    };
    button.addEventListener("pointerenter", look);
    button.addEventListener("focus", look);
    button.addEventListener("pointerleave", () => explorer.look(null));
    button.addEventListener("blur", () => explorer.look(null));
    return button;
  }

  function cards(items) {
    const box = make("div", "cards");
    const more = make("button", "plain");
    more.type = "button";
    let shown = 0;
    const add = () => {
      box.append(...items.slice(shown, shown + imagesAtOnce).map(card));
      shown = Math.min(shown + imagesAtOnce, items.length);
      more.hidden = shown === items.length;
      more.textContent = `Show more (${grouped(items.length - shown)} left)`;
    };
    more.addEventListener("click", add);
    add();
    return [box, more];
  }

  function draw() {
    if (selection.count === 0) {
      const shown = thumbnails ? "images" : data.index.hasCaptions || data.index.hasIDs ? "items" : "the numbers of items";
      const groups = data.index.labelSets[0] ? "classes" : "clusters";
      const hint = "Nothing is selected. Draw a rectangle or a lasso, click a name below a map, or search, to see "
        + `${shown} and their ${groups} here.`;
      element.replaceChildren(make("p", "hint", selection.origin ? `No item is ${selection.origin}.` : hint));
      return;
    }
    const items = [];
    selection.mask.forEach((entry, item) => { if (entry) items.push(item); });
    const head = make("div", "head");
    const clear = make("button", "plain", "Clear");
    clear.type = "button";
    clear.addEventListener("click", () => selection.clear());
    const title = make("p", "total");
    title.append(make("b", "", counted(items.length, "item")), ` of ${grouped(data.index.items)}`);
    const save = make("button", "plain", "Save list");
    save.type = "button";
    save.title = "Save the selected items as a CSV file";
    save.addEventListener("click", () => saveCSV("selection.csv", itemList(items, explorer.panes[0].partition)));
    const buttons = make("div", "buttons");
    buttons.append(save, clear);
    head.append(title, buttons);
    const parts = [head];
    if (selection.origin) parts.push(make("p", "origin", selection.origin));
    element.replaceChildren(...parts, bars(items), ...nouns(items), ...cards(items));
    explorer.announce(`${counted(items.length, "item")} selected`);
  }

  selection.onChange(draw);
  theme.onChange(draw);
  draw();
}
