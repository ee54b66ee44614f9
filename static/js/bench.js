// The theming bench with a script: one stays on the page, answers are saved in the
// background, and a few keys are enough. Without it the form of one answer is sent.
import { setUpFind, open as openFind } from "./bench-find.js";
import { setUpKeys } from "./bench-keys.js";
import * as notes from "./bench-notes.js";
import * as panel from "./bench-panel.js";
import { announce, resume, save, take } from "./bench-queue.js";
import { setUpSeveral } from "./bench-several.js";

const root = document.querySelector("[data-bench]");
const form = root.querySelector("[data-coding-form]");
const isWide = matchMedia("(min-width: 64rem)").matches;
const before = []; // what was there before each step, to undo it: [note, themes] of each

const firstOfUsed = notes.all().some((note) => notes.coding(note).suggested.length) ? 4 : 1;

function back() {
  notes.current().focus({ preventScroll: true });
}

// Beside the answers, the form is to be seen whole while keys are used.
function fit() {
  const { top, bottom } = form.getBoundingClientRect();
  if (bottom > innerHeight) scrollBy(0, Math.min(bottom - innerHeight, top));
}

function open(note) {
  panel.open();
  notes.go(note);
}

function goOn(step) {
  fit();
  const next = notes.neighbor(notes.current(), step);
  if (next) open(next);
  else if (step > 0) root.querySelector("[data-older]")?.focus();
}

function store(themes) {
  const note = notes.current();
  before.push([[note, notes.wish(note)]]);
  save(note, themes, panel.suggestedFor());
}

// One theme was given to several answers at once.
function given(answers, told) {
  const changed = answers.map(({ answer, ...coding }) => [notes.byPk(answer), coding]);
  before.push(changed.map(([note]) => [note, notes.wish(note)]));
  for (const [note, coding] of changed) take(note, coding);
  announce(told);
  notes.go(notes.current());
}

const actions = {
  down: () => goOn(1),
  up: () => goOn(-1),
  find() {
    panel.open();
    openFind();
  },
  digit(number) {
    panel.open();
    const quick = panel.withKey(number);
    if (quick) panel.toggle(quick.dataset.quick);
  },
  mark(name) {
    panel.open();
    if (!panel.toggleMark(name)) panel.complain(notes.word("Mark"));
  },
  save() {
    panel.open();
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
    const step = before.pop();
    if (!step) return announce(notes.word("NothingToUndo"));
    for (const [note, themes] of step) save(note, themes);
    notes.go(step[0][0]);
    return announce(notes.word("Undone"));
  },
  choose: () => notes.current().querySelector("[name=answers]").click(),
  give: () => root.querySelector("[data-several] select").focus(),
};

root.addEventListener("note", ({ detail }) => panel.show(detail, firstOfUsed));

root.addEventListener("coding", ({ detail }) => {
  if (detail === notes.current()) panel.showCoder(detail);
});

root.querySelector("[data-notes]").addEventListener("focusin", ({ target }) => {
  if (target.matches("[data-note]:not([aria-current])")) notes.go(target);
});
root.querySelector("[data-notes]").addEventListener("click", ({ target }) => {
  const note = target.closest("[data-note]");
  if (note && !target.closest("label, a, input")) open(note);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { submitter } = event;
  if (submitter?.name === "nothing_fits") actions.nothing();
  else if (submitter && "uncode" in submitter.dataset) actions.uncode();
  else actions.save();
});

root.querySelector("[data-close-panel]").addEventListener("click", () => {
  panel.open(false);
  back();
});

root.dataset.live = "";
setUpFind(back);
setUpKeys(actions);
setUpSeveral({ chosen: () => panel.open(false), given });
const asked = new URLSearchParams(location.search).get("note");
const isAsked = location.hash === "#coding" || notes.isHere(asked);
const isCorrected = document.querySelector("[data-error-summary]");
const first = notes.current() ?? notes.all()[0];
if (first) {
  panel.open(isAsked);
  notes.go(first, {
    focuses: (isWide || isAsked) && !isCorrected,
    scrolls: isWide || isAsked,
  });
  resume();
}
