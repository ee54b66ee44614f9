// The form of a talk on a device that keeps entries. What saving and mending take is
// fetched once the first step stands.
import { say, showSaid, text } from "./device.js";
import { keepDraft } from "./draft.js";
import { begin, clear, fieldsOf, onSave, saysSomething } from "./entry.js";
import { keepSetting } from "./setting.js";
import { setUpSetting, setUpSteps } from "./steps.js";

// What opens an entry that waits, if the address asks for one.
export const mendingAsked = () => (/[?&]mend=/.test(location.search) ? import("./mending.js") : null);

// As the server would; a second tap on Save says nothing new.
function isEmpty(form) {
  if (saysSomething(fieldsOf(form))) return false;
  if (!("saved" in form.dataset)) say("warn", text("nothing-written"));
  showSaid();
  return true;
}

export async function setUpConversation(form) {
  const steps = setUpSteps(form);
  const setting = keepSetting(form);
  setUpSetting(form);
  const mending = mendingAsked();
  const opened = mending?.then(({ opening }) => opening(form));
  let draft = null;

  onSave(form, async () => {
    if (isEmpty(form)) return;
    const { save } = await import("./saving.js");
    const entry = (await opened) ?? null;
    if (!(await save(form, { before: entry }))) {
      if (form.querySelector("[data-device-error]")) steps.showAll();
      return;
    }
    if (entry) {
      (await mending).backToList();
      return;
    }
    setting.remember();
    clear(form);
    draft.forget();
    steps.show(0);
    showSaid();
  });

  form.querySelector("[data-receipt-slip]")?.addEventListener("input", async () => {
    const own = (await opened)?.id ?? form.elements.namedItem("submission").value;
    (await import("./slip.js")).lookAtSlip(form, own);
  });

  const entry = await opened;
  if (entry) {
    steps.showAll();
    await (await mending).prepare(form, entry);
    return;
  }
  begin(form);
  draft = keepDraft(form);
  if (!("hasErrors" in form.dataset)) steps.show(0);
}
