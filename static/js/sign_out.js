// Signing out on a device that keeps the conversation log: its pages are deleted, and
// whoever leaves entries behind is told so first. Entries stay, for their author alone.
const forms = document.querySelectorAll("form[data-sign-out]");
const warning = document.querySelector("dialog[data-sign-out-warning]");

async function waitingOf(user) {
  const known = await indexedDB.databases?.();
  if (known && !known.some(({ name }) => name === "portal-log")) return 0;
  const { all } = await import("./log/queue.js");
  return (await all()).filter((entry) => entry.user === user && !entry.deletedAt).length;
}

async function leave(form) {
  const { wipe } = await import("./log/kept.js");
  await wipe();
  form.submit();
}

async function signOut(form) {
  const waiting = await waitingOf(Number(form.dataset.user)).catch(() => 0);
  if (!waiting) return leave(form);
  const number = new Intl.NumberFormat(document.documentElement.lang).format(waiting);
  warning.querySelector("[data-sign-out-waiting]").textContent = number;
  warning.querySelector("[data-sign-out-anyway]").onclick = () => leave(form);
  warning.querySelector("[data-sign-out-stay]").onclick = () => warning.close();
  return warning.showModal();
}

if (globalThis.isSecureContext && globalThis.indexedDB && globalThis.caches) {
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      signOut(form).catch(() => form.submit());
    });
    if (localStorage.getItem("portal-log.owner")) {
      import("./log/kept.js").then(({ wipeOfOthers }) => wipeOfOthers(form.dataset.user));
    }
  }
}
