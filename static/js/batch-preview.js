// Shows the first rows as soon as a file is to be read another way; without it the button does so.
const form = document.querySelector("form[data-preview]");
const place = document.querySelector("#first-rows");
const reading = form?.querySelector("[data-reading]");
let latest = 0;

async function refresh() {
  const asked = ++latest;
  const chosen = document.querySelector("#column")?.value;
  const named = [...new FormData(form)].filter(([name]) => reading.querySelector(`[name="${name}"]`));
  place.setAttribute("aria-busy", "true");
  const answer = await fetch(`${form.dataset.preview}?${new URLSearchParams(named)}`);
  if (asked !== latest) return;
  place.removeAttribute("aria-busy");
  if (answer.redirected || !(answer.ok || answer.status === 422)) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  place.replaceChildren(...page.body.childNodes);
  const column = document.querySelector("#column");
  if (column && [...column.options].some((option) => option.value === chosen)) column.value = chosen;
}

reading?.addEventListener("change", refresh);
