// A portrait: one frame that changes from a placeholder to the picture and is never empty.

import { paintBlurhash } from "./blurhash.js";
import { element } from "./dom.js";

const THUMBNAIL_WIDTH = 256;
const FULL_WIDTH = 1024;

export class Portrait {
  #placeholder = element("img", { class: "portrait-placeholder", alt: "", onerror: hide });
  #blurhash = element("canvas", { class: "portrait-blurhash", width: 32, height: 32, hidden: true, "aria-hidden": "true" });
  #picture = element("img", { class: "portrait-picture", alt: "", hidden: true });

  /** @param {string} sizes The width of the portrait, as in an image's `sizes`. */
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

  /** Shows a placeholder for a picture that is not requested or not earned yet. */
  preview(url) {
    this.#soften(url, "empty");
  }

  /** Shows a placeholder for a picture that is earned and not made. */
  miss(url) {
    this.#soften(url, "missing");
  }

  wait(url) {
    this.#soften(url, "waiting");
  }

  /** Shows blurred colours, then the picture. Resolves when it is loaded; rejects if it cannot be loaded. */
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

  fail() {
    this.#picture.hidden = true;
    this.element.dataset.state = "failed";
  }

  #soften(url, state) {
    this.#picture.removeAttribute("srcset");
    if (this.#placeholder.getAttribute("src") !== url) {
      this.#placeholder.hidden = false;
      this.#placeholder.src = url;
    }
    this.#picture.hidden = true;
    this.#blurhash.hidden = true;
    this.element.dataset.state = state;
  }
}

/** Shows the frame's own colours if a placeholder is missing. */
function hide(event) {
  event.currentTarget.hidden = true;
}
