// The conversation log with a script: one question a step, answers within the thumb's
// reach. Without it the same form is one page, and Save is always in sight.

function setUpStepper(row) {
  const input = row.querySelector("input");
  const persian = "۰۱۲۳۴۵۶۷۸۹";
  const arabic = "٠١٢٣٤٥٦٧٨٩";
  const inPersian = document.documentElement.lang === "fa";
  const read = () => {
    const plain = [...input.value]
      .map((sign) => {
        const place = Math.max(persian.indexOf(sign), arabic.indexOf(sign));
        return place < 0 ? sign : String(place);
      })
      .join("");
    return Number.parseInt(plain, 10) || 0;
  };
  const write = (people) => {
    const plain = String(Math.max(1, people));
    input.value = inPersian ? plain.replace(/\d/g, (digit) => persian[digit]) : plain;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const button of row.querySelectorAll("[data-step-by]")) {
    button.hidden = false;
    button.addEventListener("click", () => write(read() + Number(button.dataset.stepBy)));
  }
}

function setUpSteps(form) {
  const steps = [...form.querySelectorAll("[data-step]")];
  const back = form.querySelector("[data-log-back]");
  const next = form.querySelector("[data-log-next]");
  const place = form.querySelector("[data-log-place]");
  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  let current = 0;

  const show = (number, focuses) => {
    current = Math.min(Math.max(number, 0), steps.length - 1);
    steps.forEach((step, index) => {
      step.hidden = index !== current;
    });
    back.disabled = current === 0;
    next.disabled = current === steps.length - 1;
    place.textContent = `${numbers.format(current + 1)} / ${numbers.format(steps.length)}`;
    if (!focuses) return;
    const target = steps[current].querySelector("fieldset, input, select, textarea, section");
    target.focus({ preventScroll: true });
    steps[current].scrollIntoView({ block: "nearest" });
  };

  back.addEventListener("click", () => show(current - 1, true));
  next.addEventListener("click", () => show(current + 1, true));
  form.querySelector("[data-log-change]").addEventListener("click", () => {
    show(steps.findIndex((step) => "setting" in step.dataset), true);
  });
  // A tap on the only possible answer is the way on; arrow keys only choose.
  form.addEventListener("click", (event) => {
    const isTap = event.detail > 0 && event.target.matches("[data-one-answer] input");
    if (isTap && event.target.value !== "other") show(current + 1, true);
  });
  // A text that must not be saved as it is: its step comes back
  form.addEventListener("reveal", ({ target }) => {
    show(steps.findIndex((step) => step.contains(target)), false);
  });
  form.dataset.stepped = "";
  back.hidden = next.hidden = false;
  show(0, false);
}

function setUpSetting(form) {
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

function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent === "yes") event.preventDefault();
    form.dataset.sent = "yes";
  });
  // Coming back to the page must not leave it unable to send.
  addEventListener("pageshow", () => delete form.dataset.sent);
}

document.querySelector("[data-error-summary]")?.focus();
document.querySelectorAll("[data-stepper]").forEach(setUpStepper);
document.querySelectorAll("form.log-form").forEach(sendOnce);
for (const form of document.querySelectorAll("form[data-log]")) {
  // With errors the whole form stays in view, as they may be anywhere in it.
  if ("hasErrors" in form.dataset) continue;
  setUpSetting(form);
  setUpSteps(form);
}
