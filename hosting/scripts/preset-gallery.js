// The gallery of presets, one category at a time. A click fills the form, and the line below says with what.

import { announce } from "./announcer.js";
import { presetUrl } from "./catalogue.js";
import { byId, element } from "./dom.js";
import { rove } from "./roving.js";

export class PresetGallery {
  #catalogue;
  #onChoose;
  #category;
  #chosen = null;

  /** @param {(preset: object | null) => void} onChoose Gets the chosen preset; null if it is chosen no more. */
  constructor(catalogue, onChoose) {
    this.#catalogue = catalogue;
    this.#onChoose = onChoose;
    const buttons = catalogue.preset_categories.map(({ id, title }) =>
      element("button", { type: "button", class: "preset-category", data: { category: id }, onclick: () => this.#open(id) }, title),
    );
    byId("preset-categories").replaceChildren(...buttons);
    rove(byId("presets"), "button");
    this.#open(catalogue.preset_categories[0].id);
  }

  /** Shows that the form is filled from this preset, or from none. */
  mark(preset) {
    this.#chosen = preset;
    for (const card of byId("preset-cards").children) card.setAttribute("aria-pressed", String(card.dataset.preset === preset?.id));
    byId("preset-chosen").textContent = preset ? this.#inWords(preset) : "";
  }

  #open(category) {
    if (category === this.#category) return;
    this.#category = category;
    for (const button of byId("preset-categories").children) {
      button.setAttribute("aria-pressed", String(button.dataset.category === category));
    }
    const presets = this.#catalogue.presets.filter((preset) => preset.category === category);
    byId("preset-cards").replaceChildren(...presets.map((preset) => this.#card(preset)));
    this.mark(this.#chosen);
  }

  #card(preset) {
    return element(
      "button",
      { type: "button", class: "preset", data: { preset: preset.id }, onclick: () => this.#toggle(preset) },
      element("img", { src: presetUrl(preset.id), alt: "", width: 320, height: 320 }),
      element("span", { class: "preset-title" }, preset.title),
      element("span", { class: "preset-about" }, preset.description),
    );
  }

  #toggle(preset) {
    const chosen = preset === this.#chosen ? null : preset;
    this.#onChoose(chosen);
    announce(chosen ? this.#inWords(chosen) : `The form is as it was before “${preset.title}”.`);
  }

  #inWords({ title, style, persona, character, traits, area, stage }) {
    const { stages, areas } = this.#catalogue;
    const look = [
      this.#catalogue.style(style).title,
      this.#catalogue.persona(persona).title,
      this.#catalogue.character(character).title,
      traits.join(" and "),
      areas.find(({ id }) => id === area).title,
    ];
    const shown = stages.find(({ id }) => id === stage).title.toLowerCase();
    return `${title} fills in: ${look.join(", ")}. Its picture is of “${shown}”; yours will be of the stage below.`;
  }
}
