// Finding a theme by its letters: the tree shows what has them, Enter gives the first.
import { fold } from "./folding.js";
import { word } from "./bench-notes.js";
import { toggle } from "./bench-panel.js";

const root = document.querySelector("[data-bench]");
const field = root.querySelector("[data-find]");
const input = field.querySelector("input");
const told = field.querySelector("[role=status]");
const lines = [...root.querySelectorAll("[data-line]")];

let found = [];
let place = 0;

function mark() {
  lines.forEach((line) => line.removeAttribute("data-found"));
  found[place]?.setAttribute("data-found", "");
  found[place]?.scrollIntoView({ block: "nearest" });
  const name = found[place]?.querySelector("[data-name]").textContent ?? "";
  told.textContent = input.value.trim() ? name || word("NotFound") : "";
}

// Where a word begins with the letters comes before where it only holds them.
const rank = (line, letters) =>
  ` ${line.dataset.folded}`.includes(` ${letters}`) ? 0 : 1;

export function look() {
  const words = fold(input.value).split(/\s+/).filter(Boolean);
  const has = (line) => words.every((one) => line.dataset.folded.includes(one));
  const usable = lines.filter((line) => !("retired" in line.dataset));
  found = words.length ? usable.filter(has) : [];
  found.sort((one, other) => rank(one, words[0]) - rank(other, words[0]));
  for (const line of lines) line.hidden = words.length > 0 && !found.includes(line);
  place = 0;
  mark();
}

function clear() {
  input.value = "";
  look();
}

export function open() {
  clear();
  input.focus();
}

// ``back`` leads to the answer again.
export function setUpFind(back) {
  field.hidden = false;
  input.addEventListener("input", look);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      place = Math.min(Math.max(place + step, 0), Math.max(found.length - 1, 0));
      mark();
    } else if (event.key === "Enter") {
      if (found[place]) toggle(found[place].dataset.line);
      if (!found[place] && input.value.trim()) return event.preventDefault();
      clear();
      back();
    } else if (event.key === "Escape") {
      clear();
      back();
    } else {
      return undefined;
    }
    return event.preventDefault();
  });
}
