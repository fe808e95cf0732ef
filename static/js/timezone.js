// Tells the server the reader's zone, so that the next page shows times as their clock does.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const { zoneCookie: name, cookiePath: path } = document.documentElement.dataset;
const oneYear = 365 * 24 * 3600;

if (zone && !document.cookie.split("; ").includes(`${name}=${zone}`)) {
  const secure = name.startsWith("__") ? "; Secure" : "";
  document.cookie = `${name}=${zone}; Path=${path}; Max-Age=${oneYear}; SameSite=Lax${secure}`;
}
