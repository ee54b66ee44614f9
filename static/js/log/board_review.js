// The lines of a board as they are looked over before they are saved.
import { asTyped, parseNotes, strip } from "./board_notes.js";
import { copyOf, inDigits, inGroups, sayNothing } from "./device.js";
import { fieldsOf } from "./entry.js";
import { clearErrors } from "./errors.js";
import { latinDigits } from "./steps.js";

const MANY_PEOPLE = 50; // above it a number at the end may belong to the note: Xbox 360
const MOST_PEOPLE = 5000;
export const COUNT = "lines-TOTAL_FORMS";

function number(typed) {
  const plain = strip(latinDigits(typed));
  return /^[0-9]{1,6}$/.test(plain) ? Number(plain) : 0;
}

export class Board {
  constructor(form) {
    this.form = form;
    this.write = form.querySelector("[data-board-step=write]");
    this.review = null;
  }

  typed() {
    const stickers = [...this.write.querySelectorAll("input[name^=choice-]")].map((one) => ({
      choice: one.name.slice("choice-".length),
      label: one.labels[0].textContent.trim(),
      text: "",
      people: one.value,
    }));
    const notes = this.form.elements.namedItem("notes");
    return [
      ...stickers.filter(({ people }) => strip(latinDigits(people)).replace(/^0+/, "")),
      ...(notes ? parseNotes(notes.value) : []).map((note) => ({ ...note, people: inDigits(note.people) })),
    ];
  }

  look(lines) {
    this.back();
    this.review = copyOf("template[data-board-review]").firstElementChild;
    const list = this.review.querySelector("ol");
    for (const [place, line] of lines.entries()) list.append(this.line(line, place));
    this.review.querySelector("[data-board-back]").addEventListener("click", () => this.rewrite());
    this.review.addEventListener("input", () => this.tell());
    this.write.hidden = true;
    this.write.after(this.review);
    this.tell();
  }

  line({ choice = "", label = "", text: words, people }, place) {
    const line = copyOf(`template[data-board-line=${choice ? "stickers" : "note"}]`).firstElementChild;
    const fillIn = (value) =>
      value.replaceAll("__prefix__", place).replaceAll("__number__", inDigits(place + 1)).replaceAll("__choice__", choice).replaceAll("__label__", label);
    for (const one of line.querySelectorAll("*")) {
      for (const { name, value } of one.attributes) one.setAttribute(name, fillIn(value));
      if (!one.children.length) one.textContent = fillIn(one.textContent);
    }
    line.querySelector("[name$=-people]").value = people;
    const field = line.querySelector("[name$=-text]");
    if (field) field.value = words;
    if (number(people) > MANY_PEOPLE && number(people) <= MOST_PEOPLE && field) {
      line.prepend(copyOf("template[data-board-doubt]"));
    }
    return line;
  }

  lines() {
    return [...(this.review?.querySelectorAll(".board-line") ?? [])].map((line) => ({
      choice: line.querySelector("[name$=-choice]").value,
      text: (line.querySelector("[name$=-text]")?.value ?? "").replace(/\s*[\r\n]\s*/g, " "),
      people: line.querySelector("[name$=-people]").value,
    }));
  }

  tell() {
    const counted = this.lines().filter(({ choice, text: words }) => choice || strip(words));
    const people = counted.reduce((sum, one) => sum + number(one.people), 0);
    this.review.querySelector("[data-board-people]").textContent = inGroups(people);
    const lines = this.review.querySelector("[data-board-count]"); // stickers have none
    if (lines) lines.textContent = inGroups(counted.length);
  }

  back() {
    this.review?.remove();
    this.review = null;
    this.write.hidden = false;
  }

  rewrite() {
    const lines = this.lines();
    const notes = this.form.elements.namedItem("notes");
    if (notes) notes.value = lines.filter(({ choice }) => !choice).map((one) => asTyped(one.text, one.people)).join("\n");
    for (const { choice, people } of lines.filter((one) => one.choice)) {
      this.form.elements.namedItem(`choice-${choice}`).value = people;
    }
    clearErrors(this.form);
    sayNothing();
    this.back();
    notes?.focus();
  }

  fields() {
    const fields = Object.entries(fieldsOf(this.form));
    const total = String(this.lines().length);
    return {
      ...Object.fromEntries(fields.filter(([name]) => !/^(?:notes$|choice-)/.test(name))),
      [COUNT]: [total],
      "lines-INITIAL_FORMS": [total],
    };
  }

  // The lines of an entry or a draft, as it was looked over.
  fromFields(fields) {
    const total = Number(fields[COUNT]?.[0]) || 0;
    return Array.from({ length: total }, (_one, place) => {
      const part = (name) => fields[`lines-${place}-${name}`]?.[0] ?? "";
      const choice = part("choice");
      const label = this.form.elements.namedItem(`choice-${choice}`)?.labels?.[0]?.textContent.trim() ?? choice;
      return { choice, label, text: part("text"), people: part("people") };
    });
  }

  told() {
    return this.lines().map(({ choice, text: words, people }) => `${words || choice} ×${people}`);
  }
}
