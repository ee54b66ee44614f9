// What was found in each text and what was decided about it: blanked out, kept, undone.
import { blank, findings } from "./privacy_findings.js";
import { places } from "./privacy_rows.js";

const known = new WeakMap(); // what was found in a field's value
const kept = new WeakMap(); // the passages of a field that identify no one
const before = new WeakMap(); // a field before the last decision

const keptIn = (field) => kept.get(field) ?? new Set();

export const lastOf = (field) => before.get(field)?.what;
export const undecidedIn = (field) =>
  inside(field).filter(({ passage }) => !keptIn(field).has(passage));

export function inside(field) {
  const { value } = field;
  if (known.get(field)?.value !== value) {
    known.set(field, { value, found: findings(value, places) });
  }
  return known.get(field).found;
}

// The server found nothing in what it sent; what a browser restored instead is new
export function trust(field) {
  known.set(field, { value: field.defaultValue, found: [] });
}

function write(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export function decide(field, what, chosen) {
  const { value } = field;
  before.set(field, { what, value, kept: keptIn(field) });
  if (what === "keep") {
    kept.set(field, new Set([...keptIn(field), ...chosen.map(({ passage }) => passage)]));
  } else {
    write(field, [...chosen].reverse().reduce(blank, value));
  }
}

export function undo(field) {
  const last = before.get(field);
  before.delete(field);
  kept.set(field, last.kept);
  write(field, last.value);
}

export function forget(field) {
  before.delete(field);
  kept.delete(field);
}
