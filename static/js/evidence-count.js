// Counts what is chosen as evidence while it is being chosen. Without it there is a
// button that does the same.

const form = document.querySelector("form[data-count]");
const place = form?.querySelector("[data-chosen]");
let asked = 0;

function conditions() {
  const chosen = new FormData(form);
  chosen.delete("csrfmiddlewaretoken");
  return new URLSearchParams(chosen);
}

async function count() {
  const mine = ++asked;
  const answer = await fetch(`${form.dataset.count}?${conditions()}`);
  if (answer.ok && mine === asked) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...page.body.childNodes);
  }
}

function isChosen() {
  const selects = [...form.querySelectorAll("select")];
  return selects.some((select) => select.selectedOptions[0]?.value && !select.selectedOptions[0].defaultSelected);
}

form?.addEventListener("change", () => count().catch(() => {}));
form?.addEventListener("submit", (event) => {
  if (event.submitter?.name !== "count") return;
  event.preventDefault();
  count()
    .then(() => place.focus())
    .catch(() => {});
});
// What was chosen before this script ran
if (form && isChosen()) count().catch(() => {});
