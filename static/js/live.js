// Keeps a page true while it is looked at: asks for it again every few seconds and swaps only the
// parts marked `data-live` that have changed. Stops, and says so, at the first fault.
const everyMs = () => document.querySelector("[data-live-every]")?.dataset.liveEvery ?? 10_000;
const note = document.querySelector("[data-live-note]");
const heard = document.querySelector("[data-live-heard]");
let timer;

// Relative times are kept true by relative-times.js, and tokens differ by the request.
function essence(element) {
  const copy = element.cloneNode(true);
  for (const time of copy.querySelectorAll("time[data-relative]")) time.textContent = time.title = "";
  for (const token of copy.querySelectorAll("[name=csrf_token]")) token.value = "";
  for (const details of copy.querySelectorAll("details")) details.removeAttribute("open");
  return copy.innerHTML;
}

// Where the focus is within an element, to find the same place in its successor.
function focusedIn(element) {
  const focused = document.activeElement;
  if (!element.contains(focused)) return undefined;
  const alike = [...element.querySelectorAll(focused.tagName)];
  return { selector: focused.tagName, place: alike.indexOf(focused), href: focused.href };
}

function refocus(element, was) {
  if (!was) return;
  const alike = [...element.querySelectorAll(was.selector)];
  const same = was.href ? alike.find((each) => each.href === was.href) : alike[was.place];
  same?.focus({ preventScroll: true });
}

function swap(old, fresh) {
  if (essence(old) === essence(fresh)) return;
  const was = focusedIn(old);
  const open = [...old.querySelectorAll("details[open]")].map((details) => details.id);
  const scrolled = [...old.querySelectorAll("[data-live-scroll]")].map((each) => each.scrollTop);
  old.replaceChildren(...document.importNode(fresh, true).childNodes);
  for (const details of old.querySelectorAll("details")) details.open = open.includes(details.id);
  old.querySelectorAll("[data-live-scroll]").forEach((each, place) => (each.scrollTop = scrolled[place]));
  refocus(old, was);
}

function sentence(root) {
  return root.querySelector("h1")?.textContent.trim().replace(/\s+/g, " ");
}

async function refresh() {
  const response = await fetch(location.href, { credentials: "same-origin" });
  if (!response.ok || response.redirected) throw new Error(response.statusText);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const before = sentence(document);
  for (const fresh of page.querySelectorAll("[data-live][id]")) {
    const old = document.getElementById(fresh.id);
    if (old) swap(old, fresh);
  }
  document.title = page.title;
  if (sentence(document) !== before) heard.textContent = sentence(document);
}

function plan(delay) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    if (document.hidden) return; // goes on when the page is seen again
    try {
      await refresh();
      plan(everyMs());
    } catch {
      note.hidden = false;
      document.removeEventListener("visibilitychange", resume);
    }
  }, delay);
}

function resume() {
  if (!document.hidden) plan(0);
}

document.addEventListener("visibilitychange", resume);
plan(everyMs());
