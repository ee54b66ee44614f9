// Opening an entry that waits: the same form, filled in, with what the server said. The
// entry is not sent while it is open; the lock goes with the tab, however that ends.
import { copyOf, device, say, text } from "./device.js";
import { fill } from "./entry.js";
import { showErrors, showLeftOver } from "./errors.js";
import { keptBranch, keptEvents } from "./kept.js";
import * as queue from "./queue.js";
import { state, whenKnown } from "./state.js";
import { EDIT_LOCK } from "./uploader.js";

// Holds the lock until the page goes; returns whether it could be had.
function hold(id) {
  return new Promise((resolve) => {
    navigator.locks.request(EDIT_LOCK + id, { ifAvailable: true }, (lock) => {
      resolve(Boolean(lock));
      return lock ? new Promise(() => {}) : undefined;
    });
  });
}

async function offerEvents(form, entry) {
  const events = await keptEvents();
  if (events.length === 0) return;
  const field = copyOf("#log-event");
  const list = field.querySelector("select");
  for (const { id, name } of events) list.add(new Option(name, id, false, id === entry.event));
  if (!events.some(({ id }) => id === entry.event)) {
    list.add(new Option(entry.about?.event || "–", entry.event, true, true), 0);
  }
  list.addEventListener("change", async () => {
    const branch = await keptBranch(list.value);
    if (branch) form.querySelector("[data-log-branch]").replaceWith(branch);
  });
  form.querySelector("[data-log-mending]").append(field);
}

// Returns the entry that this address asks to open in `form`, or null; nobody can type
// into the form before it is filled in.
export async function opening(form) {
  form.inert = true;
  try {
    return await opened(new URLSearchParams(location.search).get("mend"));
  } finally {
    form.inert = false;
  }
}

async function opened(id) {
  await whenKnown();
  const entry = await queue.get(id);
  if (!entry || entry.user !== state.user || entry.deletedAt) {
    say("warn", text("gone"));
    return null;
  }
  if (!(await hold(id))) {
    say("warn", text("being-edited"));
    return null;
  }
  return entry;
}

export async function prepare(form, entry) {
  form.elements.namedItem("submission").value = entry.id;
  form.dataset.mends = entry.id;
  const left = fill(form, entry.fields);
  if (entry.fields.opened) [form.elements.namedItem("opened").value] = entry.fields.opened;
  await offerEvents(form, entry);
  if (entry.reason) showErrors(form, entry);
  showLeftOver(form, left);
}

export const backToList = () => location.assign(device.waiting);
