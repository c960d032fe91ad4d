// The user's own pictures as they are: a photo that becomes an avatar without anything drawn.

import { announce } from "./announcer.js";
import { AvatarView } from "./avatar-view.js";
import { byId, element } from "./dom.js";
import { notice } from "./notice.js";
import { isOwnPicture } from "./owned.js";
import { errorInWords, reasonInWords } from "./reasons.js";

const USED_UP = "This photo was used and is deleted. Choose it again.";

export class OwnPictures {
  #openCloser;
  #onUsed;
  #asking = null;
  #offered = false;
  #views = new Map(); // by avatar id

  /** @param {() => void} onUsed The photo that was chosen is deleted. */
  constructor(openCloser, onUsed) {
    this.#openCloser = openCloser;
    this.#onUsed = onUsed;
  }

  /** Shows the own pictures that a user has; offered: whether more can be made. */
  startFrom(asking, offered) {
    this.#asking = asking;
    this.#offered = offered;
    for (const id of ["use-as-is", "as-is-hint"]) byId(id).hidden = !offered;
    this.clear();
    for (const answer of asking.owned.shown(isOwnPicture)) this.#show(answer);
    asking.owned.onChange((answer) => this.#changed(asking, answer));
  }

  /** Lets the user use a photo as it is, once they agreed to the use of photos. */
  enable(agreed) {
    byId("use-as-is").disabled = !agreed || !this.#offered;
  }

  clear() {
    this.#views.clear();
    byId("own-cards").replaceChildren();
    byId("photo-own").hidden = true;
  }

  /** Makes an avatar of an uploaded photo. */
  async use(path) {
    const asking = this.#asking;
    notice("photo-wish-problem", "");
    byId("use-as-is").disabled = true;
    announce("Your photo is being checked.");
    try {
      const answer = await asking.call("upload_avatar", { reference_path: path });
      asking.owned.keep(answer);
      this.#onUsed();
      announce("Your photo is your picture now.");
      this.#show(answer);
      byId("photo-own").scrollIntoView({ block: "nearest" });
    } catch (error) {
      if (asking.hasLeft) return;
      notice("photo-wish-problem", inWords(error));
      if (["photo_refused", "not_found"].includes(error.reason)) this.#onUsed();
    } finally {
      if (!asking.hasLeft) byId("use-as-is").disabled = false;
    }
  }

  #show(answer) {
    const known = this.#views.get(answer.avatar_id);
    if (known) return known.view.have(answer);
    const view = new AvatarView({
      sizes: "(width >= 60rem) 20rem, 60vw",
      describe: () => "Your own picture, as it is",
      onOpen: this.#openCloser,
      onRetry: () => byId("photo-file").focus(),
    });
    const title = answer.name ? [element("h4", {}, answer.name)] : [];
    const card = element("li", { class: "card" }, ...title, view.element);
    this.#views.set(answer.avatar_id, { view, card });
    byId("own-cards").prepend(card);
    byId("photo-own").hidden = false;
    view.have(answer);
  }

  #changed({ owned }, answer) {
    const known = this.#views.get(answer.avatar_id);
    if (!known || owned.has(answer)) return;
    known.card.remove();
    this.#views.delete(answer.avatar_id);
    byId("photo-own").hidden = this.#views.size === 0;
  }
}

function inWords(error) {
  if (error.reason === "photo_refused") return reasonInWords(error.reason, { message: error.message });
  return error.reason === "not_found" ? USED_UP : errorInWords(error);
}
