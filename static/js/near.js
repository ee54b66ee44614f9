// Sorts the events by their distance from the reader. The position is asked for when the
// button is pressed, is used here and goes nowhere: nothing is sent and nothing is kept.
const near = document.querySelector("[data-near]");
const EARTH = 6371; // kilometers
const MILE = 1.609344;
const PATIENCE = { timeout: 20_000, maximumAge: 300_000 }; // milliseconds

const radians = (degrees) => (degrees * Math.PI) / 180;

// Along the surface (haversine), in kilometers
function distance(from, to) {
  const north = radians(to.latitude - from.latitude) / 2;
  const east = radians(to.longitude - from.longitude) / 2;
  const shrink = Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude));
  const chord = Math.sin(north) ** 2 + shrink * Math.sin(east) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(chord));
}

// In the page's language, its digits and what people there measure with
function inWords(kilometers) {
  const { lang } = document.documentElement;
  const [unit, value] = lang === "en" ? ["mile", kilometers / MILE] : ["kilometer", kilometers];
  const form = { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(lang, form).format(value);
}

function say(text) {
  near.querySelector("[data-near-status]").textContent = text;
}

const fill = (text, words) => text.replace(/\{(\w+)\}/g, (_all, name) => words[name]);

function placeOf(line) {
  const { latitude, longitude } = line.dataset;
  return latitude && { latitude: Number(latitude), longitude: Number(longitude) };
}

function tell(line, kilometers) {
  const place = line.querySelector("[data-near-distance]");
  place.textContent = fill(near.dataset.away, { distance: inWords(kilometers) });
  place.hidden = false;
}

function sort({ coords }) {
  const list = near.querySelector("[data-near-list]");
  const measured = [...list.children].map((line) => {
    const place = placeOf(line);
    return { line, away: place ? distance(coords, place) : Infinity };
  });
  measured.sort((one, other) => (one.away < other.away ? -1 : Number(one.away > other.away)));
  list.append(...measured.map(({ line }) => line));
  for (const { line, away } of measured) if (away < Infinity) tell(line, away);
  const [nearest] = measured;
  if (nearest.away === Infinity) return say(near.dataset.nowhere);
  const event = nearest.line.querySelector("a").textContent;
  return say(fill(near.dataset.sorted, { event, distance: inWords(nearest.away) }));
}

function fail({ code, PERMISSION_DENIED }) {
  say(code === PERMISSION_DENIED ? near.dataset.refused : near.dataset.failed);
}

if (near && navigator.geolocation) {
  near.querySelector("[data-near-ask]").hidden = false;
  near.querySelector("[data-near-button]").addEventListener("click", () => {
    say(near.dataset.waiting);
    navigator.geolocation.getCurrentPosition(sort, fail, PATIENCE);
  });
}
