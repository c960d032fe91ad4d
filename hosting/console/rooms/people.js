// People: one person's account, allowance, credits, consent and pictures, and what can be done for them.

import { element } from "/scripts/dom.js";
import { counted, moment, shortId } from "../figures.js";
import { button, facts, field, hint, nothing, panel, section, tag } from "../panels.js";
import { personActs, standing } from "../person-acts.js";
import { FIGURES, plain, SOURCES, STAGES, styleName } from "../words.js";

export async function show(room) {
  const who = element("input", { required: true, autocomplete: "off", spellcheck: false, value: room.data.user_id ?? "" });
  const found = element("div", { class: "stack" }, nothing("Nobody is looked up yet. Enter a uid, or the e-mail address of an account."));
  const form = element("form", { class: "search" }, field("Person", who, "A uid, or an e-mail address."), element("button", { type: "submit", class: "button-quiet" }, "Look up"));
  const look = () => {
    found.replaceChildren();
    return room.fill(found, () => person(room, who.value.trim(), look));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  if (room.data.user_id) look();
  return [form, found];
}

async function person(room, text, again) {
  const which = text.includes("@") ? { email: text } : { user_id: text };
  const found = await room.view("person", which);
  room.looked(found, again);
  const acts = personActs(room, found, async (words) => {
    await again();
    room.outcome(words);
  });
  const to = (name, data) => room.console.open(name, data);
  const ledger = room.may("ledger") && button("Their ledger", () => to("compensation", { user_id: found.user_id }));
  const audit = room.may("audit") && button("Acts about them", () => to("audit", { user_id: found.user_id }));
  const missing = found.unknown.length > 0 && element("p", { class: "notice" }, `Unknown just now: ${found.unknown.map((name) => FIGURES[name] ?? plain(name)).join(", ")}.`);
  return [
    panel(
      element("h2", { class: "card-title" }, "Account ", element("code", { class: "path" }, found.user_id)),
      missing,
      facts([...standing(found), ["Photo consent", consent(found.consent)], ["Erasure", erasure(found.erasure)]]),
      element("div", { class: "acts" }, ledger, audit, acts),
    ),
    pictures(room, found, which),
  ];
}

function consent(given) {
  if (!given) return "not given";
  return element("span", {}, `${given.current ? "given" : "given, to be asked anew"} `, moment(given.at), given.recipients?.length ? `, for ${given.recipients.join(", ")}` : "");
}

function erasure(found) {
  if (!found) return undefined;
  return found.done ? element("span", {}, "done ", moment(found.done_at)) : element("span", {}, `under way (${plain(found.step)}), since `, moment(found.started_at));
}

function pictures(room, found, which) {
  const grid = element("ul", { class: "pictures" }, found.avatars.map((avatar) => avatarCard(room, avatar)));
  const pages = room.pages(grid, async (page_token) => {
    const answer = await room.view("person", { ...which, page_token });
    return { shown: answer.avatars.map((avatar) => avatarCard(room, avatar)), next: answer.next_page_token };
  });
  pages.offer(found.next_page_token);
  const words = hint(counted(found.avatar_count, "picture"), ". Pictures made from a photo are their owner’s alone, and not shown here.");
  return section("Pictures", words, found.avatars.length === 0 ? nothing("No picture yet.") : grid, pages.more);
}

const STATES = { completed: "good", failed: "bad" };

function avatarCard(room, avatar) {
  const look = `${STAGES[avatar.evolution_stage] ?? plain(avatar.evolution_stage)}, ${styleName(avatar.style)}`;
  const picture = avatar.thumbnail_url
    ? element("img", { class: "card-picture", src: avatar.thumbnail_url, alt: look, width: 256, height: 256, loading: "lazy" })
    : element("p", { class: "card-picture no-picture" }, avatar.personal ? "Made from a photo: not shown" : "No picture");
  return element(
    "li",
    { class: "card", tabIndex: -1 },
    picture,
    element("h3", {}, look),
    element("div", { class: "tags" }, tag(plain(avatar.status), STATES[avatar.status] ?? "warn"), avatar.source && tag(SOURCES[avatar.source] ?? plain(avatar.source)), avatar.personal && tag("from a photo")),
    avatar.error_reason && hint(plain(avatar.error_reason)),
    hint(moment(avatar.updated_at)),
    avatar.render_id && room.may("job") ? button("Its job", () => room.console.open("jobs", { render_id: avatar.render_id })) : avatar.render_id && hint(shortId(avatar.render_id)),
  );
}
