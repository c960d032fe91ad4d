// The section for personal pictures: consent, a photo, the wishes made from it, and what was made before.

import { announce } from "./announcer.js";
import { AvatarView } from "./avatar-view.js";
import { NOBODY } from "./catalogue.js";
import { Consent } from "./consent.js";
import { byId, element } from "./dom.js";
import { notice } from "./notice.js";
import { isFromPhoto, isOfStage, isOwnPicture } from "./owned.js";
import { OwnPictures } from "./own-pictures.js";
import { PhotoChoice } from "./photo-choice.js";
import { errorInWords } from "./reasons.js";
import { ReelView } from "./reel-view.js";
import { TIMES_OF_LIFE } from "./times-of-life.js";

const CHOOSE_FIRST = "Choose a photo first. An earlier one is deleted once its pictures are made.";

export class PhotoSection {
  #catalogue;
  #openCloser;
  #choice;
  #consent;
  #own;
  #reel = new ReelView();
  #person = null;
  #session = null;
  #asking = null;
  #path = null;
  #following = new AbortController();
  #views = [];

  constructor(backend, catalogue, openCloser) {
    this.#catalogue = catalogue;
    this.#openCloser = openCloser;
    this.#choice = new PhotoChoice(backend, (path) => (this.#path = path));
    this.#consent = new Consent(
      (given) => this.#agreed(given),
      () => this.#dropPictures(),
    );
    this.#own = new OwnPictures(openCloser, () => this.#choice.usedUp());
    byId("use-as-is").addEventListener("click", () => this.#withPhoto(() => this.#own.use(this.#path)));
    byId("photo-style").replaceChildren(
      ...catalogue.styles.map(({ id, title }) => element("option", { value: id }, title)),
    );
    byId("wish-trilogy").addEventListener("click", () => this.#withPhoto(() => this.#wishTrilogy()));
    byId("wish-stages").addEventListener("click", () => this.#withPhoto(() => this.#wishStages()));
    byId("wish-reel").addEventListener("click", () => this.#reel.show(this.#asking, byId("photo-style").value));
  }

  /** Shows what the backend knows of a user: consent, and the pictures made from photos. */
  startFrom(person, session, asking, me) {
    this.#person = person;
    this.#session = session;
    this.#asking = asking;
    byId("photo-style").value = person.style;
    byId("photo-guest").hidden = !me.guest;
    const { offered = true, as_is: asIs = false } = me.photos ?? {};
    this.#own.startFrom(asking, asIs);
    this.#consent.startFrom(asking, me.photo_consent);
    this.#showEarlier();
    asking.owned.onChange((answer) => this.#changed(asking, answer));
    byId("photo").hidden = !offered && !asIs;
  }

  #agreed(given) {
    this.#clear();
    this.#choice.startFrom(this.#session, given);
    for (const id of ["wish-trilogy", "wish-stages"]) byId(id).disabled = !given;
    this.#own.enable(given);
  }

  #withPhoto(wish) {
    if (this.#path) return wish();
    notice("photo-wish-problem", CHOOSE_FIRST);
    byId("photo-file").focus();
  }

  /** Removes pictures made from a photo after the consent is withdrawn. */
  #clear() {
    this.#following.abort();
    this.#following = new AbortController();
    notice("photo-wish-problem", "");
    for (const id of ["photo-trilogy", "photo-stages", "reel"]) byId(id).hidden = true;
    for (const id of ["trilogy-cards", "photo-cards"]) byId(id).replaceChildren();
    this.#reel.clear();
    this.#views = [];
  }

  #changed({ owned }, answer) {
    if (owned.has(answer)) return;
    for (const view of this.#views) {
      if (view.answer?.avatar_id === answer.avatar_id) view.remove();
    }
  }

  /** Drops the pictures that the backend has deleted with the consent. */
  #dropPictures() {
    const { owned } = this.#asking;
    for (let gone = owned.newest(isFromPhoto); gone; gone = owned.newest(isFromPhoto)) owned.drop(gone);
  }

  /** Shows the newest pictures of earlier visits. */
  #showEarlier() {
    const { owned } = this.#asking;
    const isDrawn = (avatar) => isFromPhoto(avatar) && !isOwnPicture(avatar);
    const other = owned.newest((avatar) => isDrawn(avatar) && avatar.recipe.timeline !== "current");
    const times = TIMES_OF_LIFE.map(({ id, title, about }) => {
      const newest = owned.newest(
        (avatar) => isDrawn(avatar) && avatar.recipe.timeline === id && avatar.evolution_stage === other?.evolution_stage,
      );
      return newest && { view: this.#viewOf(newest), title, about };
    }).filter(Boolean);
    if (other) this.#lay("photo-trilogy", "trilogy-cards", cardsOf(times));
    const stages = this.#catalogue.stages.map(({ id, title }) => {
      const newest = owned.newest((avatar) => isFromPhoto(avatar) && isOfStage(id)(avatar));
      return newest && { view: this.#viewOf(newest), title, about: this.#catalogue.style(newest.style).title };
    });
    if (stages.some(Boolean)) this.#lay("photo-stages", "photo-cards", cardsOf(stages.filter(Boolean)));
  }

  /** Returns a view with a picture of an earlier visit. */
  #viewOf(answer) {
    const { evolution_stage: stage, recipe, style } = answer;
    const view = this.#view(() => {
      const wish = { ...this.#wishFor(stage, this.#person.progressAt(this.#catalogue.stage(stage))), style };
      this.#withPhoto(() => this.#follow(view, { ...wish, timeline: recipe.timeline }, this.#following.signal));
    });
    view.have(answer);
    return view;
  }

  async #wishTrilogy() {
    const { signal } = this.#following;
    const wish = this.#wishFor(this.#catalogue.stageFor(this.#person.days).id);
    notice("photo-wish-problem", "");
    byId("wish-trilogy").disabled = true;
    announce("Three wishes are on their way.");
    let answers;
    try {
      answers = await this.#asking.call("generate_trilogy", wish, signal);
    } catch (error) {
      if (!signal.aborted) notice("photo-wish-problem", errorInWords(error));
      return;
    } finally {
      if (!signal.aborted) byId("wish-trilogy").disabled = false;
    }
    const views = TIMES_OF_LIFE.map(({ id, title, about }) => {
      const view = this.#view(() => this.#follow(view, { ...wish, timeline: id }, signal));
      return { id, view, title, about };
    });
    this.#lay("photo-trilogy", "trilogy-cards", cardsOf(views), true);
    await Promise.all(views.map(({ id, view }) => this.#follow(view, { ...wish, timeline: id }, signal, answers[id])));
    if (!signal.aborted) announce("Three times of one life are here.");
  }

  async #wishStages() {
    const { signal } = this.#following;
    const wishes = Object.entries(this.#person.chapters).map(([stage, progress]) => [stage, this.#wishFor(stage, progress)]);
    notice("photo-wish-problem", "");
    announce("Your stages are on their way.");
    const views = wishes.map(([stage, wish]) => {
      const view = this.#view(() => this.#follow(view, wish, signal));
      const { title } = this.#catalogue.stage(stage);
      return { wish, view, title, about: `Day ${wish.progress_metrics.active_days}` };
    });
    this.#lay("photo-stages", "photo-cards", cardsOf(views), true);
    await Promise.all(views.map(({ wish, view }) => this.#follow(view, wish, signal)));
    if (!signal.aborted) announce("Your stages are here.");
  }

  /** Follows one wish to its end in a view, from an earlier answer if there is one. */
  #follow(view, wish, signal, answer) {
    view.asking(NOBODY);
    return this.#asking.watch(wish, view, { signal, answer });
  }

  #wishFor(stage, progress = this.#person.today) {
    const { character: _, ...wish } = this.#person.wishFor(stage, progress);
    return { ...wish, style: byId("photo-style").value, reference_path: this.#path };
  }

  #lay(part, list, cards, moves = false) {
    byId(list).replaceChildren(...cards);
    byId(part).hidden = false;
    if (moves) byId(part).scrollIntoView({ block: "nearest" });
  }

  #view(onRetry) {
    const view = new AvatarView({
      sizes: "(width >= 60rem) 20rem, 60vw",
      describe: (answer) => `Your own face: ${this.#titleOf(answer)}`,
      onOpen: this.#openCloser,
      onRetry,
      onCancel: (answer) => this.#asking.cancel(answer),
    });
    this.#views.push(view);
    return view;
  }

  #titleOf({ evolution_stage: stage, recipe }) {
    return TIMES_OF_LIFE.find(({ id }) => id === recipe.timeline && id !== "current")?.title ?? this.#catalogue.stage(stage).title;
  }
}

function cardsOf(views) {
  return views.map(({ title, about, view }) =>
    element("li", { class: "card" }, element("h4", {}, title), element("p", { class: "hint" }, about), view.element),
  );
}
