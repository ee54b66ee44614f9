// Writing surveys with a script: moving and adding happens in place, the focus stays on
// what was moved, and it is said aloud. Without it each step is a page of its own.
import { setUpDragging } from "./dragging.js";

const swapped = (name) => document.querySelector(`[data-swap="${name}"]`);

function say(fetched) {
  const told = [...fetched.querySelectorAll(".messages .notice")].map((one) =>
    one.textContent.trim(),
  );
  const place = document.querySelector("[data-announcement]");
  if (!place) return;
  place.textContent = "";
  // After a moment, for a text that comes with its place is not read aloud.
  setTimeout(() => {
    place.textContent = told.join(" ");
  }, 100);
  const refusals = fetched.querySelector('.messages .notice[data-kind="bad"]');
  document.querySelector("[data-refusal]")?.remove();
  if (refusals) {
    refusals.dataset.refusal = "";
    refusals.setAttribute("role", "alert");
    place.after(refusals);
    refusals.scrollIntoView({ block: "nearest" });
  }
}

const isUsable = (one) => !one.disabled && one.getClientRects().length > 0;

// What comes after a field, for who left it by the Tab key
function nextOf(region, id) {
  const all = [...region.querySelectorAll("a[href], button, input, select, textarea")];
  const at = all.findIndex((one) => one.id === id);
  return all.slice(at + 1).find(isUsable);
}

function giveFocus(region, id) {
  const added = /^last-of-(\w+)$/.exec(id ?? "");
  const inputs = added ? region.querySelectorAll(`[data-drop="${added[1]}"] .item__label input`) : [];
  const wanted =
    [...inputs].at(-1) ??
    region.querySelector("[autofocus]") ??
    (id?.startsWith("after ") ? nextOf(region, id.slice(6)) : null) ??
    (id ? document.getElementById(id) : null) ??
    region.querySelector("[data-error-summary]");
  const usable = wanted?.disabled ? wanted.parentElement.querySelector("button:enabled") : wanted;
  usable?.focus();
}

// Sends the form with the pressed button and puts the answer's part in place of ours.
async function arrange(form, extra, focusOn) {
  const name = form.dataset.arrange;
  const region = swapped(name);
  const body = new FormData(form);
  for (const [key, value] of Object.entries(extra)) body.set(key, value);
  region.inert = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    const fetched = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = fetched.querySelector(`[data-swap="${name}"]`);
    if (!fresh) throw new Error("another page");
    region.replaceChildren(...fresh.childNodes);
    region.inert = false;
    setUp(region);
    say(fetched);
    giveFocus(region, focusOn);
  } catch {
    location.reload();
  } finally {
    region.inert = false;
  }
}

function isArranging(button) {
  return button?.name === "arrange" || button?.name === "direction";
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-arrange]");
  clearTimeout(choosing?.timer);
  choosing = undefined;
  if (!form || !isArranging(event.submitter)) return;
  event.preventDefault();
  const { name, value, id } = event.submitter;
  arrange(form, { [name]: value }, focusAfter(value, id));
});

// Rows are numbered anew, so what was moved has another id afterwards.
function focusAfter(value, id) {
  const match = /^(\w+):(\d+):(up|down|remove)$/.exec(value);
  if (value.endsWith(":add")) return `last-of-${value.split(":")[0]}`;
  if (!match) return id;
  const step = { up: -1, down: 1, remove: 0 }[match[3]];
  return `${match[1]}-${Math.max(0, Number(match[2]) + step)}-${match[3]}`;
}

// A changed kind or question shows what fits it at once; one that is typed or looked for
// with the arrow keys, when the keys rest or the field is left.
const REST = 700; // ms
let choosing; // the field that is being typed in, and the timer of its rest
let isByKey = false;

const shownBy = (field) => document.querySelector(`[data-on-change="${CSS.escape(field.id)}"]`);

function choose(field, focusOn) {
  clearTimeout(choosing?.timer);
  choosing = undefined;
  const button = shownBy(field);
  if (button) arrange(button.form, { arrange: button.value }, focusOn);
}

function rest(field) {
  clearTimeout(choosing?.timer);
  const settle = () => choose(field, document.activeElement.id || field.id);
  choosing = { field, timer: setTimeout(settle, REST) };
}

document.addEventListener("pointerdown", () => {
  isByKey = false;
});
document.addEventListener("change", ({ target }) => {
  if (!shownBy(target)) return;
  if (isByKey) rest(target);
  else choose(target, target.id);
});
document.addEventListener("keydown", (event) => {
  isByKey = true;
  const field = choosing?.field;
  if (!field || field !== event.target) return;
  if (event.key === "Tab" && !event.shiftKey) {
    event.preventDefault();
    choose(field, `after ${field.id}`);
  } else if (event.key === "Enter") {
    event.preventDefault();
    choose(field, field.id);
  } else {
    rest(field);
  }
});

// Enter in a row leads to the next one; with Ctrl the whole is saved.
function nextRow(field) {
  const list = field.closest(".item-list");
  const name = field.closest(".item__code") ? ".item__code input" : ".item__label input";
  const fields = [...list.querySelectorAll(name)];
  const following = fields[fields.indexOf(field) + 1];
  if (following) following.focus();
  else field.form.requestSubmit(list.querySelector("button[value$=':add']"));
}

document.addEventListener("keydown", (event) => {
  const form = event.target.form;
  if (event.key !== "Enter" || event.isComposing || !form?.matches("form[data-arrange]")) return;
  const save = form.querySelector("button[name=save]:not(.enter-key)");
  if ((event.ctrlKey || event.metaKey) && save) {
    event.preventDefault();
    form.requestSubmit(save);
  } else if (event.target.matches(".item input[type=text]")) {
    event.preventDefault();
    nextRow(event.target);
  }
});

// Alt and the arrow keys move the question one is at.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const movable = event.target.closest("[data-movable]");
  const which = event.key === "ArrowUp" ? "-up" : "-down";
  const button = movable?.querySelector(
    `button[id$="${which}"], button[value="${which.slice(1)}"]`,
  );
  if (!button || button.disabled) return;
  event.preventDefault();
  button.form.requestSubmit(button);
});

function dropped(item, list, place) {
  const form = item.querySelector("form[data-arrange]");
  if (form) return arrange(form, { page: list.dataset.drop, place }, form.querySelector("button").id);
  const [prefix, from] = item.querySelector("button[name=arrange]").value.split(":");
  const owner = item.closest("form");
  return arrange(owner, { arrange: `${prefix}:${from}:to:${place}` }, `${prefix}-${place}-up`);
}

function setUp(region) {
  for (const button of region.querySelectorAll("[data-on-change]")) button.hidden = true;
  setUpDragging(region, dropped);
}

for (const hint of document.querySelectorAll("[data-with-script]")) hint.hidden = false;
document.querySelector("[data-error-summary]")?.focus();
for (const region of document.querySelectorAll("[data-swap]")) setUp(region);
