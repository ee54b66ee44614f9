// The language and the branch of the last entry at an event: the next begins with them.
const PREFIX = "portal-log.setting:";
const NAMES = ["language", "branch"];

export function keepSetting(form) {
  const key = PREFIX + form.dataset.event;
  try {
    const last = JSON.parse(localStorage.getItem(key));
    for (const name of last ? NAMES : []) {
      const field = form.elements.namedItem(name);
      if (field instanceof RadioNodeList || [...(field?.options ?? [])].some(({ value }) => value === last[name])) {
        field.value = last[name];
      }
    }
  } catch {
    // a browser that keeps nothing: the form begins as the server made it
  }
  return {
    remember() {
      const now = Object.fromEntries(NAMES.map((name) => [name, form.elements.namedItem(name)?.value]));
      try {
        localStorage.setItem(key, JSON.stringify(now));
      } catch {
        // as above
      }
    },
  };
}
