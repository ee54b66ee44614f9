// The number of a receipt slip: its last digit tells whether one of them is mistyped, and
// no other entry on this device may have it.
import { text } from "./device.js";
import { clearAt, showAt, showErrors } from "./errors.js";
import * as queue from "./queue.js";
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

const digitsOf = (typed) => latinDigits(typed).replace(SEPARATORS, "");
const fieldOf = (form) => form.querySelector("[data-receipt-slip]");

export function isSlip(typed) {
  const code = digitsOf(typed);
  return /^\d{16}$/.test(code) && checkDigit(code.slice(0, -1)) === code.slice(-1);
}

async function isTaken(form, own) {
  const code = digitsOf(fieldOf(form).value);
  const others = (await queue.all()).filter(({ id, deletedAt }) => id !== own && !deletedAt);
  return others.some(({ fields }) => digitsOf(fields?.slip?.[0] ?? "") === code);
}

// The word for what is wrong; none if nothing is. Nobody has to take a slip.
async function wrong(form, own) {
  const typed = fieldOf(form)?.value.trim();
  if (!typed) return null;
  if (!isSlip(typed)) return "slip-mistyped";
  return (await isTaken(form, own)) ? "slip-taken" : null;
}

export async function hasWrongSlip(form, own) {
  const word = await wrong(form, own);
  if (word) showErrors(form, { messages: [{ field: fieldOf(form).name, text: text(word) }] });
  return Boolean(word);
}

// While it is typed, only what the last digit no longer changes is said.
export async function lookAtSlip(form, own) {
  const field = fieldOf(form);
  const isDouble = isSlip(field.value) && (await isTaken(form, own));
  clearAt(field);
  if (isDouble) showAt(field, text("slip-taken"));
}
