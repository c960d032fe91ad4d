// The result beside the form, from the placeholder to the picture.

import { announce } from "./announcer.js";
import { AvatarView } from "./avatar-view.js";
import { faceUrl, NOBODY } from "./catalogue.js";
import { byId } from "./dom.js";
import { WishSet } from "./wish-set.js";

export class WishResult {
  #catalogue;
  #openCloser;
  #onMade;
  #following = new AbortController();
  #current;
  #set = null;

  /** @param {(wish: object, answer: object) => void} onMade Gets each wish whose picture came. */
  constructor(catalogue, openCloser, onMade) {
    this.#catalogue = catalogue;
    this.#openCloser = openCloser;
    this.#onMade = onMade;
  }

  /** Shows that there is no wish yet, or the set that waits for a choice. A picture that is deleted later leaves. */
  startFrom(asking) {
    const { owned } = asking;
    this.#begin();
    const view = this.#view(() => {});
    this.#current = view;
    owned.onChange((answer) => {
      if (owned.has(answer)) return;
      this.#set?.drop(answer);
      if (this.#current.answer?.avatar_id === answer.avatar_id) this.#current.remove();
    });
    view.preview(NOBODY, "Your wish will appear here.");
    byId("result-title").textContent = "Your wish";
    byId("result-view").replaceChildren(view.element);
    const waiting = owned.toChooseFrom();
    if (waiting.length > 0) this.#showEarlierSet(waiting, asking);
  }

  /** Asks for several variations of a wish, and follows them side by side. */
  async showSeveral(wish, variations, asking) {
    const { signal } = this.#begin();
    const again = () => this.showSeveral(wish, variations, asking);
    const view = this.#view(again);
    this.#current = view;
    byId("result-title").textContent = `${this.#titleOf(wish)}: ${variations} to choose from`;
    byId("result-view").replaceChildren(view.element);
    view.asking(faceUrl(wish.character));
    announce(`${variations} variations are on their way.`);
    byId("result").scrollIntoView({ block: "nearest" });
    let answers;
    try {
      answers = await asking.several(wish, variations, signal);
    } catch (error) {
      if (signal.aborted || asking.hasLeft) return;
      announce(spoken(view.refuse(error)));
      return;
    }
    const set = new WishSet(this.#catalogue, this.#openCloser, asking, answers, again);
    this.#set = set;
    byId("result-view").replaceChildren(set.element);
    const whole = await set.follow(wish, signal);
    if (!signal.aborted) announce(whole ? "All are here. Keep the one you like." : "Not all came. Keep the one you like.");
  }

  #showEarlierSet(answers, asking) {
    const { evolution_stage, style } = answers[0];
    const again = () => byId("wish-form").scrollIntoView({ block: "nearest" });
    this.#set = new WishSet(this.#catalogue, this.#openCloser, asking, answers, again);
    byId("result-title").textContent = `${this.#titleOf({ evolution_stage, style })}: ${answers.length} to choose from`;
    byId("result-view").replaceChildren(this.#set.element);
    this.#set.have(this.#following.signal);
  }

  /** Ends the following of the wish before; returns what ends the next one's. */
  #begin() {
    this.#following.abort(); // an earlier wish is still made, but its connection is needed
    this.#following = new AbortController();
    this.#set = null;
    return this.#following;
  }

  #titleOf({ evolution_stage, style }) {
    return `${this.#catalogue.stage(evolution_stage).title}, ${this.#catalogue.style(style).title.toLowerCase()}`;
  }

  /** Follows a wish to its end, on the page and for screen readers. */
  async show(wish, asking) {
    const { signal } = this.#begin();
    const view = this.#view(() => this.show(wish, asking), (answer) => asking.cancel(answer));
    this.#current = view;
    byId("result-title").textContent = this.#titleOf(wish);
    byId("result-view").replaceChildren(view.element);
    view.asking(faceUrl(wish.character));
    announce("Your wish is on its way.");
    byId("result").scrollIntoView({ block: "nearest" });
    const outcome = await asking.watch(wish, view, { signal, apart: true });
    if (!outcome) return;
    announce(spoken(outcome, view.answer));
    if (outcome.phase === "shown" && !view.answer.degraded) this.#onMade(wish, view.answer);
  }

  #view(onRetry, onCancel) {
    return new AvatarView({
      sizes: "(width >= 60rem) 28rem, 90vw",
      describe: (answer) =>
        `Your reflection: ${this.#catalogue.stage(answer.evolution_stage).title}, ${this.#catalogue.style(answer.style).title}`,
      onOpen: this.#openCloser,
      onRetry,
      onCancel,
    });
  }
}

function spoken({ phase, badges, notice }, answer) {
  const what = badges.map((badge) => `${badge.text}.`);
  const words = phase === "shown" ? answer.ithere_message : "";
  return [...what, notice, words].filter(Boolean).join(" ");
}
