// Which part of a map is seen: its middle, in the units of the points (0 to 65,535, y upwards), and the enlargement.
class View {
  constructor() {
    this.width = 1;
    this.height = 1;
    this.reset();
  }

  reset() {
    this.x = 32767.5;
    this.y = 32767.5;
    this.zoom = 1;
  }

  // Pixels a unit.
  get scale() { return (this.zoom * Math.max(Math.min(this.width, this.height) * 0.94, 1)) / 65535; }

  toPixels(x, y) { return [(x - this.x) * this.scale + this.width / 2, this.height / 2 - (y - this.y) * this.scale]; }
  toUnits(left, top) {
    return [(left - this.width / 2) / this.scale + this.x, (this.height / 2 - top) / this.scale + this.y];
  }

  pan(right, down) {
    const clamped = (value) => Math.max(0, Math.min(65535, value));
    this.x = clamped(this.x - right / this.scale);
    this.y = clamped(this.y + down / this.scale);
  }

  // Enlarges, and keeps the place under a pixel where it is.
  enlarge(factor, left = this.width / 2, top = this.height / 2) {
    const [x, y] = this.toUnits(left, top);
    this.zoom = Math.max(0.5, Math.min(500, this.zoom * factor));
    const [movedLeft, movedTop] = this.toPixels(x, y);
    this.pan(left - movedLeft, top - movedTop);
  }
}
