// Calls of callable functions: data in, result out, refusals as errors with a reason.

import { SignInError } from "./sign-in.js";

/** A call that was refused or failed; `reason` and `details` come from the backend. */
export class CallableError extends Error {
  constructor(message, { reason, retryable, ...details }) {
    super(message);
    this.name = "CallableError";
    this.reason = reason;
    this.retryable = retryable;
    this.details = details;
  }
}

/**
 * Calls a function as the signed-in user and returns its result.
 * Throws CallableError: `unreachable` without an answer, `slow` if Hosting stopped waiting for the function,
 * `unauthenticated` without App Check or token.
 */
export async function call(backend, session, name, data, signal) {
  let response;
  let answer;
  try {
    const token = await session.idToken();
    response = await fetch(`${backend.functions}/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}`, ...(await backend.appCheck.headers()) },
      body: JSON.stringify({ data }),
      signal,
    });
    if (response.status === 504) throw new CallableError("no answer in time", { reason: "slow", retryable: true });
    answer = await response.json();
  } catch (error) {
    if (error.name === "AbortError" || error instanceof CallableError) throw error;
    if (error instanceof SignInError) throw refusal({ status: "UNAUTHENTICATED" });
    throw new CallableError("nothing answered", { reason: "unreachable", retryable: true });
  }
  if (response.ok && "result" in answer) return answer.result;
  throw refusal(answer.error ?? {});
}

function refusal({ message = "", status = "INTERNAL", details }) {
  const plain = status === "UNAUTHENTICATED" ? "unauthenticated" : "internal";
  return new CallableError(message, { reason: plain, retryable: status !== "UNAUTHENTICATED", ...details });
}
