// Asking for avatars as one person: the timeline's wishes in their turn, every answer teaching the allowance.

import { call, CallableError } from "./callables.js";
import { follow, inTurn } from "./following.js";

export class Asking {
  #backend;
  #session;
  #allowance;
  #leaving = new AbortController();
  #turn = inTurn(); // earlier stages first: they get the allowance first

  constructor(backend, session, allowance) {
    this.#backend = backend;
    this.#session = session;
    this.#allowance = allowance;
  }

  /** Stops following everything: somebody else steps in. What was asked for goes on in the backend. */
  leave() {
    this.#leaving.abort();
  }

  get hasLeft() {
    return this.#leaving.signal.aborted;
  }

  /**
   * Follows a wish in a view to its end and returns what it came to; null if the person left meanwhile.
   *
   * @param {object} [options]
   * @param {AbortSignal} [options.signal] Ends following this wish alone.
   * @param {boolean} [options.apart] Whether it is asked for at once, without waiting for the timeline's.
   * @param {object} [options.answer] What another call has answered already: it is not asked for again.
   */
  async watch(wish, view, { signal: own, apart = false, answer: given } = {}) {
    const signal = own ? AbortSignal.any([this.#leaving.signal, own]) : this.#leaving.signal;
    const wishFor = () => this.call("generate_avatar", wish, signal);
    const ask = given ? async () => given : apart ? wishFor : () => this.#turn(wishFor);
    const look = (avatarId) => this.call("get_avatar", { avatar_id: avatarId }, signal);
    let first = null;
    let last = null;
    let outcome = null;
    try {
      for await (const answer of follow(ask, look, signal)) {
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

  /** Takes a wish back that nobody has begun to make; whoever watches it sees what became of it. */
  async cancel(answer) {
    await this.call("cancel_avatar", { avatar_id: answer.avatar_id });
  }

  /** What changed from one avatar to another, as I-There says it; empty if it cannot be said now. */
  async evolution(earlier, later) {
    const ids = { earlier_avatar_id: earlier.avatar_id, later_avatar_id: later.avatar_id };
    try {
      return (await this.call("explain_evolution", ids)).message;
    } catch (error) {
      if (error instanceof CallableError || this.#leaving.signal.aborted) return "";
      throw error;
    }
  }

  /** Calls a function as this person, until they leave or the signal says so. Throws CallableError. */
  call(name, data, signal = this.#leaving.signal) {
    return call(this.#backend, this.#session, name, data, signal);
  }
}
