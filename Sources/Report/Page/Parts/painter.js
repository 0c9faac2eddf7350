// Draws tens of thousands of points by writing the pixels itself, which needs no graphics card.
class Painter {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d", { alpha: false });
    this.sprites = new Map();
  }

  // Room for points that lie partly outside, so that no pixel has to be checked.
  static margin = 24;

  resize(width, height) {
    this.canvas.width = width;
    this.canvas.height = height;
    this.stride = width + 2 * Painter.margin;
    this.image = new ImageData(this.stride, height + 2 * Painter.margin);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.sprites.clear();
  }

  // The pixels of a point, by their distance in the buffer: those inside, and those on its edge with their coverage.
  //
  // `corners` are those of its shape, in radii; none for a circle.
  sprite(radius, corners = []) {
    const size = Math.round(radius * 4) / 4;
    const key = `${size} ${corners.length} ${corners[0]}`;
    if (this.sprites.has(key)) return this.sprites.get(key);
    const shape = corners.map(([x, y]) => [x * size, y * size]);
    const [inside, edge, cover] = [[], [], []];
    const reach = Math.ceil(shape.length > 0 ? 1.6 * size : size) + 1;
    for (let y = -reach; y <= reach; y++) {
      for (let x = -reach; x <= reach; x++) {
        const share = shape.length > 0
          ? coverage(shape, x, y) : Math.min(Math.max(size + 0.5 - Math.hypot(x, y), 0), 1);
        if (share > 0.98) inside.push(y * this.stride + x);
        else if (share > 0.04) { edge.push(y * this.stride + x); cover.push(Math.round(share * 256)); }
      }
    }
    const sprite = {
      inside: Int32Array.from(inside), edge: Int32Array.from(edge), cover: Int32Array.from(cover),
    };
    this.sprites.set(key, sprite);
    return sprite;
  }

  clear(background) { this.pixels.fill(background); }

  // Draws the points of `order`, each in `colours[ids[point]]` and in the shape `shapes[ids[point]]` of `corners`; with
  // `mask`, only those whose entry is `wanted`.
  //
  // `places` holds x and y of each point; `x` and `y` are the middle of the view, `scale` pixels a unit.
  points({ places, order, ids, colours, shapes, corners, radius, x, y, scale, mask = null, wanted = 1 }) {
    const sprites = corners.map((entry) => this.sprite(radius, entry));
    const { pixels, stride } = this;
    const { width, height } = this.canvas;
    const space = Painter.margin - Math.ceil(1.25 * radius) - 2;
    const [left, top] = [width / 2 + Painter.margin, height / 2 + Painter.margin];
    const low = Painter.margin - space;
    const [right, bottom] = [width + Painter.margin + space, height + Painter.margin + space];
    for (let at = 0; at < order.length; at++) {
      const point = order[at];
      if (mask !== null && mask[point] !== wanted) continue;
      const column = Math.round((places[2 * point] - x) * scale + left);
      const row = Math.round(top - (places[2 * point + 1] - y) * scale);
      if (column < low || column >= right || row < low || row >= bottom) continue;
      const id = ids[point];
      const colour = colours[id];
      const { inside, edge, cover } = sprites[shapes[id]];
      const centre = row * stride + column;
      for (let part = 0; part < inside.length; part++) pixels[centre + inside[part]] = colour;
      const [oddParts, evenParts] = [colour & 0xff00ff, (colour >>> 8) & 0xff];
      for (let part = 0; part < edge.length; part++) {
        const place = centre + edge[part];
        const share = cover[part];
        const under = pixels[place];
        const odd = (Math.imul(oddParts, share) + Math.imul(under & 0xff00ff, 256 - share)) >>> 8;
        const even = evenParts * share + ((under >>> 8) & 0xff) * (256 - share);
        pixels[place] = 0xff000000 | (odd & 0xff00ff) | (even & 0xff00);
      }
    }
  }

  show() { this.context.putImageData(this.image, -Painter.margin, -Painter.margin); }
}
