// What this device keeps of the log so that it opens without a connection: one page for
// each language it was read in, with all that the page is made of. A set is put into a
// cache of its own and its page last; only then are older sets deleted. So there is
// always a whole one, and a new version of the portal never leaves half of two.
import { device } from "./device.js";
import { fetchPage } from "./server.js";
import { state } from "./state.js";

const PREFIX = "portal-log:";
const REMEMBERED = ["portal-log.", "portal-bench."];
const OWNER = "portal-log.owner";
const ofThisLanguage = () => `${PREFIX}${device.base}:`;
const parse = (html) => new DOMParser().parseFromString(html, "text/html");

export function registerWorker() {
  return navigator.serviceWorker?.register(device.worker, { scope: device.base, updateViaCache: "none" });
}

async function sets() {
  const found = [];
  for (const name of (await caches.keys()).filter((one) => one.startsWith(ofThisLanguage()))) {
    const page = await (await caches.open(name)).match(device.kept);
    found.push({ name, page });
  }
  return found.reverse();
}

const newest = async () => (await sets()).find(({ page }) => page);

export async function keptDocument() {
  const set = await newest();
  return set ? parse(await set.page.text()) : null;
}

export async function keptEvents() {
  const page = await keptDocument().catch(() => null);
  return [...(page?.querySelectorAll("template[data-kept=event]") ?? [])].map(({ dataset }) => ({
    id: Number(dataset.event),
    name: dataset.name,
  }));
}

// The field of the branches that one may choose at an event, as the server made it.
export async function keptBranch(event) {
  const page = await keptDocument().catch(() => null);
  const part = page?.querySelector(`template[data-kept=event][data-event="${event}"]`);
  return part?.content.querySelector("[data-log-branch]") ?? null;
}

// While a new version is being installed on several servers, one of them may still give
// the old file: such a set is not kept.
async function storeAsset(cache, address, kind, digest) {
  const response = await fetch(address, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const content = await response.clone().arrayBuffer();
  if (kind === "#" && (await sha256(content)) !== digest) throw new Error(`${address}: another version`);
  await cache.put(address, response);
}

async function sha256(content) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function store(name, page, html) {
  const cache = await caches.open(name);
  const assets = html.match(/data-assets="([^"]*)"/)[1].split(" ");
  await Promise.all(assets.map((asset) => storeAsset(cache, ...asset.match(/^(.*)([?#])(.*)$/).slice(1))));
  await cache.put(device.kept, page);
}

// Fetches the page and keeps it if it differs; returns whether there is a new one.
export async function keep() {
  const response = await fetchPage(device.kept, { cache: "no-cache" });
  const name = ofThisLanguage() + response.headers.get("ETag");
  const before = await sets();
  const known = before.find((set) => set.name === name && set.page);
  if (!known) {
    const copy = response.clone();
    await store(name, copy, await response.text());
  }
  for (const set of before) {
    if (set.name !== name) await caches.delete(set.name);
  }
  localStorage.setItem(OWNER, state.user);
  return !known;
}

// Deletes what was kept for `user`, but no entry that waits: pages, drafts, settings.
export async function wipe() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX)) await caches.delete(name);
  }
  for (const storage of [localStorage, sessionStorage]) {
    for (const name of Object.keys(storage)) {
      if (REMEMBERED.some((prefix) => name.startsWith(prefix))) storage.removeItem(name);
    }
  }
}

// Pages that were kept for somebody else go before the next one sees them.
export async function wipeOfOthers(user) {
  const owner = localStorage.getItem(OWNER);
  if (owner && owner !== String(user)) await wipe();
}
