// The signed-in users of this browser, kept as the Firebase SDK keeps them: its database, its keys, its records.

const DATABASE = "firebaseLocalStorageDb";
const STORE = "firebaseLocalStorage";

export class AuthStore {
  #apiKey;
  #opened = null;
  #unkept = new Map(); // where a browser allows no database, a sign-in lasts as long as the page

  constructor(apiKey) {
    this.#apiKey = apiKey;
  }

  /** Returns the user that is kept under the name of an app, null if there is none. */
  async read(app) {
    const key = this.#key(app);
    if (this.#unkept.has(key)) return this.#unkept.get(key);
    return (await this.#inStore("readonly", (store) => store.get(key)))?.value ?? null;
  }

  async write(app, user) {
    const key = this.#key(app);
    const kept = await this.#inStore("readwrite", (store) => store.put({ fbase_key: key, value: { ...user, appName: app } }));
    if (kept === undefined) this.#unkept.set(key, user);
  }

  async remove(app) {
    this.#unkept.delete(this.#key(app));
    await this.#inStore("readwrite", (store) => store.delete(this.#key(app)));
  }

  #key(app) {
    return `firebase:authUser:${this.#apiKey}:${app}`;
  }

  /** Returns the result of a request to the store; undefined where there is no database. */
  async #inStore(mode, request) {
    this.#opened ??= open();
    const database = await this.#opened;
    return database && settled(request(database.transaction(STORE, mode).objectStore(STORE)));
  }
}

function open() {
  return new Promise((resolve) => {
    const opening = globalThis.indexedDB?.open(DATABASE, 1);
    if (!opening) return resolve(undefined);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "fbase_key" });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => resolve(undefined);
  });
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
