// Labels by single keys, and the next tweet without a page load. Every key presses a button of the
// page; those pressed while an answer is on its way wait for the next tweet, so that none is lost.
const waiting = [];
const heard = document.createElement("p");
heard.className = "visually-hidden";
heard.setAttribute("aria-live", "polite");
document.querySelector("main").after(heard);
let isBusy = false;

function prepare() {
  const setting = document.querySelector("[data-shortcuts]");
  const box = setting.querySelector("input");
  setting.hidden = false;
  box.checked = localStorage.getItem("review-keys") !== "off";
  box.addEventListener("change", () => localStorage.setItem("review-keys", box.checked ? "on" : "off"));
}

// What is new to somebody who listens: what was done, and the next tweet or that there is none.
function spoken() {
  const parts = [...document.querySelectorAll("main .notice span, main blockquote")];
  const shown = parts.length ? parts : [document.querySelector("main h1")];
  return shown.map((part) => part.textContent.trim()).join(" ");
}

function press(key) {
  document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.click();
}

async function send(form, button) {
  isBusy = true;
  try {
    const body = new URLSearchParams(new FormData(form, button));
    const response = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    document.querySelector("main").replaceChildren(...document.importNode(page.querySelector("main"), true).childNodes);
    prepare();
    document.querySelector("main").focus({ preventScroll: true });
    heard.textContent = spoken();
  } catch {
    location.reload(); // the server knows what was stored
    return;
  }
  isBusy = false;
  if (waiting.length) press(waiting.shift());
}

document.addEventListener("submit", (event) => {
  if (!event.submitter?.dataset.key) return;
  event.preventDefault();
  if (!isBusy) send(event.target, event.submitter);
});

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("textarea, select, input:not([type=checkbox])");
  const isOn = document.querySelector("[data-shortcuts] input").checked;
  if (!isOn || isTyping || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  const key = event.key.toUpperCase();
  if (!document.querySelector(`[data-key="${CSS.escape(key)}"]`)) return;
  event.preventDefault();
  if (isBusy) waiting.push(key);
  else press(key);
});

prepare();
