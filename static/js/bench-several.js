// One theme for several answers: the bar shows once some are chosen.
import { numbers, word } from "./bench-notes.js";

const root = document.querySelector("[data-bench]");
const form = root.querySelector("[data-several]");
const number = form.querySelector("[data-several-number]");
const boxes = () => [...root.querySelectorAll("[name=answers]")];

function tell() {
  const chosen = boxes().filter((box) => box.checked).length;
  form.toggleAttribute("data-has-chosen", chosen > 0);
  number.textContent = word("Chosen", { n: numbers.format(chosen) });
}

function complain(text) {
  const place = form.querySelector("[data-several-trouble]");
  place.textContent = text;
  place.hidden = !text;
}

async function give() {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (answer.headers.get("Content-Type") !== "application/json") throw new Error("another page");
  return answer.json();
}

// ``chosen`` is called when some are, ``given`` with how the answers are coded then, and
// what to say of it.
export function setUpSeveral({ chosen, given }) {
  root.querySelector("[data-notes]").addEventListener("change", () => {
    tell();
    chosen();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const { answers, told, error } = await give();
      complain(error ?? "");
      if (error) return;
      for (const box of boxes()) box.checked = false;
      tell();
      given(answers, told);
    } catch {
      form.submit(); // as a page of its own, which says what is wrong
    }
  });
  tell();
}
