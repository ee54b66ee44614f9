// In a flood of answers the server asks each sender for a number that takes a moment to
// find. It is looked for here, in small portions, and the form goes on by itself.
const PORTION = 500;
const field = document.querySelector("[data-challenge]");
const encoder = new TextEncoder();

const hexadecimal = (bytes) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

async function digest(text) {
  return hexadecimal(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
}

async function find({ challenge, salt, largest }) {
  for (let first = 0; first <= largest; first += PORTION) {
    const numbers = Array.from({ length: PORTION }, (_, at) => first + at);
    const digests = await Promise.all(numbers.map((number) => digest(salt + number)));
    const at = digests.indexOf(challenge);
    if (at >= 0) {
      return first + at;
    }
  }
  return null;
}

// Without a secure connection browsers offer no digests; waiting works everywhere.
if (field && globalThis.crypto?.subtle) {
  const number = await find(JSON.parse(field.dataset.challenge));
  if (number !== null) {
    field.value = number;
    const next = field.form.querySelector("button[name=direction][value=next]:not(.enter-key)");
    field.form.requestSubmit(next);
  }
}
