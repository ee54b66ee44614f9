// The form of a talk with a script: one question a step, answers within the thumb's
// reach. Without it the same form is one page, and Save is always in sight.
import { PERSIAN, inDigits } from "./device.js";

const ARABIC = "٠١٢٣٤٥٦٧٨٩";

export const latinDigits = (typed) =>
  [...typed]
    .map((sign) => {
      const place = Math.max(PERSIAN.indexOf(sign), ARABIC.indexOf(sign));
      return place < 0 ? sign : String(place);
    })
    .join("");

export function setUpStepper(row) {
  const input = row.querySelector("input");
  const write = (people) => {
    input.value = inDigits(Math.max(1, people));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const button of row.querySelectorAll("[data-step-by]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const people = Number.parseInt(latinDigits(input.value), 10) || 0;
      write(people + Number(button.dataset.stepBy));
    });
  }
}

// Returns `show`, which goes to a step, and `showAll` for a form with errors: they may
// be anywhere in it.
export function setUpSteps(form) {
  const steps = [...form.querySelectorAll("[data-step]")];
  const back = form.querySelector("[data-log-back]");
  const next = form.querySelector("[data-log-next]");
  const place = form.querySelector("[data-log-place]");
  let current = 0;

  const show = (number, focuses = false) => {
    current = Math.min(Math.max(number, 0), steps.length - 1);
    form.dataset.stepped = "";
    back.hidden = next.hidden = false;
    steps.forEach((step, index) => {
      step.hidden = index !== current;
    });
    back.disabled = current === 0;
    next.disabled = current === steps.length - 1;
    place.textContent = `${inDigits(current + 1)} / ${inDigits(steps.length)}`;
    if (!focuses) return;
    const target = steps[current].querySelector("fieldset, input, select, textarea, section");
    target.focus({ preventScroll: true });
    steps[current].scrollIntoView({ block: "nearest" });
  };
  const showAll = () => {
    delete form.dataset.stepped;
    back.hidden = next.hidden = true;
    for (const step of steps) step.hidden = false;
    place.textContent = "";
  };

  back.addEventListener("click", () => show(current - 1, true));
  next.addEventListener("click", () => show(current + 1, true));
  form.querySelector("[data-log-change]").addEventListener("click", () => {
    if ("stepped" in form.dataset) show(steps.findIndex((step) => "setting" in step.dataset), true);
  });
  // A tap on the only possible answer is the way on; arrow keys only choose.
  form.addEventListener("click", (event) => {
    const isTap = event.detail > 0 && event.target.matches("[data-one-answer] input");
    if (isTap && event.target.value !== "other" && "stepped" in form.dataset) show(current + 1, true);
  });
  // A text that must not be saved as it is: its step comes back.
  form.addEventListener("reveal", ({ target }) => {
    if ("stepped" in form.dataset) show(steps.findIndex((step) => step.contains(target)));
  });
  return { show, showAll };
}

export function setUpSetting(form) {
  const tell = () => {
    const language = form.querySelector("[name=language]:checked");
    const words = language ? language.closest("label").textContent.trim() : "–";
    form.querySelector("[data-log-language]").textContent = words;
    const people = form.elements.namedItem("people").value;
    form.querySelector("[data-log-people]").textContent = people || "–";
  };
  form.addEventListener("input", tell);
  form.querySelector("[data-log-setting]").hidden = false;
  tell();
}

export function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent === "yes") event.preventDefault();
    form.dataset.sent = "yes";
  });
  // Coming back to the page must not leave it unable to send.
  addEventListener("pageshow", () => delete form.dataset.sent);
}
