// The service worker of the log in one language: it opens the log's pages and what they
// are made of from the device. It keeps nothing itself: kept.js puts whole sets into the
// caches, the page last, so that a set is complete once it has its page.
const BASE = new URL("./", self.location).pathname;
const PAGE = `${BASE}kept/`;
const PREFIX = `portal-log:${BASE}:`;
const SHOWN = /^(?:waiting\/|\d+\/|\d+\/board\/)?$/;

async function fromNewestSet(address) {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  for (const name of names.reverse()) {
    const cache = await caches.open(name);
    if (await cache.match(PAGE)) return cache.match(address);
  }
  return undefined;
}

const isShown = ({ pathname, searchParams }) =>
  pathname.startsWith(BASE) && SHOWN.test(pathname.slice(BASE.length)) && !searchParams.has("page");

// What a page is made of comes from the set only for the page of that set: others are
// the server's, and may be of another version.
async function asset({ request, clientId }) {
  const client = clientId ? await self.clients.get(clientId) : null;
  const kept = client && isShown(new URL(client.url)) ? await fromNewestSet(request.url) : undefined;
  return kept ?? fetch(request);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (!isShown(address)) return;
    event.respondWith(fromNewestSet(PAGE).then((page) => page ?? fetch(request)));
  } else if (request.destination) {
    event.respondWith(asset(event));
  }
});
