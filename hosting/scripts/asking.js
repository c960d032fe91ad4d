// Asking for avatars as one person: every call goes out in its turn, every answer teaches the allowance.

import { call, CallableError } from "./callables.js";
import { follow, waitingQueue } from "./following.js";

const PLACES_TO_WAIT = 3; // of the six connections a browser opens to a host

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
   * @param {AbortSignal} [own] Given for a wish that does not queue behind the timeline: ends following it alone.
   */
  async watch(wish, view, own) {
    const signal = own ? AbortSignal.any([this.#leaving.signal, own]) : this.#leaving.signal;
    const ask = (data) => {
      const work = () => call(this.#backend, this.#session, "generate_avatar", data, signal);
      if (own) return work();
      return data.wait_seconds > 0 ? this.#waits(work) : this.#asks(work);
    };
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
      const reserved = first.usage && !first.degraded;
      if (reserved && last.error) this.#allowance.giveBack();
      return outcome;
    } catch (error) {
      if (signal.aborted) return null;
      if (error instanceof CallableError) this.#allowance.reached(error.reason, error.details.resets_at);
      return view.refuse(error);
    }
  }
}
