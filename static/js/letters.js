// The Latin letter of a key, on a Persian keyboard too, where it writes another one.
export function letter({ key, code }) {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  if (/[^\p{Script=Latin}\p{Script=Common}]/u.test(key)) {
    return /^Key([A-Z])$/.exec(code)?.[1].toLowerCase() ?? "";
  }
  return "";
}
