// Asking for avatars as one person: every call goes out in its turn, every answer teaches the allowance.

import { call, CallableError } from "./callables.js";
import { follow, waitingQueue } from "./following.js";

const PLACES_TO_WAIT = 3; // of the six connections a browser opens to a host

const NOT_CHARGED = new Set(["content_rejected", "bad_output", "expired"]);

export class Asking {
  #backend;
  #session;
  #allowance;
  #leaving = new AbortController();
  #asks = waitingQueue(1); // earlier stages first: they get the allowance first
  #waits = waitingQueue(PLACES_TO_WAIT);

  constructor(backend, session, allowance) {
    this.#backend = backend;
    this.#session = session;
    this.#allowance = allowance;
  }

  /** Stops following everything: somebody else steps in. What was asked for goes on in the backend. */
  leave() {
    this.#leaving.abort();
  }

  /**
   * Follows a wish in a view to its end and returns what it came to; null if the person left meanwhile.
   *
   * @param {boolean} urgent Does not queue behind the timeline.
   */
  async watch(wish, view, { urgent = false } = {}) {
    const signal = this.#leaving.signal;
    const ask = (data) => this.#ask(data, urgent);
    let first = null;
    let last = null;
    let outcome = null;
    try {
      for await (const answer of follow(ask, wish, signal)) {
        if (signal.aborted) return null;
        first ??= answer;
        last = answer;
        this.#allowance.learn(answer);
        outcome = await view.update(answer, first.status === "completed");
      }
      if (first.usage && isRefunded(last)) this.#allowance.giveBack();
      return outcome;
    } catch (error) {
      if (signal.aborted) return null;
      if (error instanceof CallableError) this.#allowance.reached(error.reason, error.details.resets_at);
      return { phase: "refused", headline: "Not this time", notice: view.refuse(error) };
    }
  }

  #ask(data, urgent) {
    const work = () => call(this.#backend, this.#session, "generate_avatar", data, this.#leaving.signal);
    if (urgent) return work();
    return data.wait_seconds > 0 ? this.#waits(work) : this.#asks(work);
  }
}

/** Whether a render that had an allowance reserved ended without its picture: the backend then gives it back. */
function isRefunded({ error }) {
  return error !== null && (NOT_CHARGED.has(error.reason) || error.reason.startsWith("provider_"));
}
