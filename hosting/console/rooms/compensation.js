// Compensation: the ledger by job, day or person, and what can be given to a person.

import { element } from "/scripts/dom.js";
import { dayText, unknown } from "../figures.js";
import { ledgerTable } from "../ledger.js";
import { button, facts, field, hint, nothing, panel, section } from "../panels.js";
import { personActs, standing } from "../person-acts.js";

const PAGE = 25;
const KINDS = { day: "Day", render_id: "Job", user_id: "Person, by uid", person: "Person, by name in the ledger" };

export async function show(room) {
  const about = room.data.rest ? (/^\d{4}-\d\d-\d\d$/.test(room.data.rest) ? { day: room.data.rest } : { render_id: room.data.rest }) : null;
  const first = about ?? Object.keys(KINDS).map((kind) => room.data[kind] && { [kind]: room.data[kind] }).find(Boolean) ?? { day: room.console.desk.day };
  const entries = element("div", { class: "stack" });
  const found = element("div", { class: "stack" });
  const look = (which) => room.fill(entries, () => ledger(room, which, choose));
  const [form, choose] = chooser(first, look);
  const parts = [section("Ledger", form, entries)];
  if (room.may("give_back")) parts.unshift(section("Make up for something", hint("Look a person up, then give back a day’s pictures or move credits. Each act has a key and a reason, and is in the audit."), personForm(room, found), found));
  look(first);
  return parts;
}

/** Returns the form that says whose entries, and what sets it. */
function chooser(first, look) {
  const [[kind, value]] = Object.entries(first);
  const select = element("select", {}, Object.entries(KINDS).map(([name, words]) => element("option", { value: name, selected: name === kind }, words)));
  const input = element("input", { required: true, autocomplete: "off", spellcheck: false });
  const set = (chosen, text) => {
    select.value = chosen;
    input.type = chosen === "day" ? "date" : "text";
    input.value = text;
  };
  set(kind, value);
  select.addEventListener("change", () => set(select.value, ""));
  const form = element("form", { class: "search" }, field("Entries of", select), field("Which", input), element("button", { type: "submit", class: "button-quiet" }, "Show"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look({ [select.value]: input.value.trim() });
  });
  const choose = (chosen, text) => {
    set(chosen, text);
    look({ [chosen]: text });
  };
  return [form, choose];
}

async function ledger(room, which, choose) {
  const ways = {
    job: room.may("job") ? (render_id) => room.console.open("jobs", { render_id }) : undefined,
    person: (person) => choose("person", person),
  };
  const first = await room.view("ledger", { ...which, page_size: PAGE });
  room.looked(first, () => choose(...Object.entries(which)[0]));
  if (first.entries.length === 0) return nothing(which.day ? `No entries of ${dayText(which.day)} yet.` : "The ledger has no entry of this.");
  const rows = element("div", { class: "pages" }, ledgerTable(first.entries, ways));
  const pages = room.pages(rows, async (page_token) => {
    const answer = await room.view("ledger", { ...which, page_size: PAGE, page_token });
    return { shown: [ledgerTable(answer.entries, ways)], next: answer.next_page_token };
  });
  pages.offer(first.next_page_token);
  return [rows, pages.more];
}

function personForm(room, found) {
  const who = element("input", { required: true, autocomplete: "off", spellcheck: false, value: room.data.user_id ?? "" });
  const form = element("form", { class: "search" }, field("Person", who, "A uid, or an e-mail address."), element("button", { type: "submit", class: "button-quiet" }, "Look up"));
  const look = () => room.fill(found, () => person(room, who.value.trim(), look));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  if (room.data.user_id) queueMicrotask(look);
  return form;
}

async function person(room, who, again) {
  const found = await room.view("person", { ...(who.includes("@") ? { email: who } : { user_id: who }), page_size: 1 });
  const acts = personActs(room, found, async (words) => {
    await again();
    room.outcome(words);
  });
  const missing = found.unknown.length > 0 && hint("Some of it could not be had: ", unknown());
  return panel(facts(standing(found)), missing, element("div", { class: "acts" }, acts, button("Their entries", () => room.console.open("compensation", { user_id: found.user_id }))));
}
