// What only the server knows, added to the kept page when there is a connection.
import { announce, device, say, sleep, text } from "./device.js";
import { fetchPage } from "./server.js";
import { onState, state } from "./state.js";
import { isKept } from "./views.js";

const A_MOMENT = 1_000;

const read = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");

// Opened by its own address, the kept page is the list.
const listOr = (address) => (location.pathname === device.kept ? device.base : address);

// Takes the whole page from the server, for what is not kept.
export async function showFromServer(place) {
  if (!isKept()) return waitForConnection(place);
  try {
    const page = await read(await fetchPage(listOr(location.href)));
    place.replaceChildren(...page.querySelector("main").childNodes);
    document.title = page.title;
    return true;
  } catch {
    sayIn(place, "not-here");
    return false;
  }
}

function sayIn(place, name) {
  if (!place.querySelector("[data-log-said]")) {
    const said = document.createElement("div");
    said.dataset.logSaid = "";
    place.append(said);
  }
  say("warn", text(name));
}

// The worker gave the kept page in place of one that is the server's alone.
function waitForConnection(place) {
  sayIn(place, "needs-connection");
  onState(async () => {
    if (state.connection !== "online") return;
    await sleep(A_MOMENT); // never in a tight circle
    location.replace(location.href);
  });
  return false;
}

// What the server says of a correction that led here, with its way back: once.
function takeNotices(page) {
  const told = [...page.querySelectorAll("[data-log-said] > *, [data-log-undo]")];
  if (told.length === 0) return;
  document.querySelector("[data-log-said]").replaceChildren(...told);
  announce(told[0].textContent.trim());
  const address = new URL(location.href);
  address.searchParams.delete("taken_back");
  history.replaceState(null, "", address);
}

// What was logged here before stands on the server only.
export async function refreshOwn() {
  const page = await read(await fetchPage(location.href));
  const fresh = page.querySelector(".own-entries");
  const place = document.querySelector("[data-kept-own], .own-entries");
  if (place && fresh) place.replaceWith(fresh);
  else place?.replaceChildren();
  takeNotices(page);
}
