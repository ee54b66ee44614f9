// The form of a talk on a device that keeps entries. What saving and mending take is
// fetched once the first step stands.
import { keepDraft } from "./draft.js";
import { begin, clear, onSave } from "./entry.js";
import { keepSetting } from "./setting.js";
import { setUpSetting, setUpSteps } from "./steps.js";

// What opens an entry that waits, if the address asks for one.
export const mendingAsked = () => (/[?&]mend=/.test(location.search) ? import("./mending.js") : null);

export async function setUpConversation(form) {
  const steps = setUpSteps(form);
  const setting = keepSetting(form);
  setUpSetting(form);
  const mending = mendingAsked();
  const opened = mending?.then(({ opening }) => opening(form));
  let draft = null;

  onSave(form, async () => {
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
