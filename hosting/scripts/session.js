// The session of a user: their tokens, refreshed when needed, and kept for the next visit.

import { identityToolkit, SignInError } from "./sign-in.js";

const REFRESH_BEFORE_MS = 60_000;

/** A signed-in user. */
export class Session {
  #backend;
  #user;
  #onRefresh = async () => {};

  /** @param {object} user The record of the user, as the Firebase SDK keeps it. */
  constructor(backend, user) {
    this.#backend = backend;
    this.#user = user;
  }

  get uid() {
    return this.#user.uid;
  }

  get email() {
    return this.#user.email;
  }

  /** The record to keep. */
  get user() {
    return this.#user;
  }

  /** Calls `keep` with the user's record after each refresh of the tokens. */
  keptBy(keep) {
    this.#onRefresh = keep;
  }

  /** Returns a token that is valid for at least a minute. Throws SignInError once the account is gone. */
  async idToken() {
    if (Date.now() > this.#user.stsTokenManager.expirationTime - REFRESH_BEFORE_MS) await this.#refresh();
    return this.#user.stsTokenManager.accessToken;
  }

  /** Asks whether the account is still there. Throws SignInError if not. */
  async check() {
    await identityToolkit(this.#backend, "lookup", { idToken: await this.idToken() });
  }

  async #refresh() {
    const address = `${this.#backend.secureToken}/token?key=${this.#backend.apiKey}`;
    const { refreshToken } = this.#user.stsTokenManager;
    const body = new URLSearchParams({ grant_type: "refresh_token", refresh_token: refreshToken });
    const response = await fetch(address, { method: "POST", body });
    const answer = await response.json();
    if (!response.ok) throw new SignInError(answer.error?.message ?? "TOKEN_EXPIRED");
    this.#user = { ...this.#user, stsTokenManager: tokens(answer.id_token, answer.refresh_token, answer.expires_in) };
    await this.#onRefresh(this.#user);
  }
}

/** Returns a session from the answer of a sign-in. */
export function sessionOf(backend, answer) {
  const now = String(Date.now());
  return new Session(backend, {
    uid: answer.localId,
    ...(answer.email ? { email: answer.email } : {}),
    ...(answer.displayName ? { displayName: answer.displayName } : {}),
    emailVerified: false,
    isAnonymous: !answer.email,
    providerData: [],
    stsTokenManager: tokens(answer.idToken, answer.refreshToken, answer.expiresIn),
    createdAt: now,
    lastLoginAt: now,
    apiKey: backend.apiKey,
  });
}

function tokens(accessToken, refreshToken, expiresInSeconds) {
  return { refreshToken, accessToken, expirationTime: Date.now() + Number(expiresInSeconds) * 1000 };
}
