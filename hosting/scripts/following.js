// Following a wish to its end: requested once, then polled until it is completed or failed.

import { CallableError } from "./callables.js";

const FIRST_PAUSE_MS = 400; // the painter takes half a second
const LONGEST_PAUSE_MS = 3000; // a model can take minutes
const PATIENCE_MS = 30 * 60_000; // longer than the life of any job in the backend
const MOST_FAILURES = 5; // failed polls in a row, with pauses in between

/**
 * Yields the avatar's state after each poll, the last one completed or failed.
 *
 * @param {() => Promise<object>} ask Calls `generate_avatar` with the wish.
 * @param {(avatarId: string) => Promise<object>} look Calls `get_avatar`, which changes nothing.
 * @param {AbortSignal} signal Ends the following; the picture is still made.
 */
export async function* follow(ask, look, signal) {
  let answer = await ask();
  yield answer;
  const began = performance.now();
  let pauseMs = FIRST_PAUSE_MS;
  let failures = 0;
  while (isUnderWay(answer)) {
    if (performance.now() - began > PATIENCE_MS) {
      throw new CallableError("still under way", { reason: "slow", retryable: true });
    }
    await pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 1.3, LONGEST_PAUSE_MS);
    try {
      answer = await look(answer.avatar_id);
      failures = 0;
    } catch (error) {
      if (error.reason !== "rate_limited") failures += 1; // many wishes are followed at once, so the next poll is later
      if (!(error instanceof CallableError) || !error.retryable || failures > MOST_FAILURES) throw error;
      continue;
    }
    yield answer;
  }
}

/** Runs pieces of work one after the other. */
export function inTurn() {
  let last = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {}); // the caller gets the error; the next piece of work runs nevertheless
    return mine;
  };
}

function isUnderWay(answer) {
  return answer.status === "queued" || answer.status === "generating";
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
  });
}
