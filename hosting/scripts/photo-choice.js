// Choosing a photo: looked at here first, then uploaded, with how far it is.

import { announce } from "./announcer.js";
import { byId } from "./dom.js";
import { notice } from "./notice.js";
import { errorInWords } from "./reasons.js";
import { CONTENT_TYPES, MOST_BYTES, uploadPhoto } from "./uploads.js";

const HINT = "JPEG, PNG, WebP or HEIC, under 10 MB.";
const FIRST_AGREE = "First agree, then choose.";
const SAMPLE = " None at hand? demo/photo.jpg is a drawn one.";

export class PhotoChoice {
  #backend;
  #session = null;
  #uploading = new AbortController();
  #onUploaded;

  /** @param {(path: string | null) => void} onUploaded Gets where the photo is, null while there is none. */
  constructor(backend, onUploaded) {
    this.#backend = backend;
    this.#onUploaded = onUploaded;
    byId("photo-file").accept = CONTENT_TYPES.join(",");
    byId("photo-file").addEventListener("change", () => this.#chosen(byId("photo-file").files[0]));
  }

  /** Nothing chosen; whoever has agreed may choose. */
  startFrom(session, agreed) {
    this.#session = session;
    this.#forget();
    byId("photo-file").disabled = !agreed;
    byId("photo-hint").textContent = !agreed ? FIRST_AGREE : this.#backend.emulated ? HINT + SAMPLE : HINT;
  }

  async #chosen(file) {
    this.#forget();
    if (!file) return;
    const wrong = problemOf(file);
    if (wrong) return notice("photo-problem", wrong);
    this.#preview(file);
    this.#uploading = new AbortController();
    const { signal } = this.#uploading;
    try {
      const path = await uploadPhoto(this.#backend, this.#session, file, (share) => this.#progress(share), signal);
      this.#state("Uploaded. It is deleted once your pictures are made.");
      announce("Your photo is uploaded.");
      this.#onUploaded(path);
    } catch (error) {
      if (!signal.aborted) notice("photo-problem", errorInWords(error));
    } finally {
      if (!signal.aborted) byId("photo-progress").hidden = true;
    }
  }

  #forget() {
    this.#uploading.abort();
    notice("photo-problem", "");
    byId("photo-file").value = "";
    byId("photo-progress").hidden = true;
    URL.revokeObjectURL(byId("photo-preview").src);
    byId("photo-preview").removeAttribute("src");
    byId("photo-preview").hidden = true;
    this.#state("");
    this.#onUploaded(null);
  }

  /** A browser that cannot show the format goes without. */
  #preview(file) {
    const preview = byId("photo-preview");
    preview.alt = "The photo you chose";
    preview.onload = () => (preview.hidden = false);
    preview.src = URL.createObjectURL(file);
    this.#progress(0);
    byId("photo-progress").hidden = false;
    this.#state("Uploading …");
  }

  #progress(share) {
    byId("photo-progress").value = share;
  }

  #state(text) {
    byId("photo-state").textContent = text;
    byId("photo-state").hidden = !text;
  }
}

function problemOf(file) {
  if (!CONTENT_TYPES.includes(file.type)) return "This is no JPEG, PNG, WebP or HEIC photo.";
  if (file.size >= MOST_BYTES) return "This photo is larger than 10 MB. A smaller copy will do.";
  return file.size === 0 ? "This file is empty." : "";
}
