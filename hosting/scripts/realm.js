// The parts of the page, for the user who is signed in: they step in, their own state is read, they step out.

import { Albums } from "./albums.js";
import { Allowance } from "./allowance.js";
import { announce } from "./announcer.js";
import { Asking } from "./asking.js";
import { onceBack } from "./back.js";
import { closerLook } from "./closer-look.js";
import { byId } from "./dom.js";
import { Farewell } from "./farewell.js";
import { MyData } from "./my-data.js";
import { KeepingUp } from "./keeping-up.js";
import { notice } from "./notice.js";
import { Owned, readAvatars } from "./owned.js";
import { showPeople } from "./people.js";
import { PhotoSection } from "./photo-section.js";
import { errorInWords } from "./reasons.js";
import { showSeenAs } from "./seen-as.js";
import { showSignedIn, showSignOut } from "./signed-in.js";
import { onOtherTab } from "./tabs.js";
import { Timeline } from "./timeline.js";
import { WishForm } from "./wish-form.js";
import { WishResult } from "./wish-result.js";

const PARTS = ["wish", "photo", "albums", "farewell"];
const FORESEEN = new Set(["CallableError", "SignInError"]);
const GONE = "Everything is deleted. Nothing of you is left in the Mirror Realm.";

export class Realm {
  #backend;
  #presence;
  #people;
  #timeline;
  #result;
  #form;
  #photo;
  #albums;
  #farewell;
  #myData = new MyData();
  #allowance = new Allowance();
  #keepingUp = new KeepingUp(this.#allowance);
  #mark;
  #chosen = null;
  #guest = true;
  #asking = null;
  #cancelRetry = () => {};

  constructor(backend, catalogue, people, presence) {
    this.#presence = presence;
    this.#people = people;
    this.#backend = backend;
    const openCloser = closerLook(catalogue, this.#acts());
    this.#timeline = new Timeline(catalogue, openCloser);
    this.#result = new WishResult(catalogue, openCloser, (wish, answer) => this.#form.isMade(wish, answer));
    this.#form = new WishForm(catalogue, (wish, variations) =>
      variations > 1
        ? this.#result.showSeveral(wish, variations, this.#asking)
        : this.#result.show(wish, this.#asking),
    );
    this.#photo = new PhotoSection(backend, catalogue, openCloser);
    this.#albums = new Albums(catalogue, openCloser);
    this.#farewell = new Farewell((person, uid) => this.#signOut(person, uid, { everythingIsDeleted: true }));
    showSignOut(() => this.#signOut(this.#chosen, this.#asking?.uid));
  }

  /** Shows the page, for the user of the last visit if there is one. */
  async open() {
    this.#timeline.preview();
    const mark = showPeople(this.#people, (person) => this.#stepIn(person));
    this.#mark = async (person) => mark(person, await this.#presence.remembersGuest());
    onOtherTab((message) => this.#otherTab(message));
    await this.#mark(null);
    await this.#resume();
  }

  /** Lets the user of the last visit step in, unless somebody else has. Tries again by itself if nothing answers. */
  async #resume() {
    let current;
    try {
      current = await this.#presence.current();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      if (this.#chosen !== null) return;
      notice("notice", errorInWords(error));
      this.#cancelRetry = onceBack(() => this.#resume());
      return;
    }
    if (this.#chosen !== null) return;
    notice("notice", "");
    if (current) await this.#stepIn(current.person, current.session);
  }

  /** Signs a person in, unless a session is given, and shows what is theirs. */
  async #stepIn(person, given = null) {
    if (this.#chosen === person && !given) return;
    this.#leave();
    this.#chosen = person;
    this.#mark(person);
    this.#timeline.look(person);
    announce(`${person.name} steps in.`);
    const isChosen = () => this.#chosen === person;
    try {
      const session = given ?? (await this.#presence.signIn(person));
      if (!isChosen()) return;
      const asking = new Asking(this.#backend, session, this.#allowance);
      this.#asking = asking;
      showSignedIn(person);
      this.#mark(person);
      this.#allowance.startFrom(session.uid);
      const [me, avatars] = await Promise.all([asking.call("get_me", {}), readAvatars(asking)]);
      asking.owned = new Owned(avatars);
      if (asking.hasLeft) return;
      if (!given) byId("timeline").scrollIntoView({ block: "nearest" });
      await this.#show(person, session, asking, me);
    } catch (error) {
      if (isChosen()) this.#failed(person, given, error);
    }
  }

  async #show(person, session, asking, me) {
    this.#allowance.read(me);
    this.#guest = me.guest;
    showSeenAs(me.latest);
    this.#form.startFrom(person, asking.owned);
    this.#result.startFrom(asking);
    this.#keepingUp.startFrom(asking);
    this.#farewell.startFrom(person, asking);
    this.#myData.startFrom(asking);
    byId("wish").hidden = false;
    this.#photo.startFrom(person, session, asking, me);
    const shown = this.#timeline.show(person, asking);
    byId("albums").hidden = false;
    const albums = this.#albums.startFrom(asking);
    asking.watchTheRest();
    await Promise.all([shown, albums]);
  }

  /** Shows why a person cannot step in; tries again by itself if nothing answered. */
  #failed(person, given, error) {
    const unreachable = error instanceof TypeError || error.reason === "unreachable";
    this.#leave();
    this.#mark(null);
    showSignedIn(null);
    this.#timeline.preview();
    notice("notice", errorInWords(error));
    if (unreachable) this.#cancelRetry = onceBack(() => this.#stepIn(person, given));
    else if (!FORESEEN.has(error.name)) throw error;
  }

  async #signOut(person, uid, how = {}) {
    await this.#presence.signOut(person, uid, how);
    this.#stepOut(how.everythingIsDeleted ? GONE : "You are signed out.");
    byId("content").focus();
  }

  /** Resets the page: the next user is another one, even under the same name. */
  #stepOut(words) {
    this.#leave();
    this.#mark(null);
    showSignedIn(null);
    this.#timeline.preview();
    notice("notice", words);
  }

  #leave() {
    this.#cancelRetry();
    this.#asking?.leave();
    this.#asking = null;
    this.#chosen = null;
    notice("notice", "");
    showSeenAs();
    this.#allowance.startFrom(null);
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    for (const id of PARTS) byId(id).hidden = true;
  }

  /** Follows the sign-ins and sign-outs of other tabs. */
  async #otherTab({ kind, uid, everythingIsDeleted }) {
    if (kind === "signed-out" && this.#asking?.uid === uid) {
      this.#stepOut(everythingIsDeleted ? GONE : "You have signed out in another tab.");
    }
    if (kind === "signed-in" && this.#asking?.uid !== uid) {
      const current = await this.#presence.current();
      if (current && current.session.uid !== this.#asking?.uid) await this.#stepIn(current.person, current.session);
    }
    if (kind === "signed-out" || kind === "signed-in") this.#mark(this.#chosen);
  }

  /** Returns the open share of an avatar among the user's newest; sharing it again finds an older one, too. */
  async #openShare(avatarId) {
    const { shares } = await this.#asking.call("list_shares", { page_size: 50 });
    return shares.find(({ avatar_id, state }) => avatar_id === avatarId && state === "active") ?? null;
  }

  /** Returns what the user can do with a picture, for the dialog. */
  #acts() {
    return {
      choose: async ({ avatar_id }) => {
        const asking = this.#asking;
        const chosen = await asking.call("select_avatar", { avatar_id });
        if (asking.hasLeft) return;
        showSeenAs(chosen);
        this.#keepingUp.changed();
      },
      remove: async (answer) => {
        const asking = this.#asking;
        await asking.call("delete_avatar", { avatar_id: answer.avatar_id });
        asking.owned.drop(answer);
      },
      albums: () => this.#albums.all,
      move: async ({ avatar_id }, projectId) => {
        const asking = this.#asking;
        const moved = await asking.call("update_avatar", { avatar_id, project_id: projectId });
        if (!asking.hasLeft) asking.owned.keep(moved);
        return moved;
      },
      report: async ({ avatar_id, image_path }, words, view) => {
        const asking = this.#asking;
        const answer = await asking.call("report_avatar", { avatar_id, image_path, ...words });
        asking.watch({}, view, { answer }); // a fallback may still have to be made
      },
      share: {
        find: ({ avatar_id }) => this.#openShare(avatar_id),
        make: ({ avatar_id }, terms) => this.#asking.call("share_avatar", { avatar_id, ...terms }),
        end: ({ share_id }) => this.#asking.call("revoke_share", { share_id }),
        isGuest: () => this.#guest,
      },
    };
  }
}
