// Items as a CSV file: each with its id, its caption, its labels and its cluster, as far as the run has them.
function itemList(items, partition) {
  const { labelSets, hasIDs, hasCaptions } = data.index;
  const numbers = partition ? data.values(partition.values) : null;
  const columns = [
    ["item", (item) => String(item)],
    ...(hasIDs ? [["id", (item) => data.ids()[item]]] : []),
    ...(hasCaptions ? [["caption", (item) => data.captions()[item]]] : []),
    ...labelSets.map((set) => [set.name, (item) => set.classes[data.values(set.values)[item] - 1] ?? ""]),
    ...(numbers ? [["cluster", (item) => (numbers[item] === 0 ? "" : String(numbers[item] - 1))]] : []),
    ...(partition?.names.length ? [["name", (item) => partition.names[numbers[item] - 1] ?? ""]] : []),
  ];
  return [csvLine(columns.map(([name]) => name)), ...items.map((item) => csvLine(columns.map(([, text]) => text(item))))].join("");
}
