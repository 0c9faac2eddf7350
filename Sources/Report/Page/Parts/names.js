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

  // Puts the names where the view has the middles.
  place(view) {
    const taken = [];
    for (const label of this.labels) {
      const [middle, centre] = view.toPixels(label.x, label.y);
      const [left, top] = [middle - label.width / 2, centre - label.height / 2];
      const [right, bottom] = [left + label.width, top + label.height];
      const isSeen = left >= 0 && top >= 0 && right <= view.width && bottom <= view.height
        && !taken.some((box) => left < box[2] && right > box[0] && top < box[3] && bottom > box[1]);
      label.element.style.visibility = isSeen ? "visible" : "hidden";
      if (!isSeen) continue;
      taken.push([left, top, right, bottom]);
      label.element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    }
  }
}
