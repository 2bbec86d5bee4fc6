(function () {
  "use strict";
  const root = document.documentElement, button = document.getElementById("theme");
  const night = window.matchMedia("(prefers-color-scheme: dark)");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : night.matches;
  const name = () => { button.textContent = dark() ? "Light colours" : "Dark colours"; };
  button.hidden = false;
  button.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; name(); });
  night.addEventListener("change", name);
  name();
})();
