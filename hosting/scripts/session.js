// Sign-in: a user's tokens, refreshed when needed.

const REFRESH_BEFORE_MS = 60_000;

/** A refused sign-in; `code` is Identity Toolkit's, such as `ADMIN_ONLY_OPERATION`. */
export class SignInError extends Error {
  constructor(code) {
    super(code);
    this.name = "SignInError";
    this.code = code;
  }
}

/** A signed-in user. */
export class Session {
  #backend;
  #tokens;

  constructor(backend, tokens) {
    this.#backend = backend;
    this.uid = tokens.localId;
    this.#keep(tokens.idToken, tokens.refreshToken, tokens.expiresIn);
  }

  /** Returns a token that is valid for at least a minute. */
  async idToken() {
    if (Date.now() > this.#tokens.expiresAt - REFRESH_BEFORE_MS) await this.#refresh();
    return this.#tokens.idToken;
  }

  async #refresh() {
    const address = `${this.#backend.secureToken}/token?key=${this.#backend.apiKey}`;
    const body = new URLSearchParams({ grant_type: "refresh_token", refresh_token: this.#tokens.refreshToken });
    const response = await fetch(address, { method: "POST", body });
    const answer = await response.json();
    if (!response.ok) throw new SignInError(answer.error?.message ?? "TOKEN_EXPIRED");
    this.#keep(answer.id_token, answer.refresh_token, answer.expires_in);
  }

  #keep(idToken, refreshToken, expiresInSeconds) {
    this.#tokens = { idToken, refreshToken, expiresAt: Date.now() + Number(expiresInSeconds) * 1000 };
  }
}

/** Signs in a new anonymous user. */
export async function signInAsGuest(backend) {
  return new Session(backend, await identityToolkit(backend, "signUp", {}));
}

/** Signs in a demo person of an emulator; the first time, it creates the account. */
export async function signInAs(backend, { email, password, name }) {
  try {
    return new Session(backend, await identityToolkit(backend, "signInWithPassword", { email, password }));
  } catch (error) {
    if (!(error instanceof SignInError)) throw error;
    return new Session(backend, await identityToolkit(backend, "signUp", { email, password, displayName: name }));
  }
}

async function identityToolkit(backend, method, body) {
  const response = await fetch(`${backend.identityToolkit}/accounts:${method}?key=${backend.apiKey}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...body, returnSecureToken: true }),
  });
  const answer = await response.json();
  if (!response.ok) throw new SignInError(answer.error?.message ?? "UNKNOWN");
  return answer;
}
