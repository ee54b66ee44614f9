// The list of what waits on this device: seen by its author alone.
import { copyOf, device, inDigits, language, moment, say, sayNothing, text } from "./device.js";
import { purge } from "./counting.js";
import * as queue from "./queue.js";
import { isOwn, onState, state, whenKnown } from "./state.js";
import { asSent, send } from "./uploader.js";

const MOST_TEXTS = 8;
const LONGEST_NAME = 40; // characters

// Each text by itself, so that its direction is its own.
function told(entry) {
  return (entry.about?.told ?? []).slice(0, MOST_TEXTS).flatMap((words, place) => {
    const text = document.createElement("bdi");
    text.textContent = words;
    return place ? [" · ", text] : [text];
  });
}

function addressOf({ event, guide, newerGuide, kind, id, fields }) {
  const query = new URLSearchParams({ guide: newerGuide || guide, mend: id });
  if (kind === "board") query.set("question", fields?.question?.[0] ?? "");
  return `${device.base}${event}/${kind === "board" ? "board/" : ""}?${query}`;
}

const waitsFor = () => (state.connection === "signed-out" ? "signed-out" : "waiting");

// Buttons that do the same are told apart by the entry they do it to.
function tellApart(row, { made_at: madeAt, about }) {
  const words = [...(about?.told?.[0] ?? "")].slice(0, LONGEST_NAME).join("");
  const name = [madeAt && moment(madeAt), words].filter(Boolean).join(" · ");
  for (const place of row.querySelectorAll("[data-item-name]")) place.textContent = ` (${name})`;
}

function item(entry) {
  const row = copyOf("template[data-waiting-item]").firstElementChild;
  const isRefused = entry.state === "refused";
  row.dataset.entry = entry.id;
  const place = row.querySelector("[data-item-state]");
  place.dataset.state = isRefused ? "refused" : waitsFor();
  place.append(copyOf(`template[data-waiting-state=${place.dataset.state}]`));
  row.querySelector("[data-item-event]").textContent = entry.about?.event || "–";
  row.querySelector("[data-item-time]").textContent = entry.made_at ? moment(entry.made_at) : "–";
  row.querySelector("[data-item-told]").append(...told(entry));
  const reasons = row.querySelector("[data-item-reasons]");
  for (const { text: words } of isRefused ? (entry.messages ?? []) : []) {
    const reason = document.createElement("li");
    reason.textContent = words;
    reasons.append(reason);
  }
  reasons.hidden = reasons.childElementCount === 0;
  row.querySelector("[data-item-open]").href = addressOf(entry);
  tellApart(row, entry);
  row.querySelector("[data-item-delete]").addEventListener("click", () => remove(entry.id));
  return row;
}

function deletedItem(entry) {
  const row = copyOf("template[data-waiting-deleted]").firstElementChild;
  row.dataset.entry = entry.id;
  tellApart(row, entry);
  row.querySelector("[data-item-undo]").addEventListener("click", () => bringBack(entry.id));
  return row;
}

let wanted = null; // the focus goes to what takes the place of the button that was pressed

async function remove(id) {
  wanted = { id, control: "[data-item-undo]" };
  await queue.change(id, (entry) => ({ ...entry, deletedAt: Date.now() }));
  await purge();
}

function bringBack(id) {
  wanted = { id, control: "[data-item-delete]" };
  return queue.change(id, ({ deletedAt, ...entry }) => entry);
}

function focused(list) {
  const control = ["[data-item-open]", "[data-item-delete]", "[data-item-undo]"].find((one) => document.activeElement.matches(one));
  const row = control && list.contains(document.activeElement) && document.activeElement.closest("[data-entry]");
  return row ? { id: row.dataset.entry, control } : null;
}

function number(name, value) {
  const place = document.querySelector(`[data-waiting-${name}]`);
  place.hidden = !value;
  place.querySelector(`[data-waiting-${name}-number]`).textContent = inDigits(value);
}

async function draw() {
  const list = document.querySelector("[data-waiting-list]");
  if (!list) return;
  const entries = (await queue.all()).filter(({ user }) => user === state.user);
  entries.sort((a, b) => (a.state === "refused" ? 0 : 1) - (b.state === "refused" ? 0 : 1) || (b.made_at ?? "").localeCompare(a.made_at ?? ""));
  const { id, control } = wanted ?? focused(list) ?? {};
  list.replaceChildren(...entries.map((entry) => (entry.deletedAt ? deletedItem(entry) : item(entry))));
  const target = id && list.querySelector(`[data-entry="${id}"] ${control}`);
  target?.focus();
  if (target) wanted = null;
  const own = entries.filter(isOwn);
  document.querySelector("[data-waiting-actions]").hidden = own.length === 0;
  document.querySelector("[data-waiting-empty]").hidden = entries.length > 0;
  number("sent", state.sentToday);
  number("others", state.others);
}

// The file can be handed in at the desk, or kept until the device has a connection.
async function saveAsFile() {
  const entries = (await queue.all()).filter(isOwn).map(asSent);
  const content = JSON.stringify({ format: 1, saved_at: new Date().toISOString(), entries }, null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  link.download = `conversations-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

async function askAgain(isAsked = () => true) {
  for (const { id } of (await queue.all()).filter(isOwn).filter(isAsked)) {
    await queue.change(id, (entry) => (entry.state === "refused" ? { ...entry, state: "waiting" } : undefined));
  }
  await send();
}

// The portal gives its reasons in the language of the page that asks.
const isInAnother = ({ state: one, saidIn }) => one === "refused" && saidIn !== language;

async function sendNow() {
  sayNothing();
  await askAgain();
  if (state.connection !== "online") say("warn", text(state.connection));
}

export async function setUpWaiting() {
  await purge();
  document.querySelector("[data-waiting-send]").addEventListener("click", sendNow);
  document.querySelector("[data-waiting-export]").addEventListener("click", saveAsFile);
  await whenKnown();
  if (state.connection === "online") askAgain(isInAnother);
  let isDrawing = false;
  onState(async () => {
    if (isDrawing) return;
    isDrawing = true;
    await draw();
    isDrawing = false;
  });
}
