// Models and providers: who makes the pictures, whether they answer, until when, for how much.

import { element } from "/scripts/dom.js";
import { counted, dayText, moment, unknown, usd } from "../figures.js";
import { hint, nothing, section, table, tag } from "../panels.js";
import { BREAKERS, FIGURES, MODEL_STATES, plain, providerName } from "../words.js";

const OWN = "painter"; // it is ours, and nobody ends it
const MODEL_KINDS = { live: "good", ending: "warn", dead: "bad" };
const BREAKER_KINDS = { closed: "good", open: "bad" };

export async function show(room) {
  const answer = await room.view("models");
  room.looked(answer, () => room.fill(room.body, () => show(room)));
  const missing = answer.unknown.length > 0 && element("p", { class: "notice" }, `Unknown just now: ${answer.unknown.map((name) => FIGURES[name] ?? plain(name)).join(", ")}.`);
  const configured = answer.providers.filter((one) => one.configured || one.makes_pictures || one.gets_photos);
  const others = answer.providers.filter((one) => !configured.includes(one)).map(({ name }) => name);
  return [
    missing,
    section("Providers", configured.length === 0 ? nothing("No provider is set up.") : providerTable(configured), others.length > 0 && hint(`Not set up: ${others.map(providerName).join(", ")}.`)),
    section(
      "Models",
      hint("States and listed prices are checked each morning", answer.checked_at ? element("span", {}, ", last ", moment(answer.checked_at), ".") : "; not yet here."),
      answer.models.length === 0 ? nothing("No model is set: our own painter makes the pictures, for nothing.") : modelTable(answer.models),
    ),
  ];
}

function providerTable(rows) {
  const columns = [
    { name: "Provider", of: ({ name }) => element("strong", {}, providerName(name)) },
    { name: "Does", of: duties },
    { name: "Answers", of: (one) => tag(BREAKERS[one.breaker] ?? plain(one.breaker), BREAKER_KINDS[one.breaker] ?? "plain") },
    { name: "Tried again", of: ({ open_until }) => open_until && moment(open_until) },
    { name: "Last failure", of: ({ failed_at }) => failed_at && moment(failed_at) },
    { name: "Today", of: closedToday },
  ];
  return table("Providers", columns, rows);
}

function closedToday({ closed_for_the_day: closed }) {
  if (closed === null) return unknown();
  return closed ? tag("closed: too dear", "bad") : "open";
}

function duties({ makes_pictures, gets_photos, fallback }) {
  return [makes_pictures && "makes pictures", gets_photos && "gets photos", fallback && "stands in"].filter(Boolean).join(", ") || "nothing now";
}

function modelTable(rows) {
  const columns = [
    { name: "Model", of: ({ renderer }) => element("strong", {}, renderer) },
    { name: "Provider", of: ({ provider }) => providerName(provider) },
    { name: "State", of: ({ provider, state }) => (provider === OWN ? tag("our own", "good") : tag(MODEL_STATES[state] ?? plain(state), MODEL_KINDS[state] ?? "plain")) },
    { name: "Shutdown", of: shutdown },
    { name: "Our price", kind: "figure", of: ({ table_usd }) => usd(table_usd) },
    { name: "Listed price", kind: "figure", of: ({ listed_usd, dear }) => (listed_usd === null ? "not listed" : element("span", {}, usd(listed_usd), dear && tag("dearer", "warn"))) },
  ];
  return element("div", { class: "part" }, table("Models", columns, rows), hint("Prices are the most that one picture can cost."));
}

function shutdown({ provider, shutdown: on, days, state }) {
  if (provider === OWN) return "never";
  if (on) return element("span", {}, /^\d{4}-\d\d-\d\d/.test(on) ? dayText(on.slice(0, 10)) : on, days !== null && days >= 0 ? element("span", { class: "hint" }, ", in ", counted(days, "day")) : "");
  return state === "unknown" ? unknown() : "none announced";
}
