// Reports: each reported picture with its reasons and how often it is shown, to be restored or taken down.

import { element } from "/scripts/dom.js";
import { counted, moment, number, shortId } from "../figures.js";
import { button, facts, nothing, section, table, tag } from "../panels.js";
import { plain, REPORT_REASONS, STAGES, styleName } from "../words.js";

const MANY = 1000; // what is counted to

export async function show(room) {
  const underWay = element("div", { class: "stack" });
  const [first] = await Promise.all([room.view("reports"), room.fill(underWay, () => takedowns(room))]);
  const again = () => room.fill(room.body, () => show(room));
  room.looked(first, again);
  const card = (review) => reviewCard(room, review, again);
  const grid = element("ul", { class: "cards" }, first.reviews.map(card));
  const pages = room.pages(grid, async (page_token) => {
    const answer = await room.view("reports", { page_token });
    return { shown: answer.reviews.map(card), next: answer.next_page_token };
  });
  pages.offer(first.next_page_token);
  const waiting = first.reviews.length === 0 ? nothing("No picture awaits a decision. Thank you for looking.") : grid;
  return [element("section", { class: "part", "aria-label": "Pictures that await a decision" }, waiting, pages.more), underWay];
}

function shownBy(count) {
  return count >= MANY ? "1,000 or more pictures" : counted(count, "picture");
}

function sentence(words) {
  return words[0].toUpperCase() + words.slice(1);
}

function reviewCard(room, review, again) {
  const reasons = Object.entries(review.reasons).sort((one, other) => other[1] - one[1]);
  const words = reasons.map(([reason, count]) => `${REPORT_REASONS[reason] ?? plain(reason)} × ${count}`).join(", ");
  const { recipe } = review;
  const look = recipe ? `${styleName(recipe.style)}, ${STAGES[recipe.stage] ?? plain(recipe.stage)}` : "unknown look";
  const picture = review.thumbnail_url
    ? element("img", { class: "card-picture", src: review.thumbnail_url, alt: `Reported picture: ${look}`, width: 320, height: 320, loading: "lazy" })
    : element("p", { class: "card-picture no-picture" }, "The picture is gone.");
  const decide = (decision) => async () => {
    const answer = await room.console.act(decision === "restore" ? restoring(review) : takingDown(review));
    if (!answer) return;
    await again();
    room.outcome(answer.done ? `${answer.state === "restored" ? "Restored" : "Taken down"}.` : "Decided. It is being carried out, and goes on by itself.");
  };
  return element(
    "li",
    { class: "card", tabIndex: -1 },
    picture,
    element("h2", { class: "card-title" }, sentence(words || "no reason given")),
    element("div", { class: "tags" }, review.personal && tag("made from a photo", "warn"), tag(review.state === "hidden" ? "hidden from everybody" : "hidden from its reporters")),
    facts([
      ["Look", look],
      ["Reports", number(review.reports)],
      ["Shown by", shownBy(review.shown_by)],
      ["Waiting since", moment(review.awaiting_since)],
      ["Picture", shortId(review.review_id)],
    ]),
    review.notes.map((note) => element("blockquote", { class: "note" }, note)),
    element(
      "div",
      { class: "acts" },
      room.may("restore") && button("Restore …", decide("restore")),
      room.may("take_down") && button("Take down …", decide("take_down"), { class: "button-quiet button-small button-danger" }),
    ),
  );
}

function restoring({ review_id }) {
  return {
    act: "decide_report",
    data: { review_id, decision: "restore" },
    title: "Restore this picture",
    words: ["Everybody sees it again, but those who reported it. It can still be taken down later."],
    button: "Restore",
  };
}

function takingDown({ review_id, personal }) {
  return {
    act: "decide_report",
    data: { review_id, decision: "take_down" },
    title: "Take this picture down",
    words: [
      personal ? "The person no longer sees it: a stand-in takes its place, and its files are deleted." : "Everybody who has it sees a stand-in instead, and this look is never made again.",
    ],
    irreversible: "I understand that it cannot be restored.",
    button: "Take down for good",
  };
}

async function takedowns(room) {
  const { takedowns: rows } = await room.view("takedowns");
  if (rows.length === 0) return section("Being carried out", nothing("No decision is under way."));
  const columns = [
    { name: "Picture", of: ({ review_id }) => shortId(review_id) },
    { name: "Decision", of: ({ state }) => plain(state) },
    { name: "Decided", of: ({ decided_at }) => moment(decided_at) },
    { name: "Still shown by", kind: "figure", of: ({ shown_by }) => shownBy(shown_by) },
  ];
  return section("Being carried out", table("Decisions being carried out", columns, rows));
}
