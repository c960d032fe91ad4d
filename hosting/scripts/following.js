// Following a wish to its end. The same wish names the same avatar, so asking again is how the page watches it.

import { CallableError } from "./callables.js";

const FIRST_WAIT_SECONDS = 2; // soon enough to tell "being made" from "in the queue"
const NEXT_WAIT_SECONDS = 25; // half of what the backend allows
const MOST_WAITS = 40; // longer than the backend lets any job live
const PAUSES_MS = [1000, 2000, 4000, 8000]; // after calls in a row that failed for a moment
const BETWEEN_UNGRANTED_WAITS_MS = 1500; // the backend answers at once when too many wait already

/**
 * Yields the avatar as it stands after each call, the last time completed or failed.
 *
 * The backend holds each call open until the avatar is done, so that hardly any time passes between two: asking
 * again for a look that failed meanwhile would start it anew.
 *
 * @param {(data: object) => Promise<object>} ask Calls `generate_avatar`.
 * @param {AbortSignal} signal Ends the following, not the making.
 */
export async function* follow(ask, wish, signal) {
  let answer = await ask({ ...wish, wait_seconds: 0 });
  yield answer;
  let failures = 0;
  for (let waits = 0; isUnderWay(answer); waits += 1) {
    if (waits === MOST_WAITS) throw new CallableError("still under way", { reason: "slow", retryable: true });
    const seconds = waits === 0 ? FIRST_WAIT_SECONDS : NEXT_WAIT_SECONDS;
    const began = performance.now();
    try {
      answer = await ask({ ...wish, wait_seconds: seconds });
      failures = 0;
    } catch (error) {
      if (!(error instanceof CallableError) || !error.retryable || failures === PAUSES_MS.length) throw error;
      await pause(PAUSES_MS[failures], signal);
      failures += 1;
      continue;
    }
    yield answer;
    const ungranted = performance.now() - began < Math.min(seconds * 1000, BETWEEN_UNGRANTED_WAITS_MS);
    if (isUnderWay(answer) && ungranted) await pause(BETWEEN_UNGRANTED_WAITS_MS, signal);
  }
}

export function isUnderWay(answer) {
  return answer.status === "queued" || answer.status === "generating";
}

/**
 * A queue with a few places. Browsers open six connections to a host; calls that wait must leave some for the rest.
 */
export function waitingQueue(places) {
  const next = [];
  let free = places;
  return async (work) => {
    if (free === 0) await new Promise((resolve) => next.push(resolve));
    else free -= 1;
    try {
      return await work();
    } finally {
      if (next.length > 0) next.shift()();
      else free += 1;
    }
  };
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
