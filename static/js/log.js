// The conversation log. On a device that can, entries are kept and sent from there;
// elsewhere, and without a script, the forms are sent to the server as they are.
import { setUpBoard } from "./log/board.js";
import { setUpConversation } from "./log/conversation.js";
import { device, isSupported, say, text } from "./log/device.js";
import { keep, keptDocument, registerWorker } from "./log/kept.js";
import { purge, state } from "./log/state.js";
import { setUpStatus } from "./log/status.js";
import { sendOnce, setUpSetting, setUpStepper, setUpSteps } from "./log/steps.js";
import { start } from "./log/uploader.js";
import { refreshOwn, show, showFromServer } from "./log/views.js";
import { setUpWaiting } from "./log/waiting.js";

const place = document.querySelector("[data-kept-log]"); // on the kept page

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
    else if (form.dataset.log === "board") await setUpBoard(form);
    else await setUpConversation(form);
  }
  if (isSupported && document.querySelector("[data-waiting-list]")) await setUpWaiting();
}

const other = (language) => location.pathname.replace(/^\/[a-z]{2}\//, `/${language}/`) + location.search;

// The languages lead to this page in another one; what is typed goes along as a draft.
function setUpLanguages() {
  for (const link of document.querySelectorAll(".languages a[hreflang]")) link.href = other(link.hreflang);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[name=in_language]");
    if (!button || !document.querySelector("form[data-log]")) return;
    event.preventDefault();
    location.assign(other(button.value));
  });
}

const isUntouched = () => !document.querySelector("form[data-log]")?.dataset.touched;

// With a connection: what only the server knows, and what this device keeps.
async function freshen() {
  if (state.connection !== "online") return;
  const isNew = await keep();
  if (!place || !isUntouched()) return;
  if (isNew && show(place, await keptDocument())) await setUp();
  if (document.querySelector("form[data-log]")) await refreshOwn();
  else if (!document.querySelector("[data-waiting-list]") && (await showFromServer(place))) await setUp();
}

async function startOnDevice() {
  if (place && !show(place, document)) await showFromServer(place);
  setUpLanguages();
  setUpStatus();
  const started = start();
  await setUp();
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-log]");
    if (form && event.isTrusted) form.dataset.touched = "yes";
  });
  document.addEventListener("log:sent", () => {
    if (document.querySelector("[data-log-said] [data-kept]")) say("good", text("stored"));
    refreshOwn().catch(() => {}); // of no importance
  });
  document.addEventListener("log:outdated", () => keep().catch(() => {})); // next time
  await purge();
  await registerWorker();
  await started;
  await freshen();
}

if (isSupported) await startOnDevice();
else if (device) await setUp();
