// Talking to the portal: who is signed in, and sending a batch. What goes wrong is a
// Trouble, whose kind is a state of the connection.
import { device } from "./device.js";
import { update } from "./state.js";

const PATIENCE = 30_000; // for one request
const STILL_VALID = 5 * 60_000; // what is known of the session
let session = null;

export class Trouble extends Error {
  constructor(kind, { status = 0, retryAfter = 0 } = {}) {
    super(kind);
    this.kind = kind;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

async function ask(address, options = {}) {
  let response;
  try {
    response = await fetch(address, {
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
      ...options,
      headers: { Accept: "application/json", ...options.headers },
    });
  } catch {
    session = null;
    throw new Trouble(navigator.onLine ? "trouble" : "offline");
  }
  const told = await response.json().catch(() => null);
  if (response.ok && told) return told;
  session = null;
  const retryAfter = Number(response.headers.get("Retry-After")) || 0;
  throw new Trouble(kindOf(response.status, told?.reason), { status: response.status, retryAfter });
}

function kindOf(status, reason) {
  if (status === 401) return "signed-out";
  if (status === 403 && reason === "role_missing") return "no-role";
  return "trouble";
}

// Ask anew next time: the connection, or the person, may have changed.
export function forgetSession() {
  session = null;
}

export async function askSession() {
  if (session && Date.now() - session.askedAt < STILL_VALID) return session;
  session = { ...(await ask(device.session)), askedAt: Date.now() };
  update({ connection: "online", user: session.user });
  return session;
}

async function post(entries) {
  const { csrf_token: token } = await askSession();
  const body = JSON.stringify({ entries });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const { entries: answers } = await ask(device.upload, { method: "POST", body, headers });
  update({ connection: "online" });
  return answers;
}

export async function sendBatch(entries) {
  try {
    return await post(entries);
  } catch (trouble) {
    // A token that is too old: once more with a fresh one
    if (trouble.status === 403 && trouble.kind === "trouble") return post(entries);
    throw trouble;
  }
}

// The page of this address as the server makes it now.
export async function fetchPage(address, options = {}) {
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE), ...options });
  if (!response.ok || response.redirected) throw new Trouble("trouble", { status: response.status });
  return response;
}
