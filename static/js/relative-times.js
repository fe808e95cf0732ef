// Keeps "3 minutes ago" true on a page that stays open.
const refreshMs = 30_000;
const justNowSeconds = 10; // until then the server's words stand
const units = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];
const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });

function refresh() {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
    if (Math.abs(seconds) < justNowSeconds) continue;
    const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size * 0.85);
    time.textContent = words.format(Math.round(seconds / size) || Math.sign(seconds), unit);
  }
}

setInterval(refresh, refreshMs);
