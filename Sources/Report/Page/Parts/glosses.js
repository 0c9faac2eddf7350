// Terms with their meanings: each is marked where it first stands in a section, and says its meaning to a pointer, a tap, or the
// focus of the keyboard.
(() => {
  const meanings = new Map(JSON.parse(document.getElementById("terms").textContent));
  const box = make("div", "gloss");
  box.id = "gloss";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  document.body.append(box);
  let shown = null;

  function hide() {
    shown?.removeAttribute("aria-describedby");
    shown = null;
    box.hidden = true;
  }

  function show(element) {
    if (shown !== element) hide();
    shown = element;
    element.setAttribute("aria-describedby", box.id);
    box.textContent = element.dataset.gloss;
    box.hidden = false;
    const place = element.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = box;
    const x = Math.max(8, Math.min(place.left, innerWidth - width - 8));
    const y = place.bottom + height + 8 < innerHeight ? place.bottom + 6 : Math.max(8, place.top - height - 6);
    box.style.transform = `translate(${x}px, ${y}px)`;
  }

  function listen(element) {
    element.addEventListener("pointerenter", () => show(element));
    element.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") hide(); });
    element.addEventListener("focus", () => show(element));
    element.addEventListener("blur", hide);
    element.addEventListener("click", () => show(element));
  }

  const plain = (term) => term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const longestFirst = [...meanings.keys()].sort((a, b) => b.length - a.length);
  const pattern = () =>
    new RegExp(`(?<![\\p{L}\\p{N}_-])(${longestFirst.map(plain).join("|")})(?![\\p{L}\\p{N}_-])`, "u");

  function mark(text, seen) {
    let rest = text;
    for (let from = 0; ;) {
      const found = rest.data.slice(from).match(pattern());
      if (!found) return;
      const at = from + found.index;
      const term = found[1];
      if (seen.has(term)) { from = at + term.length; continue; }
      seen.add(term);
      // Not a button element, at which a line could break: "(corrected p = .04)" begins none after its bracket.
      const button = make("span", "term");
      button.textContent = term;
      button.tabIndex = 0;
      button.setAttribute("role", "button");
      button.dataset.gloss = meanings.get(term);
      const after = rest.splitText(at);
      rest = after.splitText(term.length);
      after.replaceWith(button);
      listen(button);
      from = 0;
    }
  }

  const places = ".verdict p, .chart h2, .chart .notes, .glances p, .findings li, p.notes, caption";
  for (const section of document.querySelectorAll("main > section:not(#explorer)")) {
    const seen = new Set();
    for (const place of section.querySelectorAll(places)) {
      const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      const texts = [];
      while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("a, button, .term")) texts.push(walker.currentNode);
      for (const text of texts) mark(text, seen);
    }
  }
  for (const heading of document.querySelectorAll("#scores [data-gloss]")) listen(heading);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("scroll", hide, { passive: true });
  document.addEventListener("pointerdown", (event) => { if (shown && !shown.contains(event.target)) hide(); });
})();
