// The table of scores, sorted by a click on a heading: first with the best on top, then the other way round.
(() => {
  const table = document.getElementById("scores");
  const headings = [...table.querySelectorAll("thead th")];
  const compareText = new Intl.Collator(undefined, { numeric: true }).compare;

  function compare(column) {
    return (a, b) => {
      const [left, right] = [a.cells[column], b.cells[column]];
      if (column < 2) return compareText(left.textContent, right.textContent);
      return Number(left.dataset.value) - Number(right.dataset.value);
    };
  }

  function sort(column, order) {
    const rows = [...table.tBodies[0].rows];
    // Rows without a value stay at the bottom in both orders.
    const hasValue = (row) => column < 2 || row.cells[column].dataset.value !== undefined;
    const sorted = rows.filter(hasValue).sort(compare(column));
    if (order === "descending") sorted.reverse();
    for (const row of sorted) row.classList.remove("group");
    table.tBodies[0].append(...sorted, ...rows.filter((row) => !hasValue(row)));
    headings.forEach((heading, index) => {
      if (index === column) heading.setAttribute("aria-sort", order);
      else heading.removeAttribute("aria-sort");
    });
  }

  headings.forEach((heading, column) => {
    const button = heading.querySelector("button");
    button.addEventListener("click", () => {
      const first = button.dataset.order;
      const other = first === "ascending" ? "descending" : "ascending";
      sort(column, heading.getAttribute("aria-sort") === first ? other : first);
    });
  });
})();
