// The details of one item beside the pointer: its image, caption, truth and cluster.
const tooltip = (() => {
  if (!data) return null;
  const box = make("div", "tooltip");
  box.setAttribute("role", "status");
  box.hidden = true;
  document.body.append(box);

  function lines(item, partition) {
    const { labelSets } = data.index;
    const rows = labelSets.map((set) => {
      const value = data.values(set.values)[item];
      return [set.name, value === 0 ? "not known" : set.classes[value - 1]];
    });
    if (partition) {
      const cluster = data.values(partition.values)[item];
      rows.push([partition.clusterer, cluster === 0 ? "in no cluster" : colours.clusterName(partition, cluster - 1)]);
    }
    return rows;
  }

  // The same as a sentence, for those who hear it.
  const sentence = (item, partition) =>
    [data.name(item) || `item ${item}`, ...lines(item, partition).map((row) => row.join(": "))].join(". ");

  function show(item, partition, left, top) {
    const image = make("div", "picture");
    const text = make("div", "words");
    const caption = data.name(item);
    if (caption) text.append(make("p", "caption", caption));
    const list = make("dl");
    for (const [name, value] of lines(item, partition)) list.append(make("dt", "", name), make("dd", "", value));
    text.append(list, make("p", "number", `item ${grouped(item)}`));
    box.replaceChildren();
    if (thumbnails?.show(image, item, 96)) box.append(image);
    box.append(text);
    box.hidden = false;
    // Beside the pointer, on the side that has room.
    const { offsetWidth: width, offsetHeight: height } = box;
    const [right, below] = [left + 18, top + 18];
    const x = right + width < innerWidth - 8 ? right : Math.max(8, left - 18 - width);
    const y = below + height < innerHeight - 8 ? below : Math.max(8, top - 18 - height);
    box.style.transform = `translate(${x}px, ${y}px)`;
  }

  return { show, hide: () => { box.hidden = true; }, sentence };
})();
