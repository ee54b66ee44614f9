// Dragging by a handle, with mouse, pen or finger. Whoever uses the keyboard has buttons.

const near = (list, item, y) =>
  [...list.querySelectorAll(":scope > [data-movable]")].find((other) => {
    const box = other.getBoundingClientRect();
    return other !== item && y < box.top + box.height / 2;
  });

function listAt(item, x, y) {
  const under = document.elementsFromPoint(x, y);
  const lists = [...item.closest("[data-swap]").querySelectorAll("[data-drop]")];
  const own = item.closest("[data-drop]");
  // Choices stay in their list; questions may go to another page.
  const allowed = item.querySelector("form") ? lists : [own];
  const hit = under.map((one) => one.closest?.("[data-drop], .outline-page")).find(Boolean);
  const list = hit?.matches("[data-drop]") ? hit : hit?.querySelector("[data-drop]");
  return allowed.includes(list) ? list : null;
}

function follow(item, event) {
  const list = listAt(item, event.clientX, event.clientY);
  if (list) list.insertBefore(item, near(list, item, event.clientY) ?? null);
}

function setUpGrip(item, onDrop) {
  const grip = item.querySelector("[data-grip]");
  grip.hidden = false;
  grip.addEventListener("pointerdown", (start) => {
    start.preventDefault();
    grip.setPointerCapture(start.pointerId);
    item.dataset.dragged = "";
    const before = [item.parentElement, item.nextElementSibling];
    const move = (event) => follow(item, event);
    const end = (event) => {
      grip.removeEventListener("pointermove", move);
      delete item.dataset.dragged;
      const list = item.parentElement;
      if (event.type === "pointercancel") before[0].insertBefore(item, before[1]);
      else if (list !== before[0] || item.nextElementSibling !== before[1]) {
        onDrop(item, list, [...list.querySelectorAll(":scope > [data-movable]")].indexOf(item));
      }
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("pointerup", end, { once: true });
    grip.addEventListener("pointercancel", end, { once: true });
  });
}

export function setUpDragging(region, onDrop) {
  for (const item of region.querySelectorAll("[data-movable]")) setUpGrip(item, onDrop);
}
