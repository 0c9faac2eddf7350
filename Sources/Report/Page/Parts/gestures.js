// Pointer and key handling of a map. `map` is the element, `view` the visible part; `act` holds the effects:
// moved(), hovered(left, top), left(), picked(left, top, adding), marking(corners), marked(corners, adding), cleared(),
// looked(), selectedView().
function listenToGestures(map, view, tool, act) {
  const pointers = new Map();
  let path = null;
  let dragged = 0;

  const place = (event) => {
    const box = map.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const isAdding = (event) => event.ctrlKey || event.metaKey;
  const usesTool = (event) => (event.shiftKey ? "box" : tool());

  function start(event) {
    if (event.button > 0) return;
    map.setPointerCapture?.(event.pointerId);
    pointers.set(event.pointerId, place(event));
    dragged = pointers.size > 1 ? Infinity : 0;
    path = pointers.size === 1 && usesTool(event) !== "move" ? { kind: usesTool(event), points: [place(event)] } : null;
  }

  function pinch(event) {
    const [moved, still] = [pointers.get(event.pointerId), [...pointers].find(([id]) => id !== event.pointerId)[1]];
    const now = place(event);
    const length = (a, b) => Math.max(Math.hypot(a[0] - b[0], a[1] - b[1]), 1);
    view.enlarge(length(now, still) / length(moved, still), (now[0] + still[0]) / 2, (now[1] + still[1]) / 2);
    view.pan((now[0] - moved[0]) / 2, (now[1] - moved[1]) / 2);
    pointers.set(event.pointerId, now);
    act.moved();
  }

  function move(event) {
    if (!pointers.has(event.pointerId)) return act.hovered(...place(event));
    if (pointers.size > 1) return pinch(event);
    const [before, now] = [pointers.get(event.pointerId), place(event)];
    dragged += Math.hypot(now[0] - before[0], now[1] - before[1]);
    pointers.set(event.pointerId, now);
    if (dragged > 4) act.left();
    if (path === null) {
      view.pan(now[0] - before[0], now[1] - before[1]);
      return act.moved();
    }
    if (path.kind === "lasso") path.points.push(now);
    else path.points[1] = now;
    act.marking(corners(path));
  }

  // A rectangle has two points that are opposite; a lasso as many as were drawn.
  function corners({ kind, points }) {
    if (kind === "lasso" || points.length < 2) return points;
    const [[left, top], [right, bottom]] = points;
    return [[left, top], [right, top], [right, bottom], [left, bottom]];
  }

  function end(event) {
    if (!pointers.delete(event.pointerId)) return;
    act.marking([]);
    const isClick = dragged < 5;
    if (event.type === "pointerup" && isClick) act.picked(...place(event), isAdding(event));
    else if (event.type === "pointerup" && path !== null) act.marked(corners(path), isAdding(event));
    path = null;
  }

  map.addEventListener("pointerdown", start);
  map.addEventListener("pointermove", move);
  map.addEventListener("pointerup", end);
  map.addEventListener("pointercancel", end);
  // A finger that is lifted leaves too, but what it tapped on stays.
  map.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") act.left(); });
  map.addEventListener("dblclick", (event) => { view.enlarge(2, ...place(event)); act.moved(); });

  // A page that is scrolled past must go on scrolling: the wheel is the map's once it was clicked.
  map.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && !map.contains(document.activeElement)) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    view.enlarge(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0016)), ...place(event));
    act.moved();
  }, { passive: false });

  const step = 60;
  const keys = {
    ArrowLeft: () => view.pan(step, 0),
    ArrowRight: () => view.pan(-step, 0),
    ArrowUp: () => view.pan(0, step),
    ArrowDown: () => view.pan(0, -step),
    "+": () => view.enlarge(1.4),
    "=": () => view.enlarge(1.4),
    "-": () => view.enlarge(1 / 1.4),
    0: () => view.reset(),
    Enter: () => act.looked(),
    s: () => act.selectedView(),
    Escape: () => act.cleared(),
  };
  map.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = keys[event.key] ?? keys[event.key.toLowerCase()];
    if (!key) return;
    event.preventDefault();
    key();
    act.moved();
  });
}
