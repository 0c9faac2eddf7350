// The explorer: one or two maps, the tools, and what is selected.
const explorer = (() => {
  if (!data) return null;
  const holder = document.getElementById("panes");
  const announcer = document.getElementById("announcer");
  const two = document.getElementById("two");
  const self = { panes: [], first: [], tool: "move", look, announce };

  function announce(text) { announcer.textContent = text; }

  // Shows what is known of an item, and where it lies in all maps; null for none.
  function look(item, partition, left, top) {
    for (const pane of [...self.panes, ...self.first]) pane.ringItem(item);
    if (item === null) tooltip.hide();
    else tooltip.show(item, partition, left, top);
  }

  function addPane(space, kind) {
    self.panes.push(new Pane(holder, space, kind, self));
  }

  // The maps of the first screen: the spaces that the verdict compares, the better one last. A narrow window shows one of them.
  function addFirst(holder) {
    const { compared, spaces, labelSets } = data.index;
    const choice = make("div", "which");
    choice.setAttribute("role", "group");
    choice.setAttribute("aria-label", "Map");
    const buttons = compared.map((space) => make("button", "", spaces[space].name));
    const show = (chosen) => {
      self.first.forEach((pane, at) => pane.element.classList.toggle("other", at !== chosen));
      buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(at === chosen)));
    };
    if (compared.length > 1) holder.append(choice);
    compared.forEach((space, at) => {
      const pane = new Pane(holder, space, labelSets.length > 0 ? "0" : "cluster", self);
      pane.element.prepend(make("h2", "", spaces[space].name));
      self.first.push(pane);
      buttons[at].type = "button";
      buttons[at].addEventListener("click", () => show(at));
    });
    choice.append(...buttons);
    show(compared.length - 1);
    holder.append(make("p", "notes",
      `t-SNE maps, coloured by ${labelSets[0]?.name ?? "cluster"}. Point at an item to see it; Shift-drag selects in all maps.`));
  }

  function showTwo(wanted) {
    holder.classList.toggle("two", wanted);
    if (wanted && self.panes.length < 2) {
      const best = data.index.bestSpace;
      addPane(best === 0 ? 1 : best, self.panes[0].kind);
    } else if (self.panes[1]) {
      self.panes[1].element.hidden = !wanted;
    }
  }

  function chooseTool(button, buttons) {
    self.tool = button.dataset.tool;
    for (const other of buttons) {
      other.setAttribute("aria-checked", String(other === button));
      other.tabIndex = other === button ? 0 : -1;
    }
    holder.dataset.tool = self.tool;
  }

  const buttons = [...document.querySelectorAll("[data-tool]")];
  buttons.forEach((button, at) => {
    button.addEventListener("click", () => chooseTool(button, buttons));
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = buttons[(at + step + buttons.length) % buttons.length];
      chooseTool(next, buttons);
      next.focus();
    });
  });

  addPane(0, "0");
  if (two) {
    two.checked = matchMedia("(min-width: 60rem)").matches;
    two.addEventListener("change", () => showTwo(two.checked));
    showTwo(two.checked);
  }
  addFirst(document.getElementById("first-maps"));
  showChosen(document.getElementById("chosen"), self);
  listenToSearch(self);
  document.addEventListener("scroll", () => look(null), { passive: true });
  return self;
})();
