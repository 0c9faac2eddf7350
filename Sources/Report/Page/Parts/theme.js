// The colours of the page: as the system has them, light, or dark.
const theme = (() => {
  const names = ["auto", "light", "dark"];
  const button = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const listeners = [];
  let chosen = "auto";
  let isPrinting = false;

  // A page that is opened from disk may be denied storage.
  try {
    chosen = names.find((name) => name === localStorage.getItem("fusebench-theme")) ?? "auto";
  } catch { /* as the system has it */ }

  const isDark = () => !isPrinting && (chosen === "dark" || (chosen === "auto" && system.matches));

  function apply() {
    document.documentElement.dataset.theme = isDark() ? "dark" : "light";
    button.textContent = { auto: "Auto", light: "Light", dark: "Dark" }[chosen];
    const meaning = { auto: "those of the system", light: "light", dark: "dark" }[chosen];
    button.setAttribute("aria-label", `Colours of the page: ${meaning}`);
    for (const listener of listeners) listener();
  }

  button.addEventListener("click", () => {
    chosen = names[(names.indexOf(chosen) + 1) % names.length];
    try { localStorage.setItem("fusebench-theme", chosen); } catch { /* lasts as long as the page */ }
    apply();
  });
  system.addEventListener("change", apply);
  // Paper is light.
  addEventListener("beforeprint", () => { isPrinting = true; apply(); });
  addEventListener("afterprint", () => { isPrinting = false; apply(); });
  apply();
  return { isDark, onChange: (listener) => listeners.push(listener) };
})();
