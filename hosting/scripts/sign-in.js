// The calls of Identity Toolkit that sign users in.

/** A refused sign-in; `code` is Identity Toolkit's, such as `ADMIN_ONLY_OPERATION`. */
export class SignInError extends Error {
  constructor(code) {
    super(code);
    this.name = "SignInError";
    this.code = code;
  }
}

/** Returns the answer for a new anonymous user. */
export function signUpAsGuest(backend) {
  return identityToolkit(backend, "signUp", { returnSecureToken: true });
}

/** Returns the answer for a demo person of an emulator; the first time, it creates the account. */
export async function signInAs(backend, { email, password, name }) {
  const known = await hasAccount(backend, email);
  const account = known ? { email, password } : { email, password, displayName: name };
  return identityToolkit(backend, known ? "signInWithPassword" : "signUp", { ...account, returnSecureToken: true });
}

/** Asks as the emulator's owner: a sign-in that is refused would be an error on the console. */
async function hasAccount(backend, email) {
  const { users = [] } = await identityToolkit(
    backend,
    "lookup",
    { email: [email] },
    { path: `projects/${backend.project}/`, headers: { Authorization: "Bearer owner" } },
  );
  return users.length > 0;
}

/** Calls a method on accounts. Throws SignInError if it is refused, TypeError without an answer. */
export async function identityToolkit(backend, method, body, { path = "", headers = {} } = {}) {
  const response = await fetch(`${backend.identityToolkit}/${path}accounts:${method}?key=${backend.apiKey}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(await backend.appCheck.headers()), ...headers },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new SignInError(answer.error?.message ?? "UNKNOWN");
  return answer;
}
