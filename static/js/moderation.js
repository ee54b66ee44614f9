// The moderator's queue by single keys, which work only while the focus is in it.
// Without a script the same buttons and links are there.
import { letter } from "./letters.js";

const queue = document.querySelector("[data-queue]");
const comments = [...queue.querySelectorAll("[data-comment]")];
const isWide = matchMedia("(min-width: 60rem) and (any-pointer: fine)").matches;

const current = () => comments.indexOf(document.activeElement.closest("[data-comment]"));

function go(step) {
  const next = comments[Math.min(Math.max(current() + step, 0), comments.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const press = (place, key) => place?.querySelector(`[data-key="${key}"]`)?.click();

function action(event) {
  const isOnComment = event.target.matches("[data-comment]");
  if (isOnComment && event.key === "ArrowDown") return () => go(1);
  if (isOnComment && event.key === "ArrowUp") return () => go(-1);
  const key = letter(event);
  if (key === "j") return () => go(1);
  if (key === "k") return () => go(-1);
  if (key === "p" || key === "r") return () => press(comments[current()], key);
  return key === "u" ? () => press(queue, key) : null;
}

queue.addEventListener("keydown", (event) => {
  if (event.isComposing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = action(event);
  if (!act) return;
  event.preventDefault();
  act();
});

if (isWide) {
  for (const hint of queue.querySelectorAll("[data-queue-keys]")) hint.hidden = false;
  const asked = document.getElementById(location.hash.slice(1));
  (asked ?? comments[0] ?? queue.querySelector("[data-key=u]"))?.focus();
}
