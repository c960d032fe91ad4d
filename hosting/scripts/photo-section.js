// The section for personal pictures: consent, a photo, and the wishes made from it.

import { announce } from "./announcer.js";
import { AvatarView } from "./avatar-view.js";
import { placeholderUrl } from "./catalogue.js";
import { Consent } from "./consent.js";
import { byId, element } from "./dom.js";
import { notice } from "./notice.js";
import { PhotoChoice } from "./photo-choice.js";
import { errorInWords } from "./reasons.js";
import { ReelView } from "./reel-view.js";
import { TIMES_OF_LIFE } from "./times-of-life.js";

export class PhotoSection {
  #catalogue;
  #openCloser;
  #choice;
  #consent;
  #reel = new ReelView();
  #person = null;
  #session = null;
  #asking = null;
  #path = null;
  #following = new AbortController();

  constructor(backend, catalogue, openCloser) {
    this.#catalogue = catalogue;
    this.#openCloser = openCloser;
    this.#choice = new PhotoChoice(backend, (path) => this.#uploaded(path));
    this.#consent = new Consent((given) => this.#agreed(given));
    byId("photo-style").replaceChildren(
      ...catalogue.styles.map(({ id, title }) => element("option", { value: id }, title)),
    );
    byId("wish-trilogy").addEventListener("click", () => this.#wishTrilogy());
    byId("wish-stages").addEventListener("click", () => this.#wishStages());
    byId("wish-reel").addEventListener("click", () => this.#reel.show(this.#asking, byId("photo-style").value));
  }

  /** Resets the section for a new user. */
  startFrom(person, session, asking) {
    this.#person = person;
    this.#session = session;
    this.#asking = asking;
    byId("photo-style").value = person.style;
    this.#consent.startFrom(asking);
    byId("photo").hidden = false;
  }

  #agreed(given) {
    this.#clear();
    this.#choice.startFrom(this.#session, given);
  }

  #uploaded(path) {
    this.#path = path;
    for (const id of ["wish-trilogy", "wish-stages"]) byId(id).disabled = path === null;
  }

  /** Removes pictures made from a photo after the consent is withdrawn. */
  #clear() {
    this.#following.abort();
    this.#following = new AbortController();
    notice("photo-wish-problem", "");
    for (const id of ["photo-trilogy", "photo-stages", "reel"]) byId(id).hidden = true;
    for (const id of ["trilogy-cards", "photo-cards"]) byId(id).replaceChildren();
    this.#reel.clear();
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
      byId("wish-trilogy").disabled = this.#path === null;
    }
    const views = TIMES_OF_LIFE.map(({ id, title, about }) => {
      const view = this.#view(() => this.#follow(view, { ...wish, timeline: id }, signal));
      return { id, view, card: card(title, about, view) };
    });
    this.#lay("photo-trilogy", "trilogy-cards", views);
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
      return { wish, view, card: card(title, `Day ${wish.progress_metrics.active_days}`, view) };
    });
    this.#lay("photo-stages", "photo-cards", views);
    await Promise.all(views.map(({ wish, view }) => this.#follow(view, wish, signal)));
    if (!signal.aborted) announce("Your stages are here.");
  }

  /** Follows one wish to its end in a view, from an earlier answer if there is one. */
  #follow(view, wish, signal, answer) {
    view.asking(placeholderUrl(wish.style, wish.evolution_stage));
    return this.#asking.watch(wish, view, { signal, answer });
  }

  #wishFor(stage, progress = this.#person.today) {
    const { character: _, ...wish } = this.#person.wishFor(stage, progress);
    return { ...wish, style: byId("photo-style").value, reference_path: this.#path };
  }

  #lay(part, list, views) {
    byId(list).replaceChildren(...views.map((each) => each.card));
    byId(part).hidden = false;
    byId(part).scrollIntoView({ block: "nearest" });
  }

  #view(onRetry) {
    return new AvatarView({
      sizes: "(width >= 60rem) 20rem, 60vw",
      describe: (answer) => `Your own face: ${this.#titleOf(answer)}`,
      onOpen: this.#openCloser,
      onRetry,
      onCancel: (answer) => this.#asking.cancel(answer),
    });
  }

  #titleOf({ evolution_stage: stage, recipe }) {
    return TIMES_OF_LIFE.find(({ id }) => id === recipe.timeline && id !== "current")?.title ?? this.#catalogue.stage(stage).title;
  }
}

function card(title, about, view) {
  return element("li", { class: "card" }, element("h4", {}, title), element("p", { class: "hint" }, about), view.element);
}
