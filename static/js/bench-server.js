// How one answer is coded, sent to the server.
import { coding, word } from "./bench-notes.js";

const form = document.querySelector("[data-bench] [data-coding-form]");

export class Away extends Error {}

// The form's own address, for another answer; its query leads back to this page.
function address(pk, isUncoding) {
  const own = new URL(form.action);
  own.pathname = own.pathname.replace(/\/answers\/\d+\/$/, `/answers/${pk}/`);
  if (isUncoding) own.pathname += "uncode/";
  return own;
}

function body({ themes, suggested, seen_at }) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.set("seen_at", seen_at);
  for (const { pk, in_tension, minority_view } of themes ?? []) {
    data.append("themes", pk);
    if (in_tension) data.append("in_tension", pk);
    if (minority_view) data.append("minority_view", pk);
    if (suggested.includes(pk)) data.append("suggested", pk);
  }
  if (themes?.length === 0) data.set("nothing_fits", "1");
  return data;
}

// After signing in again in another window, the token of this page is no good.
async function renewToken() {
  const page = await fetch(location.href);
  const fetched = new DOMParser().parseFromString(await page.text(), "text/html");
  const token = fetched.querySelector("[data-coding-form] [name=csrfmiddlewaretoken]");
  if (!token) throw new Away(word("SignedOut"));
  form.elements.csrfmiddlewaretoken.value = token.value;
}

export async function post(note, wanted) {
  const answer = await fetch(address(note.dataset.note, wanted.themes === null), {
    method: "POST",
    body: body(wanted),
    headers: { Accept: "application/json" },
    redirect: "manual",
  }).catch(() => {
    throw new Away(word("Away"));
  });
  const isOurs = answer.headers.get("Content-Type") === "application/json";
  if (answer.status >= 500) throw new Away(word("Away"));
  if (answer.status === 404) return { isSaved: false, error: word("Gone"), ...coding(note) };
  // Signed out, or with the token of an earlier session: not an answer to this coding
  const isKnown = ![401, 403].includes(answer.status);
  if (isOurs && isKnown) return { isSaved: answer.ok, ...(await answer.json()) };
  await renewToken();
  throw new Away("");
}
