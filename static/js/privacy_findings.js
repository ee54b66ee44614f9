// What in a text may lead to a person: the same patterns and rules as engagement/privacy,
// so that a passage is marked while it is typed and found again by the server.
import {
  ABOUT_PLACES,
  FROM,
  MARK,
  MARKS,
  PATTERNS,
  TO,
  TOKENS,
  UNSEEN,
} from "./privacy_patterns.js";

const HIDDEN = "\0";
const CLUSTER = new RegExp(`[^${MARKS}][${MARKS}]{0,8}|[${MARKS}]`, "gsu");
const signs = [...TO];
const FOLD = new Map([...[...FROM].map((sign, place) => [sign, signs[place]])]);
for (const sign of UNSEEN) FOLD.set(sign, "");

const withTokens = (source) =>
  source.replace(/<([\w-]+)>/g, (whole, name) => TOKENS[name] ?? whole);
let compiled; // made when the first text is looked at: it takes a phone some time
const patterns = () => {
  compiled ??= PATTERNS.map(([kind, check, source]) => {
    return { kind, check, regex: new RegExp(withTokens(source), "gu") };
  });
  return compiled;
};
const WORDS = new RegExp(`[${TOKENS.L}0-9]{1,40}`, "gu");

// The rules of digits

const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
const PESEL = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1];
const CHECKS = {
  pesel: (digits) => sum(digits.map((digit, place) => digit * PESEL[place])) % 10 === 0,
  iranian(digits) {
    const rest = sum(digits.slice(0, 9).map((digit, place) => (10 - place) * digit)) % 11;
    return digits[9] === (rest < 2 ? rest : 11 - rest);
  },
  card(digits) {
    const doubled = digits.reverse().map((digit, place) => (place % 2 ? 2 * digit : digit));
    return sum(doubled.map((digit) => (digit > 9 ? digit - 9 : digit))) % 10 === 0;
  },
};

function holds(check, passage) {
  return !check || CHECKS[check](passage.match(/[0-9]/g).map(Number));
}

// One way of writing each sign, with the place where it was written

function plain(text) {
  const read = { text: "", starts: [], ends: [] };
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    for (const sign of cluster.normalize("NFC")) {
      const folded = FOLD.get(sign) ?? sign;
      read.text += folded;
      for (let unit = 0; unit < folded.length; unit += 1) {
        read.starts.push(index);
        read.ends.push(index + cluster.length);
      }
    }
  }
  return read;
}

// Addresses and names of public places lead to nobody

const wordsOf = (text) => (plain(text).text.match(WORDS) ?? []).map((one) => one.toLowerCase());
const isNumber = (word) => /^[0-9]+$/.test(word);

// Whether its letters stand in the other in their order: “rd”, “road”
function isShortFor(short, long) {
  let from = 0;
  for (const letter of short) {
    from = long.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return short[0] === long[0];
}

function isSame(word, other) {
  if (isNumber(word) || isNumber(other)) return word === other;
  const [short, long] = word.length <= other.length ? [word, other] : [other, word];
  return long.startsWith(short) || (short.length <= 4 && isShortFor(short, long));
}

function isPart(said, place) {
  let from = 0;
  return said.every((word) => {
    const found = place.findIndex((other, index) => index >= from && isSame(word, other));
    from = found + 1;
    return found >= 0;
  });
}

function isPublic(passage, places) {
  const said = wordsOf(passage);
  return said.length >= 2 && places.some((place) => isPart(said, wordsOf(place)));
}

export function findings(text, places = []) {
  if (!text.trim()) return [];
  const read = plain(text);
  const found = [];
  let rest = read.text;
  for (const { kind, check, regex } of patterns()) {
    rest = rest.replace(regex, (whole, before, ...others) => {
      const at = others.find(Number.isInteger) + before.length;
      const length = whole.length - before.length;
      if (!holds(check, whole.slice(before.length))) return whole;
      if (kind) {
        const [start, end] = [read.starts[at], read.ends[at + length - 1]];
        const passage = text.slice(start, end);
        if (!ABOUT_PLACES.includes(kind) || !isPublic(passage, places)) {
          found.push({ start, end, kind, passage });
        }
      }
      return before + HIDDEN.repeat(length);
    });
  }
  return found.sort((one, other) => one.start - other.start);
}

export function blank(text, { start, end }) {
  return text.slice(0, start) + MARK + text.slice(end);
}
