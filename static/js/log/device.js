// What the page tells its scripts: addresses, the person, and words in their language.
const place = document.querySelector("#log-device");

export const device = place ? { ...place.dataset } : null;
export const isSupported = Boolean(
  device && globalThis.isSecureContext && globalThis.indexedDB && globalThis.caches && crypto.randomUUID && navigator.locks,
);
export const language = document.documentElement.lang;

export const PERSIAN = "۰۱۲۳۴۵۶۷۸۹";
// Without Intl, whose first use takes a slow phone a tenth of a second
export const inDigits = (number) =>
  language === "fa" ? String(number).replace(/\d/g, (digit) => PERSIAN[digit]) : String(number);
export const inGroups = (number) => new Intl.NumberFormat(language).format(number); // to be read, not typed over

const wordOf = (name) => document.querySelector("#log-words").content.querySelector(`[data-word="${name}"]`);

// A copy of the content of one of the words, with its icon.
export function word(name) {
  const copy = document.createDocumentFragment();
  copy.append(...wordOf(name).cloneNode(true).childNodes);
  return copy;
}

export const text = (name) => wordOf(name).textContent.trim();

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

// Resolves once what stands in the page now was drawn.
export const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

// Days and times as the reader's calendar and the city's clock have them.
export function moment(value) {
  const options = { dateStyle: "medium", timeStyle: "short", timeZone: device.timeZone };
  return new Intl.DateTimeFormat(language, options).format(new Date(value));
}

export function cityDay(value = new Date()) {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", timeZone: device.timeZone };
  return new Intl.DateTimeFormat("en-CA", options).format(value);
}
