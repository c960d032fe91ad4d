// The result beside the form, from the placeholder to the picture.

import { announce } from "./announcer.js";
import { AvatarView } from "./avatar-view.js";
import { faceUrl, NOBODY } from "./catalogue.js";
import { byId } from "./dom.js";

export class WishResult {
  #catalogue;
  #openCloser;
  #onMade;
  #following = new AbortController();
  #current;

  /** @param {(wish: object, answer: object) => void} onMade Gets each wish whose picture came. */
  constructor(catalogue, openCloser, onMade) {
    this.#catalogue = catalogue;
    this.#openCloser = openCloser;
    this.#onMade = onMade;
  }

  /** Shows that there is no wish yet. A picture that is deleted later leaves. */
  startFrom(owned) {
    this.#following.abort();
    const view = this.#view(() => {});
    this.#current = view;
    owned.onChange((answer) => {
      if (!owned.has(answer) && this.#current.answer?.avatar_id === answer.avatar_id) this.#current.remove();
    });
    view.preview(NOBODY, "Your wish will appear here.");
    byId("result-title").textContent = "Your wish";
    byId("result-view").replaceChildren(view.element);
  }

  /** Follows a wish to its end, on the page and for screen readers. */
  async show(wish, asking) {
    this.#following.abort(); // an earlier wish is still made, but its connection is needed
    this.#following = new AbortController();
    const view = this.#view(() => this.show(wish, asking), (answer) => asking.cancel(answer));
    this.#current = view;
    const stage = this.#catalogue.stage(wish.evolution_stage).title;
    const style = this.#catalogue.style(wish.style).title;
    byId("result-title").textContent = `${stage}, ${style.toLowerCase()}`;
    byId("result-view").replaceChildren(view.element);
    view.asking(faceUrl(wish.character));
    announce("Your wish is on its way.");
    byId("result").scrollIntoView({ block: "nearest" });
    const outcome = await asking.watch(wish, view, { signal: this.#following.signal, apart: true });
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
