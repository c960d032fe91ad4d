// The dialog of one picture: full size, I-There's message, its origin, and the actions of its user.

import { announce } from "./announcer.js";
import { byId, element } from "./dom.js";
import { localDateAndTime } from "./local-time.js";
import { isFromPhoto, isOwnPicture } from "./owned.js";
import { confirmed } from "./question.js";
import { errorInWords } from "./reasons.js";
import { reportForm } from "./report-form.js";
import { isSeenAs } from "./seen-as.js";
import { sharePanel } from "./share-panel.js";
import { TIMES_OF_LIFE } from "./times-of-life.js";

const SOURCES = {
  generated: "made for this wish",
  cache: "a shared picture that existed already, no charge",
  similar: "a similar look standing in",
  stage: "a picture of the stage standing in",
  painted: "a painted stand-in, no charge",
};

/**
 * Returns the function that opens the dialog for an answer and its view.
 *
 * @param {object} acts The actions of the user; each gets the answer.
 * @param {(answer: object) => Promise<void>} acts.choose Makes it the picture that represents the user.
 * @param {(answer: object) => Promise<void>} acts.remove Deletes it.
 * @param {() => object[]} acts.albums Returns the user's albums.
 * @param {(answer: object, projectId: string) => Promise<object>} acts.move Puts it into an album, or into none (""), and
 *   returns it as it is then.
 * @param {(answer: object, words: object, view: object) => Promise<void>} acts.report Hides it; the view then shows its
 *   replacement.
 * @param {object} acts.share What `sharePanel` needs.
 */
export function closerLook(catalogue, { choose, remove, report, albums, move, share }) {
  const dialog = byId("closer-look");
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return (answer, view) => {
    const close = () => dialog.close();
    const stage = isOwnPicture(answer) ? answer.name || "Your own picture" : catalogue.stage(answer.evolution_stage).title;
    byId("closer-look-content").replaceChildren(
      element("img", { src: answer.image_url, alt: `The reflection at full size: ${stage}`, width: 1024, height: 1024 }),
      element(
        "div",
        { class: "closer-look-words" },
        element("h2", { id: "closer-look-title" }, stage),
        element("blockquote", { class: "words" }, answer.ithere_message),
        facts(catalogue, answer),
        choice(answer, choose),
        albumChoice(answer, albums(), move),
        sharePanel(answer, share),
        reportForm(async (words) => {
          await report(answer, words, view);
          close();
          view.focus();
        }),
        deletion(answer, async () => {
          await remove(answer);
          close();
          if (view.answer?.avatar_id === answer.avatar_id) view.remove(); // its stage may have another one
          view.focus();
          announce(`Your reflection is deleted: ${stage}.`);
        }),
      ),
    );
    dialog.showModal();
  };
}

/** Returns the button that chooses this picture, with its result. */
function choice(answer, choose) {
  const state = element("p", { class: "hint", role: "status" });
  const button = element("button", { type: "button", class: "button", textContent: "Use as my picture" });
  const isChosen = () => {
    button.hidden = true;
    state.textContent = "This is your picture";
  };
  if (isSeenAs(answer)) isChosen();
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await choose(answer);
      isChosen();
      byId("closer-look-close").focus({ preventScroll: true }); // the focused button is gone
    } catch (error) {
      state.textContent = errorInWords(error);
      button.disabled = false;
    }
  });
  return element("div", { class: "choice" }, button, state);
}

/** Returns the choice of the album that the picture is in; nothing without albums. */
function albumChoice(answer, albums, move) {
  if (albums.length === 0) return null;
  let inside = answer.project_id ?? "";
  const state = element("p", { class: "hint", role: "status" });
  const choices = [{ project_id: "", name: "In no album" }, ...albums];
  const select = element(
    "select",
    { id: "album-choice" },
    choices.map(({ project_id, name }) => element("option", { value: project_id }, name)),
  );
  select.value = inside;
  select.addEventListener("change", async () => {
    select.disabled = true;
    state.textContent = "";
    try {
      inside = (await move(answer, select.value)).project_id ?? "";
      state.textContent = inside ? "It is in this album now." : "It is in no album now.";
    } catch (error) {
      state.textContent = errorInWords(error);
    } finally {
      select.value = inside;
      select.disabled = false;
      select.focus();
    }
  });
  return element("div", { class: "field" }, element("label", { for: "album-choice" }, "Album"), select, state);
}

/** Returns the button that deletes the picture after a second question. */
function deletion(answer, remove) {
  const state = element("p", { class: "hint", role: "status" });
  const button = element("button", { type: "button", class: "button-quiet", textContent: "Delete this one" });
  button.addEventListener("click", async () => {
    byId("deletion-words").textContent = consequences(answer);
    if (!(await confirmed("deletion"))) return;
    button.disabled = true;
    try {
      await remove();
    } catch (error) {
      state.textContent = errorInWords(error);
      button.disabled = false;
    }
  });
  return element("div", { class: "choice" }, button, state);
}

/** Returns what the deletion of this picture means, in words. */
function consequences(answer) {
  const what = isOwnPicture(answer)
    ? "It leaves your timeline, and the picture is deleted for good."
    : isFromPhoto(answer)
    ? "It leaves your timeline, and the picture, made from your photo, is deleted for good."
    : "It leaves your timeline. The picture holds nothing of you and stays for others who wish for the same.";
  const seen = isSeenAs(answer) ? "It is your picture now: you have none then, until another one is made or chosen." : "";
  const again = isOwnPicture(answer)
    ? "You can upload it again."
    : isFromPhoto(answer)
    ? "You can make the same wish again, with a photo; it draws a new picture."
    : "You can make the same wish again.";
  return [what, seen, again].filter(Boolean).join(" ");
}

const MAKERS = {
  huggingface: "Hugging Face",
  openai: "OpenAI",
  openrouter: "OpenRouter",
  painter: "the built-in painter",
  replicate: "Replicate",
};

function facts(catalogue, answer) {
  const { recipe } = answer;
  const own = { Picture: "your photo as it is; no model has seen it", When: localDateAndTime(answer.created_at) };
  const rows = isOwnPicture(answer) && !answer.degraded ? own : {
    Style: catalogue.style(recipe.style).title,
    Character: recipe.character ? catalogue.character(recipe.character).title : "from a photo",
    "Time of life": TIMES_OF_LIFE.find(({ id }) => id === recipe.timeline).title,
    "Trait shown": recipe.traits.join(", "),
    Area: recipe.area,
    Persona: catalogue.persona(recipe.persona).title,
    Drawn: answer.made_by && `by ${MAKERS[answer.made_by] ?? answer.made_by}`,
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
