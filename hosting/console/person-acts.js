// What can be done for one person: give back pictures, grant or take credits, erase.

import { counted, moment, numberText } from "./figures.js";
import { button } from "./panels.js";

/**
 * Returns the buttons of the acts this administrator may do.
 *
 * @param {object} person The answer of the view `person`.
 * @param {(words: string) => void} done What happens after an act.
 */
export function personActs(room, person, done) {
  const data = { user_id: person.user_id };
  const left = person.allowance ? `Today ${numberText(person.allowance.remaining)} of ${numberText(person.allowance.limit)} are left.` : "How many are left today is unknown.";
  const held = person.credits === null ? "" : `They hold ${numberText(person.credits)} credits.`;
  const acts = {
    give_back: {
      title: "Give pictures back",
      words: ["They can make so many more pictures today, within everybody’s limits of the day. It ends with the day.", left],
      amount: { name: "pictures", label: "Pictures", min: 1, max: 10, value: 1, words: "1 to 10, and 10 a person and day in all." },
      button: "Give back",
      said: ({ remaining, limit }) => `Given back. ${counted(remaining, "picture")} of ${numberText(limit)} are left today.`,
    },
    grant_credits: {
      title: "Grant credits",
      words: ["The credits are theirs at once, and stay.", held],
      amount: { name: "credits", label: "Credits", min: 1, max: 100_000, value: 10 },
      button: "Grant",
      said: ({ credits, moved }) => `${numberText(moved)} granted. They hold ${numberText(credits)} credits now.`,
    },
    take_credits: {
      title: "Take credits",
      words: ["The credits are gone at once, and can only be granted anew. What is not there is not taken: never below 0.", held],
      amount: { name: "credits", label: "Credits", min: 1, max: 100_000, value: 10 },
      irreversible: "I have looked at the ledger: these credits are to be taken.",
      button: "Take",
      said: ({ credits, moved, missing }) =>
        `${numberText(moved)} taken${missing ? `, ${numberText(missing)} were not there` : ""}. They hold ${numberText(credits)} credits now.`,
    },
    erase_person: {
      title: "Erase this person",
      words: [
        "Their account, pictures, photos, progress and wishes are deleted for good. Their entries in ledger and audit stay, without anything that leads to them.",
        "Shared looks stay: they hold nothing of a person.",
      ],
      irreversible: "I understand that nobody can bring this back.",
      extra: { confirm: true },
      button: "Erase for good",
      said: ({ status }) => (status === "done" ? "Erased. Nothing of this person is left." : "The erasure has begun and goes on by itself."),
    },
  };
  const fits = { grant_credits: person.credits !== null, take_credits: person.credits !== null, give_back: person.account !== null, erase_person: !person.erasure?.done };
  return Object.entries(acts)
    .filter(([act]) => room.may(act) && fits[act])
    .map(([act, { extra, said, ...wanted }]) =>
      button(`${wanted.title} …`, async () => {
        const answer = await room.console.act({ act, data: { ...data, ...extra }, ...wanted, words: wanted.words.filter(Boolean) });
        if (answer) done(answer.again ? `This was done before with this key, and not once more. ${said(answer)}` : said(answer));
      }, act === "erase_person" ? { class: "button-quiet button-small button-danger" } : {}),
    );
}

/** Returns the facts about allowance and credits. */
export function standing({ account, allowance, credits, person }) {
  return [
    ["Account", account ? [account.guest ? "guest" : "registered", account.disabled && "disabled"].filter(Boolean).join(", ") : "there is none"],
    ["Plan", account?.plan],
    ["Pictures left today", allowance ? `${numberText(allowance.remaining)} of ${numberText(allowance.limit)}` : account ? null : undefined],
    ["Given back today", allowance && allowance.granted > 0 ? counted(allowance.granted, "picture") : undefined],
    ["Day ends", allowance ? moment(allowance.resets_at) : undefined],
    ["Credits", credits === null ? "not in use" : numberText(credits)],
    ["In the ledger as", person ?? undefined],
  ];
}
