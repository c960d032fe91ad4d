// An avatar on the page: portrait, progress, badges, I-There's message, and the reason for a fallback.

import { element } from "./dom.js";
import { outcomeOf } from "./outcome.js";
import { Portrait } from "./portrait.js";
import { errorInWords } from "./reasons.js";

export class AvatarView {
  #portrait;
  #button;
  #status = element("p", { class: "avatar-status" });
  #badges = element("ul", { class: "badges", "aria-label": "About this picture", hidden: true });
  #words = element("blockquote", { class: "words", hidden: true });
  #notice = element("p", { class: "notice", hidden: true });
  #again = element("button", { type: "button", class: "button-quiet", textContent: "Try again", hidden: true });
  #back = element("button", { type: "button", class: "button-quiet", textContent: "Take it back", hidden: true });

  /**
   * @param {object} options
   * @param {string} options.sizes The width of the portrait, as in an image's `sizes`.
   * @param {(answer: object) => string} options.describe Returns the alternative text of the picture.
   * @param {(answer: object, view: AvatarView) => void} options.onOpen Shows the picture in the dialog.
   * @param {() => void} options.onRetry Repeats the wish after a failure.
   * @param {(answer: object) => Promise<void>} [options.onCancel] Cancels a wish that is still queued.
   */
  constructor({ sizes, describe, onOpen, onRetry, onCancel }) {
    this.describe = describe;
    this.#portrait = new Portrait(sizes);
    this.#button = element(
      "button",
      { type: "button", class: "portrait-button", disabled: true, onclick: () => onOpen(this.answer, this) },
      this.#portrait.element,
    );
    this.#again.addEventListener("click", onRetry);
    this.#back.addEventListener("click", () => this.#takeBack(onCancel));
    this.element = element(
      "div",
      { class: "avatar-view" },
      this.#button,
      this.#status,
      this.#badges,
      this.#words,
      this.#notice,
      this.#again,
      this.#back,
    );
  }

  /** Shows a preview and a line of text, without a wish. */
  preview(placeholder, line) {
    this.#portrait.preview(placeholder);
    this.#say({ headline: line, badges: [], notice: "" });
    this.#settle(false);
  }

  /** Shows that the wish is being sent. */
  asking(placeholder) {
    this.#portrait.wait(placeholder);
    this.#say({ headline: "Asking", badges: [], notice: "" });
    this.#settle(true);
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
    this.#again.hidden = !(outcome.phase === "failed" && answer.error?.retryable);
    this.#back.hidden = answer.status !== "queued" || answer.degraded;
    return outcome;
  }

  /** Shows that the wish was refused or the following failed; returns the outcome. */
  refuse(error) {
    const badges = [{ kind: "failed", text: "Not this time" }];
    const outcome = { phase: "refused", headline: "", badges, notice: errorInWords(error) };
    this.#portrait.fail();
    this.#say(outcome);
    this.#settle(false);
    this.#again.hidden = error.retryable === false || Boolean(error.details?.resets_at);
    return outcome;
  }

  /** Removes the avatar from the page after its deletion. */
  remove() {
    this.answer = null;
    this.#portrait.empty();
    this.#say({ headline: "Deleted", badges: [], notice: "" });
    this.#settle(false);
  }

  /** Cancels the wish. The next poll of the avatar shows the result. */
  async #takeBack(onCancel) {
    this.#back.disabled = true;
    try {
      await onCancel(this.answer);
    } catch (error) {
      this.#notice.textContent = errorInWords(error);
      this.#notice.hidden = false;
    } finally {
      this.#back.disabled = false;
    }
  }

  async #show(answer) {
    try {
      await this.#portrait.show(answer, this.describe(answer));
    } catch {
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
    this.element.setAttribute("aria-busy", String(busy));
    const shown = !busy && this.#portrait.element.dataset.state === "shown";
    this.#button.disabled = !shown;
    if (shown) this.#button.removeAttribute("aria-label"); // the alternative text names it
    else this.#button.setAttribute("aria-label", "No picture yet");
    this.#again.hidden = true;
    this.#back.hidden = true;
  }
}
