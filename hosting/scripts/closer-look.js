// A closer look: one picture at its full size, I-There's words, and how it came to be.

import { byId, element } from "./dom.js";
import { localDateAndTime } from "./local-time.js";

const SOURCES = {
  generated: "made for this wish",
  cache: "a shared look that was there already, no charge",
  similar: "a similar look standing in",
  stage: "a picture of the stage standing in",
  painted: "a painted stand-in, no charge",
};

/** Returns the function that opens the dialog on an answer. */
export function closerLook(catalogue) {
  const dialog = byId("closer-look");
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return (answer) => {
    const stage = catalogue.stage(answer.evolution_stage).title;
    byId("closer-look-content").replaceChildren(
      element("img", { src: answer.image_url, alt: `The reflection at full size: ${stage}`, width: 1024, height: 1024 }),
      element(
        "div",
        { class: "closer-look-words" },
        element("h2", { id: "closer-look-title" }, stage),
        element("blockquote", { class: "words" }, answer.ithere_message),
        facts(catalogue, answer),
      ),
    );
    dialog.showModal();
  };
}

function facts(catalogue, answer) {
  const { recipe } = answer;
  const rows = {
    Style: catalogue.style(recipe.style).title,
    Character: recipe.character ? catalogue.character(recipe.character).title : "from a photo",
    "Trait shown": recipe.traits.join(", "),
    Area: recipe.area,
    Persona: catalogue.persona(recipe.persona).title,
    Drawn: recipe.renderer.startsWith("painter") ? "by the built-in painter" : `by ${recipe.renderer}`,
    Came: SOURCES[answer.source],
    Cost: answer.cost === 0 ? "nothing" : `$${answer.cost.toFixed(3)}`,
    When: localDateAndTime(answer.generation_time),
  };
  const told = Object.entries(rows).filter(([, value]) => value);
  return element(
    "dl",
    { class: "facts" },
    told.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))),
  );
}
