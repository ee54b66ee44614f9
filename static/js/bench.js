// The theming bench with a script: one stays on the page, answers are saved in the
// background, and a few keys are enough. Without it the form of one answer is sent.
import { setUpFind, open as openFind } from "./bench-find.js";
import { setUpKeys } from "./bench-keys.js";
import * as notes from "./bench-notes.js";
import * as panel from "./bench-panel.js";
import { save } from "./bench-queue.js";
import { setUpSeveral } from "./bench-several.js";

const root = document.querySelector("[data-bench]");
const form = root.querySelector("[data-coding-form]");
const state = root.querySelector("[data-bench-state]");
const before = []; // what was there before each save, to undo it

const firstOfUsed = notes.all().some((note) => notes.coding(note).suggested.length) ? 4 : 1;

function back() {
  notes.current().focus({ preventScroll: true });
}

// Beside the answers, the form is to be seen whole while keys are used.
function fit() {
  const { top, bottom } = form.getBoundingClientRect();
  if (bottom > innerHeight) scrollBy(0, Math.min(bottom - innerHeight, top));
}

function goOn(step) {
  fit();
  const next = notes.neighbor(notes.current(), step);
  if (next) notes.go(next);
  else if (step > 0) root.querySelector("[data-older]")?.focus();
}

function store(themes) {
  const note = notes.current();
  before.push([note, notes.chosen(note) ?? stored(note)]);
  save(note, themes, panel.suggestedFor());
}

const stored = (note) => {
  const { seen_at, themes } = notes.coding(note);
  return { themes: seen_at ? themes : null };
};

const actions = {
  down: () => goOn(1),
  up: () => goOn(-1),
  find: openFind,
  digit(number) {
    const quick = panel.withKey(number);
    if (quick) panel.toggle(quick.dataset.quick);
  },
  mark(name) {
    if (!panel.toggleMark(name)) panel.complain(notes.word("Mark"));
  },
  save() {
    const themes = panel.read();
    if (!themes.length) return panel.complain(notes.word("None"));
    store(themes);
    return goOn(1);
  },
  nothing() {
    store([]);
    goOn(1);
  },
  uncode: () => {
    store(null);
    panel.show(notes.current(), firstOfUsed);
  },
  undo() {
    const [note, { themes }] = before.pop() ?? [null, {}];
    if (!note) {
      state.textContent = notes.word("NothingToUndo");
      return;
    }
    save(note, themes);
    notes.go(note);
  },
  choose: () => notes.current().querySelector("[name=answers]").click(),
  give: () => root.querySelector("[data-several] select").focus(),
};

root.addEventListener("note", ({ detail }) => panel.show(detail, firstOfUsed));

root.querySelector("[data-notes]").addEventListener("focusin", ({ target }) => {
  if (target.matches("[data-note]:not([aria-current])")) notes.go(target);
});
root.querySelector("[data-notes]").addEventListener("click", ({ target }) => {
  const note = target.closest("[data-note]");
  if (note && !target.closest("label, a, input")) notes.go(note);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { submitter } = event;
  if (submitter?.name === "nothing_fits") actions.nothing();
  else if (submitter && "uncode" in submitter.dataset) actions.uncode();
  else actions.save();
});

root.dataset.live = "";
setUpFind(back);
setUpKeys(actions);
setUpSeveral(back);
const first = notes.current() ?? notes.all()[0];
const isAsked = location.hash === "#coding" || new URLSearchParams(location.search).has("note");
if (first && !root.querySelector("[data-has-errors]")) notes.go(first, { focuses: isAsked });
