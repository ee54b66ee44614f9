// The answers in the table: how each is coded, and what its row shows of that.
// One that waits from before and is not on this page has a row that is not shown.
const root = document.querySelector("[data-bench]");
const list = root?.querySelector("[data-notes]");

export const word = (name, values = {}) =>
  Object.entries(values).reduce(
    (text, [key, value]) => text.replace(`{${key}}`, value),
    root.dataset[`word${name}`],
  );
export const numbers = new Intl.NumberFormat(document.documentElement.lang);

export const all = () => [...list.querySelectorAll("[data-note]")];
export const current = () => list.querySelector("[aria-current]");
export const isHere = (pk) => Boolean(list.querySelector(`[data-note="${pk}"]`));

const elsewhere = new Map();

export function byPk(pk) {
  const row = list.querySelector(`[data-note="${pk}"]`) ?? elsewhere.get(Number(pk));
  if (row) return row;
  const made = list.querySelector("[data-note]").cloneNode(true);
  made.dataset.note = pk;
  made.dataset.coding = JSON.stringify({ seen_at: "", coder: "", themes: [] });
  elsewhere.set(Number(pk), made);
  return made;
}

// As the server has it: {seen_at, coder, themes: [{pk, in_tension, minority_view}]}
export const coding = (note) => JSON.parse(note.dataset.coding);

// What its coder chose: on its way to the server, or refused by it, else null
const kept = (text) => (text ? JSON.parse(text) : null);
export const draft = (note) => kept(note.dataset.draft);
export const chosen = (note) => draft(note) ?? kept(note.dataset.refused);

// The themes as they are to be, or are; null: as if nobody had coded it.
export function wish(note) {
  const { seen_at, themes } = coding(note);
  return (chosen(note) ?? { themes: seen_at ? themes : null }).themes;
}

export function keepCoding(note, state) {
  const suggested = coding(note).suggested ?? [];
  note.dataset.coding = JSON.stringify({ suggested, ...state });
  show(note);
}

export function keepDraft(note, wanted) {
  if (wanted) note.dataset.draft = JSON.stringify(wanted);
  else delete note.dataset.draft;
  show(note);
}

// For its coder to look at again; the row shows what is stored.
export function keepRefused(note, wanted) {
  if (wanted) note.dataset.refused = JSON.stringify(wanted);
  else delete note.dataset.refused;
}

export function say(note, trouble) {
  const place = note.querySelector("[data-trouble]");
  place.textContent = trouble;
  place.hidden = !trouble;
}

function mark(text) {
  const made = document.createElement("span");
  made.className = "chip__mark";
  made.textContent = text;
  return made;
}

function chip({ pk, in_tension, minority_view }) {
  const made = document.createElement("span");
  made.className = "chip";
  const name = root.querySelector(`[data-line="${pk}"] [data-name]`);
  made.append(...(name ? name.cloneNode(true).childNodes : ["…"]));
  if (in_tension) made.append(" ", mark(word("Tension")));
  if (minority_view) made.append(" ", mark(word("Minority")));
  return made;
}

function nothingFits() {
  const made = document.createElement("span");
  made.className = "note__nothing";
  made.textContent = word("Nothing");
  return made;
}

function show(note) {
  const waiting = draft(note);
  const { seen_at, themes } = waiting ?? coding(note);
  const isCoded = waiting ? themes !== null : seen_at !== "";
  const shown = themes?.length ? themes.map(chip) : isCoded ? [nothingFits()] : [];
  note.querySelector("[data-codes]").replaceChildren(...shown);
  note.dataset.state = waiting ? "waiting" : "saved";
  root.dispatchEvent(new CustomEvent("coding", { detail: note }));
}

// Makes a note the current one; the one before goes on to be reached by K.
export function go(note, { focuses = true, scrolls = true } = {}) {
  for (const one of all()) one.tabIndex = one === note ? 0 : -1;
  current()?.removeAttribute("aria-current");
  note.setAttribute("aria-current", "true");
  if (focuses) note.focus({ preventScroll: true });
  if (scrolls) note.scrollIntoView({ block: "nearest" });
  root.dispatchEvent(new CustomEvent("note", { detail: note }));
}

// The note so many places on, or null beyond the end.
export function neighbor(note, step) {
  const notes = all();
  return notes[notes.indexOf(note) + step] ?? null;
}
