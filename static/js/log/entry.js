// A form of the log and the entry it makes: read, filled in again, cleared.
import { forgetNotices, say, text } from "./device.js";
import { state } from "./state.js";

const OWN = ["csrfmiddlewaretoken", "submission", "opened", "mended-event"];
const KEPT = [...OWN, "language", "branch", "method", "question"];
const SAYS = /^(?:q-|quotation$|reading$|notes$|choice-|lines-\d+-text$)/;
const isTicked = ({ type }) => type === "radio" || type === "checkbox";
const controls = (form) => [...form.elements].filter(({ name, type }) => name && type !== "submit" && !OWN.includes(name));

export function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (OWN.includes(name) || typeof value !== "string") continue;
    (fields[name] ??= []).push(value);
  }
  fields.opened = [form.elements.namedItem("opened").value];
  return fields;
}

// Whether all scripts of the page have run, also the one that looks for names: it comes
// after the first step, and nothing is kept before.
let isWhole = document.readyState === "complete";
addEventListener("DOMContentLoaded", () => {
  isWhole = true;
});

// Calls `work` when the form is to be saved, once at a time; a form that only changes
// the language of the page is not.
export function onSave(form, work) {
  let isSaving = false;
  form.addEventListener("reveal", forgetNotices); // held back by what is to be decided
  form.addEventListener("input", ({ isTrusted }) => {
    if (!isTrusted) return;
    forgetNotices();
    delete form.dataset.saved;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!isWhole) addEventListener("DOMContentLoaded", () => form.requestSubmit(event.submitter));
    if (isSaving || !isWhole) return;
    isSaving = true;
    form.setAttribute("aria-busy", "true");
    try {
      await work(event.submitter);
    } catch (error) {
      say("bad", text("not-kept"));
      throw error;
    } finally {
      isSaving = false;
      form.removeAttribute("aria-busy");
    }
  });
}

// A new entry begins: it has its id from now on, so that saving twice saves once.
export function begin(form) {
  form.elements.namedItem("submission").value = crypto.randomUUID();
  form.elements.namedItem("opened").value = String(Math.floor(Date.now() / 1000));
  delete form.dataset.mends;
}

export function entryOf(form, fields = fieldsOf(form), words = told(form)) {
  const { log: kind, guide, edition, event, eventName } = form.dataset;
  return {
    id: form.elements.namedItem("submission").value,
    kind,
    user: state.user,
    event: Number(event),
    guide,
    edition: Number(edition),
    language: document.documentElement.lang,
    made_at: new Date().toISOString(),
    edits: 0,
    fields,
    state: "waiting",
    about: { event: eventName ?? "", told: words.map((one) => one.slice(0, 200)) },
  };
}

// The labels and words given, for the list of what waits.
function told(form) {
  const texts = [];
  for (const one of controls(form)) {
    if (!/^(?:q-|quotation$|reading$|notes$)/.test(one.name)) continue;
    if (isTicked(one)) {
      if (one.checked && one.value !== "other") texts.push(one.closest("label").textContent.trim());
    } else if (one.type === "select-one") {
      if (one.value && one.value !== "other") texts.push(one.selectedOptions[0].text.trim());
    } else if (one.value.trim()) {
      texts.push(one.value.trim());
    }
  }
  return texts;
}

// A branch that cannot be chosen any more would keep the entry back for ever.
const isUnseenBranch = ({ name, type }) => name === "branch" && type === "hidden";

// Fills the form in; returns the answers that have no place in it.
export function fill(form, fields) {
  for (const one of controls(form)) {
    const values = fields[one.name] ?? [];
    if (isTicked(one)) one.checked = values.includes(one.value);
    else if (values.length && !isUnseenBranch(one)) [one.value] = values;
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
  const now = fieldsOf(form);
  return Object.entries(fields)
    .filter(([name]) => name.startsWith("q-"))
    .flatMap(([name, values]) =>
      values.filter((value) => value && !now[name]?.includes(value)).map((value) => ({ name: name.slice(2), value })),
    );
}

// Ready for the next one at the same place: language, branch and kind stay.
export function clear(form) {
  for (const one of controls(form)) {
    if (KEPT.includes(one.name) && one.name !== "method") continue;
    if (isTicked(one)) one.checked = one.defaultChecked && !one.name.startsWith("q-") && one.type === "radio";
    else if (one.type === "select-one") one.selectedIndex = 0;
    else one.value = one.name === "people" ? (one.dataset.usual ?? one.defaultValue) : "";
  }
  for (const one of form.querySelectorAll("[data-log-mending]")) one.replaceChildren();
  begin(form);
  form.dataset.saved = "";
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

// Whether anything but the setting is written down.
export const saysSomething = (fields) =>
  Object.entries(fields).some(([name, values]) => SAYS.test(name) && values.some((value) => value.trim()));
