// How many entries wait on this device, and how many it sent today.
import { cityDay } from "./device.js";
import * as queue from "./queue.js";
import { isOwn, state, update } from "./state.js";

const WAIT_BEFORE_PURGE = 60_000; // for somebody to undo what was deleted
let timer;

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

// What was deleted and not brought back leaves the device for good, after a minute.
export async function purge() {
  clearTimeout(timer);
  const limit = Date.now() - WAIT_BEFORE_PURGE;
  const deleted = (await queue.all()).filter(({ deletedAt }) => deletedAt);
  for (const { id, deletedAt } of deleted) {
    if (deletedAt <= limit) await queue.change(id, (entry) => (entry.deletedAt ? null : undefined));
  }
  const next = Math.min(...deleted.map(({ deletedAt }) => deletedAt).filter((moment) => moment > limit));
  if (next < Infinity) timer = setTimeout(purge, next - limit);
}

export async function countSent(number) {
  const name = `sent ${state.user} ${cityDay()}`;
  await queue.remember(name, ((await queue.recall(name)) ?? 0) + number);
}
