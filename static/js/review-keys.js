// Labels by single keys; every one presses a button of the page. The choice is remembered.
const setting = document.querySelector("[data-shortcuts]");
const box = setting.querySelector("input");

setting.hidden = false;
box.checked = localStorage.getItem("review-keys") !== "off";
box.addEventListener("change", () => localStorage.setItem("review-keys", box.checked ? "on" : "off"));

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("textarea, select, input:not([type=checkbox])");
  if (!box.checked || isTyping || event.repeat) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toUpperCase())}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
