// Saving in the background, one answer after the other. What was refused stays with its
// reason, what found no server is sent again, also when the page was left meanwhile, and
// the page is not left unasked before.
import { keep, kept } from "./bench-kept.js";
import {
  byPk,
  coding,
  draft,
  isHere,
  keepCoding,
  keepDraft,
  keepRefused,
  numbers,
  say,
  word,
} from "./bench-notes.js";
import { Away, post } from "./bench-server.js";

const state = document.querySelector("[data-bench] [data-bench-state]");
const PAUSES = [1000, 3000, 10_000, 30_000]; // ms before it is tried again

const waiting = []; // pks of answers, in the order they were coded
const refused = new Set();
let done = ""; // what is said once nothing waits
let isSending = false;
let failures = 0;
let isRenewed = false; // the token, and nothing has been sent with it since
let timer = null;

function toBeLookedAt() {
  const [pk] = refused;
  const link = document.createElement("a");
  link.href = isHere(pk) ? `#note-${pk}` : `?note=${pk}`;
  link.textContent = word("Refused", { n: numbers.format(refused.size) });
  return link;
}

function tell(trouble = "") {
  const told = [];
  if (waiting.length) told.push(word("Waiting", { n: numbers.format(waiting.length) }));
  if (refused.size) told.push(toBeLookedAt());
  if (trouble) told.push(trouble);
  state.replaceChildren(...(told.length ? told.flatMap((one) => [one, " "]) : [done]));
}

export function announce(text) {
  done = text;
  tell();
}

function hold(note, wanted) {
  keepDraft(note, wanted);
  keep(note.dataset.note, wanted);
}

function leave(pk) {
  const place = waiting.indexOf(pk);
  if (place >= 0) waiting.splice(place, 1);
}

function settle(note, wanted, { isSaved, error, ...stored }) {
  const pk = Number(note.dataset.note);
  const now = draft(note);
  const isStillWanted = JSON.stringify(now) === JSON.stringify(wanted);
  leave(pk);
  if (isStillWanted) hold(note, null);
  if (isStillWanted && !isSaved) keepRefused(note, wanted);
  keepCoding(note, stored);
  if (now && !isStillWanted) {
    waiting.push(pk); // it was coded otherwise while this was sent
    hold(note, { ...now, seen_at: stored.seen_at });
  }
  say(note, isSaved ? "" : error);
  if (isSaved) refused.delete(pk);
  else refused.add(pk);
}

async function sendNext() {
  const note = byPk(waiting[0]);
  const wanted = draft(note);
  try {
    settle(note, wanted, await post(note, wanted));
    failures = 0;
    isRenewed = false;
    tell();
    return 0;
  } catch (trouble) {
    if (!(trouble instanceof Away)) throw trouble;
    tell(trouble.message);
    failures += 1;
    const isToBeTriedAtOnce = !trouble.message && !isRenewed;
    isRenewed = !trouble.message;
    return isToBeTriedAtOnce ? 0 : PAUSES[Math.min(failures, PAUSES.length) - 1];
  }
}

async function send() {
  if (isSending || !waiting.length) return;
  isSending = true;
  clearTimeout(timer);
  const pause = await sendNext();
  isSending = false;
  if (pause) timer = setTimeout(send, pause);
  else send();
}

// ``themes`` of a note as they are to be stored; null: as if nobody had coded it.
export function save(note, themes, suggested = []) {
  const pk = Number(note.dataset.note);
  const { seen_at } = draft(note) ?? coding(note);
  keepRefused(note, null);
  hold(note, { themes, suggested, seen_at });
  say(note, "");
  refused.delete(pk);
  if (!waiting.includes(pk)) waiting.push(pk);
  announce(word("Saved"));
  send();
}

// What the server has stored of a note by another way
export function take(note, stored) {
  const pk = Number(note.dataset.note);
  leave(pk);
  refused.delete(pk);
  keepRefused(note, null);
  hold(note, null);
  keepCoding(note, stored);
  say(note, "");
}

// Sends what waited when the page was left.
export function resume() {
  for (const [pk, wanted] of Object.entries(kept())) {
    keepDraft(byPk(pk), wanted);
    waiting.push(Number(pk));
  }
  if (waiting.length) announce(word("Saved"));
  send();
}

addEventListener("online", () => {
  failures = 0;
  send();
});
addEventListener("beforeunload", (event) => {
  if (waiting.length || [...refused].some(isHere)) event.preventDefault();
});
