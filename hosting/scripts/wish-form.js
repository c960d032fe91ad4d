// The form for a new avatar, filled from the catalogue and the user's progress, and read into a wish.

import { costumeUrl, exampleUrl, styleUrl } from "./catalogue.js";
import { byId, element } from "./dom.js";
import { isFromPhoto, isOfStage } from "./owned.js";
import { PresetGallery } from "./preset-gallery.js";
import { rove } from "./roving.js";

const NO_AREA = "";
const CHOICES = ["palette", "power", "place"]; // of a costume
const THERE = "You have this one: the same wish brings the same picture.";

export class WishForm {
  #catalogue;
  #form = byId("wish-form");
  #made = new Map(); // wishes of this visit, as text, with their avatars
  #gallery;
  #preset = null; // what the look is filled from, while it is as that says
  #before = null; // the look before a preset was chosen

  /** @param {(wish: object, variations: number) => void} onWish Gets each complete wish, for one picture or several. */
  constructor(catalogue, onWish) {
    this.#catalogue = catalogue;
    this.#fill();
    this.#gallery = new PresetGallery(catalogue, (preset) => this.#fillFrom(preset));
    byId("days").addEventListener("input", () => this.#openStages());
    for (const id of ["another-draw", "wish-another"]) byId(id).addEventListener("click", () => this.#drawAnother());
    byId("character-choices").addEventListener("change", () => this.#characterChosen());
    byId("persona").addEventListener("input", () => this.#personaChosen());
    byId("style-choices").addEventListener("change", () => this.#styleChosen());
    rove(byId("trait-choices"), "input");
    this.#form.addEventListener("input", () => this.#changed());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      const several = event.submitter === byId("wish-several");
      if (this.#isComplete()) onWish(this.read(), several ? Number(event.submitter.value) : 1);
    });
  }

  /** Fills the form with the user's progress today, and with a look that the user does not have yet. */
  startFrom(person, owned) {
    this.#made.clear();
    this.#form.reset();
    const progress = person.today;
    byId("days").value = progress.active_days;
    byId("goals").value = progress.goals_completed;
    byId("achievement").value = progress.major_achievement ?? "";
    byId("area").value = progress.achievement_area ?? NO_AREA;
    byId("persona").value = person.persona;
    byId("allow-fallback").checked = true;
    for (const trait of this.#all("trait")) trait.checked = (progress.discovered_traits ?? []).includes(trait.value);
    this.#choose("character", person.character ?? "");
    for (const choice of CHOICES) this.#choose(choice, "");
    this.#choose("stage", this.#catalogue.stageFor(progress.active_days).id);
    this.#offer(person, owned);
    owned.onChange((answer) => {
      if (!owned.has(answer)) this.#forget(answer);
    });
    this.#openStages();
    this.#lookChosen(null);
    this.#problem("");
  }

  /** Notes that the user has the picture of a wish. */
  isMade(wish, answer) {
    this.#made.set(JSON.stringify(wish), answer.avatar_id);
    this.#tellWhetherThere();
  }

  /** Returns the wish in the form. */
  read() {
    const values = new FormData(this.#form);
    const area = values.get("area");
    const achievement = values.get("achievement").trim();
    const costume = this.#costume(values);
    return {
      progress_metrics: {
        active_days: Number(values.get("days")),
        goals_completed: Number(values.get("goals")),
        discovered_traits: values.getAll("trait"),
        ...(achievement ? { major_achievement: achievement } : {}),
        ...(area === NO_AREA ? {} : { achievement_area: area }),
      },
      evolution_stage: values.get("stage"),
      style: values.get("style"),
      persona: values.get("persona"),
      variation: Number(values.get("variation")),
      allow_fallback: values.has("allow-fallback"),
      ...(values.get("character") ? { character: values.get("character") } : {}),
      ...(costume ? { costume } : {}),
      ...(this.#preset ? { preset: this.#preset.id } : {}),
    };
  }

  /** Returns what is chosen of a hero's looks; null for nothing, and in a style without a costume. */
  #costume(values) {
    const chosen = CHOICES.filter((choice) => values.get(choice)).map((choice) => [choice, values.get(choice)]);
    return chosen.length && this.#catalogue.hasCostume(values.get("style")) ? Object.fromEntries(chosen) : null;
  }

  /** Fills in what a preset says; null brings back the look from before. */
  #fillFrom(preset) {
    this.#before ??= this.#look();
    this.#wear(preset ?? this.#before);
    this.#lookChosen(preset);
  }

  /** Notes which preset the look is from, and shows what goes with it. */
  #lookChosen(preset) {
    this.#preset = preset;
    if (!preset) this.#before = null;
    this.#gallery.mark(preset);
    this.#characterChosen();
    this.#personaChosen();
    this.#styleChosen();
    this.#tellWhetherThere();
  }

  #changed() {
    if (this.#preset && !sameLook(this.#look(), this.#preset)) this.#lookChosen(null);
    this.#tellWhetherThere();
  }

  /** Returns what a preset can fill in. */
  #look() {
    const values = new FormData(this.#form);
    return {
      style: values.get("style"),
      persona: values.get("persona"),
      character: values.get("character"),
      traits: values.getAll("trait"),
      area: values.get("area"),
    };
  }

  #wear({ style, persona, character, traits, area }) {
    this.#choose("style", style);
    this.#choose("character", character);
    byId("persona").value = persona;
    byId("area").value = area;
    for (const trait of this.#all("trait")) trait.checked = traits.includes(trait.value);
  }

  #fill() {
    const { stages, styles, traits, areas, personas, characters, limits } = this.#catalogue;
    byId("stage-choices").replaceChildren(...stages.map(({ id, title }) => chip("radio", "stage", id, title)));
    byId("style-choices").replaceChildren(...styles.map(styleChoice));
    const { palettes, powers, places } = this.#catalogue.costumes;
    byId("palette-choices").replaceChildren(
      chip("radio", "palette", "", "Usual colours"),
      ...palettes.map(({ id, title, colours }) => lookChip("palette", id, title, swatch(colours))),
    );
    byId("power-choices").replaceChildren(
      chip("radio", "power", "", "No power"),
      ...powers.map(({ id, title }) => lookChip("power", id, title, sample("powers", id))),
    );
    byId("place-choices").replaceChildren(
      chip("radio", "place", "", "Usual place"),
      ...places.map(({ id, title }) => lookChip("place", id, title, sample("places", id))),
    );
    byId("trait-choices").replaceChildren(...traits.map((trait) => chip("checkbox", "trait", trait, trait)));
    byId("character-choices").replaceChildren(
      chip("radio", "character", "", "My own"),
      ...characters.map(({ id, title }) => chip("radio", "character", id, title)),
    );
    byId("area").replaceChildren(
      option(NO_AREA, "None in particular"),
      ...areas.map(({ id, title }) => option(id, title)),
    );
    byId("persona").replaceChildren(...personas.map(({ id, title, voice }) => option(id, `${title} (${voice})`)));
    byId("achievement").maxLength = limits.achievement;
    byId("days").max = limits.days;
    byId("goals").max = limits.goals;
    byId("variation").max = limits.variation;
  }

  /** Chooses a look of today's stage that the user does not have yet. */
  #offer(person, owned) {
    const stage = this.#catalogue.stageFor(person.days).id;
    const { style, variation } = this.#notThereYet(stage, person, owned);
    byId("variation").value = variation;
    this.#choose("style", style);
  }

  /** Returns the first style in which the stage has no picture, else the first variation that has none. */
  #notThereYet(stage, person, owned) {
    const isThere = (style, variation) =>
      owned.newest(
        (avatar) =>
          isOfStage(stage)(avatar) &&
          !isFromPhoto(avatar) &&
          !avatar.recipe.costume &&
          avatar.style === style &&
          (avatar.recipe.variation ?? 0) === variation,
      );
    const styles = [person.style, ...this.#catalogue.styles.map(({ id }) => id).filter((id) => id !== person.style)];
    const style = styles.find((id) => !isThere(id, 0));
    if (style) return { style, variation: 0 };
    const variations = Array.from({ length: this.#catalogue.limits.variation }, (_, index) => index + 1);
    return { style: person.style, variation: variations.find((number) => !isThere(person.style, number)) ?? 0 };
  }

  /** Forgets the wishes whose picture is deleted. */
  #forget({ avatar_id }) {
    for (const [wish, id] of this.#made) {
      if (id === avatar_id) this.#made.delete(wish);
    }
    this.#tellWhetherThere();
  }

  #tellWhetherThere() {
    const there = this.#made.has(JSON.stringify(this.read()));
    byId("wish-there").textContent = there ? THERE : "";
    byId("wish-another").hidden = !there;
    byId("wish-allowance").hidden = there;
  }

  /** Disables the stages that the days have not earned, which the backend would refuse. */
  #openStages() {
    const days = Number(byId("days").value);
    for (const choice of this.#all("stage")) choice.disabled = this.#catalogue.stage(choice.value).first_day > days;
    if (!this.#all("stage").some((choice) => choice.checked && !choice.disabled)) {
      this.#choose("stage", this.#catalogue.stageFor(Math.max(0, days)).id);
    }
    const next = this.#catalogue.stages.find((stage) => stage.first_day > days);
    byId("stage-hint").textContent = next
      ? `With ${days} active days. ${next.title} opens at day ${next.first_day}.`
      : `With ${days} active days, every stage is open.`;
  }

  #characterChosen() {
    const chosen = this.#all("character").find((choice) => choice.checked).value;
    byId("character-looks").textContent = chosen
      ? this.#catalogue.character(chosen).looks
      : "The one that belongs to you, the same at every stage.";
  }

  #personaChosen() {
    const { id, example } = this.#catalogue.persona(byId("persona").value);
    byId("persona-picture").src = exampleUrl(id);
    byId("persona-day").textContent = `For example, on day ${example.day}:`;
    byId("persona-words").textContent = example.message;
  }

  #styleChosen() {
    byId("costume").hidden = !this.#catalogue.hasCostume(new FormData(this.#form).get("style"));
  }

  #drawAnother() {
    const variation = byId("variation");
    const most = this.#catalogue.limits.variation;
    variation.value = (Number(variation.value) + 1 + Math.floor(Math.random() * most)) % (most + 1);
    if (document.activeElement === byId("wish-another")) byId("wish-button").focus();
    this.#tellWhetherThere();
  }

  #isComplete() {
    const wrong = [...this.#form.elements].find((control) => control.willValidate && !control.validity.valid);
    const traits = this.#all("trait").filter((trait) => trait.checked).length;
    if (wrong) {
      this.#problem(`${wrong.labels[0].textContent.trim()}: ${wrong.validationMessage}`, wrong);
      return false;
    }
    if (traits > this.#catalogue.limits.traits) {
      this.#problem(`Traits: ${this.#catalogue.limits.traits} at most; ${traits} are chosen.`);
      return false;
    }
    this.#problem("");
    return true;
  }

  /** Shows an error at a control; without arguments, clears it. */
  #problem(text, wrong = null) {
    for (const control of this.#form.elements) control.removeAttribute("aria-invalid");
    wrong?.setAttribute("aria-invalid", "true");
    wrong?.closest("details")?.setAttribute("open", "");
    wrong?.focus();
    byId("form-problem").textContent = text;
    byId("form-problem").hidden = !text;
  }

  #choose(name, value) {
    this.#all(name).find((choice) => choice.value === value).checked = true;
  }

  #all(name) {
    return [...this.#form.querySelectorAll(`input[name="${name}"]`)];
  }
}

/** Returns whether two looks are the same; the order of traits does not matter. */
function sameLook(one, other) {
  const named = ["style", "persona", "character", "area"];
  const traits = (look) => [...look.traits].sort().join();
  return named.every((name) => one[name] === other[name]) && traits(one) === traits(other);
}

function chip(type, name, value, text) {
  return element("label", { class: "chip" }, element("input", { type, name, value }), element("span", {}, text));
}

/** Returns a chip with a small picture of the choice. */
function lookChip(name, value, text, look) {
  return element(
    "label",
    { class: "chip chip-look" },
    element("input", { type: "radio", name, value }),
    element("span", {}, look, text),
  );
}

function swatch([main, second]) {
  const dot = element("i", { class: "swatch", "aria-hidden": "true" });
  dot.style.setProperty("--main", main);
  dot.style.setProperty("--second", second);
  return dot;
}

function sample(kind, id) {
  return element("img", { src: costumeUrl(kind, id), alt: "", loading: "lazy", width: 36, height: 36 });
}

function styleChoice({ id, title }) {
  return element(
    "label",
    { class: "style-choice" },
    element("input", { type: "radio", name: "style", value: id }),
    element(
      "span",
      { class: "style-card" },
      element("img", { src: styleUrl(id), alt: "", loading: "lazy", width: 96, height: 96 }),
      element("span", { class: "style-title" }, title),
    ),
  );
}

function option(value, text) {
  return element("option", { value }, text);
}
