// What only the server knows, added to the kept page when there is a connection.
import { announce, say, text } from "./device.js";
import { fetchPage } from "./server.js";

const read = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");

// Takes the whole page from the server, for what is not kept.
export async function showFromServer(place) {
  try {
    const page = await read(await fetchPage(location.href));
    place.replaceChildren(...page.querySelector("main").childNodes);
    document.title = page.title;
    return true;
  } catch {
    if (!place.querySelector("[data-log-said]")) {
      const said = document.createElement("div");
      said.dataset.logSaid = "";
      place.append(said);
    }
    say("warn", text("not-here"));
    return false;
  }
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
