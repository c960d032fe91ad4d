// Figures: what was made, saved and spent in a time, from the report that counts it.

import { element } from "/scripts/dom.js";
import { barChart, lineChart } from "../charts.js";
import { counted, dayText, duration, number, percent, percentText, seconds, unknown, usd, usdText } from "../figures.js";
import { button, hint, nothing, section, table, tag, tile } from "../panels.js";
import { plain, providerName, SOURCES, STAGES, styleName } from "../words.js";

const PERIODS = { today: "Today", month: "This month", "30d": "30 days", "12m": "12 months" };

export async function show(room, period = "30d") {
  const place = element("div", { class: "stack" });
  const again = (which) => room.fill(room.body, () => show(room, which));
  const choices = element(
    "div",
    { class: "choices", role: "group", "aria-label": "Time" },
    Object.entries(PERIODS).map(([which, words]) => button(words, () => again(which).then(() => room.body.querySelector('[aria-pressed="true"]')?.focus()), { "aria-pressed": String(which === period) })),
  );
  await room.fill(place, async () => {
    const report = await room.console.calls.usage(period, room.signal);
    room.looked(report, () => again(period));
    return shown(report);
  });
  return [choices, place];
}

function shown(report) {
  const days = report.first_day === report.last_day ? dayText(report.first_day) : `${dayText(report.first_day)} to ${dayText(report.last_day)}`;
  return [advice(report.advice), section(days, missing(report), tiles(report)), charts(report), mixes(report), money(report), more(report)];
}

/** Returns what the report advises, where it does. */
function advice(list) {
  if (!list?.length) return null;
  const rows = list.map(({ setting, text, usd_a_month: cost }) =>
    element("li", { class: "duty", data: { kind: "warn" } }, element("div", { class: "duty-words" }, element("p", {}, text), element("p", { class: "hint" }, costs(setting, cost)))),
  );
  return section("Advice", element("ul", { class: "duties" }, rows));
}

/** Returns which setting it is and what the change costs or saves, as far as that is known. */
function costs(setting, cost) {
  const named = setting === "-" ? [] : ["Setting ", element("code", { class: "path" }, setting)];
  if (cost === null) return named;
  const words = cost === 0 ? "costs nothing" : `${cost < 0 ? "saves" : "costs"} about ${usdText(Math.abs(cost))} a month`;
  return [...named, named.length ? `; ${words}` : words];
}

function missing({ days_missing: days }) {
  if (days.length === 0) return null;
  return element("p", { class: "notice" }, `Not counted yet: ${days.map(dayText).join(", ")}. Of these, at most pictures and money are known. The nightly sweep counts them.`);
}

function tiles({ allowance, hit_rate, money, people, seconds: times, queue, refused }) {
  return element(
    "div",
    { class: "tiles" },
    tile("Pictures made", number(allowance.made), [counted(allowance.refunded, "refund"), `, ${allowance.open} under way`]),
    tile("From the cache", percent(hit_rate), "of the pictures that people got"),
    tile("Spent", usd(money.spent), [counted(money.calls, "call"), money.overrun > 0 && `, ${usdText(money.overrun)} above budgets`]),
    tile("People", number(people.active), people.active === null ? "got a picture; not counted over this time" : "got a picture"),
    tile("Half of them within", seconds(times.p50), [percent(times.within_30), " within 30 s; 95 % within ", seconds(times.p95)]),
    tile("Refused", number(refused), "for lack of allowance, at least"),
    tile("Waiting now", number(queue.waiting), [number(queue.rendering), " being made", queue.oldest_seconds !== null && ["; the oldest waits ", duration(queue.oldest_seconds)]].flat()),
  );
}

/** Returns the numbers by source: a source that is not named has none, and of a time that is not counted all are unknown. */
function sourcesOf({ sources }) {
  const numberOf = (name) => (sources === null ? null : name in sources ? sources[name] : 0);
  return Object.fromEntries(Object.keys(SOURCES).map((name) => [name, numberOf(name)]));
}

function charts({ series, allowance, money }) {
  if (series.length < 2) return null;
  const points = series.map((point) => ({
    period: point.period,
    values: { ...sourcesOf(point), made: point.made, refunded: point.refunded, spent: point.spent, hit_rate: point.hit_rate, people: point.people },
  }));
  const daily = series[0].period.length === 10;
  const each = daily ? "a day" : "a month";
  const bySource = series.some(({ sources }) => sources);
  const hidden = bySource && series.some(({ sources }) => !sources || Object.values(sources).some((cell) => typeof cell !== "number"));
  return section(
    "Over time",
    element(
      "div",
      { class: "charts" },
      bySource &&
        barChart({
          title: `Pictures that people got ${each}, by source`,
          unit: "pictures",
          points,
          series: Object.entries(SOURCES).map(([key, name]) => ({ key, name, kind: key })),
          note: hidden ? "A bar with “?” is taller than drawn: a number is left out, so that none points at a person, or is not counted yet. What fewer than five people got is never drawn." : null,
        }),
      barChart({
        title: `Pictures made and refunded ${each}`,
        unit: "pictures",
        points,
        series: [{ key: "made", name: "made", kind: "generated" }, { key: "refunded", name: "refunded", kind: "refunded" }],
        limit: daily ? allowance.limit_a_day : undefined,
      }),
      barChart({
        title: `Money spent ${each}`,
        unit: "US dollars",
        points,
        series: [{ key: "spent", name: "spent", kind: "money" }],
        show: usdText,
        limit: daily ? money.budget_a_day : undefined,
      }),
      series.some((point) => typeof point.hit_rate === "number") &&
        lineChart({
          title: `Share of pictures from the cache ${each}`,
          unit: "of the pictures",
          points,
          series: [{ key: "hit_rate", name: "from the cache", kind: "cache" }],
          show: percentText,
          top: 1,
          note: series.some((point) => point.hit_rate === null) ? "Where it has gaps, a number that could point at a person would show." : null,
        }),
    ),
  );
}

const MIXES = { source: ["By source", SOURCES], style: ["By style", { daymi: styleName("daymi") }], stage: ["By stage", STAGES], plan: ["By plan", {}], preset: ["By preset", {}], verdict: ["By what a model saw", {}] };

function mixes({ mixes: found }) {
  const columns = Object.entries(MIXES).map(([dimension, [title, names]]) => {
    const mix = found[dimension];
    const part = element("div", { class: "panel mix", data: { dimension } }, element("h3", {}, title));
    if (!mix) part.append(element("p", {}, unknown()));
    else if (Object.keys(mix.cells).length === 0) part.append(nothing("No picture."));
    else part.append(mixList(mix, names));
    return part;
  });
  return section("How pictures divide", element("div", { class: "mixes" }, columns));
}

function mixList({ cells, at_least }, names) {
  const rows = Object.entries(cells).sort(([, one], [, other]) => rank(other) - rank(one));
  const most = Math.max(1, ...rows.map(([, cell]) => rank(cell)));
  return element(
    "div",
    {},
    element(
      "ul",
      { class: "mix-list" },
      rows.map(([name, cell]) =>
        element(
          "li",
          {},
          element("span", { class: "mix-name" }, names[name] ?? plain(name)),
          element("span", { class: "mix-count" }, number(cell)),
          element("meter", { class: "mix-bar", min: 0, max: most, value: rank(cell), "aria-hidden": "true" }),
        ),
      ),
    ),
    at_least && hint("At least: numbers that could point at a person are left out."),
  );
}

function rank(cell) {
  return typeof cell === "number" ? cell : 0;
}

function money({ money: { by_model, held }, refunds }) {
  const reasons = refunds === null ? null : Object.entries(refunds).sort((one, other) => other[1] - one[1]);
  const models = [
    { name: "Model", of: ({ model }) => model },
    { name: "Provider", of: ({ provider }) => providerName(provider) },
    { name: "Spent", kind: "figure", of: ({ spent }) => usd(spent) },
  ];
  const why = [
    { name: "Reason", of: ([reason]) => plain(reason) },
    { name: "Refunds", kind: "figure", of: ([, count]) => number(count) },
  ];
  return element(
    "div",
    { class: "two" },
    section(
      "Money by model",
      by_model === null ? element("p", {}, unknown()) : by_model.length === 0 ? nothing("Nothing was called.") : table("Money by model", models, by_model),
      held > 0 && hint(usdText(held), " held for calls under way."),
    ),
    section("Refunds by reason", reasons === null ? element("p", {}, unknown()) : reasons.length === 0 ? nothing("No refund.") : table("Refunds by reason", why, reasons)),
  );
}

function more({ free_tier: free, estimated }) {
  return section(
    "Firestore, a day",
    free === null
      ? element("p", {}, unknown())
      : element(
          "div",
          { class: "tiles" },
          tile("Reads", number(free.reads_a_day), [percent(free.reads_share), " of what is free ", tag("estimate")]),
          tile("Writes", number(free.writes_a_day), [percent(free.writes_share), " of what is free ", tag("estimate")]),
        ),
    estimated.some((one) => one !== "free_tier") && hint(`Estimated, because counted late: ${estimated.filter((one) => one !== "free_tier").map(plain).join(", ")}.`),
  );
}
