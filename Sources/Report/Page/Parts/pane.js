// One map with its controls: which space, coloured by what, and whose clusters.
class Pane {
  constructor(holder, space, kind, explorer) {
    this.explorer = explorer;
    this.view = new View();
    this.kind = kind;
    Object.assign(this, paneElements());
    holder.append(this.element);
    this.listenToControls();
    this.painter = new Painter(this.canvas);
    this.naming = new Names(this.names);
    listenToGestures(this.map, this.view, () => explorer.tool, this.actions());
    new ResizeObserver(() => this.resize()).observe(this.map);
    // Another screen, or the page enlarged, changes the pixels but not the size.
    addEventListener("resize", () => this.resize());
    theme.onChange(() => this.recolour());
    selection.onChange(() => { this.chosen = null; this.draw(); });
    this.showSpace(space, false);
  }

  listenToControls() {
    this.spaceChoice.addEventListener("change", () => this.showSpace(Number(this.spaceChoice.value), true));
    this.kindChoice.addEventListener("change", () => { this.kind = this.kindChoice.value; this.recolour(); });
    this.partitionChoice.addEventListener("change", () => this.recolour());
    const { enlarge, reduce, whole, naming } = this.buttons;
    enlarge.addEventListener("click", () => { this.view.enlarge(1.6); this.draw(); });
    reduce.addEventListener("click", () => { this.view.enlarge(1 / 1.6); this.draw(); });
    whole.addEventListener("click", () => { this.view.reset(); this.draw(); });
    naming.addEventListener("click", () => {
      const isOff = this.names.classList.toggle("off");
      naming.setAttribute("aria-pressed", String(!isOff));
    });
  }

  // MARK: What is shown

  get partition() { return data.index.partitions[Number(this.partitionChoice.value)]; }

  showSpace(at, moving) {
    const before = { space: this.space, places: this.places };
    this.space = data.index.spaces[at];
    this.points = data.points(this.space);
    this.spaceChoice.value = at;
    this.grid = null;
    this.spacing = usualSpacing(this.points);
    this.order = shuffled(this.space.count);
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
    if (options.length === 0) options.push(new Option("nothing", "nothing"));
    this.kindChoice.replaceChildren(...options);
    if (options.some((option) => option.value === this.kind)) this.kindChoice.value = this.kind;
    this.kind = this.kindChoice.value;
  }

  recolour() {
    this.colouring = colours.colouring(this.kind, this.partition);
    const { ids } = this.colouring;
    this.ids = this.space.items ? ids.constructor.from(data.words(this.space.items, 4), (item) => ids[item]) : ids;
    const background = getComputedStyle(this.map).backgroundColor.match(/\d+/g).slice(0, 3).map(Number);
    const tones = [colours.none(), ...this.colouring.colours()];
    this.background = colours.pixel(background);
    this.shapes = Uint8Array.of(0, ...this.colouring.shapes);
    this.corners = data.index.shapes.slice(0, this.shapes.reduce((most, shape) => Math.max(most, shape), 0) + 1);
    this.naming.set(this.colouring.shortNames ?? this.colouring.names, this.points, this.ids);
    this.tones = Uint32Array.from(tones, colours.pixel);
    this.faded = Uint32Array.from(tones, (tone) => colours.pixel(colours.mixed(tone, background, 0.86)));
    this.about.textContent = [this.space.about, this.colouring.about].filter(Boolean).join("; ");
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
    const distance = this.spacing * Math.min(this.view.width, this.view.height);
    const radius = Math.min(Math.max(0.34 * distance, 1.05), 6) * Math.max(this.view.zoom, 0.7) ** 0.4;
    return Math.min(radius, 9) * this.ratio;
  }

  paint() {
    if (!this.painter.pixels || !this.tones) return;
    const { view, ratio, painter } = this;
    const shared = {
      places: this.places, order: this.order, ids: this.ids, shapes: this.shapes, corners: this.corners, x: view.x,
      y: view.y, scale: view.scale * ratio,
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
    this.naming.place(view);
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
      moved: () => this.draw(),
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
