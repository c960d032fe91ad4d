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
  #onWithdrawn;

  /**
   * @param {(given: boolean) => void} onChange Called whenever consent is given or withdrawn.
   * @param {() => void} onWithdrawn Called once the pictures made from photos are deleted.
   */
  constructor(onChange, onWithdrawn) {
    this.#onChange = onChange;
    this.#onWithdrawn = onWithdrawn;
    byId("consent-give").addEventListener("click", () => this.#give());
    byId("consent-withdraw").addEventListener("click", () => this.#withdraw());
  }

  /**
   * Shows the consent of a user as the backend has it.
   *
   * @param {object | null} consent `photo_consent` of `get_me`.
   */
  startFrom(asking, consent) {
    this.#asking = asking;
    const given = Boolean(consent?.current);
    byId("consent-adult").checked = given;
    const outdated = consent && !given ? "You agreed before, but photos now go to others as well. " : "";
    this.#show(given, given ? agreed(consent.version, consent.at) : `${outdated}Version ${VERSION} of these words.`, consent !== null);
  }

  async #give() {
    if (!byId("consent-adult").checked) {
      notice("consent-problem", "Tick the box first: whoever the photo shows must be an adult and agree.");
      byId("consent-adult").focus();
      return;
    }
    const answer = await this.#record({ granted: true, version: VERSION, adult: true });
    if (!answer) return;
    this.#show(true, agreed(answer.version, answer.recorded_at));
    byId("consent-withdraw").focus();
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
    byId("consent-adult").focus();
    announce(words);
    this.#onWithdrawn();
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

  #show(given, words, canWithdraw = given) {
    notice("consent-problem", "");
    byId("consent-version").textContent = words;
    byId("consent-give").hidden = given;
    byId("consent-withdraw").hidden = !canWithdraw;
    byId("consent-adult").disabled = given;
    this.#onChange(given);
  }

  #busy(busy) {
    for (const id of ["consent-give", "consent-withdraw"]) byId(id).disabled = busy;
  }
}

function agreed(version, at) {
  return `You agreed to version ${version} on ${localDateAndTime(at)}.`;
}
