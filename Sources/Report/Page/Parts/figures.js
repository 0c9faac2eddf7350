// Figures: a click shows one in the whole window, and each can be saved as a file.
(() => {
  const dialog = document.createElement("dialog");
  dialog.className = "figure-dialog";
  dialog.addEventListener("click", () => dialog.close());
  document.body.append(dialog);

  const shown = (figure) => [...figure.querySelectorAll("img")].find((image) => image.offsetParent !== null);

  for (const figure of document.querySelectorAll("figure")) {
    figure.querySelector(".enlarge").addEventListener("click", (event) => {
      event.preventDefault();
      dialog.replaceChildren(shown(figure).cloneNode());
      dialog.showModal();
    });
    const save = figure.querySelector(".save");
    save.hidden = false;
    save.href = "#" + figure.id;
    // Saved as for paper, whatever the page looks like. The address is set only for the click: it is the whole file.
    save.addEventListener("click", () => {
      const image = figure.querySelector("img");
      save.download = image.dataset.file;
      save.href = image.src;
      setTimeout(() => { save.href = "#" + figure.id; save.removeAttribute("download"); });
    });
  }
})();
