// Following a wish to its end: asked for once, then looked at until it is completed or failed.

import { CallableError } from "./callables.js";

const FIRST_PAUSE_MS = 400; // the painter takes half a second
const LONGEST_PAUSE_MS = 3000; // a model takes up to minutes
const PATIENCE_MS = 30 * 60_000; // longer than the backend lets any job live
const MOST_FAILURES = 5; // looks in a row that came to nothing, with pauses in between

/**
 * Yields the avatar as it stands whenever it is told anew, the last time completed or failed.
 *
 * @param {() => Promise<object>} ask Calls `generate_avatar` with the wish.
 * @param {(avatarId: string) => Promise<object>} look Calls `get_avatar`, which changes nothing.
 * @param {AbortSignal} signal Ends the following, not the making.
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
      if (error.reason !== "rate_limited") failures += 1; // many are followed at once: the next look is later
      if (!(error instanceof CallableError) || !error.retryable || failures > MOST_FAILURES) throw error;
      continue;
    }
    yield answer;
  }
}

/** Work in turn, one piece at a time. */
export function inTurn() {
  let last = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {}); // whoever asked is told; the next one's turn comes all the same
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
