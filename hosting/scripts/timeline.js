// The timeline: the newest picture of each stage that the user has; what is earned and missing is made only when asked for.

import { announce } from "./announcer.js";
import { AvatarView } from "./avatar-view.js";
import { faceUrl, sheetUrl } from "./catalogue.js";
import { byId, element } from "./dom.js";
import { isOfStage } from "./owned.js";
import { rove } from "./roving.js";

export class Timeline {
  #catalogue;
  #openCloser;
  #person = null;
  #asking = null;
  #views = new Map(); // of the earned stages

  constructor(catalogue, openCloser) {
    this.#catalogue = catalogue;
    this.#openCloser = openCloser;
    byId("make-missing").addEventListener("click", () => this.#makeMissing());
    rove(byId("stages"), "button");
  }

  /** Shows the six stages as they can be, before a user signs in. */
  preview() {
    this.#head("Six stages, one person", "Half a year in the Mirror Realm.");
    this.#lay((stage) => {
      const view = this.#view(stage);
      view.preview(sheetUrl(stage.id), capital(stage.shows));
      return card(stage, `From day ${stage.first_day}`, view, "preview");
    });
  }

  /** Shows that the page finds out what a person has. */
  look(person) {
    this.#person = person;
    this.#head(`${possessive(person)} timeline`, "Looking into the Mirror Realm …");
    this.#lay((stage) => {
      const view = this.#view(stage);
      view.looking(faceUrl(person.character));
      return card(stage, `From day ${stage.first_day}`, view, "looking");
    });
  }

  /** Shows what a person has, and follows what is being made. */
  async show(person, asking) {
    this.#person = person;
    this.#asking = asking;
    this.#views.clear();
    const placeholder = faceUrl(person.character);
    const shown = [];
    const followed = [];
    this.#lay((stage) => {
      const view = this.#view(stage);
      const { newest, underWay } = this.#ofStage(stage);
      if (!person.chapters[stage.id] && !newest && !underWay) {
        view.preview(faceUrl(null), `Still to come: ${stage.shows}`);
        return card(stage, `Opens at day ${stage.first_day}`, view, "locked");
      }
      this.#views.set(stage, view);
      if (newest) shown.push(view.have(newest));
      else if (underWay) followed.push(asking.watch({}, view, { answer: underWay }));
      else view.offer(placeholder, "Not made yet", "Make it");
      return card(stage, day(stage, person), view, "earned");
    });
    this.#head(`${possessive(person)} timeline`, this.#summary());
    asking.owned.onChange((answer) => this.#changed(asking, answer));
    await Promise.all(shown);
    await Promise.all(followed);
    await this.#settle(asking);
  }

  async #makeMissing() {
    const asking = this.#asking;
    byId("make-missing").disabled = true;
    await Promise.all([...this.#missing()].map(([stage, view]) => this.#make(stage, view)));
    if (asking.hasLeft) return;
    byId("make-missing").disabled = false;
    await this.#settle(asking);
  }

  /** Wishes for a stage with the progress of that time. */
  #make(stage, view) {
    view.asking(faceUrl(this.#person.character));
    this.#showMissing();
    return this.#asking.watch(this.#person.wishFor(stage.id, this.#person.progressAt(stage)), view);
  }

  /** Shows the newest picture of a stage once it comes, or the one before once it goes. */
  #changed(asking, { evolution_stage: id }) {
    if (asking.hasLeft) return;
    for (const [stage, view] of this.#views) {
      const { newest } = this.#ofStage(stage);
      if (stage.id !== id || view.busy) continue;
      if (newest && !isSame(newest, view.answer)) view.have(newest);
      else if (!newest && view.answer) view.remove();
    }
    this.#showMissing();
  }

  /** Tells what is there, and what has changed between the first and the last. */
  async #settle(asking) {
    if (asking.hasLeft) return;
    this.#showMissing();
    this.#letScroll();
    const there = [...this.#views.values()].filter((view) => view.answer?.status === "completed");
    announce(`${there.length} of ${this.#views.size} reflections of ${ofWhom(this.#person)} are here.`);
    if (there.length < 2) return;
    const message = await asking.evolution(there[0].answer, there.at(-1).answer);
    if (asking.hasLeft) return;
    byId("evolution").textContent = message;
    byId("evolution").hidden = !message;
  }

  #ofStage(stage) {
    const fits = isOfStage(stage.id);
    return { newest: this.#asking.owned.newest(fits), underWay: this.#asking.owned.underWay(fits) };
  }

  #missing() {
    return new Map([...this.#views].filter(([, view]) => !view.busy && view.answer?.status !== "completed"));
  }

  /** Offers to make all that is missing; a single one has its own button. */
  #showMissing() {
    const count = this.#missing().size;
    byId("missing").hidden = count < 2;
    byId("make-missing").textContent = `Make the ${count} that are missing`;
    byId("missing-hint").textContent = `${count} of today’s pictures at most: a picture that exists already takes none.`;
  }

  #summary() {
    const { days } = this.#person;
    const active = days === 0 ? "The first day" : days === 1 ? "1 active day" : `${days} active days`;
    const earned = this.#views.size;
    return earned === this.#catalogue.stages.length
      ? `${active}. Every stage is earned.`
      : `${active}. ${earned} of ${this.#catalogue.stages.length} stages earned so far.`;
  }

  #head(title, summary) {
    byId("timeline-title").textContent = title;
    byId("timeline-summary").textContent = summary;
    byId("evolution").hidden = true;
    byId("missing").hidden = true;
  }

  #lay(cardOf) {
    byId("stages").replaceChildren(...this.#catalogue.stages.map(cardOf));
    this.#letScroll();
  }

  /** Lets the keyboard scroll the stages where it finds no button in them. */
  #letScroll() {
    const leads = byId("stages").querySelector("button:enabled:not([hidden])");
    if (leads) byId("timeline-scroll").removeAttribute("tabindex");
    else byId("timeline-scroll").tabIndex = 0;
  }

  #view(stage) {
    const view = new AvatarView({
      sizes: "(width >= 75rem) 12rem, 14rem",
      describe: ({ evolution_stage: id }) => `${possessive(this.#person)} reflection: ${this.#catalogue.stage(id).title}`,
      onOpen: this.#openCloser,
      onRetry: async () => {
        const asking = this.#asking;
        await this.#make(stage, view);
        await this.#settle(asking);
      },
      onCancel: (answer) => this.#asking.cancel(answer),
      placeholder: faceUrl(this.#person?.character),
    });
    return view;
  }
}

function day(stage, person) {
  const chapter = person.chapters[stage.id];
  return chapter ? `Day ${chapter.active_days}` : `From day ${stage.first_day}`;
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

function possessive({ id, name }) {
  if (id === "guest") return "Your";
  return name.endsWith("s") ? `${name}’` : `${name}’s`;
}

function ofWhom({ id, name }) {
  return id === "guest" ? "yours" : name;
}

function isSame(one, other) {
  return one.avatar_id === other?.avatar_id && one.image_url === other.image_url;
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}
