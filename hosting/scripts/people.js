// The users who can sign in: the demo people of an emulator, and a guest anywhere.

import { faceUrl } from "./catalogue.js";
import { byId, element } from "./dom.js";
import { rove } from "./roving.js";

/** A user who can sign in, with their progress. */
export class Person {
  constructor(details) {
    Object.assign(this, details);
  }

  /** The active days today. */
  get days() {
    return this.today.active_days;
  }

  /** Their progress today: the last chapter. */
  get today() {
    return Object.values(this.chapters).at(-1);
  }

  /** Returns their progress at a stage; that of its first day if nothing else is known. */
  progressAt(stage) {
    return this.chapters[stage.id] ?? { active_days: stage.first_day, discovered_traits: [], goals_completed: 0 };
  }

  /** Returns the wish for a stage with the progress of that time. */
  wishFor(stage, progress) {
    return {
      progress_metrics: progress,
      evolution_stage: stage,
      style: this.style,
      persona: this.persona,
      ...(this.character ? { character: this.character } : {}),
    };
  }
}

/** Returns all users for this backend. The demo people's passwords work on an emulator only. */
export function peopleOf(backend, catalogue) {
  const named = backend.emulated ? catalogue.people.map((details) => new Person(details)) : [];
  return [...named, newGuest()];
}

function newGuest() {
  return new Person({
    id: "guest",
    name: "Guest",
    about: "somebody new, without a name, on their first day",
    character: null,
    persona: "companion",
    style: "daymi",
    chapters: { newReflection: { active_days: 0, discovered_traits: [], goals_completed: 0 } },
  });
}

/**
 * Fills the list of users; `onChoose` gets the chosen one. Returns a function that marks a user, or none, and says
 * whether there is a guest who can return.
 */
export function showPeople(people, onChoose) {
  const buttons = people.map((person) =>
    element(
      "button",
      { type: "button", class: "person", data: { person: person.id }, "aria-pressed": "false", onclick: () => onChoose(person) },
      element(
        "span",
        { class: person.character ? "face face-close" : "face" },
        element("img", { src: faceUrl(person.character), alt: "", width: 56, height: 56 }),
      ),
      element("span", { class: "person-name" }, person.id === "guest" ? "A new guest" : person.name),
      element("span", { class: "person-about" }, person.about),
    ),
  );
  byId("people").replaceChildren(...buttons);
  rove(byId("people"), "button");
  return (chosen, guestReturns) => {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.person === chosen?.id));
      if (button.dataset.person === "guest") tellGuest(button, guestReturns);
    }
  };
}

function tellGuest(button, returns) {
  button.querySelector(".person-name").textContent = returns ? "The guest" : "A new guest";
  button.querySelector(".person-about").textContent = returns
    ? "known by this browser alone, with what is theirs"
    : "somebody new, without a name, on their first day";
}
