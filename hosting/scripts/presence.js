// The user who is signed in, one for all tabs of the browser, and kept for the next visit.

import { AuthStore } from "./auth-store.js";
import { Session, sessionOf } from "./session.js";
import { SignInError, signInAs, signUpAsGuest } from "./sign-in.js";
import { tellOtherTabs } from "./tabs.js";

const CURRENT = "[DEFAULT]"; // the name of the SDK's own app
const GUEST = "guest"; // a guest has no other way to return than by these tokens

export class Presence {
  #backend;
  #people;
  #store;

  constructor(backend, people) {
    this.#backend = backend;
    this.#people = people;
    this.#store = new AuthStore(backend.apiKey);
  }

  /** Returns `{person, session}` of the user who is signed in; null if there is none, or their account is gone. */
  async current() {
    const user = await this.#store.read(CURRENT);
    const person = user && this.#personOf(user);
    const session = person && (await this.#resume(user));
    return session ? { person, session } : null;
  }

  /** Returns whether a guest of an earlier visit can return. */
  async remembersGuest() {
    return (await this.#store.read(GUEST)) !== null;
  }

  /** Signs a person in, in place of whoever is, and returns the session. Throws SignInError. */
  async signIn(person) {
    const app = person.email ? CURRENT : GUEST;
    const kept = await this.#store.read(app);
    const theirs = kept && this.#personOf(kept) === person && (await this.#resume(kept));
    const session = theirs || sessionOf(this.#backend, await this.#ask(person));
    this.#keep(session);
    await this.#write(session.user);
    tellOtherTabs({ kind: "signed-in", uid: session.uid });
    return session;
  }

  /** Signs a person out, in all tabs. A guest cannot return. */
  async signOut(person, uid, { everythingIsDeleted = false } = {}) {
    await this.#store.remove(CURRENT);
    if (!person.email) await this.#store.remove(GUEST);
    tellOtherTabs({ kind: "signed-out", uid, everythingIsDeleted });
  }

  #ask(person) {
    return person.email ? signInAs(this.#backend, person) : signUpAsGuest(this.#backend);
  }

  #personOf(user) {
    return this.#people.find(({ email }) => email === user.email) ?? null;
  }

  /** Returns a session with the tokens of an earlier visit; null if the account is gone. */
  async #resume(user) {
    const session = new Session(this.#backend, user);
    this.#keep(session);
    try {
      await session.check();
    } catch (error) {
      if (!(error instanceof SignInError)) throw error;
      await this.#forget(user);
      return null;
    }
    return session;
  }

  #keep(session) {
    session.keptBy(async (user) => {
      const current = await this.#store.read(CURRENT);
      if (current?.uid === user.uid) await this.#write(user); // not if another tab has signed the user out
    });
  }

  async #write(user) {
    await this.#store.write(CURRENT, user);
    if (user.isAnonymous) await this.#store.write(GUEST, user);
  }

  async #forget({ uid }) {
    for (const app of [CURRENT, GUEST]) {
      if ((await this.#store.read(app))?.uid === uid) await this.#store.remove(app);
    }
  }
}
