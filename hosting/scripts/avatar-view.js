// An avatar on the page: portrait, progress, badges, I-There's message, and the reason for a fallback.

import { onceBack } from "./back.js";
import { NOBODY } from "./catalogue.js";
import { element } from "./dom.js";
import { outcomeOf, outcomeOfEarlier } from "./outcome.js";
import { Portrait } from "./portrait.js";
import { errorInWords } from "./reasons.js";

export class AvatarView {
  #portrait;
  #button;
  #onRetry;
  #placeholder;
  #dropRetry = () => {};
  #status = element("p", { class: "avatar-status" });
  #badges = element("ul", { class: "badges", "aria-label": "About this picture", hidden: true });
  #words = element("blockquote", { class: "words", hidden: true });
  #notice = element("p", { class: "notice", hidden: true });
  #again = element("button", { type: "button", class: "button-quiet", textContent: "Try again", hidden: true });
  #stop = element("button", { type: "button", class: "button-quiet", textContent: "Cancel", hidden: true });

  /**
   * @param {object} options
   * @param {string} options.sizes The width of the portrait, as in an image's `sizes`.
   * @param {(answer: object) => string} options.describe Returns the alternative text of the picture.
   * @param {(answer: object, view: AvatarView) => void} options.onOpen Shows the picture in the dialog.
   * @param {() => void} options.onRetry Wishes for it: the first time, or again after a failure or a deletion.
   * @param {(answer: object) => Promise<void>} [options.onCancel] Cancels a wish that is still queued.
   * @param {string} [options.placeholder] What remains after a deletion.
   */
  constructor({ sizes, describe, onOpen, onRetry, onCancel, placeholder = NOBODY }) {
    this.#placeholder = placeholder;
    this.describe = describe;
    this.#portrait = new Portrait(sizes);
    this.#button = element(
      "button",
      { type: "button", class: "portrait-button", disabled: true, onclick: () => onOpen(this.answer, this) },
      this.#portrait.element,
    );
    this.#onRetry = onRetry;
    this.#again.addEventListener("click", () => this.#retry());
    this.#stop.addEventListener("click", () => this.#cancel(onCancel));
    this.element = element(
      "div",
      { class: "avatar-view" },
      this.#button,
      this.#status,
      this.#badges,
      this.#words,
      this.#notice,
      this.#again,
      this.#stop,
    );
  }

  /** Whether a picture is awaited. */
  get busy() {
    return this.element.getAttribute("aria-busy") === "true";
  }

  /** Shows a preview and a line of text, without a wish. */
  preview(placeholder, line) {
    this.#portrait.preview(placeholder);
    this.#say({ headline: line, badges: [], notice: "" });
    this.#settle(false);
  }

  /** Shows that there is no picture yet, and offers to make it. */
  offer(placeholder, line, action) {
    this.answer = null;
    this.#portrait.miss(placeholder);
    this.#say({ headline: line, badges: [], notice: "" });
    this.#settle(false);
    this.#offerAgain(action);
  }

  /** Shows that the wish is being sent. */
  asking(placeholder) {
    this.#wait(placeholder, "Asking");
  }

  /** Shows that the page finds out what is there. */
  looking(placeholder) {
    this.#wait(placeholder, "Looking");
  }

  /** Shows an avatar of an earlier time. */
  async have(answer) {
    this.answer = answer;
    const outcome = outcomeOfEarlier(answer);
    this.#say(outcome, answer.ithere_message);
    await this.#show(answer);
    this.#settle(false);
    if (answer.degraded) this.#offerAgain("Ask for my own");
  }

  /** Moves the focus to the picture, or to what leads to one. */
  focus() {
    (this.#button.disabled ? this.#again : this.#button).focus();
  }

  /** Shows an answer; returns its outcome once the picture is on the page. */
  async update(answer, wasThere) {
    this.answer = answer;
    const outcome = outcomeOf(answer, wasThere);
    if (outcome.phase === "waiting") this.#portrait.wait(answer.image_url);
    if (outcome.phase === "failed") this.#portrait.fail();
    this.#say(outcome, outcome.phase === "failed" ? "" : answer.ithere_message);
    if (outcome.phase === "shown") await this.#show(answer);
    this.#settle(outcome.phase === "waiting");
    if (outcome.phase === "failed" && answer.error?.retryable) this.#offerAgain("Try again");
    this.#stop.hidden = answer.status !== "queued" || answer.degraded;
    return outcome;
  }

  /** Shows that the wish was refused or the following failed; returns the outcome. */
  refuse(error) {
    const away = error.reason === "unreachable";
    const badges = [away ? { kind: "degraded", text: "No connection" } : { kind: "failed", text: "Not this time" }];
    const outcome = { phase: "refused", headline: "", badges, notice: errorInWords(error) };
    this.#portrait.fail();
    this.#say(outcome);
    this.#settle(false);
    if (error.retryable !== false && !error.details?.resets_at) this.#offerAgain("Try again");
    if (away) {
      this.#dropRetry = onceBack(() => {
        if (this.element.isConnected) this.#retry();
      });
    }
    return outcome;
  }

  /** Removes the avatar from the page after its deletion, and offers to make it again. */
  remove() {
    this.offer(this.#placeholder, "Deleted", "Make it again");
  }

  #wait(placeholder, headline) {
    this.#portrait.wait(placeholder);
    this.#say({ headline, badges: [], notice: "" });
    this.#settle(true);
  }

  #retry() {
    this.#dropRetry();
    this.#onRetry();
  }

  #offerAgain(action) {
    this.#again.textContent = action;
    this.#again.hidden = false;
  }

  /** Cancels the wish. The next poll of the avatar shows the result. */
  async #cancel(onCancel) {
    this.#stop.disabled = true;
    try {
      await onCancel(this.answer);
    } catch (error) {
      this.#notice.textContent = errorInWords(error);
      this.#notice.hidden = false;
    } finally {
      this.#stop.disabled = false;
    }
  }

  async #show(answer) {
    try {
      await this.#portrait.show(answer, this.describe(answer));
    } catch {
      if (this.answer !== answer) return; // a later one is being loaded in its place
      this.#say({ headline: "Made, but not loaded", badges: [], notice: "The picture is stored; its link did not load." });
      this.#portrait.fail();
    }
  }

  #say({ headline, badges, notice }, words = "") {
    this.#status.textContent = headline;
    this.#status.hidden = !headline;
    this.#badges.replaceChildren(
      ...badges.map(({ kind, text }) => element("li", { class: "badge", data: { kind } }, text)),
    );
    this.#badges.hidden = badges.length === 0;
    this.#words.textContent = words;
    this.#words.hidden = !words;
    this.#notice.textContent = notice;
    this.#notice.hidden = !notice;
  }

  #settle(busy) {
    this.#dropRetry();
    this.element.setAttribute("aria-busy", String(busy));
    const shown = !busy && this.#portrait.element.dataset.state === "shown";
    this.#button.disabled = !shown;
    if (shown) this.#button.removeAttribute("aria-label"); // the alternative text names it
    else this.#button.setAttribute("aria-label", "No picture yet");
    this.#again.hidden = true;
    this.#stop.hidden = true;
  }
}
