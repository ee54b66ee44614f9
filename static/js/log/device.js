// What the page tells its scripts: addresses, the person, and words in their language.
const place = document.querySelector("#log-device");

export const device = place ? { ...place.dataset } : null;
export const isSupported = Boolean(
  device && globalThis.isSecureContext && globalThis.indexedDB && globalThis.caches && crypto.randomUUID && navigator.locks,
);
export const language = document.documentElement.lang;

const numbers = new Intl.NumberFormat(language, { useGrouping: false });
export const inDigits = (number) => numbers.format(number);
const grouping = new Intl.NumberFormat(language);
export const inGroups = (number) => grouping.format(number); // to be read, not typed over

// A copy of the content of one of the words, with its icon.
export function word(name) {
  const found = document.querySelector("#log-words").content.querySelector(`[data-word="${name}"]`);
  const copy = document.createDocumentFragment();
  copy.append(...found.cloneNode(true).childNodes);
  return copy;
}

export const text = (name) => word(name).textContent.trim();

// The content of the template with this selector, copied.
export function copyOf(selector, from = document) {
  return from.querySelector(selector).content.cloneNode(true);
}

export function announce(words) {
  const announcer = document.querySelector("[data-log-announcer]");
  if (announcer && announcer.textContent !== words) announcer.textContent = words;
}

// What was said last stands above the form: kind is that of a notice.
export function say(kind, ...content) {
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.dataset.kind = kind;
  notice.append(...content);
  const said = document.querySelector("[data-log-said]");
  said?.replaceChildren(notice);
  announce(notice.textContent.trim());
  return notice;
}

// What was said of something else goes; what is to be corrected stays.
export function forgetNotices() {
  for (const one of document.querySelectorAll("[data-log-said] .notice, [data-log-undo]")) one.remove();
  announce("");
}

// A long page may be scrolled far below what was said.
export function showSaid() {
  document.querySelector("[data-log-said]")?.scrollIntoView({ block: "nearest", behavior: "instant" });
}

export function sayNothing() {
  document.querySelector("[data-log-said]")?.replaceChildren();
}

export const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));

// Days and times as the reader's calendar and the city's clock have them.
export function moment(value) {
  const options = { dateStyle: "medium", timeStyle: "short", timeZone: device.timeZone };
  return new Intl.DateTimeFormat(language, options).format(new Date(value));
}

export function cityDay(value = new Date()) {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", timeZone: device.timeZone };
  return new Intl.DateTimeFormat("en-CA", options).format(value);
}
