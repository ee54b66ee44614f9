// The conversation log. On a device that can, entries are kept and sent from there;
// elsewhere, and without a script, the forms are sent to the server as they are. What
// the first step needs is imported here, the rest once that stands.
import { setUpConversation } from "./log/conversation.js";
import { device, drawn, isSupported } from "./log/device.js";
import { state } from "./log/state.js";
import { setUpStatus } from "./log/status.js";
import { sendOnce, setUpSetting, setUpStepper, setUpSteps } from "./log/steps.js";
import { isKept, show } from "./log/views.js";

const place = document.querySelector("[data-kept-log]"); // on the kept page
const theForm = () => document.querySelector("form[data-log]");

function setUpPlainly(form) {
  sendOnce(form);
  // With errors the whole form stays in view, as they may be anywhere in it.
  if (form.dataset.log !== "conversation" || "hasErrors" in form.dataset) return;
  setUpSetting(form);
  setUpSteps(form).show(0);
}

async function setUp() {
  document.querySelector("[data-error-summary]")?.focus();
  document.querySelectorAll("[data-stepper]").forEach(setUpStepper);
  for (const form of document.querySelectorAll("form.log-form")) {
    if (!isSupported || !form.dataset.log) setUpPlainly(form);
    else if (form.dataset.log === "board") await (await import("./log/board.js")).setUpBoard(form);
    else await setUpConversation(form);
  }
  if (isSupported && document.querySelector("[data-waiting-list]")) await (await import("./log/waiting.js")).setUpWaiting();
}

const other = (language) => location.pathname.replace(/^\/[a-z]{2}\//, `/${language}/`) + location.search;

// The languages lead to this page in another one; what is typed goes along as a draft.
function setUpLanguages() {
  for (const link of document.querySelectorAll(".languages a[hreflang]")) link.href = other(link.hreflang);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[name=in_language]");
    if (!button || !theForm()) return;
    event.preventDefault();
    location.assign(other(button.value));
  });
}

// Notes by what people do themselves whether a form may be replaced by a newer one.
function noteTouches({ target, isTrusted }) {
  const form = target.closest?.("form[data-log]");
  if (form && isTrusted) form.dataset.touched = "yes";
}

// With a connection: what only the server knows, and what this device keeps.
async function freshen({ keep, keptDocument }, { refreshOwn, showFromServer }) {
  if (state.connection !== "online") return;
  const isNew = await keep();
  if (!place) return;
  if (isNew && !theForm()?.dataset.touched && show(place, await keptDocument())) await setUp();
  if (theForm()) await refreshOwn();
  else if (isKept() && !document.querySelector("[data-waiting-list]") && (await showFromServer(place))) await setUp();
}

async function startOnDevice() {
  const isShown = !place || show(place, document);
  document.addEventListener("input", noteTouches);
  setUpLanguages();
  setUpStatus();
  const whole = isShown ? setUp() : null; // some of it waits for what follows
  await drawn(); // before the rest is fetched
  const [{ start }, { purge }, kept, fresh] = await Promise.all([
    import("./log/uploader.js"),
    import("./log/counting.js"),
    import("./log/kept.js"),
    import("./log/fresh.js"),
  ]);
  const started = start();
  await whole;
  if (!isShown && (await fresh.showFromServer(place))) await setUp();
  document.addEventListener("log:sent", async () => {
    const kept = document.querySelector("[data-log-said] [data-kept]");
    if (kept) (await import("./log/saving.js")).sayStored(kept.dataset.kept);
    fresh.refreshOwn().catch(() => {}); // of no importance
  });
  document.addEventListener("log:outdated", () => kept.keep().catch(() => {})); // next time
  await purge();
  await kept.registerWorker();
  await started;
  await freshen(kept, fresh).catch(() => {}); // next time
}

if (isSupported) await startOnDevice();
else if (device) await setUp();
