// Settings: what is in force, and what other limits would have meant for the last days.

import { element } from "/scripts/dom.js";
import { barChart } from "../charts.js";
import { counted, number, numberText, percentText, unknown, usdText } from "../figures.js";
import { button, field, hint, nothing, section, table, tag } from "../panels.js";
import { readsInWords } from "../words.js";

const DAYS = 30;

export async function show(room) {
  const parts = [];
  if (room.may("what_if")) {
    const place = element("div", { class: "stack" });
    parts.push(section("What if", hint(`What other limits would have meant for the last ${DAYS} days, taking each day as it was.`), place));
    room.fill(place, () => whatIf(room));
  }
  if (room.may("settings")) parts.push(await inForce(room));
  return parts;
}

async function inForce(room) {
  const answer = await room.view("settings");
  room.looked(answer, () => room.fill(room.body, () => show(room)));
  const rows = [...answer.settings].sort((one, other) => other.changed - one.changed || one.name.localeCompare(other.name));
  const changed = rows.filter((row) => row.changed);
  const place = element("div");
  const draw = (text) => {
    const wanted = text.trim().toLowerCase();
    const fitting = rows.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(wanted));
    const all = button(`Show all ${rows.length}`, () => place.replaceChildren(settingsTable(rows)));
    if (wanted) place.replaceChildren(fitting.length === 0 ? nothing("No setting of that name.") : settingsTable(fitting));
    else place.replaceChildren(changed.length === 0 ? nothing("Every setting has its default.") : settingsTable(changed, false), element("p", { class: "more-pages" }, all));
  };
  const filter = element("input", { type: "search", autocomplete: "off", spellcheck: false, oninput: ({ target }) => draw(target.value) });
  draw("");
  return section(
    "In force",
    hint("Those that are not at their default. They are changed by a deployment, not here."),
    element("div", { class: "search" }, field("Find a setting", filter)),
    place,
    element("h3", {}, "Secrets"),
    hint("Whether they are set; never what they are."),
    secretsTable(answer.secrets),
  );
}

function valueText(value) {
  if (value === "" || value === null) return "empty";
  if (Array.isArray(value)) return value.length === 0 ? "empty" : value.join(", ");
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "number" ? numberText(value) : value;
}

/** Returns the table; `marked`: whether those that were changed are marked. */
function settingsTable(rows, marked = true) {
  return table(
    "Settings in force",
    [
      { name: "Setting", of: ({ name, changed }) => element("span", {}, element("code", { class: "path" }, name), marked && changed && tag("changed", "warn")) },
      { name: "Value", of: ({ value }) => element("span", { class: "value" }, valueText(value)) },
      { name: "Default", of: ({ value, default: initial, changed }) => (changed ? element("span", { class: "value" }, valueText(initial)) : element("span", { class: "hint" }, valueText(initial))) },
      { name: "Means", of: ({ description }) => element("span", { class: "description" }, description) },
    ],
    rows,
  );
}

function secretsTable(rows) {
  return table(
    "Secrets",
    [
      { name: "Secret", of: ({ name }) => element("code", { class: "path" }, name) },
      { name: "State", of: ({ set }) => (set ? tag("set", "good") : tag("not set")) },
      { name: "Means", of: ({ description }) => element("span", { class: "description" }, description) },
    ],
    rows,
  );
}

async function whatIf(room) {
  const { today, days } = await room.view("what_if", { days: DAYS });
  const pictures = element("input", { type: "number", min: 0, step: 1, inputMode: "numeric", required: true, value: today.global_daily_limit });
  const budget = element("input", { type: "number", min: 0, step: "any", inputMode: "decimal", required: true, value: today.daily_budget_usd });
  const effects = element("div", { class: "stack" });
  const look = () =>
    room.fill(effects, async () => {
      const limits = { global_daily_limit: Number(pictures.value), daily_budget_usd: Number(budget.value) };
      return effectsOf(await room.view("what_if", { ...limits, days: DAYS }), limits);
    });
  const form = element(
    "form",
    { class: "search" },
    field("Pictures a day, for all", pictures, `Now ${numberText(today.global_daily_limit)}.`),
    field("US dollars a day", budget, `Now ${usdText(today.daily_budget_usd)}.`),
    element("button", { type: "submit", class: "button-quiet" }, "What if?"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  if (days.length === 0) return [form, nothing("No day is over yet, so there is nothing to compare with.")];
  look();
  return [form, effects];
}

const LIMITS = { GLOBAL_DAILY_LIMIT: ["Pictures", (value) => `${numberText(value)} a day`], DAILY_BUDGET_USD: ["Money", (value) => `${usdText(value)} a day`] };

function effectsOf({ effects, days, reads }, limits) {
  const columns = [
    { name: "Limit", of: ({ limit }) => element("strong", {}, LIMITS[limit]?.[0] ?? limit) },
    { name: "If it were", of: ({ limit, value }) => LIMITS[limit]?.[1](value) ?? number(value) },
    { name: "Days it was reached", kind: "figure", of: ({ days_reached, days: all }) => `${numberText(days_reached)} of ${numberText(all)} (${percentText(all ? days_reached / all : 0)})` },
    { name: "Pictures fewer", kind: "figure", of: ({ pictures_fewer }) => number(pictures_fewer) },
    { name: "Pictures more", kind: "figure", of: ({ pictures_more }) => (pictures_more === null ? unknown() : number(pictures_more)) },
  ];
  const periods = [...days].reverse();
  return [
    table("What these limits would have meant", columns, effects),
    effects.some(({ pictures_more }) => pictures_more === null) && hint("How many more would have been made is unknown where refused wishes of a day are not known."),
    element(
      "div",
      { class: "charts" },
      barChart({
        title: "Pictures made a day, and this limit",
        unit: "pictures",
        points: periods.map(({ day, made }) => ({ period: day, values: { made } })),
        series: [{ key: "made", name: "made", kind: "generated" }],
        limit: limits.global_daily_limit,
      }),
      barChart({
        title: "US dollars spent a day, and this budget",
        unit: "US dollars",
        points: periods.map(({ day, spent_usd }) => ({ period: day, values: { spent: spent_usd } })),
        series: [{ key: "spent", name: "spent", kind: "money" }],
        show: usdText,
        limit: limits.daily_budget_usd,
      }),
    ),
    hint(counted(days.length, "day"), ` with pictures. Today, which is not over, is left out. ${readsInWords(reads)}.`),
  ].filter(Boolean);
}
