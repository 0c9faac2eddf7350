// Plain functions on points: how far apart they lie, which lie within a shape, in which order they are drawn.

// The usual distance between neighbours where there are points at all, as a share of the side of the map. Points on one
// another count once.
function usualSpacing(points) {
  const occupied = (side) => {
    const cells = new Uint8Array(side * side);
    for (let at = 0; at < points.length; at += 2) {
      cells[Math.floor((points[at + 1] * side) / 65536) * side + Math.floor((points[at] * side) / 65536)] = 1;
    }
    return cells.reduce((sum, cell) => sum + cell, 0);
  };
  return Math.sqrt(Math.max(occupied(40) / 1600, 0.05) / Math.max(occupied(512), 1));
}

// True where a place lies within a polygon: a ray from it crosses the outline an odd number of times.
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

// Which share of the pixel in the middle of (x, y) a polygon covers, to a sixteenth.
function coverage(shape, x, y) {
  let hits = 0;
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      if (isWithin(shape, x - 0.375 + 0.25 * column, y - 0.375 + 0.25 * row)) hits += 1;
    }
  }
  return hits / 16;
}

// The middle of each group of points, as half of them lie to each side: entry `id` is [x, y, points], or undefined.
function middles(points, ids, groups) {
  const members = Array.from({ length: groups }, () => []);
  for (let point = 0; point < ids.length; point++) members[ids[point]].push(point);
  return members.map((group) => {
    if (group.length === 0) return undefined;
    const median = (offset) => Float64Array.from(group, (point) => points[2 * point + offset]).sort()[group.length >> 1];
    return [median(0), median(1), group.length];
  });
}
