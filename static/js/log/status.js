// The strip above every page of the log: whether there is a connection, in words, and
// how many entries wait on this device.
import { announce, inDigits, text, word } from "./device.js";
import { onState, state } from "./state.js";

const isWorthSaying = ["offline", "signed-out", "no-role", "trouble"];

function waiting() {
  const parts = [];
  if (state.refused) parts.push(`${text("to-mend")} ${inDigits(state.refused)}`);
  if (state.waiting || !state.refused) {
    parts.push(state.waiting ? `${text("waiting")} ${inDigits(state.waiting)}` : text("nothing-waits"));
  }
  return parts.join(" · ");
}

export function setUpStatus() {
  let isTold = false; // that something is amiss
  onState(() => {
    const connection = state.isSending && state.waiting ? "sending" : state.connection;
    for (const strip of document.querySelectorAll("[data-log-status]")) {
      strip.hidden = false;
      strip.dataset.state = state.refused ? "to-mend" : connection;
      const place = strip.querySelector("[data-log-connection]");
      if (place.dataset.shown !== connection) place.replaceChildren(word(connection));
      place.dataset.shown = connection;
      strip.querySelector("[data-log-waiting]").textContent = waiting();
    }
    // Where to come back to after signing in
    for (const link of document.querySelectorAll("[data-log-connection] a")) {
      link.search = `?next=${encodeURIComponent(location.pathname + location.search)}`;
    }
    const words = `${text(connection)}. ${waiting()}`;
    const isAmiss = isWorthSaying.includes(connection);
    if (isAmiss || (isTold && connection === "online")) announce(words);
    if (isAmiss || connection === "online") isTold = isAmiss;
  });
}
