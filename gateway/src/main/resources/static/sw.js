// Keeps the page itself for the time without a network, and nothing else: what is not in the list below is not even looked
// at. Listings are kept by the page, with their age (js/shelf.js); what is personal and whatever belongs to signing in
// (/api, /identity) is kept nowhere. The console is not in the list: few open it, and without a network there is nothing to
// do there.

const SHELF = "tarang-page-1";
const PAGE = [
  "/", "/favicon.svg", "/manifest.webmanifest", "/img/icons.svg", "/img/wave.svg", "/img/swell.svg", "/img/shore.svg", "/img/icon-maskable.svg",
  "/css/base.css", "/css/dial.css", "/css/listing.css", "/css/player.css", "/css/account.css", "/css/station.css",
  ...["account", "announcer", "anonymous", "api", "app", "card", "chooser", "clock", "dial", "dom", "doorstep", "entrance", "feed", "form", "gate", "http", "i18n",
    "live", "message", "monogram", "myself", "notes", "onair", "player", "playerbar", "settings", "shelf", "signin", "station", "text", "tuner", "upcoming", "views",
    "zone",
    "account/data", "account/devices", "account/join", "account/pages", "account/preferences", "account/profile",
    "messages/en", "messages/hi"].map((name) => `/js/${name}.js`),
];
const PATIENCE_MILLIS = 4000;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(PAGE)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== SHELF) await caches.delete(name);
    await clients.claim();
  })());
});

addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  const ours = address.origin === location.origin && event.request.method === "GET";
  if (ours && (PAGE.includes(address.pathname) || address.pathname.startsWith("/vendor/"))) {
    event.respondWith(newestOrKept(event.request, address.pathname));
  }
});

/** The network first, so that a new release shows at once; the kept copy when it is away or slow. */
async function newestOrKept(request, path) {
  const shelf = await caches.open(SHELF);
  const newest = fetch(request).then((response) => {
    if (response.ok) shelf.put(path, response.clone());
    return response;
  });
  const kept = await shelf.match(path);
  if (!kept) return newest;
  const slow = new Promise((resolve) => setTimeout(resolve, PATIENCE_MILLIS, kept));
  return Promise.race([newest.catch(() => kept), slow]);
}
