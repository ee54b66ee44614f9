// What is known at this moment of the connection, the person and the queue; the pages
// show it and are called whenever it changes.
import { cityDay, device } from "./device.js";
import * as queue from "./queue.js";

const WAIT_BEFORE_PURGE = 60_000; // for somebody to undo what was deleted
const listeners = new Set();

export const state = {
  connection: navigator.onLine ? "checking" : "offline", // online, trouble, signed-out, no-role
  user: device ? Number(device.user) : 0,
  isSending: false,
  waiting: 0,
  refused: 0,
  others: 0,
  sentToday: 0,
};

export const isOwn = (entry) => entry.user === state.user && !entry.deletedAt;
export const isSendable = (entry) => isOwn(entry) && entry.state !== "refused";

export function onState(listener) {
  listeners.add(listener);
  listener();
}

export function update(changes) {
  Object.assign(state, changes);
  for (const listener of listeners) listener();
}

// Resolves once it is clear who is signed in, or that nobody can be asked: until then
// nothing that somebody wrote is shown.
export function whenKnown() {
  return new Promise((resolve) => {
    const look = () => {
      if (state.connection === "checking") return;
      listeners.delete(look);
      resolve();
    };
    onState(look);
  });
}

export async function count() {
  const entries = await queue.all();
  const own = entries.filter(isOwn);
  const refused = own.filter(({ state: one }) => one === "refused").length;
  update({
    waiting: own.length - refused,
    refused,
    others: entries.filter(({ user }) => user !== state.user).length,
    sentToday: (await queue.recall(`sent ${state.user} ${cityDay()}`)) ?? 0,
  });
  return entries;
}

// What was deleted and not brought back leaves the device for good.
export async function purge() {
  const limit = Date.now() - WAIT_BEFORE_PURGE;
  for (const { id, deletedAt } of await queue.all()) {
    if (deletedAt && deletedAt < limit) {
      await queue.change(id, (entry) => (entry.deletedAt ? null : undefined));
    }
  }
}

export async function countSent(number) {
  const name = `sent ${state.user} ${cityDay()}`;
  await queue.remember(name, ((await queue.recall(name)) ?? 0) + number);
}
