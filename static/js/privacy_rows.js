// How passages that may lead to a person are told: a row for each, with its buttons, in
// the words of the page (engagement/_privacy_watch.html).
const words = document.querySelector("template[data-privacy-words]");
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const status = document.querySelector("[data-privacy-status]");

export const places = words ? JSON.parse(words.dataset.places) : [];

// Isolated, so that a number keeps its order within a Persian sentence
export const sentence = ({ kind, passage }) =>
  words.dataset[kind].replace("{passage}", () => `\u2068${passage}\u2069`);

export function say(found, isHeld = false) {
  const all = [isHeld ? status.dataset.held : "", ...found.map(sentence)];
  status.textContent = all.join(" ").trim();
}

function copy(name, write) {
  const { content } = document.querySelector(`template[${name}]`);
  const row = content.cloneNode(true).firstElementChild;
  write(row.querySelector("[data-privacy-sentence]"));
  return row;
}

export function rowOf(found, id) {
  const row = copy("data-privacy-row", (place) => {
    place.id = id;
    place.textContent = sentence(found);
  });
  for (const button of row.querySelectorAll("button")) button.setAttribute("aria-describedby", id);
  return row;
}

export const doneRow = (what) =>
  copy("data-privacy-done", (place) => {
    place.textContent = place.dataset[what];
  });

// In sight beside the button that saves: how many passages are still in its way.
export function tellHeld(form, found) {
  form.querySelector("[data-privacy-held]")?.remove();
  const bar = found && form.querySelector(":is(.log-bar, .actions):not([hidden] *)");
  if (!bar) return;
  const row = copy("data-privacy-still", (place) => {
    place.textContent = place.dataset.words.replace("{found}", numbers.format(found));
  });
  row.dataset.privacyHeld = "";
  bar.prepend(row);
}

export function tellOf(summary, found, filled) {
  const place = summary.querySelector("[data-privacy-sentence]");
  place.textContent = place.dataset.words
    .replace("{found}", numbers.format(found))
    .replace("{all}", numbers.format(filled));
  summary.hidden = found === 0;
}
