// Finds the point nearest to a place: the points sorted into square cells, of two points each on average.
class Grid {
  constructor(points) {
    this.points = points;
    const count = points.length / 2;
    this.side = Math.max(1, Math.min(1024, Math.ceil(Math.sqrt(count / 2))));
    this.cell = 65536 / this.side;
    const starts = new Uint32Array(this.side * this.side + 1);
    const cells = new Uint32Array(count);
    for (let point = 0; point < count; point++) {
      cells[point] = this.cellAt(points[2 * point], points[2 * point + 1]);
      starts[cells[point] + 1] += 1;
    }
    for (let cell = 1; cell < starts.length; cell++) starts[cell] += starts[cell - 1];
    this.members = new Uint32Array(count);
    const next = starts.slice();
    for (let point = 0; point < count; point++) this.members[next[cells[point]]++] = point;
    this.starts = starts;
  }

  cellAt(x, y) { return Math.floor(y / this.cell) * this.side + Math.floor(x / this.cell); }

  // The nearest point within `reach`, or −1.
  nearest(x, y, reach) {
    let best = -1;
    let closest = reach * reach;
    this.visit(x - reach, y - reach, x + reach, y + reach, (point) => {
      const [dx, dy] = [this.points[2 * point] - x, this.points[2 * point + 1] - y];
      const distance = dx * dx + dy * dy;
      if (distance > closest) return;
      closest = distance;
      best = point;
    });
    return best;
  }

  // Calls `body` with each point of the cells that a rectangle touches.
  visit(left, low, right, high, body) {
    const clamped = (value) => Math.max(0, Math.min(this.side - 1, Math.floor(value / this.cell)));
    for (let row = clamped(low); row <= clamped(high); row++) {
      for (let column = clamped(left); column <= clamped(right); column++) {
        const cell = row * this.side + column;
        for (let at = this.starts[cell]; at < this.starts[cell + 1]; at++) body(this.members[at]);
      }
    }
  }
}
