// Saving an entry: first onto the device, then on to the server. The form is cleared
// once the entry is kept. If the server answers within a moment and refuses it, the
// form is still there, with what is wrong; without an answer nobody waits for it.
import { say, sleep, text, word } from "./device.js";
import { begin, entryOf } from "./entry.js";
import { clearErrors, showErrors } from "./errors.js";
import * as queue from "./queue.js";
import { state } from "./state.js";
import { hasWrongSlip } from "./slip.js";
import { receiptOf, send } from "./uploader.js";

const A_MOMENT = 1_500;
const EAGER = ["online", "checking"];

// Whoever looks at entries before they are saved (for names, say) listens to
// "log:saving" on the form, which bubbles: preventDefault() keeps the entry back, and
// form.requestSubmit() goes on when the person has decided.
function isHeldBack(form, entry) {
  const detail = { entry };
  return !form.dispatchEvent(new CustomEvent("log:saving", { bubbles: true, cancelable: true, detail }));
}

async function keep(entry) {
  try {
    await queue.put(entry);
    return true;
  } catch (error) {
    say("bad", text(error?.name === "QuotaExceededError" ? "no-room" : "not-kept"));
    return false;
  }
}

async function outcome(id) {
  const sent = send();
  if (EAGER.includes(state.connection)) await Promise.race([sent, sleep(A_MOMENT)]);
  return queue.get(id);
}

function sayKept(id) {
  const isOut = state.connection === "signed-out" || state.connection === "no-role";
  say("info", text(isOut ? "kept-signed-out" : "kept")).dataset.kept = id;
}

// Only now is the receipt of an entry to be had: the server gives it once.
export function sayStored(id) {
  const said = say("good", text("stored"));
  const address = receiptOf(id);
  if (!address) return;
  const link = word("receipt").querySelector("a");
  link.href = address;
  said.append(" ", link);
}

// Returns whether the form is done with: the entry is kept, and not refused at once.
export async function save(form, { fields, told, before = null } = {}) {
  const made = entryOf(form, fields, told);
  const entry = before ? mended(before, made, form) : made;
  if ((await hasWrongSlip(form, before?.id ?? entry.id)) || isHeldBack(form, entry)) return false;
  if (!(await keep(entry))) return false;
  form.dispatchEvent(new Event("log:kept"));
  navigator.storage?.persist?.();
  clearErrors(form);
  say("info", text("saving"));
  const left = await outcome(entry.id);
  if (left?.state === "refused") {
    showErrors(form, left);
    if (left.reason === "id_taken" && !before) await takeNewNumber(form, left);
    return false;
  }
  if (left) sayKept(entry.id);
  else sayStored(entry.id);
  return true;
}

async function takeNewNumber(form, entry) {
  begin(form);
  await queue.change(entry.id, () => null);
}

// An entry that was changed is the same entry, unless its number was somebody else's.
function mended(before, made, form) {
  const event = form.elements.namedItem("mended-event")?.value;
  const id = before.reason === "id_taken" ? crypto.randomUUID() : before.id;
  if (id !== before.id) queue.change(before.id, () => null);
  return {
    ...made,
    id,
    made_at: before.made_at ?? made.made_at,
    edits: (before.edits ?? 0) + 1,
    event: event ? Number(event) : before.event,
    about: { ...made.about, event: eventName(form) || before.about?.event || made.about.event },
  };
}

function eventName(form) {
  return form.elements.namedItem("mended-event")?.selectedOptions?.[0]?.text;
}
