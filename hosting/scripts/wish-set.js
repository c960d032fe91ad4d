// Several variations of one wish, side by side: each is followed to its end, and the user keeps one.

import { announce } from "./announcer.js";
import { AvatarView } from "./avatar-view.js";
import { element } from "./dom.js";
import { localDateAndTime } from "./local-time.js";
import { errorInWords } from "./reasons.js";

export class WishSet {
  #catalogue;
  #openCloser;
  #asking;
  #onRetry;
  #cards = [];
  #hint = element("p", { class: "hint" });
  #problem = element("p", { class: "notice", role: "alert", hidden: true });
  #list = element("ol", { class: "cards set-cards" });

  /**
   * @param {object[]} answers The avatars of the set, in its order.
   * @param {() => void} onRetry Asks for the same set again, for what failed or was deleted.
   */
  constructor(catalogue, openCloser, asking, answers, onRetry) {
    this.#catalogue = catalogue;
    this.#openCloser = openCloser;
    this.#asking = asking;
    this.#onRetry = onRetry;
    this.#cards = answers.map((answer, index) => this.#card(answer, index + 1));
    this.#list.replaceChildren(...this.#cards.map((card) => card.element));
    this.element = element("div", { class: "set" }, this.#hint, this.#list, this.#problem);
    this.#settle();
  }

  /** Shows what was there before this visit, and follows what is still being made. */
  have(signal) {
    for (const { view, answer } of this.#cards) {
      if (answer.status === "completed") view.have(answer);
      else this.#asking.watch({}, view, { signal, answer }).then(() => this.#settle());
    }
    this.#settle();
  }

  /** Follows every wish to its end; returns whether all came. */
  async follow(wish, signal) {
    const outcomes = await Promise.all(
      this.#cards.map(async (card) => {
        const outcome = await this.#asking.watch(wish, card.view, { signal, answer: card.answer });
        if (outcome) this.#settle();
        return outcome;
      }),
    );
    return !signal.aborted && outcomes.every((outcome) => outcome?.phase === "shown");
  }

  /** Removes a picture that was deleted. */
  drop({ avatar_id: id }) {
    for (const { view } of this.#cards) {
      if (view.answer?.avatar_id === id) view.remove();
    }
    this.#settle();
  }

  #card(answer, number) {
    const view = new AvatarView({
      sizes: "(width >= 60rem) 14rem, 45vw",
      describe: ({ evolution_stage: stage, style }) =>
        `Your reflection, variation ${number}: ${this.#catalogue.stage(stage).title}, ${this.#catalogue.style(style).title}`,
      onOpen: this.#openCloser,
      onRetry: this.#onRetry,
      onCancel: (shown) => this.#asking.cancel(shown),
    });
    const state = element("p", { class: "hint set-state" });
    const button = element("button", { type: "button", class: "button-quiet button-small", hidden: true });
    const card = { answer, number, view, state, button };
    button.addEventListener("click", () => this.#keep(card));
    card.element = element("li", { class: "card set-card" }, view.element, state, button);
    return card;
  }

  /** Keeps one, and reads what becomes of the others. */
  async #keep(card) {
    const asking = this.#asking;
    this.#tell("");
    for (const { button } of this.#cards) button.disabled = true;
    try {
      this.#learn(card, await asking.call("choose_variation", { avatar_id: card.view.answer.avatar_id }));
      const others = this.#cards.filter((one) => one !== card && one.view.answer);
      await Promise.all(others.map(async (one) => this.#learn(one, await this.#read(one))));
      announce(`Number ${card.number} stays. Until the others go, you can still keep another one.`);
    } catch (error) {
      if (asking.hasLeft) return;
      this.#tell(errorInWords(error));
    } finally {
      for (const { button } of this.#cards) button.disabled = false;
      this.#settle();
      if (card.button.hidden) card.view.focus();
    }
  }

  #read({ view }) {
    return this.#asking.call("get_avatar", { avatar_id: view.answer.avatar_id });
  }

  #learn(card, answer) {
    card.answer = answer;
    this.#asking.owned.keep(answer);
  }

  /** Shows of each which one stays, which go and when, and what can be kept. */
  #settle() {
    const places = this.#cards.map(({ view, answer }) => (view.answer === null ? null : answer.set));
    const stays = places.some((place) => place && !place.expires_at);
    const going = places.filter((place) => place?.expires_at).map(({ expires_at }) => expires_at);
    this.#hint.textContent = hint(stays, going.sort()[0]);
    for (const [index, { view, number, element: item, state, button }] of this.#cards.entries()) {
      const place = places[index];
      const there = view.answer?.status === "completed";
      item.dataset.state = !place || !stays ? "open" : place.expires_at ? "going" : "kept";
      state.textContent = !place || !stays ? "" : place.expires_at ? "Goes" : "Stays";
      state.hidden = !state.textContent;
      button.hidden = !place?.expires_at || !there;
      button.textContent = stays ? "Keep instead" : "Keep this one";
      button.setAttribute("aria-label", `${button.textContent}, number ${number}`);
    }
  }

  #tell(text) {
    this.#problem.textContent = text;
    this.#problem.hidden = !text;
  }
}

function hint(stays, first) {
  if (!first) return "All of these stay with you.";
  const when = localDateAndTime(first);
  if (stays) return `The others go on ${when}. Until then you can still keep another one instead.`;
  return `Keep the one you like. If you choose none until ${when}, the first one that came stays.`;
}
