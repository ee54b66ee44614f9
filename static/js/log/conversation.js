// The form of a talk on a device that keeps entries.
import { keepDraft } from "./draft.js";
import { begin, clear } from "./entry.js";
import * as mending from "./mending.js";
import { onSave, save } from "./saving.js";
import { keepSetting } from "./setting.js";
import { setUpSetting, setUpSteps } from "./steps.js";

export async function setUpConversation(form) {
  const steps = setUpSteps(form);
  const setting = keepSetting(form);
  setUpSetting(form);
  const opened = mending.opened();
  let draft = null;

  onSave(form, async () => {
    const entry = await opened;
    if (!(await save(form, { before: entry }))) {
      if (form.querySelector("[data-device-error]")) steps.showAll();
      return;
    }
    if (entry) {
      mending.backToList();
      return;
    }
    setting.remember();
    clear(form);
    draft.forget();
    steps.show(0);
  });

  const entry = await mending.awaited(form, opened);
  if (entry) {
    steps.showAll();
    await mending.prepare(form, entry);
    return;
  }
  draft = keepDraft(form);
  if (!draft.isRestored) begin(form);
  if (!("hasErrors" in form.dataset)) steps.show(0);
}
