// Today's allowance, read from the answers of wishes that used it.

import { byId, element } from "./dom.js";
import { localTime } from "./local-time.js";

const ALL_OVER = new Set(["global_daily_limit", "budget_exhausted"]);

export class Allowance {
  /** @type {{own?: number, everybody?: number, resetsAt?: string}} */
  #left = {};

  /** Reads the allowance from an answer: from `usage`, or from the limit that was reached. */
  learn(answer) {
    if (answer.usage) {
      this.#left = {
        own: answer.usage.user_remaining,
        everybody: answer.usage.global_remaining,
        resetsAt: answer.usage.resets_at,
      };
    } else if (answer.degraded && answer.error) {
      this.reached(answer.error.reason, answer.upgrade_at);
    }
    this.show();
  }

  /** Reads the allowance from a limit that refused a wish. */
  reached(reason, resetsAt) {
    if (reason === "user_daily_limit") this.#left = { ...this.#left, own: 0, resetsAt };
    if (ALL_OVER.has(reason)) this.#left = { ...this.#left, everybody: 0, resetsAt };
    this.show();
  }

  /** Adds one to the allowance after a refund: the picture of a reservation failed. */
  giveBack() {
    if (this.#left.own !== undefined) this.#left.own += 1;
    if (this.#left.everybody !== undefined) this.#left.everybody += 1;
    this.show();
  }

  show() {
    const { own, everybody, resetsAt } = this.#left;
    const left = own === undefined ? null : [element("strong", {}, own), ` ${own === 1 ? "picture" : "pictures"} left today`];
    const rest = [everybody !== undefined && `${everybody} left for everyone`, resetsAt && `renews ${localTime(resetsAt)}`];
    byId("allowance").hidden = false;
    byId("allowance").dataset.empty = String(own === 0 || everybody === 0);
    byId("allowance-own").replaceChildren(...(left ?? ["Today’s allowance"]));
    byId("allowance-rest").textContent = rest.filter(Boolean).join(" · ") || "counted from your first new picture";
    byId("wish-allowance").textContent =
      own === 0 || everybody === 0
        ? "Today’s pictures are used. A wish brings a look that is there already, or a stand-in."
        : "A look that is there already costs nothing of your day.";
  }
}
