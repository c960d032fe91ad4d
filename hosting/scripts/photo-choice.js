// Choosing a photo: it is checked here first, then uploaded with a progress bar.

import { announce } from "./announcer.js";
import { byId } from "./dom.js";
import { notice } from "./notice.js";
import { ACCEPTED, photoTypeOf } from "./photo-kind.js";
import { errorInWords } from "./reasons.js";
import { MOST_BYTES, uploadPhoto } from "./uploads.js";

const HINT = "JPEG, PNG, WebP or HEIC, under 10 MB.";
const FIRST_AGREE = "First agree, then choose.";
const SMALLEST_SIDE = 200; // pixels, as in the backend
const SAMPLE = " None at hand? demo/photo.jpg is a drawn one.";

export class PhotoChoice {
  #backend;
  #session = null;
  #uploading = new AbortController();
  #onUploaded;

  /** @param {(path: string | null) => void} onUploaded Gets the path of the photo, null while there is none. */
  constructor(backend, onUploaded) {
    this.#backend = backend;
    this.#onUploaded = onUploaded;
    byId("photo-file").accept = ACCEPTED;
    byId("photo-file").addEventListener("change", () => this.#chosen(byId("photo-file").files[0]));
  }

  /** Clears the choice; a user with consent may choose. */
  startFrom(session, agreed) {
    this.#session = session;
    this.#forget();
    byId("photo-file").disabled = !agreed;
    byId("photo-hint").textContent = !agreed ? FIRST_AGREE : this.#backend.emulated ? HINT + SAMPLE : HINT;
  }

  /** Says that the photo was used and is deleted; another one may be chosen. */
  usedUp() {
    this.#forget();
    this.#state("It was used and is deleted. Choose it again for more.");
  }

  async #chosen(file) {
    this.#forget();
    if (!file) return;
    this.#uploading = new AbortController();
    const { signal } = this.#uploading;
    const { type, problem } = await lookedAt(file);
    if (signal.aborted) return;
    if (problem) return notice("photo-problem", problem);
    const photo = new File([file], file.name, { type });
    this.#preview(photo);
    try {
      const path = await uploadPhoto(this.#backend, this.#session, photo, (share) => this.#progress(share), signal);
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

  /** Hides the preview if the browser cannot show the format. */
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

/** Returns the kind of a photo, or the reason why it cannot be used. */
async function lookedAt(file) {
  if (file.size >= MOST_BYTES) return { problem: "This photo is larger than 10 MB. A smaller copy will do." };
  if (file.size === 0) return { problem: "This file is empty." };
  try {
    const type = await photoTypeOf(file);
    if (!type) return { problem: "This is no JPEG, PNG, WebP or HEIC photo." };
    const problem = type === "image/heic" ? "" : await damageOf(file, type); // few browsers can open HEIC
    return problem ? { problem } : { type };
  } catch {
    return { problem: "This file cannot be read." };
  }
}

/** Returns why a photo cannot be drawn from; empty if nothing is wrong with it. */
async function damageOf(file, type) {
  let picture;
  try {
    picture = await createImageBitmap(new Blob([file], { type }));
  } catch {
    return "This photo is damaged: it cannot be opened. Another one will do.";
  }
  const { width, height } = picture;
  picture.close();
  return Math.min(width, height) < SMALLEST_SIDE ? `This photo is too small: it must be at least ${SMALLEST_SIDE} pixels each way.` : "";
}
