// The rules of a refusal by the digits beside them. Without a script they are chosen
// like any others.
import { readNumber } from "./digits.js";

const rules = [...document.querySelectorAll("[data-rules] input")];

function chosen(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return null;
  const isTyping = event.target.matches("textarea, input:not([type=radio])");
  return isTyping ? null : rules[readNumber(event.key) - 1];
}

document.addEventListener("keydown", (event) => {
  const rule = chosen(event);
  if (!rule) return;
  event.preventDefault();
  rule.checked = true;
  rule.focus();
});

// After a mistake the list of what is wrong has the focus.
if (!document.querySelector("[data-error-summary]")) {
  (rules.find((one) => one.checked) ?? rules[0])?.focus();
}
