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

const EDGE = 60; // from here the page scrolls along

function follow(item, event) {
  if (event.clientY > innerHeight - EDGE) scrollBy(0, EDGE / 4);
  if (event.clientY < EDGE) scrollBy(0, -EDGE / 4);
  const list = listAt(item, event.clientX, event.clientY);
  if (list) list.insertBefore(item, near(list, item, event.clientY) ?? null);
}

const place = (item) =>
  [...item.parentElement.querySelectorAll(":scope > [data-movable]")].indexOf(item);

function setUpGrip(item, onDrop) {
  const grip = item.querySelector("[data-grip]");
  grip.hidden = false;
  grip.addEventListener("pointerdown", (start) => {
    start.preventDefault();
    item.dataset.dragged = "";
    const [list, next] = [item.parentElement, item.nextElementSibling];
    const isOver = new AbortController();
    const move = (event) => follow(item, event);
    const end = (event) => {
      isOver.abort();
      delete item.dataset.dragged;
      if (event.type === "pointercancel") list.insertBefore(item, next);
      else if (item.parentElement !== list || item.nextElementSibling !== next) {
        onDrop(item, item.parentElement, place(item));
      }
    };
    // On the document, for the handle itself leaves its place while it is dragged.
    const options = { signal: isOver.signal };
    document.addEventListener("pointermove", move, options);
    document.addEventListener("pointerup", end, options);
    document.addEventListener("pointercancel", end, options);
  });
}

export function setUpDragging(region, onDrop) {
  for (const item of region.querySelectorAll("[data-movable]")) setUpGrip(item, onDrop);
}
