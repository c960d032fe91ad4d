// What the page shows of its user, read again: after a change here or in another tab, and when the tab is seen again.

import { inTurn } from "./following.js";
import { readAvatars } from "./owned.js";
import { showSeenAs } from "./seen-as.js";
import { onOtherTab, tellOtherTabs } from "./tabs.js";

const PAUSE_MS = 200; // changes come several at a time

export class KeepingUp {
  #allowance;
  #asking = null;
  #timer = null;
  #turn = inTurn();
  #stale = { avatars: false, allowance: false };

  constructor(allowance) {
    this.#allowance = allowance;
    onOtherTab(({ kind, uid }) => {
      if (kind === "avatars" && uid === this.#asking?.uid) this.#readSoon({ avatars: true });
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#readSoon({ avatars: true, allowance: true });
    });
  }

  startFrom(asking) {
    this.#asking = asking;
    asking.owned.onChange((answer, { elsewhere }) => {
      if (!elsewhere && !asking.hasLeft) this.changed();
    });
  }

  /** Reads the user's picture again after a change in this tab, and lets the other tabs read everything again. */
  changed() {
    tellOtherTabs({ kind: "avatars", uid: this.#asking.uid });
    this.#readSoon({});
  }

  #readSoon(stale) {
    Object.assign(this.#stale, stale);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#turn(() => this.#read());
    }, PAUSE_MS);
  }

  async #read() {
    const asking = this.#asking;
    if (!asking || asking.hasLeft) return;
    const { avatars, allowance } = this.#stale;
    this.#stale = { avatars: false, allowance: false };
    try {
      if (avatars) await this.#readAvatars(asking);
      const me = await asking.call("get_me", {});
      if (asking.hasLeft) return;
      if (allowance) this.#allowance.read(me);
      showSeenAs(me.latest);
    } catch (error) {
      if (!asking.hasLeft) console.debug("the state could not be read again", error); // the old one stays
    }
  }

  /** Reads the list once more if an avatar came or went in this tab meanwhile, because the list may lack the change. */
  async #readAvatars(asking) {
    const { owned } = asking;
    const before = owned.changes;
    const avatars = await readAvatars(asking);
    if (asking.hasLeft) return;
    if (owned.changes === before) owned.become(avatars);
    else this.#readSoon({ avatars: true });
  }
}
