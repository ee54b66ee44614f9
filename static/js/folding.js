// Text folded for search as civic/folding.py does it, for the letters of the portal's
// languages; a test holds that both agree.
const LETTERS = new Map(
  [
    ["ĐđÐð", "d"],
    ["Łł", "l"],
    ["Øø", "o"],
    ["Ħħ", "h"],
    ["Ŧŧ", "t"],
    ["Ŋŋ", "n"],
    ["ı", "i"],
    ["ς", "σ"],
    ["ٱ", "ا"],
    ["يى", "ی"],
    ["كڪ", "ک"],
    ["ةہھە", "ه"],
    ["Ææ", "ae"],
    ["Œœ", "oe"],
    ["ẞß", "ss"],
  ].flatMap(([letters, to]) => [...letters].map((letter) => [letter, to])),
);
const ZEROS = ["۰", "٠"].map((zero) => zero.codePointAt(0));

// Any digit of the three scripts as a number, else null.
export function digit(sign) {
  if (/^[0-9]$/.test(sign)) return Number(sign);
  if ([...sign].length !== 1) return null;
  const code = sign.codePointAt(0);
  const zero = ZEROS.find((first) => code >= first && code <= first + 9);
  return zero === undefined ? null : code - zero;
}

export function fold(text) {
  const bare = text.normalize("NFKD").replace(/[\p{Mn}\p{Cf}\u0640]/gu, "");
  return [...bare]
    .map((sign) => LETTERS.get(sign) ?? digit(sign) ?? sign.toLowerCase())
    .join("");
}
