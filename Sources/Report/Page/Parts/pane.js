// One map with its controls: which space, coloured by what, and whose clusters.
class Pane {
  constructor(space, kind, explorer) {
    this.explorer = explorer;
    this.view = new View();
    this.kind = kind;
    this.build();
    this.painter = new Painter(this.canvas);
    listenToGestures(this.map, this.view, () => explorer.tool, this.actions());
    new ResizeObserver(() => this.resize()).observe(this.map);
    theme.onChange(() => this.recolour());
    selection.onChange(() => { this.chosen = null; this.draw(); });
    this.showSpace(space, false);
  }

  // MARK: Elements

  build() {
    this.element = make("div", "pane");
    const controls = make("div", "controls");
    const choice = (label) => {
      const box = make("label", "choice");
      const select = make("select");
      box.append(make("span", "", label), select);
      controls.append(box);
      return select;
    };
    this.spaceChoice = choice("Space");
    this.kindChoice = choice("Colour");
    this.partitionChoice = choice("Clusters");
    this.map = make("div", "map");
    this.map.tabIndex = 0;
    this.map.setAttribute("role", "application");
    this.map.setAttribute("aria-roledescription", "map of points");
    this.map.setAttribute("aria-describedby", "keys");
    this.canvas = make("canvas");
    this.ring = make("div", "ring");
    this.ring.hidden = true;
    this.marks = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this.marks.setAttribute("class", "marks");
    this.outline = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
    this.marks.append(this.outline);
    this.map.append(this.canvas, this.marks, this.ring, make("div", "cross"), this.zoomButtons());
    this.about = make("p", "about");
    this.legend = make("div", "legend");
    this.element.append(controls, this.map, this.about, this.legend);
    data.index.spaces.forEach((space, at) => this.spaceChoice.append(new Option(space.name, at)));
    this.spaceChoice.addEventListener("change", () => this.showSpace(Number(this.spaceChoice.value), true));
    this.kindChoice.addEventListener("change", () => { this.kind = this.kindChoice.value; this.recolour(); });
    this.partitionChoice.addEventListener("change", () => this.recolour());
  }

  zoomButtons() {
    const buttons = make("div", "zoom");
    for (const [text, label, act] of [
      ["+", "Enlarge", () => this.view.enlarge(1.6)], ["−", "Reduce", () => this.view.enlarge(1 / 1.6)],
      ["⤢", "Whole map", () => this.view.reset()],
    ]) {
      const button = make("button", "", text);
      button.type = "button";
      button.title = label;
      button.setAttribute("aria-label", label);
      button.addEventListener("click", () => { act(); this.moved(); });
      for (const name of ["pointerdown", "dblclick"]) button.addEventListener(name, (event) => event.stopPropagation());
      button.addEventListener("keydown", (event) => event.stopPropagation());
      buttons.append(button);
    }
    return buttons;
  }

  // MARK: What is shown

  get partition() { return data.index.partitions[Number(this.partitionChoice.value)]; }

  showSpace(at, moving) {
    const before = { space: this.space, places: this.places };
    this.space = data.index.spaces[at];
    this.points = data.points(this.space);
    this.spaceChoice.value = at;
    this.grid = null;
    this.order = shuffled(this.space.count);
    this.about.textContent = this.space.about;
    this.offerPartitions();
    this.offerKinds();
    this.places = Float32Array.from(this.points);
    this.view.reset();
    this.recolour();
    const sameItems = before.space?.count === this.space.count && !before.space.items && !this.space.items;
    if (moving && sameItems) this.flow(before.places);
    this.map.setAttribute("aria-label", `${this.space.name}: ${counted(this.space.count, "point")}`);
  }

  offerPartitions() {
    const before = this.partition;
    this.partitionChoice.replaceChildren();
    const { partitions } = data.index;
    partitions.forEach((entry, at) => {
      if (entry.space !== this.space.name) return;
      const text = [`${entry.clusterer}, seed ${entry.seed}`, entry.score].filter(Boolean).join(" · ");
      this.partitionChoice.append(new Option(text, at));
    });
    const same = partitions.findIndex((entry) =>
      entry.space === this.space.name && entry.clusterer === before?.clusterer && entry.seed === before?.seed);
    if (same >= 0) this.partitionChoice.value = same;
  }

  offerKinds() {
    const { labelSets } = data.index;
    const options = labelSets.map((set, at) => new Option(at === 0 ? `truth: ${set.name}` : set.name, at));
    if (this.partition) options.push(new Option("cluster", "cluster"));
    if (this.partition?.majority.length > 0) options.push(new Option("correct or misplaced", "correct"));
    this.kindChoice.replaceChildren(...options);
    if (options.some((option) => option.value === this.kind)) this.kindChoice.value = this.kind;
    this.kind = this.kindChoice.value;
  }

  recolour() {
    if (this.kind === "") return;
    this.colouring = colours.colouring(this.kind, this.partition);
    const { ids } = this.colouring;
    this.ids = this.space.items ? ids.constructor.from(data.words(this.space.items, 4), (item) => ids[item]) : ids;
    const background = getComputedStyle(this.map).backgroundColor.match(/\d+/g).slice(0, 3).map(Number);
    const tones = [colours.none(), ...this.colouring.colours()];
    this.background = colours.pixel(background);
    this.tones = Uint32Array.from(tones, colours.pixel);
    this.faded = Uint32Array.from(tones, (tone) => colours.pixel(colours.mixed(tone, background, 0.86)));
    drawLegend(this.legend, this.colouring);
    this.draw();
  }

  // Lets the points of one space flow to their places in the next.
  flow(from) {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const [start, to, length] = [performance.now(), this.points, 500];
    const run = (this.flowing = {});
    const step = (now) => {
      if (this.flowing !== run) return;
      const done = Math.min((now - start) / length, 1);
      const share = done * done * (3 - 2 * done);
      for (let at = 0; at < to.length; at++) this.places[at] = from[at] + (to[at] - from[at]) * share;
      this.paint();
      if (done < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  // MARK: Drawing

  resize() {
    const { clientWidth: width, clientHeight: height } = this.map;
    if (width === 0 || height === 0) return;
    this.ratio = Math.min(window.devicePixelRatio || 1, 2);
    [this.view.width, this.view.height] = [width, height];
    this.painter.resize(Math.round(width * this.ratio), Math.round(height * this.ratio));
    this.paint();
  }

  // Draws with the next frame, once however often it is asked for.
  draw() {
    if (this.isDue) return;
    this.isDue = true;
    requestAnimationFrame(() => { this.isDue = false; this.paint(); });
  }

  // The radius follows the room that a point has, and grows more slowly than the map does.
  get radius() {
    const room = Math.sqrt((0.5 * this.view.width * this.view.height) / Math.max(this.space.count, 1));
    const radius = Math.min(Math.max(0.3 * room, 1.05), 6) * Math.max(this.view.zoom, 0.7) ** 0.4;
    return Math.min(radius, 9) * this.ratio;
  }

  paint() {
    if (!this.painter.pixels || !this.tones) return;
    const { view, ratio, painter } = this;
    const shared = {
      places: this.places, order: this.order, ids: this.ids, x: view.x, y: view.y, scale: view.scale * ratio,
    };
    painter.clear(this.background);
    if (selection.count === 0) {
      painter.points({ ...shared, colours: this.tones, radius: this.radius });
    } else {
      const mask = this.chosenPoints();
      painter.points({ ...shared, colours: this.faded, radius: this.radius, mask, wanted: 0 });
      painter.points({ ...shared, colours: this.tones, radius: this.radius + 0.5 * ratio, mask, wanted: 1 });
    }
    painter.show();
    this.placeRing();
  }

  // Which points are of items that are selected.
  chosenPoints() {
    if (!this.space.items) return selection.mask;
    this.chosen ??= Uint8Array.from(data.words(this.space.items, 4), (item) => selection.mask[item]);
    return this.chosen;
  }

  // MARK: Pointing

  pointAt(left, top, reach) {
    this.grid ??= new Grid(this.points);
    const [x, y] = this.view.toUnits(left, top);
    return this.grid.nearest(x, y, reach / this.view.scale);
  }

  pointOf(item) {
    if (!this.space.items) return item < this.space.count ? item : -1;
    this.pointOfItem ??= new Map();
    if (this.pointOfItem.space !== this.space) {
      this.pointOfItem = new Map([...data.words(this.space.items, 4)].map((entry, point) => [entry, point]));
      this.pointOfItem.space = this.space;
    }
    return this.pointOfItem.get(item) ?? -1;
  }

  // Marks the item that is looked at; null for none.
  ringItem(item) {
    this.ringed = item === null ? -1 : this.pointOf(item);
    this.placeRing();
  }

  placeRing() {
    const isShown = this.ringed >= 0;
    this.ring.hidden = !isShown;
    if (!isShown) return;
    const [x, y] = this.view.toPixels(this.points[2 * this.ringed], this.points[2 * this.ringed + 1]);
    const size = (2 * this.radius) / this.ratio + 9;
    this.ring.style.width = this.ring.style.height = `${size}px`;
    this.ring.style.transform = `translate(${x - size / 2}px, ${y - size / 2}px)`;
  }

  look(point, left, top) {
    if (point < 0) return this.explorer.look(null);
    const box = this.map.getBoundingClientRect();
    this.explorer.look(data.itemOf(this.space, point), this.partition, left + box.left, top + box.top);
  }

  moved() {
    this.draw();
  }

  // The items of the points within a polygon of pixels.
  itemsWithin(corners) {
    const shape = corners.map(([left, top]) => this.view.toUnits(left, top));
    const [xs, ys] = [shape.map(([x]) => x), shape.map(([, y]) => y)];
    const items = [];
    this.grid ??= new Grid(this.points);
    this.grid.visit(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys), (point) => {
      if (isWithin(shape, this.points[2 * point], this.points[2 * point + 1])) {
        items.push(data.itemOf(this.space, point));
      }
    });
    return items;
  }

  actions() {
    const middle = () => [this.view.width / 2, this.view.height / 2];
    return {
      moved: () => this.moved(),
      hovered: (left, top) => this.look(this.pointAt(left, top, 14), left, top),
      left: () => this.explorer.look(null),
      marking: (corners) => this.outline.setAttribute("points", corners.map((corner) => corner.join(",")).join(" ")),
      marked: (corners, adding) =>
        selection.set(this.itemsWithin(corners), { adding, from: `in ${this.space.name}` }),
      picked: (left, top, adding) => {
        const point = this.pointAt(left, top, 14);
        this.look(point, left, top);
        if (point >= 0) selection.set([data.itemOf(this.space, point)], { adding });
        else if (!adding) selection.clear();
      },
      looked: () => {
        const point = this.pointAt(...middle(), Math.hypot(this.view.width, this.view.height));
        if (point < 0) return;
        this.look(point, ...this.view.toPixels(this.points[2 * point], this.points[2 * point + 1]));
        this.explorer.announce(tooltip.sentence(data.itemOf(this.space, point), this.partition));
      },
      selectedView: () => {
        const { width, height } = this.view;
        const items = this.itemsWithin([[0, 0], [width, 0], [width, height], [0, height]]);
        selection.set(items, { from: `in view of ${this.space.name}` });
      },
      cleared: () => { selection.clear(); this.explorer.look(null); },
    };
  }
}

// Whether a place lies within a polygon: a ray from it crosses the outline an odd number of times.
function isWithin(shape, x, y) {
  let inside = false;
  for (let at = 0, before = shape.length - 1; at < shape.length; before = at++) {
    const [[ax, ay], [bx, by]] = [shape[at], shape[before]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

// 0 to `count` − 1 in an order that lets no class hide another, always the same.
function shuffled(count) {
  const order = Uint32Array.from({ length: count }, (_, at) => at);
  let state = 0x9e3779b9;
  for (let at = count - 1; at > 0; at--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = (state >>> 0) % (at + 1);
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}
