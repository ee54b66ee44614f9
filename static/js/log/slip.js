// The number of a receipt slip: its last digit tells whether one of them is mistyped.
import { text } from "./device.js";
import { showErrors } from "./errors.js";
import { latinDigits } from "./steps.js";

const SEPARATORS = /[\s\-\u200c\u200e\u200f\u2066\u2069]/g;

// ISO 7064 MOD 11,10, as civic/receipts.py has it.
function checkDigit(digits) {
  let remainder = 10;
  for (const digit of digits) {
    remainder = (remainder + Number(digit)) % 10 || 10;
    remainder = (remainder * 2) % 11;
  }
  return String((11 - remainder) % 10);
}

export function isSlip(typed) {
  const code = latinDigits(typed).replace(SEPARATORS, "");
  return /^\d{16}$/.test(code) && checkDigit(code.slice(0, -1)) === code.slice(-1);
}

// Says so at the field; an empty one is right, as nobody has to take a slip.
export function hasWrongSlip(form) {
  const field = form.querySelector("[data-receipt-slip]");
  if (!field?.value.trim() || isSlip(field.value)) return false;
  showErrors(form, { messages: [{ field: field.name, text: text("slip-mistyped") }] });
  return true;
}
