// The kept page: the part of it that the address asks for is put in place, with the
// event it is about.
import { cityDay, device, drawn } from "./device.js";

const HERE = /^(?:kept\/|(?<waiting>waiting\/)|(?<event>\d+)\/(?<board>board\/)?)?$/;

const template = (page, selector) => page.querySelector(`template[data-kept=${selector}`);

function route() {
  const here = HERE.exec(location.pathname.slice(device.base.length));
  if (!here) return { name: null };
  const { waiting, event, board } = here.groups;
  if (waiting) return { name: "waiting" };
  return event ? { name: board ? "board" : "talk", event } : { name: "list" };
}

// The parts for the guide that was chosen, or else for the one opened last.
function ofGuide(page, name) {
  const parts = [...page.querySelectorAll(`template[data-kept=${name}]`)];
  const guide = new URLSearchParams(location.search).get("guide");
  const chosen = parts.filter(({ dataset }) => dataset.guide === guide);
  return chosen.length ? chosen : parts.filter(({ dataset }) => dataset.guide === parts[0]?.dataset.guide);
}

// As on the server: the question that was chosen, or else the only one with a free
// answer, or else none, so that one is chosen first.
function boardPart(parts) {
  const question = new URLSearchParams(location.search).get("question");
  const free = parts.filter(({ dataset }) => "free" in dataset);
  return parts.find(({ dataset }) => dataset.question === question) ?? (free.length === 1 ? free[0] : null);
}

function viewOf(page, { name, event }) {
  const view = document.createElement("div");
  const parts = event ? ofGuide(page, name) : [template(page, `${name}]`)];
  const part = (name === "board" && boardPart(parts)) || parts[0];
  if (!part) return null;
  view.append(part.content.cloneNode(true));
  view.title = part.dataset.title ?? "";
  if (name === "board" && !boardPart(parts)) {
    view.querySelector("form[data-log]")?.remove();
    view.querySelector(".board-questions [aria-current]")?.removeAttribute("aria-current");
  }
  return view;
}

function sortEvents(view) {
  const today = cityDay();
  const [todays, earlier] = ["today", "earlier"].map((name) => view.querySelector(`[data-kept-${name}]`));
  for (const row of view.querySelectorAll("li[data-from]")) {
    const { from, to } = row.dataset;
    if (from > today) row.remove();
    else if (to >= today) {
      row.dataset.today = "";
      todays.prepend(row);
    } else earlier.append(row);
  }
  view.querySelector("[data-kept-none-today]").hidden = todays.childElementCount > 0;
  if (earlier.childElementCount === 0) earlier.closest("section").hidden = true;
}

// The form is drawn before: on a slow phone the first day reckoned takes its time.
async function tellToCome(notice, from) {
  await drawn();
  if (notice) notice.hidden = from <= cityDay();
}

function putEventIn(view, page, id) {
  const part = template(page, `event][data-event="${id}"]`);
  const form = view.querySelector("form[data-log]");
  if (form) form.dataset.event = id;
  for (const link of view.querySelectorAll("[data-kept-path]")) {
    link.href = `${device.base}${id}/${link.dataset.keptPath}`;
  }
  if (!part) return;
  const copy = part.content.cloneNode(true);
  view.querySelector("[data-kept-event]")?.replaceWith(copy.querySelector(".log-head__event"));
  const branch = copy.querySelector("[data-log-branch]");
  if (form) {
    form.dataset.eventName = part.dataset.name;
    form.querySelector("[data-log-branch]").replaceWith(branch);
  }
  tellToCome(view.querySelector("[data-kept-to-come]"), part.dataset.from);
}

// Whether a page of this address can be kept at all.
export const isKept = () => route().name !== null;

// Puts the part for this address into `place`; returns false if it is not kept.
export function show(place, page) {
  const { name, event } = route();
  if (!name) return false;
  const isKnown = !event || template(page, `event][data-event="${event}"]`);
  const view = isKnown || location.search.includes("mend=") ? viewOf(page, { name, event }) : null;
  if (!view) return false;
  if (event) putEventIn(view, page, event);
  if (name === "list") sortEvents(view);
  document.querySelector("[data-kept-desk]")?.toggleAttribute("hidden", name !== "list");
  document.querySelector(".log-top__back")?.toggleAttribute("hidden", name === "list");
  place.replaceChildren(...view.childNodes);
  document.title = document.title.replace(/^.*?(?= · [^·]*$)/, view.title || "$&");
  return true;
}
