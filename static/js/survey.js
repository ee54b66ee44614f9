// A second press of "send" before the answer came would only waste a slow connection;
// the server stores a submission once in any case.
const form = document.querySelector("form[data-survey]");
let sentAt = 0;

form?.addEventListener("submit", (event) => {
  const now = Date.now();
  if (now - sentAt < 4000) {
    event.preventDefault();
  }
  sentAt = now;
});

addEventListener("pageshow", () => {
  sentAt = 0;
});

document.querySelector("[data-error-summary]")?.focus();
