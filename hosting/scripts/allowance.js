// Today's allowance: read from the user's own state, then from the answers of wishes that used it; the same in all tabs.

import { byId, element } from "./dom.js";
import { atLocalTime } from "./local-time.js";
import { onOtherTab, tellOtherTabs } from "./tabs.js";

const ALL_OVER = new Set(["global_daily_limit", "budget_exhausted"]);

const MOST_VARIATIONS = 4;
const NUMBERS = ["", "", "two", "three", "four"];

export class Allowance {
  /** @type {{guest?: boolean, own?: number, everybody?: number, resetsAt?: string}} */
  #left = {};
  #uid = null;

  constructor() {
    byId("allow-fallback").addEventListener("change", () => this.#show());
    onOtherTab(({ kind, uid, left }) => {
      if (kind === "allowance" && uid === this.#uid) this.#become(left);
    });
  }

  /** Shows the allowance of a user, of whom nothing is known yet; null hides it. */
  startFrom(uid) {
    this.#uid = uid;
    this.#become({});
  }

  /** The pictures that the user has left today; undefined until it is known. */
  get own() {
    return this.#left.own;
  }

  /** Reads the allowance from the answer of `get_me`. */
  read({ guest, allowance: { remaining, resets_at: resetsAt } }) {
    this.#learn({ guest, own: remaining, resetsAt });
  }

  /** Reads the allowance from an answer: from `usage`, or from the limit that was reached. */
  learn(answer) {
    if (answer.usage) {
      const { user_remaining: own, global_remaining: everybody, resets_at: resetsAt } = answer.usage;
      this.#learn({ own, everybody, resetsAt });
    } else if (answer.degraded && answer.error) {
      this.reached(answer.error.reason, answer.upgrade_at);
    }
  }

  /** Reads the allowance from a limit that refused a wish; of several pictures some may be left. */
  reached(reason, resetsAt, { limit = 0, used = limit } = {}) {
    const left = Math.max(0, limit - used);
    if (reason === "user_daily_limit" || reason === "user_monthly_limit") this.#learn({ own: left, resetsAt });
    if (ALL_OVER.has(reason)) this.#learn({ everybody: reason === "budget_exhausted" ? 0 : left, resetsAt });
  }

  /** Adds one to the allowance after a refund: the picture of a reservation failed. */
  giveBack() {
    const { own, everybody } = this.#left;
    this.#learn({
      ...(own === undefined ? {} : { own: own + 1 }),
      ...(everybody === undefined ? {} : { everybody: everybody + 1 }),
    });
  }

  #learn(news) {
    this.#become({ ...this.#left, ...news });
    tellOtherTabs({ kind: "allowance", uid: this.#uid, left: this.#left });
  }

  #become(left) {
    this.#left = left;
    this.#show();
  }

  #show() {
    const { guest, own, everybody, resetsAt } = this.#left;
    const known = own !== undefined;
    const left = known ? [element("strong", {}, own), ` ${own === 1 ? "picture" : "pictures"} left today`] : [];
    const rest = [everybody !== undefined && `${everybody} left for ${guest ? "all guests" : "everyone"}`, resetsAt && `renews ${atLocalTime(resetsAt)}`];
    byId("allowance").hidden = this.#uid === null || !known;
    byId("allowance").dataset.empty = String(this.#isEmpty);
    byId("allowance-own").replaceChildren(...left);
    byId("allowance-rest").textContent = rest.filter(Boolean).join(" · ");
    byId("wish-allowance").textContent = this.#hint();
    byId("photo-allowance").textContent = this.#photoHint();
    offerSeveral(Math.min(own ?? 0, everybody ?? MOST_VARIATIONS));
  }

  get #isEmpty() {
    return this.#left.own === 0 || this.#left.everybody === 0;
  }

  #hint() {
    if (!this.#isEmpty) return "Each new picture takes one of today’s. A picture that exists already takes none.";
    const over = this.#left.own === 0 ? "Today’s pictures are used." : `${this.#left.guest ? "All guests’" : "Everybody’s"} pictures for today are used.`;
    const otherwise = byId("allow-fallback").checked ? "for any other there is a stand-in" : "any other is refused";
    return `${over} A picture that exists already still comes; ${otherwise}.`;
  }

  #photoHint() {
    return this.#isEmpty
      ? "Today’s pictures are used: what needs a new one has to wait."
      : "Each new picture is one of today’s: three times of your life take three.";
  }
}

/** Offers to make as many variations at once as are left today, if more than one is. */
function offerSeveral(left) {
  const button = byId("wish-several");
  const count = Math.min(left, MOST_VARIATIONS);
  button.hidden = count < 2;
  button.value = count;
  button.textContent = `Show me ${NUMBERS[count]}`;
}
