// Texts marked [data-watch-privacy]: what may lead to a person is shown below them, to be
// blanked out or kept with one tap, and nothing is saved before that is decided. The
// server looks once more.
import { decide, forget, inside, lastOf, trust, undecidedIn, undo } from "./privacy_decisions.js";
import { doneRow, rowOf, say, tellHeld, tellOf } from "./privacy_rows.js";

export { blank, findings } from "./privacy_findings.js";

const WATCHED = "[data-watch-privacy]";
const FREE = "[name=in_language], [data-privacy-free]"; // buttons that save nothing
const WHILE_TYPING = 900; // milliseconds
const AFTER_LEAVING = 250; // a button that was pressed must not move away meanwhile
const lists = new WeakMap(); // where the passages of a field are shown
const owners = new WeakMap();
const waiting = new WeakMap();

const watched = (form) => [...form.elements].filter((one) => one.matches(WATCHED));
const passages = (form) => watched(form).reduce((sum, field) => sum + undecidedIn(field).length, 0);
const undecided = (form) => watched(form).filter((field) => undecidedIn(field).length > 0);

function listOf(field) {
  if (!lists.has(field)) {
    const list = document.createElement("ul");
    list.className = "privacy-list";
    (field.closest("[data-privacy-place]") ?? field).after(list);
    lists.set(field, list);
    owners.set(list, field);
  }
  return lists.get(field);
}

function show(field) {
  clearTimeout(waiting.get(field));
  const found = undecidedIn(field);
  const what = lastOf(field);
  if (field.form.querySelector("[data-privacy-held]")) tellHeld(field.form, passages(field.form));
  if (found.length === 0) field.removeAttribute("aria-invalid");
  if (found.length === 0 && !what && !lists.has(field)) return;
  const list = listOf(field);
  const shows = JSON.stringify([found, what]);
  if (list.dataset.shows === shows) return;
  list.dataset.shows = shows;
  list.replaceChildren(...found.map((one, index) => rowOf(one, `${field.id}-found-${index}`)));
  if (what) list.append(doneRow(what));
  say(found);
  const summary = field.form.querySelector("[data-privacy-summary]");
  const filled = watched(field.form).filter(({ value }) => value.trim());
  if (summary) tellOf(summary, undecided(field.form).length, filled.length);
}

function act(button) {
  const [what, isForAll] = button.dataset.privacyDo.split("-");
  const list = button.closest(".privacy-list");
  const fields = list ? [owners.get(list)] : undecided(button.form);
  const index = list ? [...list.children].indexOf(button.closest("li")) : 0;
  for (const field of fields) {
    const found = undecidedIn(field);
    if (what === "undo") undo(field);
    else decide(field, what, isForAll ? found : [found[index]]);
    show(field);
  }
  lists.get(fields[0])?.querySelector("button")?.focus();
}

// Whether all is decided. If not, the first passage is shown: whoever hides its field (a
// step of the log) brings it back on hearing “reveal”.
export function mayBeSaved(form) {
  watched(form).forEach(show);
  const [first, ...others] = undecided(form);
  tellKept(form, !first && watched(form).some((field) => inside(field).length > 0));
  if (!first) return true;
  for (const field of [first, ...others]) field.setAttribute("aria-invalid", "true");
  first.dispatchEvent(new CustomEvent("reveal", { bubbles: true }));
  lists.get(first).querySelector("button").focus();
  say(undecidedIn(first), true);
  return false;
}

// What was kept is told as the box without a script tells it
function tellKept(form, isKept) {
  form.querySelector("[data-privacy-kept]")?.remove();
  if (!isKept) return;
  const input = document.createElement("input");
  Object.assign(input, { type: "hidden", name: "confirms_privacy", value: "on" });
  input.dataset.privacyKept = "";
  form.append(input);
}

// Many lines were looked at by the server a moment ago
function trustOthers(summary) {
  const others = watched(summary.closest("form"));
  others.filter((one) => !("privacyFlagged" in one.dataset)).forEach(trust);
}

// What the server found, where the passages are, instead of in a box above all
function takeOver(box) {
  const form = box.closest("form");
  const flagged = watched(form).filter((one) => "privacyFlagged" in one.dataset);
  if (!flagged.every((field) => undecidedIn(field).length > 0)) return;
  for (const field of flagged) {
    document.getElementById(`${field.id}_error`)?.remove();
    field.removeAttribute("aria-invalid");
    field.closest("[data-invalid]")?.removeAttribute("data-invalid");
    show(field);
  }
  box.remove();
  form.querySelector("[data-privacy-summary]:not([hidden]) button, .privacy-list button").focus();
}

const later = (field, pause) => {
  clearTimeout(waiting.get(field));
  waiting.set(field, setTimeout(show, pause, field));
};
const watch = (pause) => (event) => event.target.matches?.(WATCHED) && later(event.target, pause);

document.addEventListener("input", watch(WHILE_TYPING));
document.addEventListener("focusout", watch(AFTER_LEAVING));
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-privacy-do]");
  if (button) act(button);
});
document.addEventListener("reset", ({ target }) => {
  for (const field of watched(target)) {
    forget(field);
    later(field, 0);
  }
});
// Before all others, so that what is held back is neither sent nor queued
document.addEventListener(
  "submit",
  (event) => {
    const { submitter, target: form } = event;
    if (submitter?.matches(FREE)) return;
    tellHeld(form, 0);
    if (mayBeSaved(form)) return;
    tellHeld(form, passages(form));
    document.activeElement.scrollIntoView({ block: "nearest" }); // the bar has grown
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  { capture: true },
);
document.querySelectorAll("[data-privacy-summary]").forEach(trustOthers);
document.querySelectorAll("[data-privacy-box]").forEach(takeOver);
document.querySelectorAll(WATCHED).forEach(show);
