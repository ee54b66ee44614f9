// A survey's page with a script: what is typed is kept in this tab until the server has
// confirmed it, a second press of "send" is harmless, and without a connection nothing is
// sent. sessionStorage ends with the tab, so that the next person at a shared computer
// finds nothing; a device that people hand on keeps nothing at all.
const PREFIX = "portal.survey:";
const LIFETIME = 24 * 60 * 60 * 1000; // as long as the token of a form
const form = document.querySelector("form[data-survey]");
const done = document.querySelector("[data-survey-done]");

function offerPrinting() {
  const button = document.querySelector("[data-print]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => print());
}

function kept() {
  try {
    return Object.keys(sessionStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => ({ key, ...JSON.parse(sessionStorage.getItem(key)) }));
  } catch {
    return []; // a browser that keeps nothing
  }
}

function forget(isOver) {
  for (const record of kept().filter(isOver)) sessionStorage.removeItem(record.key);
}

function keepAnswers(form) {
  const { submission, token } = form.elements;
  const path = new URL(form.action).pathname;
  const key = PREFIX + path.replace(/^\/[a-z]{2}\//, "/"); // the same in all languages
  const controls = () =>
    [...form.querySelectorAll("input, select, textarea")].filter(({ name }) => name.startsWith("q-"));
  const isTicked = ({ type }) => type === "radio" || type === "checkbox";
  const state = () =>
    controls().map((one) => [one.name, one.value, isTicked(one) ? one.checked : null]);

  function save(isSent) {
    const record = {
      survey: form.dataset.survey,
      submission: submission.value,
      token: token.value,
      page: location.pathname,
      at: Date.now(),
      isSent,
      fields: state(),
    };
    try {
      sessionStorage.setItem(key, JSON.stringify(record));
    } catch {
      // full, or not allowed: the page itself still holds everything
    }
  }

  function restore(record) {
    const before = JSON.stringify(state());
    for (const [name, value, checked] of record.fields) {
      const found = controls().filter((one) => one.name === name);
      if (checked === null) {
        for (const one of found.slice(0, 1)) one.value = value;
      } else {
        for (const one of found.filter((one) => one.value === value)) one.checked = checked;
      }
    }
    // Sent again under its own name, what has arrived already counts once
    submission.value = record.submission;
    token.value = record.token;
    if (JSON.stringify(state()) !== before) tell();
  }

  function tell() {
    show("restored");
    form.querySelector("[data-start-anew]").addEventListener("click", () => {
      sessionStorage.removeItem(key);
      location.replace(location.pathname);
    });
  }

  function isConfirmed(record) {
    const cameFrom = document.referrer && new URL(document.referrer).pathname;
    const [{ type }] = performance.getEntriesByType("navigation");
    const isLeft = record.isSent && record.key !== key && type !== "back_forward";
    return isLeft && record.submission === submission.value && record.page === cameFrom;
  }

  forget((record) => isConfirmed(record) || Date.now() - record.at > LIFETIME);
  const own = kept().find((record) => record.key === key);
  if ("returned" in form.dataset) {
    save(false); // what came back is what was sent last
  } else if (own) {
    restore(own);
  }
  form.addEventListener("input", () => save(false));
  form.addEventListener("change", () => save(false));
  form.addEventListener("submit", (event) => event.defaultPrevented || save(true));
}

function show(name) {
  const [place] = form.querySelectorAll(`[data-${name === "restored" ? name : "offline"}-status]`);
  place.replaceChildren(form.querySelector(`template[data-${name}]`).content.cloneNode(true));
  if (name === "offline") place.scrollIntoView({ block: "nearest" });
}

function sendOnce(form) {
  let sentAt = 0;
  let isWaiting = false;
  form.addEventListener("submit", (event) => {
    const now = Date.now();
    isWaiting = !navigator.onLine;
    if (isWaiting) show("offline");
    if (isWaiting || now - sentAt < 4000) {
      event.preventDefault();
    } else {
      sentAt = now;
    }
  });
  addEventListener("pageshow", () => {
    sentAt = 0;
  });
  addEventListener("online", () => {
    if (isWaiting) show("online");
  });
}

if (form) {
  sendOnce(form); // first, so that what is held back does not count as sent
  if ("sharedDevice" in form.dataset) forget(() => true);
  else keepAnswers(form);
}
if (done) forget((record) => record.survey === done.dataset.surveyDone);
document.querySelector("[data-error-summary]")?.focus();

// What keeps answers apart is fetched when somebody is about to answer, so that the
// first visit stays small.
for (const approach of ["pointerover", "focusin"]) {
  form?.addEventListener(approach, () => import("./choices.js"), { once: true });
}
offerPrinting();
