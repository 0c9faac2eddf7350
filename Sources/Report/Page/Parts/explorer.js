// The explorer: one or two maps, the tools, and what is selected.
const explorer = (() => {
  if (!data) return null;
  const holder = document.getElementById("panes");
  const announcer = document.getElementById("announcer");
  const two = document.getElementById("two");
  const self = { panes: [], tool: "move", look, announce };

  function announce(text) { announcer.textContent = text; }

  // Shows what is known of an item, and where it lies in all maps; null for none.
  function look(item, partition, left, top) {
    for (const pane of self.panes) pane.ringItem(item);
    if (item === null) tooltip.hide();
    else tooltip.show(item, partition, left, top);
  }

  function addPane(space, kind) {
    self.panes.push(new Pane(holder, space, kind, self));
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
  showChosen(document.getElementById("chosen"), self);
  listenToSearch(self);
  document.addEventListener("scroll", () => look(null), { passive: true });
  return self;
})();
