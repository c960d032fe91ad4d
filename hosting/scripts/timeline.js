// The timeline: a user's six stages side by side; earned ones are requested, later ones show a soft placeholder.

import { announce } from "./announcer.js";
import { AvatarView } from "./avatar-view.js";
import { placeholderUrl } from "./catalogue.js";
import { byId, element } from "./dom.js";

export class Timeline {
  #catalogue;
  #openCloser;

  constructor(catalogue, openCloser) {
    this.#catalogue = catalogue;
    this.#openCloser = openCloser;
  }

  /** Shows the six stages as placeholders, before a user signs in. */
  preview() {
    byId("timeline-title").textContent = "Six stages, one person";
    byId("timeline-summary").textContent = "Half a year in the Mirror Realm.";
    byId("evolution").hidden = true;
    const cards = this.#catalogue.stages.map((stage) => {
      const view = this.#view(() => {});
      view.preview(placeholderUrl("daymi", stage.id), capital(stage.shows));
      return card(stage, `From day ${stage.first_day}`, view, "preview");
    });
    byId("stages").replaceChildren(...cards);
  }

  /** Requests every earned stage with the progress of that time. Resolves when all are completed or failed. */
  async show(person, asking) {
    byId("timeline-title").textContent = `${possessive(person.name)} timeline`;
    const earned = this.#catalogue.stages.filter((stage) => person.chapters[stage.id]).length;
    byId("timeline-summary").textContent = summary(person, earned);
    byId("evolution").hidden = true;
    const views = [];
    const watched = [];
    const cards = this.#catalogue.stages.map((stage) => {
      const chapter = person.chapters[stage.id];
      if (!chapter) return this.#lockedCard(stage, person);
      const wish = person.wishFor(stage.id, chapter);
      const start = () => {
        view.asking(placeholderUrl(person.style, stage.id));
        return asking.watch(wish, view);
      };
      const view = this.#view(start, person, (answer) => asking.cancel(answer));
      views.push(view);
      watched.push(start());
      return card(stage, `Day ${chapter.active_days}`, view, "earned");
    });
    byId("stages").replaceChildren(...cards);
    const outcomes = await Promise.all(watched);
    if (outcomes.includes(null)) return;
    const there = outcomes.filter((outcome) => outcome.phase === "shown").length;
    announce(`${there} of ${earned} reflections of ${person.name} are here.`);
    if (there === earned && earned > 1) await this.#tellEvolution(views[0].answer, views.at(-1).answer, asking);
  }

  async #tellEvolution(earlier, later, asking) {
    const message = await asking.evolution(earlier, later);
    if (asking.hasLeft) return;
    byId("evolution").textContent = message;
    byId("evolution").hidden = !message;
  }

  #lockedCard(stage, person) {
    const view = this.#view(() => {});
    view.preview(placeholderUrl(person.style, stage.id), `Still to come: ${stage.shows}`);
    return card(stage, `Opens at day ${stage.first_day}`, view, "locked");
  }

  #view(onRetry, person, onCancel) {
    return new AvatarView({
      sizes: "(width >= 75rem) 12rem, 14rem",
      describe: (answer) => `${possessive(person.name)} reflection: ${this.#catalogue.stage(answer.evolution_stage).title}`,
      onOpen: this.#openCloser,
      onRetry,
      onCancel,
    });
  }
}

function card(stage, day, view, state) {
  return element(
    "li",
    { class: "stage-card", data: { state, stage: stage.id } },
    element("h3", {}, stage.title),
    element("p", { class: "stage-day" }, day),
    view.element,
  );
}

function summary(person, earned) {
  const days = person.days === 0 ? "The first day" : person.days === 1 ? "1 active day" : `${person.days} active days`;
  return earned === 6 ? `${days}. Every stage is earned.` : `${days}. ${earned} of 6 stages earned so far.`;
}

function possessive(name) {
  return name.endsWith("s") ? `${name}’` : `${name}’s`;
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}
