// Codings on their way to the server, kept in this browser until they are there: which
// answer and which themes, never what somebody said. Signing out deletes them (log/kept).
const name = `portal-bench.${document.querySelector("[data-bench]").dataset.user}`;

export function kept() {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}

// ``wanted`` is null once it is there.
export function keep(pk, wanted) {
  const all = kept();
  if (wanted) all[pk] = wanted;
  else delete all[pk];
  try {
    if (Object.keys(all).length) localStorage.setItem(name, JSON.stringify(all));
    else localStorage.removeItem(name);
  } catch {
    // a browser that keeps nothing: until the page is left
  }
}
