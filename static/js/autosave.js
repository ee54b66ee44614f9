// What is typed into a form with [data-autosave] is kept at that address every few
// seconds, so that a closed browser or a lost connection costs a sentence at most.
const form = document.querySelector("[data-autosave]");
const said = form.querySelector("[data-autosave-said]");
const PAUSE = 3000; // milliseconds after the last key
const KEPT = "textarea, input[type=text], [name=seen_texts], [name=csrfmiddlewaretoken]";

let timer = 0;
let isDirty = false;
let isLeaving = false;

function typed() {
  const body = new FormData();
  for (const field of form.querySelectorAll(KEPT)) {
    if (!field.disabled) body.append(field.name, field.value);
  }
  return body;
}

async function keep(isLast = false) {
  clearTimeout(timer);
  if (!isDirty || isLeaving) return;
  isDirty = false;
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body: typed(),
      headers: { Accept: "application/json" },
      keepalive: isLast,
      redirect: "error",
    });
    said.textContent = (await answer.json()).said ?? form.dataset.autosaveFailed;
  } catch {
    isDirty = true; // the next key tries again
    said.textContent = form.dataset.autosaveFailed;
  }
}

form.addEventListener("input", () => {
  isDirty = true;
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
});
form.addEventListener("submit", () => {
  isLeaving = true;
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") keep(true);
});
