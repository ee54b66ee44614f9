// What is known at this moment of the connection, the person and the queue; the pages
// show it and are called whenever it changes.
import { device } from "./device.js";

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
