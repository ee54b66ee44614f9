// The form with the themes of the current answer. Where it covers the answers, it can be
// closed, and is until one of them is asked for.
import { chosen, coding, current, wish, word } from "./bench-notes.js";

const root = document.querySelector("[data-bench]");
const form = root.querySelector("[data-coding-form]");
const part = (name) => form.querySelector(`[data-${name}]`);
const box = (name, pk) => form.querySelector(`input[name="${name}"][value="${pk}"]`);
const MARKS = ["in_tension", "minority_view"];

let last = null; // the theme that was given last: marks go to it

function write(themes) {
  for (const one of form.querySelectorAll("input[type=checkbox]")) one.checked = false;
  for (const theme of themes) {
    box("themes", theme.pk).checked = true;
    for (const mark of MARKS) box(mark, theme.pk).checked = theme[mark];
  }
  showChosen();
}

function showChosen() {
  for (const quick of form.querySelectorAll("[data-quick]")) {
    quick.toggleAttribute("data-chosen", box("themes", quick.dataset.quick).checked);
  }
}

// What is chosen now, in the order of the tree
export function read() {
  return [...form.querySelectorAll("input[name=themes]:checked")].map(({ value }) => ({
    pk: Number(value),
    ...Object.fromEntries(MARKS.map((mark) => [mark, box(mark, value).checked])),
  }));
}

export function toggle(pk, isChosen) {
  const theme = box("themes", pk);
  theme.checked = isChosen ?? !theme.checked;
  theme.dispatchEvent(new Event("change", { bubbles: true }));
}

// Sets the mark of the theme given last; says whether there is one.
export function toggleMark(mark) {
  const given = read().map(({ pk }) => pk);
  const pk = given.includes(last) ? last : given[0];
  if (pk === undefined) return false;
  box(mark, pk).checked = !box(mark, pk).checked;
  return true;
}

export const open = (isOpen = true) => form.parentElement.toggleAttribute("data-open", isOpen);

export function complain(text) {
  part("panel-trouble").replaceChildren();
  if (!text) return;
  const line = document.createElement("p");
  line.className = "field__error";
  line.textContent = text;
  part("panel-trouble").append(line);
}

function suggest(themes) {
  const named = themes.map((pk) => {
    const item = document.createElement("li");
    const label = document.createElement("label");
    label.className = "quick__theme";
    label.htmlFor = `theme-${pk}`;
    label.dataset.quick = pk;
    label.append(document.createElement("kbd"), ...nameOf(pk));
    item.append(label);
    return item;
  });
  const place = part("suggestions");
  if (!named.length) return place.replaceChildren();
  const title = document.createElement("p");
  title.className = "quick__title";
  title.textContent = word("Suggested");
  const items = document.createElement("ul");
  items.className = "quick__list";
  items.append(...named);
  return place.replaceChildren(title, items);
}

export const nameOf = (pk) =>
  form.querySelector(`[data-line="${pk}"] [data-name]`).cloneNode(true).childNodes;

const digits = new Intl.NumberFormat(document.documentElement.lang);

function number(labels, first) {
  labels.forEach((label, index) => {
    const key = label.querySelector("kbd");
    const place = first + index;
    key.hidden = place > 9;
    key.textContent = digits.format(place);
    label.dataset.key = place > 9 ? "" : place;
  });
}

// The most used begin at the same key, however many are suggested before them; a theme
// that is suggested stands there only.
function numberQuick(suggested, firstOfUsed) {
  number([...part("suggestions").querySelectorAll("[data-quick]")], 1);
  const used = [...(part("most-used")?.querySelectorAll("[data-quick]") ?? [])];
  const isSuggested = ({ dataset }) => suggested.includes(Number(dataset.quick));
  for (const label of used) {
    label.parentElement.hidden = isSuggested(label);
    label.dataset.key = "";
  }
  number(used.filter((label) => !isSuggested(label)), firstOfUsed);
}

export const withKey = (number) => form.querySelector(`[data-quick][data-key="${number}"]`);

// Who coded it, and whether that can be taken back
export function showCoder(note) {
  const isCoded = wish(note) !== null;
  const { coder } = coding(note);
  part("panel-coder").textContent = isCoded && coder ? word("Coder", { name: coder }) : "";
  part("uncode").hidden = !isCoded;
}

export function show(note, firstOfUsed) {
  const { suggested: likeliest = [], themes } = coding(note);
  const suggested = likeliest.slice(0, 3);
  const wanted = chosen(note);
  const { textContent, lang } = note.querySelector("[data-text]");
  const shown = Object.assign(part("panel-text"), { textContent, lang });
  shown.parentElement.scrollTop = 0;
  part("panel-question").replaceChildren(
    ...note.querySelector("[data-question]").cloneNode(true).childNodes,
  );
  showCoder(note);
  last = null;
  suggest(suggested);
  numberQuick(suggested, firstOfUsed);
  write(wanted ? (wanted.themes ?? []) : themes);
  complain(note.querySelector("[data-trouble]").textContent);
}

form.addEventListener("change", ({ target }) => {
  if (target.name !== "themes") return;
  if (target.checked) last = Number(target.value);
  else for (const mark of MARKS) box(mark, target.value).checked = false;
  showChosen();
  complain("");
});

export const suggestedFor = () => coding(current()).suggested ?? [];
