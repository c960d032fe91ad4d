// The three callables of the console. The browser reads no collection: what is shown comes from these alone.

import { call } from "/scripts/callables.js";

export class Calls {
  #backend;
  #access;

  constructor(backend, access) {
    this.#backend = backend;
    this.#access = access;
  }

  /** Returns what a view shows. Throws CallableError. */
  view(view, data = {}, signal = undefined) {
    return this.#call("console_view", { view, ...data }, signal);
  }

  /** Does what an act names; with the same key, once. Throws CallableError. */
  act(act, data) {
    return this.#call("console_act", { act, ...data });
  }

  /** Returns the figures of a period. Throws CallableError. */
  usage(period, signal = undefined) {
    return this.#call("usage_report", { period }, signal);
  }

  #call(name, data, signal) {
    return call(this.#backend, this.#access.session, name, data, signal);
  }
}
