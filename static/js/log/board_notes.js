// The notes of a board as they are typed, one a line: the rules of
// engagement/board_notes.py, for the review on the device. One table of cases runs
// through both in the tests.
import { latinDigits } from "./steps.js";

// What Python's strip() and \s take for space, once control characters are gone
const SPACE = "[\\t\\n \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const NO_SPACE = SPACE.replace("[", "[^");
const COUNT_AT_END = new RegExp(`^(.*${NO_SPACE})${SPACE}*[x×✕*]${SPACE}?([0-9]+)$`, "iu");
const COUNT_IN_FRONT = new RegExp(`^([0-9]+)${SPACE}?[x×✕*]${SPACE}+(?=[^0-9])(.*)$`, "iu");
const EDGES = new RegExp(`^${SPACE}+|${SPACE}+$`, "gu");
const LONGEST_COUNT = 9; // digits; more are too many people in any case
// As civic/texts.py: control characters, halves of pairs, what misleads or is no character
const UNSTORABLE = /[\x00-\x08\x0b-\x1f\x7f-\x9f]|\p{Cs}/gu;
const MISLEADING = /[\u202d\u202e\ufdd0-\ufdef]|\p{Noncharacter_Code_Point}/gu;

export const strip = (text) => text.replace(EDGES, "");

export const tidy = (text) =>
  text.replace(/\r\n?/g, "\n").replace(UNSTORABLE, "").replace(MISLEADING, "").normalize("NFC");

const count = (digits) => (digits.length <= LONGEST_COUNT ? Number(digits) : 10 ** LONGEST_COUNT);

function parseNote(line) {
  // The text keeps the digits it was written with; positions are the same.
  const plain = latinDigits(line);
  let hit = COUNT_AT_END.exec(plain);
  if (hit) return { text: line.slice(0, hit[1].length), people: count(hit[2]) };
  hit = COUNT_IN_FRONT.exec(plain);
  if (hit) return { text: line.slice(line.length - hit[2].length), people: count(hit[1]) };
  return { text: line, people: 1 };
}

export const parseNotes = (text) =>
  strip(tidy(text))
    .split(/[\n\u2028\u2029]/u)
    .map(strip)
    .filter(Boolean)
    .map(parseNote);

export function asTyped(text, people) {
  const isOne = strip(latinDigits(people)) === "1";
  const read = parseNotes(text);
  const readsAsOne = read.length === 0 || (read.length === 1 && read[0].text === text && read[0].people === 1);
  return isOne && readsAsOne ? text : `${text} ×${people}`;
}
