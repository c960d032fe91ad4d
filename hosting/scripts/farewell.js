// The deletion of everything of a user, repeated until the backend reports that it is done.

import { announce } from "./announcer.js";
import { byId } from "./dom.js";
import { notice } from "./notice.js";
import { confirmed } from "./question.js";
import { errorInWords } from "./reasons.js";

const PAUSE_MS = 2_000;

export class Farewell {
  #person = null;
  #asking = null;
  #onGone;

  /** @param {(person: object, uid: string) => void} onGone Called once nothing of the user is left. */
  constructor(onGone) {
    this.#onGone = onGone;
    byId("farewell-button").addEventListener("click", () => this.#ask());
  }

  startFrom(person, asking) {
    this.#person = person;
    this.#asking = asking;
    this.#tell("", "");
    byId("farewell").hidden = false;
  }

  async #ask() {
    const person = this.#person;
    const asking = this.#asking;
    if (!(await confirmed("farewell-question"))) return;
    byId("farewell-button").disabled = true;
    this.#tell("Everything of yours is being deleted.", "");
    asking.leave(); // stop all requests of the user and hide their pictures
    try {
      await deleteAll(asking);
      this.#onGone(person, asking.uid);
    } catch (error) {
      if (asking === this.#asking) this.#tell("", errorInWords(error));
    } finally {
      byId("farewell-button").disabled = false;
    }
  }

  #tell(state, problem) {
    byId("farewell-state").textContent = state;
    if (state) announce(state);
    notice("farewell-problem", problem);
  }
}

/** Repeats the call until the deletion is done. The backend would finish it without us, but later. */
async function deleteAll(asking) {
  const { signal } = new AbortController(); // the user is signed out here: their own signal would end the call
  while ((await asking.call("delete_my_data", { confirm: true }, signal)).status !== "done") {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
