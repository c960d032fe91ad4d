// Audit: every administrator's act, the latest first.

import { element } from "/scripts/dom.js";
import { moment, numberText, shortId } from "../figures.js";
import { field, nothing, table } from "../panels.js";
import { ACTS, LOOKED_FOR, plain } from "../words.js";

const KINDS = { all: "all acts", user_id: "about a person, by uid", by: "by an administrator, by uid" };

export async function show(room) {
  const place = element("div", { class: "stack" });
  const select = element("select", {}, Object.entries(KINDS).map(([name, words]) => element("option", { value: name, selected: name === "user_id" && Boolean(room.data.user_id) }, words)));
  const input = element("input", { autocomplete: "off", spellcheck: false, value: room.data.user_id ?? "" });
  const whose = field("Whose", input);
  const arrange = () => {
    whose.hidden = select.value === "all";
    input.required = !whose.hidden;
  };
  const look = () => room.fill(place, () => acts(room, select.value === "all" ? {} : { [select.value]: input.value.trim() }, look));
  const form = element("form", { class: "search" }, field("Show", select), whose, element("button", { type: "submit", class: "button-quiet" }, "Show"));
  select.addEventListener("change", () => {
    arrange();
    if (select.value === "all") look();
    else input.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  arrange();
  look();
  return [form, place];
}

async function acts(room, which, again) {
  const first = await room.view("audit", which);
  room.looked(first, again);
  if (first.entries.length === 0) return nothing("No act yet.");
  const rows = element("div", { class: "pages" }, auditTable(first.entries));
  const pages = room.pages(rows, async (page_token) => {
    const answer = await room.view("audit", { ...which, page_token });
    return { shown: [auditTable(answer.entries)], next: answer.next_page_token };
  });
  pages.offer(first.next_page_token);
  return [rows, pages.more];
}

function auditTable(entries) {
  return table(
    "Acts",
    [
      { name: "When", of: ({ at }) => moment(at) },
      { name: "Who", of: ({ by, you, role }) => element("span", {}, you ? "you" : shortId(by), element("span", { class: "hint" }, ` ${role}`)) },
      { name: "Did", of: ({ act }) => ACTS[act] ?? plain(act) },
      { name: "Came of it", of: cameOfIt },
      { name: "Person", of: ({ person }) => person && shortId(person) },
      { name: "About", of: ({ subject }) => subject && (LOOKED_FOR[subject] ?? shortId(subject)) },
      { name: "Reason", of: ({ reason }) => (reason ? element("span", { class: "description" }, reason) : null) },
      { name: "Key", of: ({ key }) => key && shortId(key) },
    ],
    entries,
  );
}

function cameOfIt({ figures, outcome }) {
  const numbers = Object.entries(figures ?? {}).map(([name, value]) => `${plain(name)} ${numberText(value)}`);
  return [...(outcome ? [plain(outcome)] : []), ...numbers].join(", ") || null;
}
