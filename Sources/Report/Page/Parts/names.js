// The names of the groups of a map, at their middles: the largest first, none over another.
class Names {
  constructor(element) {
    this.element = element;
    this.labels = [];
  }

  // More would hide the points.
  static most = 40;

  // Shows the name of each group with the points that `ids` gives it; id 0 is none, and so is one name alone.
  set(names, points, ids) {
    const groups = names.length > 1 ? middles(points, ids, names.length + 1) : [];
    const present = groups.map((_, id) => id).filter((id) => id > 0 && groups[id]);
    present.sort((first, second) => groups[second][2] - groups[first][2]);
    this.labels = present.slice(0, Names.most).map((id) => ({
      x: groups[id][0], y: groups[id][1], element: make("span", "", names[id - 1]),
    }));
    this.element.replaceChildren(...this.labels.map((label) => label.element));
    for (const label of this.labels) {
      [label.width, label.height] = [label.element.offsetWidth, label.element.offsetHeight];
    }
  }

  // Puts the names where the view has the middles, a little higher or lower where another one stands there.
  place(view) {
    const taken = [];
    const isFree = ([left, top, right, bottom]) => top >= 0 && bottom <= view.height
      && !taken.some((box) => left < box[2] && right > box[0] && top < box[3] && bottom > box[1]);
    for (const { x, y, width, height, element } of this.labels) {
      const [middle, centre] = view.toPixels(x, y);
      const isInside = middle >= 0 && middle <= view.width && centre >= 0 && centre <= view.height;
      // At the edge of the map a name moves inwards.
      const left = Math.max(0, Math.min(middle - width / 2, view.width - width));
      const boxes = [0, -1, 1].map((step) => {
        const top = centre + (step - 0.5) * height;
        return [left, top, left + width, top + height];
      });
      const box = isInside ? boxes.find(isFree) : undefined;
      element.style.visibility = box ? "visible" : "hidden";
      if (!box) continue;
      taken.push(box);
      element.style.transform = `translate(${Math.round(box[0])}px, ${Math.round(box[1])}px)`;
    }
  }
}
