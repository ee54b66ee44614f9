// Single keys, wherever no field has the focus. They can be switched off; then all is
// done by Tab, Space and Enter as on any page.
import { digit } from "./folding.js";
import { letter } from "./letters.js";

const FIELDS = "input:not([name=answers]), select, textarea";
const OWN_ENTER = "a, button, summary, input";
const STORED = "portal.bench.keys";
const root = document.querySelector("[data-bench]");
const dialog = root.querySelector("[data-keys]");
const box = dialog.querySelector("[data-keys-on]");

function remember(isOn) {
  try {
    localStorage.setItem(STORED, isOn ? "on" : "off");
  } catch {
    // a browser that keeps nothing: until the page is left
  }
}

function isStoredOff() {
  try {
    return localStorage.getItem(STORED) === "off";
  } catch {
    return false;
  }
}

export function setUpKeys(actions) {
  box.checked = !isStoredOff();
  box.addEventListener("change", () => remember(box.checked));
  const button = root.querySelector("[data-show-keys]");
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
  dialog.querySelector("[data-close-keys]").addEventListener("click", () => dialog.close());
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!isForUs(event)) return;
    const act = action(event, actions);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

// Arrows are for the answers only on one of them; elsewhere they scroll the page.
function isForUs({ key, target }) {
  if (target.closest(FIELDS) || document.querySelector("dialog[open]")) return false;
  if (["ArrowDown", "ArrowUp"].includes(key)) return target.matches("[data-note]");
  if (key === "Enter" && target.closest(OWN_ENTER)) return false;
  return box.checked;
}

function action(event, actions) {
  const number = digit(event.key);
  if (number) return () => actions.digit(number);
  if (event.key === "?" || event.key === "؟") return () => dialog.showModal();
  if (event.key === "/" || event.code === "Slash") return actions.find;
  const named = {
    ArrowDown: actions.down,
    ArrowUp: actions.up,
    Enter: actions.save,
  };
  const lettered = {
    j: actions.down,
    k: actions.up,
    f: actions.find,
    t: () => actions.mark("in_tension"),
    m: () => actions.mark("minority_view"),
    n: actions.nothing,
    u: actions.undo,
    x: actions.choose,
    g: actions.give,
  };
  return named[event.key] ?? lettered[letter(event)];
}
