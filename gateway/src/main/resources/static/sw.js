// Keeps the page itself for the time without a network. Listings are not kept here: the page keeps the last ones with
// their age (js/shelf.js), and an answer of the API must never look newer than it is.

const SHELF = "tarang-page-1";
const PAGE = [
  "/", "/favicon.svg", "/manifest.webmanifest", "/img/icons.svg", "/img/wave.svg", "/img/swell.svg", "/img/shore.svg", "/img/icon-maskable.svg",
  "/css/base.css", "/css/dial.css", "/css/listing.css", "/css/player.css",
  ...["announcer", "api", "app", "card", "chooser", "clock", "dial", "dom", "feed", "i18n", "live", "onair", "player", "playerbar",
    "settings", "shelf", "text", "tuner", "upcoming", "messages/en", "messages/hi"].map((name) => `/js/${name}.js`),
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
