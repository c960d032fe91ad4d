// A room while it is open: its head, what it shows or is waiting for, errors with a way on, pages by "More".

import { announce } from "/scripts/announcer.js";
import { element } from "/scripts/dom.js";
import { moment } from "./figures.js";
import { button } from "./panels.js";
import { problemInWords, readsInWords } from "./words.js";

export class Room {
  #leaving = new AbortController();
  #looked = element("p", { class: "looked hint" });
  #outcome = element("p", { class: "outcome", role: "status", hidden: true, tabIndex: -1 });

  /**
   * @param {object} console What rooms share: `calls`, `may`, `open`, `acting`.
   * @param {{name: string, about: string}} about
   * @param {object} data What another room has handed over.
   */
  constructor(console, about, data) {
    this.console = console;
    this.data = data ?? {};
    this.heading = element("h1", { tabIndex: -1 }, about.name);
    this.head = element("div", { class: "room-head" }, element("div", {}, this.heading, element("p", { class: "hint" }, about.about)), this.#looked);
    this.body = element("div", { class: "room-body" });
    this.element = element("div", { class: "room" }, this.head, this.#outcome, this.body);
  }

  get signal() {
    return this.#leaving.signal;
  }

  may(wanted) {
    return this.console.may.includes(wanted);
  }

  leave() {
    this.#leaving.abort();
  }

  view(name, data = {}) {
    return this.console.calls.view(name, data, this.signal);
  }

  /** Shows when was looked, what that cost, and a button to look again. */
  looked({ at, reads }, again) {
    this.#looked.replaceChildren("Looked at ", moment(at), ` · ${readsInWords(reads)} `, button("Look again", again));
  }

  /** Shows what came of an act, and moves the focus there. */
  outcome(text) {
    this.#outcome.textContent = text;
    this.#outcome.hidden = false;
    this.#outcome.focus();
  }

  /**
   * Fills a place with what `load` returns; meanwhile it says so, and on an error what happened and how to go on.
   *
   * @param {() => Promise<Node|Node[]>} load
   */
  async fill(place, load, waiting = "Looking …") {
    place.setAttribute("aria-busy", "true");
    if (!place.hasChildNodes()) place.replaceChildren(element("p", { class: "waiting", role: "status" }, waiting));
    try {
      const shown = await load();
      if (this.signal.aborted) return;
      place.replaceChildren(...[shown].flat().filter(Boolean));
    } catch (error) {
      if (this.signal.aborted) return;
      if (this.console.lost(error)) return;
      place.replaceChildren(this.#problem(error, () => this.fill(place, load)));
      if (error.name !== "CallableError") globalThis.console.error(error);
    } finally {
      place.removeAttribute("aria-busy");
    }
  }

  #problem(error, again) {
    const words = problemInWords(error);
    announce(words);
    const canHelp = !["forbidden", "not_found", "invalid_request"].includes(error.reason);
    return element("div", { class: "notice problem", role: "alert" }, element("p", {}, words), canHelp && button("Try again", again));
  }

  /**
   * Returns pages one below the other, with a button for more.
   *
   * @param {(token: string|undefined) => Promise<{answer: object, shown: Node[], next: string|null}>} load
   */
  pages(container, load) {
    const more = element("p", { class: "more-pages" });
    const next = async (token) => {
      more.replaceChildren(element("span", { class: "hint", role: "status" }, "Looking …"));
      try {
        const { shown, next: after } = await load(token);
        if (this.signal.aborted) return;
        container.append(...shown);
        more.replaceChildren(after ? button("More", () => next(after)) : "");
        if (token) shown[0]?.focus?.();
      } catch (error) {
        if (this.signal.aborted || this.console.lost(error)) return;
        more.replaceChildren(this.#problem(error, () => next(token)));
      }
    };
    const wait = (token) => (token ? button("More", () => next(token)) : "");
    return { more, offer: (token) => more.replaceChildren(wait(token)) };
  }
}
