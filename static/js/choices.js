// Answers that cannot stand together, in the browser: one that stands alone un-ticks the
// others and they un-tick it; words written under “other” tick it, and un-ticking it puts
// them aside until it is ticked again. The server decides once more.
const form = document.querySelector("form[data-survey]");
const aside = new WeakMap(); // the words of each “other” that is not ticked

const isChosen = (box) => (box instanceof HTMLOptionElement ? box.selected : box.checked);

function choose(box) {
  if (box instanceof HTMLOptionElement) box.selected = true;
  else box.checked = true;
}

function keepApart(place, box) {
  if (box.type !== "checkbox" || !box.checked) return;
  const standsAlone = (one) => one.closest("[data-exclusive]") !== null;
  const others = [...place.querySelectorAll("input[type=checkbox]:checked")].filter(
    (one) => one !== box && (standsAlone(one) || standsAlone(box)),
  );
  for (const one of others) one.checked = false;
  const labels = others.map((one) => one.closest("label").textContent.trim());
  const status = form.querySelector("[data-choices-status]");
  status.textContent = labels
    .map((label) => status.dataset.unticked.replace("{answer}", label))
    .join(" ");
}

function settle(words, box) {
  if (!isChosen(box) && words.value) {
    aside.set(words, words.value);
    words.value = "";
  } else if (isChosen(box) && !words.value && aside.has(words)) {
    words.value = aside.get(words);
    aside.delete(words);
  }
}

const otherOf = (place) => place.querySelector("input[value=other], option[value=other]");
const wasChosen = (box) => box.defaultChecked ?? box.defaultSelected;

// What was done while this was on its way
for (const words of form?.querySelectorAll(".choice__other input") ?? []) {
  const other = otherOf(words.closest("[data-question]"));
  if (!words.value.trim() || isChosen(other)) continue;
  if (wasChosen(other)) settle(words, other);
  else choose(other);
}

// While it is captured, so that what keeps the answers finds them settled
form?.addEventListener(
  "input",
  ({ target }) => {
    const place = target.closest("[data-question]");
    const words = place?.querySelector(".choice__other input");
    const other = words && otherOf(place);
    if (target === words) {
      if (!words.value.trim() || isChosen(other)) return;
      choose(other);
      keepApart(place, other);
    } else if (place) {
      keepApart(place, target);
      if (words) settle(words, other);
    }
  },
  true,
);
