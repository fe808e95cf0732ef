// Shows how many characters a text area with `data-limit` still takes, counted as the server
// counts them: trimmed, in code points, a line break as one.
const announceAfterMs = 1_000; // a screen reader must not speak at every key
const language = document.documentElement.lang;
const plural = new Intl.PluralRules(language);
const number = new Intl.NumberFormat(language);

function message(area) {
  const left = Number(area.dataset.limit) - [...area.value.trim()].length;
  const side = left < 0 ? "over" : "left";
  const form = plural.select(Math.abs(left)) === "one" ? "One" : "Other";
  return [area.dataset[side + form].replace("{count}", number.format(Math.abs(left))), left < 0];
}

function paragraph(className) {
  const element = document.createElement("p");
  element.className = className;
  return element;
}

function count(area) {
  const seen = paragraph("counter");
  seen.setAttribute("aria-hidden", "true");
  const heard = paragraph("visually-hidden");
  heard.setAttribute("aria-live", "polite");
  area.after(seen, heard);

  let timer;
  const show = () => {
    const [words, isOver] = message(area);
    seen.textContent = words;
    seen.classList.toggle("counter-over", isOver);
    clearTimeout(timer);
    timer = setTimeout(() => (heard.textContent = words), announceAfterMs);
  };
  area.addEventListener("input", show);
  show();
  clearTimeout(timer); // nothing to announce before the first key
}

document.querySelectorAll("textarea[data-limit]").forEach(count);
