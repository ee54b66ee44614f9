// Typing in paper sheets without the mouse: a digit chooses, Enter goes on, Ctrl+Enter
// saves. The words of "other" are passed by unless "other" is chosen, so that no digit
// becomes a text unasked. Everything works without it, by Tab and the arrow keys.
const form = document.querySelector("form[data-sheet]");
const FIELDS = "input:not([type=hidden]):not([tabindex='-1']), select, textarea";
const DIGITS = { "۰": 0, "٠": 0 };

function digit(key) {
  if (/^[0-9]$/.test(key)) {
    return Number(key);
  }
  const first = Object.keys(DIGITS).find((zero) => {
    const at = key.codePointAt(0) - zero.codePointAt(0);
    return key.length === 1 && at >= 0 && at <= 9;
  });
  return first ? key.codePointAt(0) - first.codePointAt(0) : null;
}

const group = (field) => field.closest("[role=radiogroup], fieldset, .field") ?? field;

const OTHER = "input[value=other]:checked, option[value=other]:checked";

// The words of "other" in a question where "other" is chosen, else null.
function words(field) {
  const own = group(field);
  return own.querySelector(OTHER) && own.querySelector(".choice__other input");
}

function goOn(field) {
  const own = group(field);
  const asked = words(field);
  if (asked && asked !== field) {
    asked.focus();
    return;
  }
  const fields = [...form.querySelectorAll(`${FIELDS}, button[type=submit].button--large`)];
  const following = fields.slice(fields.indexOf(field) + 1);
  const ranks = own.querySelector("[data-ranking]");
  following.find((one) => !own.contains(one) || ranks)?.focus();
}

function choose(field, number) {
  const options = [...group(field).querySelectorAll("input[type=radio], input[type=checkbox]")];
  const option = options[number === 0 ? 9 : number - 1];
  if (!option) {
    return false;
  }
  option.focus();
  option.click();
  if (option.checked && option.value === "other") {
    words(option)?.focus();
  }
  return true;
}

// In a list of choices two digits in quick succession make one number.
let typed = { list: null, number: 0, at: 0 };

function pick(list, number) {
  const goesOn = typed.list === list && Date.now() - typed.at < 800;
  typed = { list, number: goesOn ? typed.number * 10 + number : number, at: Date.now() };
  const option = list.options[typed.number];
  if (!option) {
    return false;
  }
  list.selectedIndex = typed.number;
  list.dispatchEvent(new Event("change", { bubbles: true }));
  if (option.value === "other") {
    words(list)?.focus();
  }
  return true;
}

// Also from the list of errors, which stands outside the form.
document.addEventListener("keydown", (event) => {
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[type=submit].button--large"));
  }
});

form?.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return;
  }
  if (event.key === "Enter" && !event.shiftKey && field.matches("input, select, textarea")) {
    event.preventDefault();
    goOn(field);
  } else if (field.matches("[type=radio], [type=checkbox], select[id^=id_q-]")) {
    const number = digit(event.key);
    const take = field.matches("select") ? pick : choose;
    if (number !== null && take(field, number)) {
      event.preventDefault();
    }
  }
});

(document.querySelector("[data-error-summary]") ?? form?.querySelector("input[type=radio], input[type=checkbox]"))?.focus();
