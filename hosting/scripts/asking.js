// Requests of one user: the wishes of the timeline one after the other; every answer updates what the page knows of them.

import { call, CallableError } from "./callables.js";
import { follow, inTurn } from "./following.js";
import { Owned } from "./owned.js";

const NO_VIEW = { update: async () => null, refuse: () => null };

export class Asking {
  /** What the user has; empty until it is read. */
  owned = new Owned();
  #backend;
  #session;
  #allowance;
  #leaving = new AbortController();
  #watched = new Set(); // avatars that are followed from an earlier answer
  #turn = inTurn(); // earlier stages first, so that they get the allowance first

  constructor(backend, session, allowance) {
    this.#backend = backend;
    this.#session = session;
    this.#allowance = allowance;
  }

  get uid() {
    return this.#session.uid;
  }

  /** Stops following all wishes, because another user signs in. The backend still makes the pictures. */
  leave() {
    this.#leaving.abort();
  }

  get hasLeft() {
    return this.#leaving.signal.aborted;
  }

  /**
   * Follows a wish in a view to its end and returns the outcome; null if the user signed out before.
   *
   * @param {object} [options]
   * @param {AbortSignal} [options.signal] Ends the following of this wish.
   * @param {boolean} [options.apart] Whether to request it at once, without waiting for the timeline's wishes.
   * @param {object} [options.answer] The answer of an earlier call, with which no new request is made.
   */
  async watch(wish, view, { signal: own, apart = false, answer: given } = {}) {
    if (given) this.#watched.add(given.avatar_id);
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
      if (last.status === "completed") this.owned.keep(last);
      return outcome;
    } catch (error) {
      if (signal.aborted) return null;
      if (error instanceof CallableError) this.#allowance.reached(error.reason, error.details.resets_at);
      return view.refuse(error);
    }
  }

  /** Asks for several variations of a wish; returns an answer for each. Throws CallableError if none is made. */
  async several(wish, variations, signal) {
    const both = AbortSignal.any([this.#leaving.signal, signal]);
    try {
      return (await this.call("generate_avatar", { ...wish, variations }, both)).avatars;
    } catch (error) {
      if (error instanceof CallableError) this.#allowance.reached(error.reason, error.details.resets_at, error.details);
      throw error;
    }
  }

  /** Follows what is being made since an earlier visit and what no view follows, so that the page learns of its end. */
  watchTheRest() {
    const rest = this.owned.allUnderWay().filter(({ avatar_id }) => !this.#watched.has(avatar_id));
    for (const answer of rest) this.watch({}, NO_VIEW, { answer });
  }

  /** Cancels a wish that is still queued; a view that follows it shows the result. */
  async cancel(answer) {
    await this.call("cancel_avatar", { avatar_id: answer.avatar_id });
  }

  /** Returns I-There's message about the change between two avatars; empty if the call fails. */
  async evolution(earlier, later) {
    const ids = { earlier_avatar_id: earlier.avatar_id, later_avatar_id: later.avatar_id };
    try {
      return (await this.call("explain_evolution", ids)).message;
    } catch (error) {
      if (error instanceof CallableError || this.#leaving.signal.aborted) return "";
      throw error;
    }
  }

  /** Calls a function as this user, until they sign out or the signal aborts. Throws CallableError. */
  call(name, data, signal = this.#leaving.signal) {
    return call(this.#backend, this.#session, name, data, signal);
  }
}
