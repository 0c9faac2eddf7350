// The names of a colouring with their colours and counts; a click selects all items of a name.
function drawLegend(element, colouring) {
  const counts = new Uint32Array(colouring.names.length + 1);
  for (const id of colouring.ids) counts[id] += 1;
  const tones = colouring.colours();

  function entry(name, tone, id, corners = []) {
    const button = make("button", "entry");
    button.type = "button";
    const swatch = make("span", "swatch");
    swatch.style.background = colours.css(tone);
    if (corners.length > 0) {
      // A shape reaches 1.6 radii at most, a circle fills its box.
      const places = corners.map(([x, y]) => `${(50 + 32 * x).toFixed(1)}% ${(50 + 32 * y).toFixed(1)}%`);
      swatch.classList.add("shaped");
      swatch.style.clipPath = `polygon(${places.join(", ")})`;
    }
    const label = make("span", "name", name);
    label.title = name;
    button.append(swatch, label, make("span", "count", grouped(counts[id])));
    button.addEventListener("click", (event) => {
      const items = [];
      colouring.ids.forEach((entry, item) => { if (entry === id) items.push(item); });
      selection.set(items, { adding: event.ctrlKey || event.metaKey, from: name });
    });
    return button;
  }

  const most = 2000;
  const present = colouring.names.map((_, at) => at).filter((at) => counts[at + 1] > 0);
  const shape = (at) => data.index.shapes[colouring.shapes[at]];
  const entries = present.slice(0, most).map((at) => entry(colouring.names[at], tones[at], at + 1, shape(at)));
  const others = present.length - entries.length;
  if (others > 0) entries.push(make("span", "count", `and ${grouped(others)} more`));
  if (counts[0] > 0) entries.push(entry(colouring.none ?? "none", colours.none(), 0));
  element.replaceChildren(...entries);
}
