// The entries that wait on this device, in IndexedDB. The shape of an entry and of the
// database are described in docs/conversation-upload.md; every later version of this
// module must still read what an earlier one has kept.
const NAME = "portal-log";
const VERSION = 1;
const ENTRIES = "entries";
const NOTES = "notes"; // small things to remember: counts, settings; never an entry's words
const changes = new BroadcastChannel(NAME);
const listeners = new Set();
let opening;

// One step for each version. No step may delete what waits.
function upgrade(database, from) {
  if (from < 1) {
    database.createObjectStore(ENTRIES, { keyPath: "id" });
    database.createObjectStore(NOTES, { keyPath: "name" });
  }
}

function open(version = VERSION) {
  return new Promise((resolve, reject) => {
    const request = version ? indexedDB.open(NAME, version) : indexedDB.open(NAME);
    request.onupgradeneeded = ({ oldVersion }) => upgrade(request.result, oldVersion);
    request.onsuccess = () => {
      // A page of a newer version wants to change the database: make way for it.
      request.result.onversionchange = () => {
        request.result.close();
        opening = undefined;
      };
      request.result.onclose = () => {
        opening = undefined;
      };
      resolve(request.result);
    };
    request.onerror = () => {
      // A newer page was here before this one, which was kept: its entries are ours, too.
      const isNewer = request.error.name === "VersionError";
      if (isNewer && version) open(null).then(resolve, reject);
      else reject(request.error);
    };
  });
}

async function inStore(name, mode, work) {
  opening ??= open().catch((error) => {
    opening = undefined;
    throw error;
  });
  const database = await opening;
  return new Promise((resolve, reject) => {
    // Strict: it is on the disk, not only on its way there, before the form clears.
    const transaction = database.transaction(name, mode, { durability: "strict" });
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
    work(transaction.objectStore(name), (found) => {
      result = found;
    });
  });
}

const read = (name, ask) =>
  inStore(name, "readonly", (store, done) => {
    ask(store).onsuccess = ({ target }) => done(target.result);
  });

function tell() {
  changes.postMessage("changed");
  for (const listener of listeners) listener();
}

changes.onmessage = () => {
  for (const listener of listeners) listener();
};

// Calls back whenever the queue changed, in this tab or in another one.
export const onChange = (listener) => listeners.add(listener);
export const all = () => read(ENTRIES, (store) => store.getAll());
export const get = (id) => read(ENTRIES, (store) => store.get(id));
export const recall = async (name) => (await read(NOTES, (store) => store.get(name)))?.value;
export const remember = (name, value) => inStore(NOTES, "readwrite", (store) => store.put({ name, value }));

export async function put(entry) {
  await inStore(ENTRIES, "readwrite", (store) => store.put(entry));
  tell();
}

// Replaces an entry by what `next` makes of it: null deletes it, undefined leaves it.
// It is read and written at once, so that no other tab comes between.
export async function change(id, next) {
  const changed = await inStore(ENTRIES, "readwrite", (store, done) => {
    store.get(id).onsuccess = ({ target }) => {
      const made = target.result && next(target.result);
      if (made === undefined) return;
      if (made === null) store.delete(id);
      else store.put(made);
      done(true);
    };
  });
  if (changed) tell();
  return Boolean(changed);
}
