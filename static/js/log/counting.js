// How many entries wait on this device, and how many it sent today.
import { cityDay } from "./device.js";
import * as queue from "./queue.js";
import { isOwn, state, update } from "./state.js";

const WAIT_BEFORE_PURGE = 60_000; // for somebody to undo what was deleted

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
