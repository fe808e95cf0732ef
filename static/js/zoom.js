// Draw over a part of a time line to see it closer. Without this file columns lead closer, too.
const least = 8; // pixels; less is a click on a column
let drawn;

function place(svg, event) {
  const box = svg.getBoundingClientRect();
  return Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
}

document.addEventListener("pointerdown", (event) => {
  const svg = event.target.closest("[data-zoom] .plot svg");
  if (!svg || event.button !== 0 || event.pointerType === "touch") return; // touch scrolls
  event.preventDefault(); // links would be dragged
  const area = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  area.setAttribute("class", "plot-drawn");
  area.setAttribute("height", svg.getAttribute("height"));
  drawn = { svg, area, from: place(svg, event), x: event.clientX };
});

document.addEventListener("pointermove", (event) => {
  if (!drawn || Math.abs(event.clientX - drawn.x) < least) return;
  const to = place(drawn.svg, event);
  drawn.area.setAttribute("x", `${100 * Math.min(drawn.from, to)}%`);
  drawn.area.setAttribute("width", `${100 * Math.abs(to - drawn.from)}%`);
  drawn.svg.append(drawn.area);
});

document.addEventListener("pointerup", (event) => {
  if (!drawn) return;
  const { svg, area, from, x } = drawn;
  area.remove();
  drawn = undefined;
  if (Math.abs(event.clientX - x) < least) return;
  event.target.addEventListener?.("click", (click) => click.preventDefault(), { once: true });
  const zoom = svg.closest("[data-zoom]");
  const since = Date.parse(zoom.dataset.since);
  const whole = Date.parse(zoom.dataset.until) - since;
  const [first, last] = [from, place(svg, event)].sort((a, b) => a - b);
  const at = (share) => new Date(since + share * whole).toISOString();
  location.assign(`${zoom.dataset.zoom}?since=${at(first)}&until=${at(last)}`);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !drawn) return;
  drawn.area.remove();
  drawn = undefined;
});
