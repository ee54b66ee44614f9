// What only the server knows, added to the kept page when there is a connection.
import { say, text } from "./device.js";
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

// What was logged here before stands on the server only.
export async function refreshOwn() {
  const page = await read(await fetchPage(location.href));
  const fresh = page.querySelector(".own-entries");
  const place = document.querySelector("[data-kept-own], .own-entries");
  if (fresh && place) place.replaceWith(fresh);
}
