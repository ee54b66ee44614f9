// The form of a question board on a device that keeps entries: written down, looked
// over, saved. The review is done here, by the same rules as the server's.
import { Board, COUNT } from "./board_review.js";
import { inDigits, say, sayNothing, showSaid, text } from "./device.js";
import { keepDraft } from "./draft.js";
import { mendingAsked } from "./conversation.js";
import { begin, clear, fieldsOf, onSave } from "./entry.js";
import { save } from "./saving.js";
import { keepSetting } from "./setting.js";

const MOST_LINES = 300;

function lookOver(board) {
  const lines = board.typed();
  const hasStickers = board.write.querySelector("input[name^=choice-]");
  if (lines.length === 0) say("warn", text(hasStickers ? "no-stickers" : "no-notes"));
  else if (lines.length > MOST_LINES) say("warn", `${text("too-many-notes")} ${inDigits(lines.length)}`);
  else {
    sayNothing();
    board.look(lines);
    board.review.querySelector("h2").focus();
    for (const field of board.review.querySelectorAll("[data-watch-privacy]")) {
      field.dispatchEvent(new Event("focusout", { bubbles: true })); // looked at once
    }
  }
}

export async function setUpBoard(form) {
  const board = new Board(form);
  const setting = keepSetting(form);
  const mending = mendingAsked();
  const opened = mending?.then(({ opening }) => opening(form));
  let draft = null;

  onSave(form, async () => {
    const entry = (await opened) ?? null;
    if (!board.review) {
      lookOver(board);
      return;
    }
    const isSaved = await save(form, { fields: board.fields(), told: board.told(), before: entry });
    if (!isSaved) return;
    if (entry) {
      (await mending).backToList();
      return;
    }
    setting.remember();
    board.back();
    clear(form);
    draft.forget();
    showSaid();
  });

  const entry = await opened;
  if (entry) {
    board.look(board.fromFields(entry.fields));
    await (await mending).prepare(form, entry);
    return;
  }
  begin(form);
  const now = () => (board.review ? board.fields() : fieldsOf(form));
  draft = keepDraft(form, now, (fields) => fields[COUNT] && board.look(board.fromFields(fields)));
}
