// Shown-if in the browser: the same rules as surveys/conditions/evaluation.py. Questions
// that are not shown are hidden and not sent; the server decides once more.
const NEGATIVE = ["not_answered", "is_not", "excludes"];
const DIGITS = ["۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"];
const FIRST_GREGORIAN_YEAR = 1700; // as in civic/fields.py
const GROUPED = /^[+-]?[1-9]\d{0,2}([.,])\d{3}((?:\1\d{3})*)((?!\1)[.,]\d*)?$/;
const DAY = 24 * 60 * 60 * 1000;

const isMap = (answer) => answer !== null && typeof answer === "object" && !Array.isArray(answer);

function isUnanswered(answer) {
  if (answer === undefined || answer === null || answer === "") return true;
  return typeof answer === "object" && Object.keys(answer).length === 0;
}

export function isFulfilled({ question, row, operator, value }, answers) {
  let answer = answers[question];
  if (row !== undefined && isMap(answer)) answer = answer[row];
  if (isUnanswered(answer)) return NEGATIVE.includes(operator);
  switch (operator) {
    case "answered":
      return true;
    case "not_answered":
      return false;
    case "is":
      return answer === value;
    case "is_not":
      return answer !== value;
    case "includes":
      return Array.isArray(answer) && answer.includes(value);
    case "excludes":
      return !(Array.isArray(answer) && answer.includes(value));
  }
  if (typeof answer !== typeof value) return false;
  return operator === "at_least" ? answer >= value : answer <= value;
}

export function isShown(shownIf, answers) {
  const conditions = shownIf.conditions ?? [];
  if (conditions.length === 0) return true;
  const holds = (condition) => isFulfilled(condition, answers);
  return shownIf.match === "any" ? conditions.some(holds) : conditions.every(holds);
}

// What was typed, in any digits

const latin = (text) =>
  [...text]
    .map((sign) => {
      const place = Math.max(...DIGITS.map((digits) => digits.indexOf(sign)));
      return place < 0 ? sign : String(place);
    })
    .join("");

export function readNumber(typed, decimals = 0) {
  let text = latin(typed).replace(/[\s٬'’\u200e\u200f]/gu, "").replace(/[−–]/g, "-");
  if (text.includes("٫")) text = text.replace(/[.,]/g, "").replace("٫", ".");
  const grouped = GROUPED.exec(text);
  if (grouped && (grouped[2] || grouped[3] || decimals < 3)) text = text.replaceAll(grouped[1], "");
  text = text.replaceAll(",", ".");
  return /^[+-]?(?=\.?\d)\d*(\.\d*)?$/.test(text) ? Number(text) : undefined;
}

const persian = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  timeZone: "UTC",
});

function fromPersian(...wanted) {
  const names = ["year", "month", "day"];
  const begun = Date.UTC(wanted[0] + 621, 2, 15); // some days before its first one
  for (let day = begun; day < begun + 380 * DAY; day += DAY) {
    const parts = persian.formatToParts(day);
    const found = names.map((name) => parts.find(({ type }) => type === name).value);
    if (found.every((value, index) => Number(value) === wanted[index])) return day;
  }
  return undefined;
}

export function readDate(typed) {
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(latin(typed).trim());
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map(Number);
  const isGregorian = year >= FIRST_GREGORIAN_YEAR;
  const found = isGregorian ? Date.UTC(year, month - 1, day) : fromPersian(year, month, day);
  if (found === undefined) return undefined;
  const text = new Date(found).toISOString().slice(0, 10);
  return isGregorian && Number(text.slice(8)) !== day ? undefined : text;
}

// What the page holds, as Response.answers would have it

function parts(controls, name) {
  const chosen = controls.filter((control) => control.type !== "radio" || control.checked);
  const filled = chosen.filter((control) => control.value.trim());
  return Object.fromEntries(filled.map((one) => [one.name.slice(name.length + 1), one.value]));
}

const READERS = {
  rating: ([value]) => (value === undefined ? undefined : Number(value)),
  number: ([value], decimals) => readNumber(value ?? "", decimals),
  date: ([value]) => readDate(value ?? ""),
  multiple: (values) => values,
};

function answerTo({ dataset: { question, kind, decimals } }, controls) {
  const name = `q-${question}`;
  if (kind === "matrix" || kind === "ranking") return parts(controls, name);
  const isChosen = ({ type, checked }) => !["radio", "checkbox"].includes(type) || checked;
  const own = controls.filter((control) => control.name === name && isChosen(control));
  const values = own.map((control) => control.value.trim()).filter(Boolean);
  const other = controls.find((control) => control.name === `${name}-other`);
  if (other?.value.trim() && (kind === "multiple" || values.length === 0)) values.push("other");
  return kind in READERS ? READERS[kind](values, Number(decimals)) : values[0];
}

function apply(places, changed) {
  const answers = {};
  for (const place of places) {
    const controls = [...place.querySelectorAll("input, select, textarea")];
    const isHidden = !isShown(JSON.parse(place.dataset.shownIf ?? "{}"), answers);
    if (place.hidden !== isHidden) changed(place, isHidden);
    place.hidden = isHidden;
    for (const control of controls) control.disabled = isHidden;
    if (!isHidden) answers[place.dataset.question] = answerTo(place, controls);
  }
}

function setUp(form) {
  const places = [...form.querySelectorAll("[data-question]")];
  const status = form.querySelector("[data-conditions-status]");
  const announce = (place, isHidden) => {
    const text = place.querySelector("legend, label, h2, h3")?.textContent.trim() ?? "";
    const words = isHidden ? status.dataset.disappeared : status.dataset.appeared;
    status.textContent = words.replace("{question}", text);
  };
  for (const hint of form.querySelectorAll("[data-only-if]")) hint.hidden = true;
  apply(places, () => {});
  for (const event of ["input", "change"]) {
    form.addEventListener(event, () => apply(places, announce));
  }
}

const form = document.querySelector("form[data-survey]");
if (form?.querySelector("[data-shown-if]")) setUp(form);
