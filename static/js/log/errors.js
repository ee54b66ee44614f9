// What the server found wrong with an entry, shown in its form as the server's own page
// would: a summary above, each message at its field. Nothing typed is touched.
import { copyOf, language, say, text } from "./device.js";

const BOXES = { personal: "#log-privacy", clock: "#log-clock" };
const comma = language === "fa" ? "، " : ", ";

export function clearErrors(form) {
  for (const one of form.querySelectorAll("[data-device-error]")) one.remove();
  for (const one of form.querySelectorAll("[data-invalid]")) delete one.dataset.invalid;
  for (const one of form.querySelectorAll("[aria-invalid]")) {
    one.removeAttribute("aria-invalid");
    one.removeAttribute("aria-describedby");
  }
}

const boxOf = (control) => control.closest(".field, .board-line, .choice__other, .log-confirm") ?? control.parentElement;

export function clearAt(control) {
  boxOf(control).querySelector(":scope > [data-device-error]")?.remove();
  delete boxOf(control).dataset.invalid;
  control.removeAttribute("aria-invalid");
  control.removeAttribute("aria-describedby");
}

export function showAt(control, words) {
  const box = boxOf(control);
  const error = copyOf("#log-error").firstElementChild;
  error.id = `device-error-${control.name}`;
  error.dataset.deviceError = "";
  error.querySelector("span").textContent = words;
  const before = box.querySelector(":scope > .choices, :scope > .log-people__row, :scope > .board-line__row");
  if (before) before.before(error);
  else box.querySelector("label, legend")?.after(error);
  box.dataset.invalid = "";
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", error.id);
}

function summaryLine({ field, text: words }, control) {
  const item = document.createElement("li");
  if (!control) {
    item.textContent = words;
    return item;
  }
  const link = document.createElement("a");
  const box = control.closest("fieldset[id]");
  link.href = `#${box?.id || control.id || `id_${field}`}`;
  const label = (box?.querySelector("legend") ?? control.labels?.[0])?.textContent.trim();
  link.textContent = label && !words.includes(label) ? `${label}: ${words}` : words;
  item.append(link);
  return item;
}

// `mending` is where a question about the entry as a whole is asked.
export function showErrors(form, { reason, messages = [] }) {
  clearErrors(form);
  const mending = form.querySelector("[data-log-mending]:not([hidden] *)");
  if (BOXES[reason] && mending && !mending.querySelector(".log-confirm")) mending.append(copyOf(BOXES[reason]));
  const list = document.createElement("ul");
  for (const one of messages) {
    const found = form.elements.namedItem(one.field === "event" ? "mended-event" : one.field);
    const control = found instanceof RadioNodeList ? found[0] : found;
    if (control && control.type !== "hidden") showAt(control, one.text);
    list.append(summaryLine(one, control?.type === "hidden" ? null : control));
  }
  const heading = document.createElement("h2");
  heading.textContent = text("correct");
  const comfort = document.createElement("p");
  comfort.textContent = text("nothing-lost");
  const notice = say("bad", "");
  const summary = document.createElement("div");
  summary.className = "error-summary";
  summary.tabIndex = -1;
  summary.dataset.errorSummary = "";
  summary.append(heading, comfort, list);
  notice.replaceWith(summary);
  summary.focus();
}

// Answers to questions that are gone, so that nothing is lost unseen.
export function showLeftOver(form, left) {
  if (left.length === 0) return;
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.dataset.kind = "warn";
  const shown = document.createElement("bdi");
  shown.textContent = left.map(({ name, value }) => `${name}: ${value}`).join(comma);
  notice.append(text("left-over"), " ", shown);
  form.querySelector("[data-log-mending]").append(notice);
}
