// The elements of one map: its choices, the map with what lies over it, and the legend.
function paneElements() {
  const element = make("div", "pane");
  const controls = make("div", "controls");
  const choice = (label) => {
    const box = make("label", "choice");
    const select = make("select");
    box.append(make("span", "", label), select);
    controls.append(box);
    return select;
  };
  const [spaceChoice, kindChoice, partitionChoice] = ["Space", "Colour", "Clusters"].map(choice);
  data.index.spaces.forEach((space, at) => spaceChoice.append(new Option(space.name, at)));

  const map = make("div", "map");
  map.tabIndex = 0;
  map.setAttribute("role", "application");
  map.setAttribute("aria-roledescription", "map of points");
  map.setAttribute("aria-describedby", "keys");
  const canvas = make("canvas");
  const ring = make("div", "ring");
  ring.hidden = true;
  const marks = make("div", "marks");
  marks.innerHTML = "<svg><polygon></polygon></svg>";
  const outline = marks.querySelector("polygon");
  const names = make("div", "names");
  names.setAttribute("aria-hidden", "true");
  const zoom = make("div", "zoom");
  const buttons = {
    enlarge: zoomButton("+", "Enlarge"), reduce: zoomButton("−", "Reduce"), whole: zoomButton("⤢", "Whole map"),
    naming: zoomButton("A", "Class names"),
  };
  buttons.naming.setAttribute("aria-pressed", "true");
  zoom.append(...Object.values(buttons));
  map.append(canvas, names, marks, ring, make("div", "cross"), zoom);

  const [about, legend] = [make("p", "about"), make("div", "legend")];
  element.append(controls, map, about, legend);
  return { element, spaceChoice, kindChoice, partitionChoice, map, canvas, names, ring, outline, buttons, about, legend };
}

// A button over a map, which does not hear of it.
function zoomButton(text, label) {
  const button = make("button", "", text);
  button.type = "button";
  button.title = label;
  button.setAttribute("aria-label", label);
  for (const name of ["pointerdown", "pointermove", "dblclick", "keydown"]) {
    button.addEventListener(name, (event) => event.stopPropagation());
  }
  return button;
}
