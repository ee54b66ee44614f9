// A shared device. What somebody typed stays on the screen until it has arrived, and no
// longer than somebody is there. Pages take each other's place, so that the browser's
// "back" finds none of them. The server decides nothing by what happens here.
const { kioskStart: start, kioskClear: clear, kioskIdle, kioskWarning } = document.body.dataset;
const idle = Number(kioskIdle) * 1000;
const warning = Number(kioskWarning) * 1000;
const dialog = document.querySelector("[data-kiosk-dialog]");
const sentences = document.querySelectorAll("[data-kiosk-seconds] li");
const status = document.querySelector("[data-kiosk-status]");
const PATIENCE = 20_000; // for one request
const TRY_AGAIN = 5_000;

let touchedAt = Date.now();
let isOver = false;
let isSending = false;

function say(name) {
  const found = name && document.querySelector(`template[data-kiosk-${name}]`);
  status.replaceChildren(...(found ? [found.content.cloneNode(true)] : []));
}

const ask = (address, options) =>
  fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...options });

async function goTo(address) {
  const response = await ask(address, { method: "HEAD" });
  if (!response.ok) throw new Error(response.status);
  location.replace(address);
}

// Idle

function stay() {
  touchedAt = Date.now();
  if (dialog?.open) dialog.close();
}

async function startOver() {
  if (isOver) return;
  isOver = true;
  const proof = document.querySelector("form[data-kiosk-clear]");
  const left = proof && new URLSearchParams(new FormData(proof));
  document.querySelector("main").replaceChildren(); // at once, connected or not
  document.querySelector(".kiosk-header")?.remove();
  if (dialog?.open) dialog.close();
  say("clearing");
  for (;;) {
    try {
      if (left) await ask(clear, { method: "POST", body: left });
      await goTo(start);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN));
    }
  }
}

function tick() {
  const rest = idle - (Date.now() - touchedAt);
  if (rest <= 0) {
    startOver();
  } else if (rest <= warning) {
    const words = sentences[Math.ceil(rest / 1000) - 1]?.textContent ?? "";
    for (const place of document.querySelectorAll("[data-kiosk-countdown]")) place.textContent = words;
    if (dialog && !dialog.open && !isOver) dialog.showModal();
  }
}

if (idle) {
  setInterval(tick, 1000);
  for (const event of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
    addEventListener(event, ({ target }) => target.closest?.("[data-kiosk-over]") || stay(), { passive: true });
  }
  for (const button of document.querySelectorAll("[data-kiosk-stay]")) {
    button.hidden = false;
    button.addEventListener("click", stay);
  }
  document.querySelector("[data-kiosk-over]")?.addEventListener("click", startOver);
}

// Going on

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-kiosk-go]");
  if (!link) return;
  event.preventDefault();
  say("");
  await goTo(link.href).catch(() => say("failed"));
});

async function send(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  const response = await ask(form.action, { method: "POST", body });
  if (response.redirected) {
    location.replace(response.url);
    return;
  }
  if (response.status >= 500) throw new Error(response.status);
  // The page comes again, with what is wrong: by sending once more, which counts once
  if (submitter?.name) {
    const { name, value } = submitter;
    const chosen = document.createElement("input");
    form.append(Object.assign(chosen, { type: "hidden", name, value }));
  }
  HTMLFormElement.prototype.submit.call(form);
}

// After the listeners of the form itself, which hold a second press back
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || isOver) return;
  if (form.matches("[data-kiosk-clear]")) {
    event.preventDefault();
    startOver();
  }
  if (!form.matches("[data-survey]")) return;
  event.preventDefault();
  if (isSending) return;
  isSending = true;
  say("");
  await send(form, event.submitter).catch(() => {
    say("failed");
    dispatchEvent(new Event("pageshow")); // the button may be pressed again at once
  });
  isSending = false;
});

addEventListener("pageshow", ({ persisted }) => {
  if (persisted) startOver(); // a page of somebody else, kept by the browser
});
