// What is typed and not saved yet, kept on this device for a day: for a reload, another
// language of the page, a phone that closed the browser. Its author alone sees it again;
// saving and signing out delete it. Each tab keeps one of its own, under a lock that goes
// with the tab: two tabs never write the same entry.
import { say, text } from "./device.js";
import { fieldsOf, fill, saysSomething } from "./entry.js";
import { state, whenKnown } from "./state.js";

const PREFIX = "portal-log.draft:";
const DAY = 24 * 60 * 60_000;
const A_MOMENT = 3_000; // the page before this one may just be going
const place = () => location.pathname.replace(/^\/[a-z]{2}\//, "/");
const tab = () => `portal-log.tab:${place()}`;
const held = new Map(); // by name, what lets another tab have it
let own = null; // where this page keeps its draft

// A browser that keeps nothing, or is full: the page itself still holds everything.
function trying(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

const read = (name) => trying(() => JSON.parse(localStorage.getItem(name)));

function drafts() {
  const names = trying(() => Object.keys(localStorage)) ?? [];
  const found = names.filter((name) => name.startsWith(PREFIX)).map((name) => ({ ...read(name), name }));
  for (const { name, at } of found) {
    if (!(Math.abs(Date.now() - at) < DAY)) trying(() => localStorage.removeItem(name));
  }
  const ours = found.filter((one) => one.user === state.user && one.place === place() && read(one.name));
  return ours.sort((a, b) => b.at - a.at);
}

// With patience for a page of this tab that is just going; another tab has it or not.
function hold(name, patience = {}) {
  if (held.has(name)) return true;
  return new Promise((resolve) => {
    const grant = (lock) => {
      resolve(Boolean(lock));
      return lock && new Promise((letGo) => held.set(name, letGo));
    };
    navigator.locks.request(name, patience, grant).catch(() => resolve(false));
  });
}

function keepAs(name) {
  own = name;
  trying(() => sessionStorage.setItem(tab(), name));
}

// This tab's own draft comes back at once; another one when it is clear who is here, and
// unless a new one was begun meanwhile.
async function find() {
  const last = trying(() => sessionStorage.getItem(tab()));
  const mine = drafts().find(({ name }) => name === last);
  if (mine && (await hold(last, { signal: AbortSignal.timeout(A_MOMENT) }))) return mine;
  if (drafts().length === 0) return null;
  await whenKnown();
  for (const one of drafts().filter(({ fields }) => saysSomething(fields))) {
    if (own) return null;
    if (await hold(one.name, { ifAvailable: true })) return one;
  }
  return null;
}

async function restore(form, restored) {
  const draft = await find();
  if (!draft) return;
  if (!form.isConnected || (own && own !== draft.name)) {
    held.get(draft.name)(); // a new one was begun meanwhile
    held.delete(draft.name);
    return;
  }
  keepAs(draft.name);
  fill(form, draft.fields);
  form.elements.namedItem("submission").value = draft.id;
  form.elements.namedItem("opened").value = draft.fields.opened;
  restored(draft.fields);
  if (saysSomething(draft.fields)) say("info", text("restored"));
}

// `now` reads what is typed; `restored` is told what came back.
export function keepDraft(form, now = () => fieldsOf(form), restored = () => {}) {
  const keep = ({ isTrusted = false } = {}) => {
    if (!own && !isTrusted && !saysSomething(now())) return;
    if (!own) keepAs(PREFIX + crypto.randomUUID());
    hold(own);
    const id = form.elements.namedItem("submission").value;
    const draft = { id, user: state.user, place: place(), at: Date.now(), fields: now() };
    trying(() => localStorage.setItem(own, JSON.stringify(draft)));
  };
  const forget = () => own && trying(() => localStorage.removeItem(own));
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("log:kept", forget); // from now on it waits in the queue
  // What came back with errors is what was sent last.
  if (!("hasErrors" in form.dataset)) restore(form, restored).catch(() => {});
  return { forget };
}
