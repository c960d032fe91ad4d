// The console of an administrator who is signed in: what they may see, the rooms, and the room that is open.

import { byId, element } from "/scripts/dom.js";
import { Acting } from "./acting.js";
import { Calls } from "./calls.js";
import { Room } from "./room.js";
import { BADGES, ROOMS, roomOf } from "./rooms.js";

export class Console {
  may = [];
  desk = null;
  #leave;
  #room = null;
  #handed = null; // what one room hands to the next: it is in no address, for it may name a person
  #off = new AbortController();

  /** @param {(why: string) => void} leave What happens when the sign-in is no longer valid. */
  constructor(backend, access, leave) {
    this.calls = new Calls(backend, access);
    this.acting = new Acting(backend, access, this.calls);
    this.#leave = leave;
  }

  /** Opens the console; `focus` puts the focus into the room. Throws CallableError, `forbidden` for another account. */
  async start({ focus }) {
    await this.look();
    addEventListener("hashchange", () => this.#enter(), { signal: this.#off.signal });
    byId("rooms").hidden = false;
    this.#enter({ focus });
  }

  stop() {
    this.#off.abort();
    this.#room?.leave();
    byId("rooms").hidden = true;
    byId("room").replaceChildren();
  }

  /** Looks at the desk: what this account may do, and the counts beside the rooms. */
  async look(signal) {
    this.desk = await this.calls.view("desk", {}, signal);
    this.may = this.desk.may;
    byId("account-role").textContent = this.desk.role;
    this.#list();
    return this.desk;
  }

  /** Opens a room; `data` is handed over without an address. */
  open(room, data = undefined) {
    this.#handed = data ?? null;
    const address = `#${data?.render_id ? `${room}/${data.render_id}` : room}`;
    if (location.hash === address) this.#enter();
    else location.hash = address;
  }

  /** Does an act that the administrator is asked about. Returns its answer, null if it was let be. */
  async act(wanted) {
    const answer = await this.acting.ask(wanted);
    if (answer) this.look().catch(() => {}); // the counts beside the rooms
    return answer;
  }

  /** Returns whether the sign-in is no longer valid, and leaves the console if so. */
  lost(error) {
    if (error.reason !== "unauthenticated") return false;
    this.#leave(error);
    return true;
  }

  #allowed(name) {
    return ROOMS[name].needs.some((view) => this.may.includes(view));
  }

  async #enter({ focus = true } = {}) {
    const wanted = roomOf(location.hash);
    const name = this.#allowed(wanted.room) ? wanted.room : "to-do";
    const data = { ...(wanted.rest && name === wanted.room ? { rest: wanted.rest } : {}), ...this.#handed };
    this.#handed = null;
    this.#room?.leave();
    const room = new Room(this, ROOMS[name], data);
    this.#room = room;
    document.title = `${ROOMS[name].name} · Mirror Realm console`;
    byId("room").replaceChildren(room.element);
    byId("rooms-here").textContent = ROOMS[name].name;
    this.#close();
    this.#list(name);
    if (focus) {
      room.heading.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    await room.fill(room.body, async () => {
      const { show } = await ROOMS[name].load();
      return show(room);
    });
  }

  #close() {
    byId("rooms-button").setAttribute("aria-expanded", "false");
  }

  #list(here = byId("rooms-list").dataset.here) {
    byId("rooms-list").dataset.here = here ?? "";
    const figures = this.desk.figures;
    const rows = Object.entries(ROOMS)
      .filter(([name]) => this.#allowed(name))
      .map(([name, { name: words }]) => {
        const counts = (BADGES[name] ?? []).map((figure) => figures[figure]?.length ?? figures[figure] ?? 0);
        const count = counts.reduce((sum, one) => sum + one, 0);
        const badge = count > 0 && element("span", { class: "badge" }, count, element("span", { class: "visually-hidden" }, " to do"));
        const current = name === here ? "page" : null;
        return element("li", {}, element("a", { href: `#${name}`, "aria-current": current }, words, " ", badge));
      });
    const focused = document.activeElement?.closest?.("#rooms-list a")?.getAttribute("href");
    byId("rooms-list").replaceChildren(...rows);
    if (focused) byId("rooms-list").querySelector(`a[href="${focused}"]`)?.focus();
  }
}
