// Choosing themes by a few letters: Enter chooses the first theme that is found, and
// again takes it back; Ctrl+Enter saves from anywhere. Works without it by Tab and Space.
const picker = document.querySelector("[data-theme-picker]");
const form = picker.closest("form");
const box = picker.querySelector("[data-theme-search]");
const search = box.querySelector("input");
const status = box.querySelector("[data-theme-found]");
const choices = [...picker.querySelectorAll("[data-theme-choice]")];

const SAME = { đ: "d", ł: "l", ø: "o", ي: "ی", ى: "ی", ك: "ک" };

// As the server folds: no marks, no case, Persian letters for Arabic ones; and no spaces,
// since half-spaces are often typed as such.
function fold(text) {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}\u200c\u200d\u0640\s]/gu, "")
    .replace(/[đłøيىك]/g, (letter) => SAME[letter]);
}

const names = new Map(
  choices.map((choice) => [choice, fold(choice.querySelector("[data-theme-name]").textContent)]),
);

const name = (choice) => choice.querySelector("[data-theme-name]").textContent.trim();

// Those whose name begins with what is typed come before those that hold it.
function found() {
  const typed = fold(search.value.trim());
  if (!typed) {
    return [];
  }
  const holding = choices.filter((choice) => names.get(choice).includes(typed));
  const beginning = holding.filter((choice) => names.get(choice).startsWith(typed));
  return [...beginning, ...holding.filter((choice) => !beginning.includes(choice))];
}

function show() {
  const all = found();
  const isTyped = search.value.trim() !== "";
  for (const choice of choices) {
    choice.hidden = isTyped && !all.includes(choice);
    choice.toggleAttribute("data-first", choice === all[0]);
  }
  for (const group of picker.querySelectorAll(".theme-picker__group")) {
    group.hidden = !group.querySelector("[data-theme-choice]:not([hidden])");
  }
  const text = all[0] ? name(all[0]) : status.dataset.none;
  status.textContent = isTyped ? text : "";
}

function choose() {
  const [first] = found();
  if (!first) {
    return;
  }
  const input = first.querySelector("input");
  input.checked = !input.checked;
  search.value = "";
  show();
  status.textContent = `${input.checked ? "✓" : "×"} ${name(first)}`;
}

search.addEventListener("input", show);
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.isComposing) {
    event.preventDefault();
    choose();
  } else if (event.key === "Escape") {
    search.value = "";
    show();
  }
});
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});

box.hidden = false;
if (!document.querySelector("[data-error-summary]")) {
  search.focus();
}
