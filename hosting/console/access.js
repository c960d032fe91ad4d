// The administrator's sign-in: by e-mail and password, kept for the next visit apart from the page's own.

import { AuthStore } from "/scripts/auth-store.js";
import { Session, sessionOf } from "/scripts/session.js";
import { identityToolkit, SignInError } from "/scripts/sign-in.js";
import { DEMO_ADMINISTRATOR, makeDemoAdministrator } from "./demo-account.js";

const APP = "console";

export class Access {
  session = null;
  #backend;
  #store;

  constructor(backend) {
    this.#backend = backend;
    this.#store = new AuthStore(backend.apiKey);
  }

  /** Takes up the session of an earlier visit; returns whether there is one. */
  async resume() {
    const user = await this.#store.read(APP);
    if (!user) return false;
    const session = this.#kept(new Session(this.#backend, user));
    try {
      await session.check();
    } catch (error) {
      if (!(error instanceof SignInError)) throw error;
      await this.#store.remove(APP);
      return false;
    }
    this.session = session;
    return true;
  }

  /** Signs in anew, also in place of the present session. Throws SignInError. */
  async signIn(email, password) {
    if (email === DEMO_ADMINISTRATOR.email) await makeDemoAdministrator(this.#backend);
    const answer = await identityToolkit(this.#backend, "signInWithPassword", { email, password, returnSecureToken: true });
    if (!answer.idToken) throw new SignInError("SECOND_FACTOR");
    if (this.session && this.session.uid !== answer.localId) throw new SignInError("ANOTHER_ACCOUNT");
    this.session = this.#kept(sessionOf(this.#backend, answer));
    await this.#store.write(APP, this.session.user);
  }

  async signOut() {
    this.session = null;
    await this.#store.remove(APP);
  }

  #kept(session) {
    session.keptBy(async (user) => {
      if (await this.#store.read(APP)) await this.#store.write(APP, user); // not once another tab has signed out
    });
    return session;
  }
}
