// Saving in the background, one answer after the other. What was refused stays with its
// reason, what found no server is sent again, and the page is not left unasked before.
import {
  byPk,
  coding,
  draft,
  keepCoding,
  keepDraft,
  keepRefused,
  numbers,
  say,
  word,
} from "./bench-notes.js";

const root = document.querySelector("[data-bench]");
const form = root.querySelector("[data-coding-form]");
const state = root.querySelector("[data-bench-state]");
const PAUSES = [1000, 3000, 10_000, 30_000]; // ms before it is tried again

const waiting = []; // pks of answers, in the order they were coded
const refused = new Set();
let isSending = false;
let failures = 0;
let isRenewed = false; // the token, and nothing has been sent with it since
let timer = null;

function tell(trouble = "") {
  const lines = [];
  if (waiting.length) lines.push(word("Waiting", { n: numbers.format(waiting.length) }));
  if (refused.size) lines.push(word("Refused", { n: numbers.format(refused.size) }));
  if (trouble) lines.push(trouble);
  state.textContent = lines.join(" ") || word("Saved");
}

// The form's own address, for another answer; its query leads back to this page.
function address(pk, isUncoding) {
  const own = new URL(form.action);
  own.pathname = own.pathname.replace(/\/answers\/\d+\/$/, `/answers/${pk}/`);
  if (isUncoding) own.pathname += "uncode/";
  return own;
}

function body(note, { themes, suggested }) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.set("seen_at", coding(note).seen_at);
  for (const { pk, in_tension, minority_view } of themes ?? []) {
    data.append("themes", pk);
    if (in_tension) data.append("in_tension", pk);
    if (minority_view) data.append("minority_view", pk);
    if (suggested.includes(pk)) data.append("suggested", pk);
  }
  if (themes?.length === 0) data.set("nothing_fits", "1");
  return data;
}

class Away extends Error {}

// After signing in again in another window, the token of this page is no good.
async function renewToken() {
  const page = await fetch(location.href);
  const fetched = new DOMParser().parseFromString(await page.text(), "text/html");
  const token = fetched.querySelector("[data-coding-form] [name=csrfmiddlewaretoken]");
  if (!token) throw new Away(word("SignedOut"));
  form.elements.csrfmiddlewaretoken.value = token.value;
}

async function post(note, wanted) {
  const answer = await fetch(address(note.dataset.note, wanted.themes === null), {
    method: "POST",
    body: body(note, wanted),
    headers: { Accept: "application/json" },
    redirect: "manual",
  }).catch(() => {
    throw new Away(word("Away"));
  });
  const isOurs = answer.headers.get("Content-Type") === "application/json";
  if (answer.status >= 500) throw new Away(word("Away"));
  if (answer.status === 404) return { isSaved: false, error: word("Gone"), ...coding(note) };
  // Signed out, or with the token of an earlier session: not an answer to this coding
  const isKnown = ![401, 403].includes(answer.status);
  if (isOurs && isKnown) return { isSaved: answer.ok, ...(await answer.json()) };
  await renewToken();
  throw new Away("");
}

function settle(note, wanted, { isSaved, error, ...stored }) {
  const isStillWanted = JSON.stringify(draft(note)) === JSON.stringify(wanted);
  const pk = waiting.shift();
  if (!isStillWanted) waiting.push(pk); // it was coded otherwise while this was sent
  if (isStillWanted) keepDraft(note, null);
  if (isStillWanted && !isSaved) keepRefused(note, wanted);
  keepCoding(note, stored);
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
  keepRefused(note, null);
  keepDraft(note, { themes, suggested });
  say(note, "");
  refused.delete(pk);
  if (!waiting.includes(pk)) waiting.push(pk);
  tell();
  send();
}

addEventListener("online", () => {
  failures = 0;
  send();
});
addEventListener("beforeunload", (event) => {
  if (waiting.length || refused.size) event.preventDefault();
});
