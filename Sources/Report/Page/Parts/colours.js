// The colouring of a map: ids of the items (0 for none), and for each id a name, a colour and a shape.
const colours = (() => {
  const parts = (hex) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const mixed = (a, b, share) => a.map((part, at) => Math.round(part + (b[at] - part) * share));
  const css = (colour) => `rgb(${colour.join(" ")})`;
  // As a pixel of an ImageData: red in the lowest byte.
  const pixel = ([red, green, blue]) => (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;

  const palette = () => (theme.isDark() ? data.index.dark : data.index.light);
  const ofClass = (index) => parts(palette().classes[index]);
  const none = () => parts(palette().none);
  // Where colours alone do not tell the classes apart, the shapes of the points differ, too.
  const shapeOf = (index) =>
    Math.floor(Math.max(index, 0) / data.index.classesOfShape) % data.index.shapes.length;

  // Each cluster has the colour of the class that it holds most of; further clusters of a class, a shade of it.
  function ofClusters(partition) {
    const seen = new Map();
    return Array.from({ length: partition.clusters }, (_, cluster) => {
      const majority = partition.majority[cluster];
      if (majority === undefined) return ofClass(cluster);
      if (majority < 0) return none();
      const before = seen.get(majority) ?? 0;
      seen.set(majority, before + 1);
      const end = theme.isDark() ? [255, 255, 255] : [0, 0, 0];
      return mixed(ofClass(majority), end, Math.min(before * 0.3, 0.7));
    });
  }

  function clusterName(partition, cluster) {
    const majority = partition.majority[cluster];
    const own = partition.names[cluster] ? ` · ${partition.names[cluster]}` : "";
    const most = majority >= 0 ? ` · mostly ${data.index.labelSets[0].classes[majority]}` : "";
    return `cluster ${cluster}${own}${most}`;
  }

  // 1 where an item is of the class that its cluster holds most of, 2 where it is not, 0 where that is not known.
  function correctness(partition) {
    const clusters = data.values(partition.values);
    const truth = data.values(data.index.labelSets[0].values);
    return Uint8Array.from(clusters, (cluster, item) => {
      if (cluster === 0 || truth[item] === 0) return 0;
      return partition.majority[cluster - 1] + 1 === truth[item] ? 1 : 2;
    });
  }

  // The ids, names, shapes and colours of `kind`, the name of id 0, and what to know about them: the position of a label set,
  // "cluster", "correct" or "nothing".
  function colouring(kind, partition) {
    if (kind === "cluster") {
      const names = Array.from({ length: partition.clusters }, (_, cluster) => clusterName(partition, cluster));
      const about = partition.majority.length > 0 ? "clusters in the colour of their most common class" : "";
      const shapes = names.map((_, cluster) => shapeOf(partition.majority[cluster] ?? cluster));
      const classes = data.index.labelSets[0]?.classes;
      // Beside its points a cluster has the short name that it has in the figures.
      const shortNames = names.map((_, cluster) =>
        [`${cluster}`, partition.names[cluster] ?? classes?.[partition.majority[cluster]]]
          .filter((part) => part !== undefined).join(" · "));
      return {
        ids: data.values(partition.values), names, shortNames, about, shapes, none: "noise",
        colours: () => ofClusters(partition),
      };
    }
    if (kind === "correct") {
      const about = "correct: of the most common class of its cluster";
      const names = ["correct", "misplaced"];
      const tones = () => [ofClass(0), ofClass(3)];
      return { ids: correctness(partition), names, shortNames: [], about, shapes: [0, 0], colours: tones };
    }
    if (kind === "nothing") {
      return { ids: new Uint8Array(data.index.items), names: [], about: "", shapes: [], colours: () => [] };
    }
    const set = data.index.labelSets[Number(kind)];
    const tones = () => set.classes.map((_, at) => ofClass(at));
    const shapes = set.classes.map((_, at) => shapeOf(at));
    return { ids: data.values(set.values), names: set.classes, about: "", shapes, colours: tones };
  }

  return { colouring, clusterName, correctness, css, pixel, mixed, none };
})();
