// Dead letters: events that could not be handled, to be replayed or dropped one by one.

import { element } from "/scripts/dom.js";
import { moment, shortId } from "../figures.js";
import { button, facts, nothing } from "../panels.js";

export async function show(room) {
  const first = await room.view("letters");
  const again = () => room.fill(room.body, () => show(room));
  room.looked(first, again);
  if (first.letters.length === 0) return nothing("No dead letters. Every event was handled.");
  const card = (letter) => letterCard(room, letter, again);
  const list = element("ul", { class: "rows" }, first.letters.map(card));
  const pages = room.pages(list, async (page_token) => {
    const answer = await room.view("letters", { page_token });
    return { shown: answer.letters.map(card), next: answer.next_page_token };
  });
  pages.offer(first.next_page_token);
  return [list, pages.more];
}

function letterCard(room, letter, again) {
  const data = { letter_id: letter.letter_id };
  const act = (wanted, said) => async () => {
    const answer = await room.console.act({ data, ...wanted });
    if (!answer) return;
    await again();
    room.outcome(said(answer));
  };
  const replay = {
    act: "replay_letter",
    title: "Replay this event",
    words: ["It is handled once more, as if it came now. Handling an event twice is harmless; if it fails again, it goes to the end of the list."],
    button: "Replay",
  };
  const drop = {
    act: "drop_letter",
    title: "Drop this event",
    words: ["It is deleted without being handled. A picture that waits for it is ended by the reaper, and its allowance given back."],
    irreversible: "I understand that it cannot be replayed any more.",
    button: "Drop",
  };
  return element(
    "li",
    { class: "card row-card", tabIndex: -1 },
    element("h2", { class: "card-title" }, letter.error || "unknown error", element("span", { class: "hint" }, ` in ${letter.function}`)),
    facts([
      ["Put aside", moment(letter.at)],
      ["Document", element("code", { class: "path" }, letter.document || "–")],
      ["Event", shortId(letter.letter_id)],
    ]),
    element(
      "div",
      { class: "acts" },
      room.may("replay_letter") && button("Replay …", act(replay, ({ done }) => (done ? "Replayed: it is handled." : "It failed again, and is at the end of the list."))),
      room.may("drop_letter") && button("Drop …", act(drop, () => "Dropped."), { class: "button-quiet button-small button-danger" }),
    ),
  );
}

