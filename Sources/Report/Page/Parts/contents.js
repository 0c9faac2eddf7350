// The table of contents that stays: the link of the section that is read is marked.
(() => {
  const links = [...document.querySelectorAll(".page-head nav a")];
  const sections = links.map((link) => document.querySelector(link.hash)).filter(Boolean);
  let current = null;

  function mark() {
    const line = innerHeight / 3;
    const isAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const read = sections.filter((section) => section.getBoundingClientRect().top <= line);
    const section = (isAtEnd ? sections : read).at(-1) ?? sections[0];
    if (section === current) return;
    current = section;
    for (const link of links) {
      if (link.hash !== `#${section.id}`) link.removeAttribute("aria-current");
      else {
        link.setAttribute("aria-current", "true");
        const list = link.parentElement;
        list.scrollLeft = link.offsetLeft - list.offsetLeft - (list.clientWidth - link.offsetWidth) / 2;
      }
    }
  }

  addEventListener("scroll", mark, { passive: true });
  addEventListener("resize", mark);
  addEventListener("hashchange", mark);
  mark();

  // Paper has no colour scheme and nothing to unfold.
  const folded = () => document.querySelectorAll("main details:not([open])");
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...folded()];
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of opened) one.open = false; });
})();
