// A portrait: one frame that goes from a soft placeholder to the picture without ever being empty.

import { paintBlurhash } from "./blurhash.js";
import { element } from "./dom.js";

const THUMBNAIL_WIDTH = 256;
const FULL_WIDTH = 1024;

export class Portrait {
  #placeholder = element("img", { class: "portrait-placeholder", alt: "", onerror: hide });
  #blurhash = element("canvas", { class: "portrait-blurhash", width: 32, height: 32, hidden: true, "aria-hidden": "true" });
  #picture = element("img", { class: "portrait-picture", alt: "", hidden: true });

  /** @param {string} sizes How wide the portrait is laid out, as in an image's `sizes`. */
  constructor(sizes) {
    this.#picture.sizes = sizes;
    this.element = element(
      "div",
      { class: "portrait", data: { state: "empty" } },
      this.#placeholder,
      this.#blurhash,
      this.#picture,
    );
  }

  /** A picture that stands for what is still to come: not asked for, or not earned. */
  preview(url) {
    this.#soften(url, "empty");
  }

  wait(url) {
    this.#soften(url, "waiting");
  }

  /** Blurred colours first, then the picture. Resolves when it is there; rejects if it cannot be loaded. */
  async show(answer, description) {
    if (answer.blurhash) {
      paintBlurhash(answer.blurhash, this.#blurhash);
      this.#blurhash.hidden = false;
    }
    this.#picture.srcset = `${answer.thumbnail_url} ${THUMBNAIL_WIDTH}w, ${answer.image_url} ${FULL_WIDTH}w`;
    await this.#picture.decode();
    this.#picture.alt = description;
    this.#picture.hidden = false;
    this.element.dataset.state = "shown";
  }

  /** Nothing is left to show. */
  empty() {
    this.#picture.hidden = true;
    this.#picture.removeAttribute("srcset");
    this.#blurhash.hidden = true;
    this.#placeholder.hidden = true;
    this.element.dataset.state = "empty";
  }

  fail() {
    this.#picture.hidden = true;
    this.element.dataset.state = "failed";
  }

  #soften(url, state) {
    if (this.#placeholder.getAttribute("src") !== url) {
      this.#placeholder.hidden = false;
      this.#placeholder.src = url;
    }
    this.#picture.hidden = true;
    this.#blurhash.hidden = true;
    this.element.dataset.state = state;
  }
}

/** A placeholder that is missing leaves the frame's own colours. */
function hide(event) {
  event.currentTarget.hidden = true;
}
