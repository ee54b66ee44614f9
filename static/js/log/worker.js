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
  return kept ?? fetchOrElse(request, request.url);
}

// Without a connection the kept page says that what was asked for needs one.
async function fetchOrElse(request, address) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await fromNewestSet(address);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  const isRead = request.method === "GET";
  if (address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (isRead && isShown(address)) event.respondWith(fromNewestSet(PAGE).then((page) => page ?? fetch(request)));
    else event.respondWith(fetchOrElse(request, PAGE));
  } else if (isRead && request.destination) {
    event.respondWith(asset(event));
  }
});
