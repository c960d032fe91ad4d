// Consent to the use of a photo: given by a checkbox, withdrawn after a second question.

import { announce } from "./announcer.js";
import { byId } from "./dom.js";
import { localDateAndTime } from "./local-time.js";
import { notice } from "./notice.js";
import { confirmed } from "./question.js";
import { errorInWords } from "./reasons.js";

/** The version of the words beside the checkbox; change it whenever their meaning changes. */
const VERSION = "2026-11";

export class Consent {
  #asking = null;
  #onChange;

  /** @param {(given: boolean) => void} onChange Called whenever consent is given or withdrawn. */
  constructor(onChange) {
    this.#onChange = onChange;
    byId("consent-give").addEventListener("click", () => this.#give());
    byId("consent-withdraw").addEventListener("click", () => this.#withdraw());
  }

  /** Resets the form for a new user. The backend has the consent of earlier visits. */
  startFrom(asking) {
    this.#asking = asking;
    byId("consent-adult").checked = false;
    this.#show(false, `Version ${VERSION} of these words.`);
  }

  async #give() {
    if (!byId("consent-adult").checked) {
      notice("consent-problem", "Tick the box first: whoever the photo shows must be an adult and agree.");
      byId("consent-adult").focus();
      return;
    }
    const answer = await this.#record({ granted: true, version: VERSION, adult: true });
    if (!answer) return;
    this.#show(true, `You agreed to version ${answer.version} on ${localDateAndTime(answer.recorded_at)}.`);
    announce("Your consent is recorded.");
  }

  async #withdraw() {
    const wanted = await confirmed("withdrawal");
    const answer = wanted && (await this.#record({ granted: false, version: VERSION }));
    if (!answer) return;
    byId("consent-adult").checked = false;
    const count = answer.pictures_deleted;
    const words = `Withdrawn. Your photos and ${count === 1 ? "1 picture" : `${count} pictures`} made from them are deleted.`;
    this.#show(false, words);
    announce(words);
  }

  /** Returns the answer; null if the call was refused, which is shown, or another user has signed in. */
  async #record(data) {
    const asking = this.#asking;
    this.#busy(true);
    try {
      const answer = await asking.call("record_photo_consent", data);
      return asking === this.#asking ? answer : null;
    } catch (error) {
      if (asking === this.#asking) notice("consent-problem", errorInWords(error));
      return null;
    } finally {
      this.#busy(false);
    }
  }

  #show(given, words) {
    notice("consent-problem", "");
    byId("consent-version").textContent = words;
    byId("consent-give").hidden = given;
    this.#onChange(given);
  }

  #busy(busy) {
    for (const id of ["consent-give", "consent-withdraw"]) byId(id).disabled = busy;
  }
}
