// Tells the server the reader's zone, so that the next page shows times as their clock does.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const name = document.documentElement.dataset.zoneCookie;
const oneYear = 365 * 24 * 3600;

if (zone && !document.cookie.split("; ").includes(`${name}=${zone}`)) {
  const secure = name.startsWith("__Host-") ? "; Secure" : "";
  document.cookie = `${name}=${zone}; Path=/; Max-Age=${oneYear}; SameSite=Lax${secure}`;
}
