// What is typed and not saved yet, kept in this tab: for a reload and for a change of
// the page's language. It ends with the tab, and with saving.
import { say, text } from "./device.js";
import { fieldsOf, fill } from "./entry.js";
import { state } from "./state.js";

const PREFIX = "portal-log.draft:";
const key = () => PREFIX + location.pathname.replace(/^\/[a-z]{2}\//, "/");

function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(key()));
    return found?.user === state.user ? found : null;
  } catch {
    return null;
  }
}

export function keepDraft(form, read = () => fieldsOf(form)) {
  const draft = kept();
  const isReturned = "hasErrors" in form.dataset; // what came back is what was sent last
  const isRestored = Boolean(draft) && !isReturned;
  if (isRestored) {
    fill(form, draft.fields);
    form.elements.namedItem("submission").value = draft.id;
    form.elements.namedItem("opened").value = draft.fields.opened;
    say("info", text("restored"));
  }
  const keep = () => {
    const id = form.elements.namedItem("submission").value;
    try {
      sessionStorage.setItem(key(), JSON.stringify({ id, user: state.user, fields: read() }));
    } catch {
      // full, or not allowed: the page itself still holds everything
    }
  };
  const forget = () => {
    try {
      sessionStorage.removeItem(key());
    } catch {
      // as above
    }
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("log:kept", forget); // from now on it waits in the queue
  return { isRestored, fields: isRestored ? draft.fields : null, forget };
}
