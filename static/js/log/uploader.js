// Sends what waits, in batches, and does with each entry what the server answers. An
// entry leaves the device only when the server says that it is stored; sending one
// again is always harmless, as it carries its own id.
import { count, countSent } from "./counting.js";
import { language } from "./device.js";
import { Trouble, askSession, forgetSession, sendBatch } from "./server.js";
import * as queue from "./queue.js";
import { isSendable, state, update } from "./state.js";

const MOST_ENTRIES = 500;
const MOST_CHARACTERS = 1_000_000;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 5 * 60_000;
const LOCK = "portal-log upload";
export const EDIT_LOCK = "portal-log edit "; // and the id; held while an entry is open
const KEYS = ["id", "kind", "user", "event", "guide", "edition", "language", "made_at", "edits", "fields"];

const failures = new Map(); // of each entry: what failed most is tried last
const receipts = new Map(); // addresses of what this page has sent; nowhere else
let most = MOST_ENTRIES;
let pause = FIRST_PAUSE;
let timer;
let running = null;
let isAskedAgain = false;
let isOutdated = false;

export const receiptOf = (id) => receipts.get(id);
export const asSent = (entry) => Object.fromEntries(KEYS.map((key) => [key, entry[key]]));

async function beingEdited() {
  const { held = [] } = await navigator.locks.query();
  return new Set(held.filter(({ name }) => name.startsWith(EDIT_LOCK)).map(({ name }) => name.slice(EDIT_LOCK.length)));
}

async function nextBatch(asked) {
  const edited = await beingEdited();
  const waiting = (await queue.all()).filter((entry) => isSendable(entry) && !edited.has(entry.id) && !asked.has(entry.id));
  const failed = ({ id }) => failures.get(id) ?? 0;
  waiting.sort((a, b) => failed(a) - failed(b) || a.made_at.localeCompare(b.made_at));
  let size = 0;
  return waiting.slice(0, most).filter((entry, place) => {
    size += JSON.stringify(entry.fields).length;
    return place === 0 || size <= MOST_CHARACTERS;
  });
}

// The entry may have been changed or deleted meanwhile: then the answer was to another.
async function settle(entry, answer) {
  const isSame = (now) => (now.edits ?? 0) === (entry.edits ?? 0) && !now.deletedAt;
  if (answer?.state === "stored" || answer?.state === "already_there") {
    if (answer.receipt) receipts.set(entry.id, answer.receipt);
    const isDone = await queue.change(entry.id, (now) => (isSame(now) ? null : undefined));
    return isDone ? 1 : 0;
  }
  if (answer?.state === "refused") {
    const { reason, messages, guide } = answer;
    isOutdated ||= /^(?:guide|event|branch)/.test(reason);
    await queue.change(entry.id, (now) =>
      isSame(now) ? { ...now, state: "refused", reason, messages, saidIn: language, newerGuide: guide } : undefined,
    );
  }
  return 0;
}

async function sendAll() {
  await askSession();
  const asked = new Set();
  for (;;) {
    const batch = await nextBatch(asked);
    if (batch.length === 0) return;
    let answers;
    try {
      answers = await sendBatch(batch.map(asSent));
    } catch (trouble) {
      // Without a connection it was no entry's fault: the oldest is still the first.
      if (trouble.kind !== "offline") for (const { id } of batch) failures.set(id, (failures.get(id) ?? 0) + 1);
      most = Math.max(1, Math.floor(Math.min(most, batch.length) / 2));
      throw trouble;
    }
    const byId = new Map(answers.map((answer) => [answer.id, answer]));
    let sent = 0;
    for (const entry of batch) {
      const answer = byId.get(entry.id);
      if (answer?.state !== "later") asked.add(entry.id);
      sent += await settle(entry, answer);
    }
    if (sent) {
      await countSent(sent);
      document.dispatchEvent(new Event("log:sent"));
    }
    if (batch.every(({ id }) => !asked.has(id))) throw new Trouble("trouble"); // it takes none
    if (isOutdated) document.dispatchEvent(new Event("log:outdated")); // what is kept here
    isOutdated = false;
    most = Math.min(MOST_ENTRIES, most * 2);
    pause = FIRST_PAUSE;
  }
}

function tryLater({ kind, retryAfter = 0 }) {
  if (kind === "signed-out" || kind === "no-role") return; // until somebody signs in
  const delay = Math.max(retryAfter * 1000, pause * (0.75 + Math.random() / 2));
  pause = Math.min(LONGEST_PAUSE, pause * 2);
  timer = setTimeout(() => state.waiting && send(), delay);
}

async function run() {
  clearTimeout(timer);
  update({ isSending: true });
  try {
    // One tab after the other: what the first has sent is gone when the second looks.
    await navigator.locks.request(LOCK, sendAll);
  } catch (trouble) {
    update({ connection: trouble.kind ?? "trouble" });
    tryLater(trouble);
  } finally {
    update({ isSending: false });
    await count();
  }
}

// Sends all that waits; resolves when that is done or had to be given up for now.
export function send() {
  if (running) {
    isAskedAgain = true;
    return running;
  }
  running = run().finally(() => {
    running = null;
    if (!isAskedAgain) return undefined;
    isAskedAgain = false;
    return send();
  });
  return running;
}

export async function start() {
  addEventListener("online", () => {
    forgetSession();
    update({ connection: "checking" });
    send();
  });
  addEventListener("offline", () => update({ connection: "offline" }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && state.waiting) send();
  });
  queue.onChange(count);
  await count();
  await send();
}
