// Tells the server the reader's zone, so that the next page shows times as their clock does.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const oneYear = 365 * 24 * 3600;

if (zone && !document.cookie.split("; ").includes(`timezone=${zone}`)) {
  document.cookie = `timezone=${zone}; Path=/; Max-Age=${oneYear}; SameSite=Lax`;
}
