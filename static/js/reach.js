// Counting people at the table, one tap for each. What is counted and typed is kept on
// this device until it is saved: a phone that falls asleep, a closed page or a lost
// connection loses nothing.
import { inPageDigits, readNumber } from "./digits.js";

const form = document.querySelector("form[data-reach]");
const key = form && `reach-${form.dataset.reach}`;
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const fields = form ? [...form.elements].filter(({ name, type }) => name && !/^(?:hidden|submit)$/.test(type)) : [];
const isTicked = ({ type }) => type === "checkbox" || type === "radio";
const nameOf = (field) => (isTicked(field) ? `${field.name}=${field.value}` : field.name);

function setUpCounter(row) {
  const input = row.querySelector("input");
  for (const button of row.querySelectorAll("[data-count-by]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const people = Math.max(0, readNumber(input.value) + Number(button.dataset.countBy));
      input.value = inPageDigits(people);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}

function showSums() {
  const stoppedBy = form.elements.namedItem("stopped_by").value;
  for (const group of form.querySelectorAll("[data-counters]")) {
    const sum = [...group.querySelectorAll("input")]
      .map((input) => readNumber(input.value))
      .reduce((one, other) => one + other, 0);
    group.querySelector("[data-sum]").hidden = sum === 0;
    group.querySelector("[data-sum-number]").textContent = numbers.format(sum);
    const differs = stoppedBy !== "" && readNumber(stoppedBy) !== sum;
    group.querySelector("[data-sum-differs]").hidden = !differs;
    group.querySelector("[data-stopped-by]").textContent = numbers.format(readNumber(stoppedBy));
  }
}

// Storage may be switched off; then the page counts all the same.
function stored() {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function keep() {
  const counts = Object.fromEntries(fields.map((field) => [nameOf(field), isTicked(field) ? field.checked : field.value]));
  const seen = form.elements.namedItem("seen_at").value;
  try {
    localStorage.setItem(key, JSON.stringify({ seen, counts }));
  } catch {}
}

function forget() {
  try {
    localStorage.removeItem(key);
  } catch {}
}

// Counts kept for a version that was saved over since are done with.
function restore() {
  const kept = stored();
  if (!kept) return;
  if (kept.seen !== form.elements.namedItem("seen_at").value) {
    forget();
    return;
  }
  for (const field of fields) {
    const was = kept.counts[nameOf(field)];
    if (was !== undefined) field[isTicked(field) ? "checked" : "value"] = was;
  }
  form.querySelector("[data-restored]").hidden = false;
}

if (form) {
  form.querySelectorAll("[data-counter]").forEach(setUpCounter);
  if (!("sent" in form.dataset)) restore();
  form.addEventListener("input", keep);
  form.querySelector("[data-forget]").addEventListener("click", () => {
    forget();
    location.reload();
  });
  form.addEventListener("input", showSums);
  showSums();
}
