// Shows, while a rule is typed, how often it would have fired; without it the button does the same.
const waitMs = 300;
const fields = ["threshold", "minutes", "repeat", "damping"];
const form = document.querySelector("form[data-preview]");
const place = document.querySelector("#preview");
let timer;
let latest = 0;

async function refresh() {
  const asked = ++latest;
  const named = fields.map((name) => [name, form.elements[name].value]);
  const query = new URLSearchParams(named);
  const answer = await fetch(`${form.dataset.preview}?${query}`);
  if (!answer.ok || answer.redirected || asked !== latest) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  place.replaceChildren(...page.body.childNodes);
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(refresh, waitMs);
});
