// Ranking with a script: buttons move an answer up and down, and the list stands in the
// order of its numbers. Without it the numbers are typed.
const DIGITS = ["۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"];
const shown = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: false });

function read(input) {
  const plain = [...input.value.trim()].map((sign) => {
    const place = Math.max(...DIGITS.map((digits) => digits.indexOf(sign)));
    return place < 0 ? sign : String(place);
  });
  const rank = Number(plain.join(""));
  return Number.isInteger(rank) && rank > 0 ? rank : 0;
}

function setUp(list) {
  const most = Number(list.dataset.ranking);
  const status = list.parentElement.querySelector("[role=status]");
  const offered = [...list.children];
  const input = (item) => item.querySelector("input");
  const items = () => [...list.children];
  const ranked = () => items().filter((item) => read(input(item)));

  function write(item, rank) {
    const text = rank ? shown.format(rank) : "";
    if (input(item).value === text) return;
    input(item).value = text;
    input(item).dispatchEvent(new Event("input", { bubbles: true }));
  }

  function announce(item) {
    const rank = input(item).value;
    const words = rank ? status.dataset.ranked : status.dataset.unranked;
    const answer = item.querySelector("label").textContent;
    status.textContent = words.replace("{answer}", answer).replace("{rank}", rank);
  }

  // Without a number they stand below, in the order in which they were offered.
  function settle(order) {
    const rest = offered.filter((item) => !order.includes(item));
    order.forEach((item, index) => write(item, index + 1));
    rest.forEach((item) => write(item, 0));
    const focused = document.activeElement;
    [...order, ...rest].forEach((item) => list.append(item));
    focused.focus({ preventScroll: true });
    mark();
  }

  function mark() {
    const order = ranked();
    for (const item of items()) {
      const [up, down] = item.querySelectorAll("[data-move]");
      const place = order.indexOf(item);
      const isFull = place < 0 && order.length >= most;
      up.setAttribute("aria-disabled", String(place === 0 || isFull));
      down.setAttribute("aria-disabled", String(place < 0));
    }
  }

  function move(item, by) {
    const order = ranked().sort((one, other) => read(input(one)) - read(input(other)));
    const place = order.indexOf(item);
    if (place < 0) {
      if (by < 0 && order.length < most) order.push(item);
    } else {
      order.splice(place, 1);
      const isLast = place === order.length;
      if (!(by > 0 && isLast)) order.splice(Math.max(0, place + by), 0, item);
    }
    settle(order);
    announce(item);
  }

  for (const item of offered) {
    item.querySelector(".ranking__moves").hidden = false;
    for (const button of item.querySelectorAll("[data-move]")) {
      button.addEventListener("click", () => move(item, Number(button.dataset.move)));
    }
    input(item).addEventListener("change", mark);
  }
  mark();
}

document.querySelectorAll("[data-ranking]").forEach(setUp);
