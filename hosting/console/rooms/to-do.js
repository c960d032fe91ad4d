// To do: what needs the operator now, and how much of the day is used.

import { element } from "/scripts/dom.js";
import { counted, dayText, moment, number, numberText, usdText } from "../figures.js";
import { meter, nothing, roomLink, section, tag, tile, unknownTile } from "../panels.js";
import { ROOM_OF_VIEW, ROOMS } from "../rooms.js";
import { DUTIES, FIGURES, plain, URGENCIES } from "../words.js";

const KINDS = { now: "bad", today: "warn", soon: "plain" };

export async function show(room) {
  let desk = room.console.desk; // which the console has just looked at
  const draw = () => {
    room.looked(desk, again);
    return [duties(room, desk), today(desk), underWay(desk)];
  };
  const again = () =>
    room.fill(room.body, async () => {
      desk = await room.console.look(room.signal);
      return draw();
    });
  if (Date.now() - Date.parse(desk.at) > 30_000) desk = await room.console.look(room.signal);
  return draw();
}

function duties(room, { todo, unknown }) {
  const rows = todo.map((one) => {
    const [title, meaning] = DUTIES[one.what]?.(one) ?? [`${plain(one.what)}: ${one.count}`, ""];
    const to = ROOM_OF_VIEW[one.view] ?? "to-do";
    const way = room.console.may.includes(one.view) ? roomLink(room.console.open.bind(room.console), to, `Open ${ROOMS[to].name}`) : null;
    return element(
      "li",
      { class: "duty", data: { kind: KINDS[one.urgency] } },
      tag(URGENCIES[one.urgency] ?? one.urgency, KINDS[one.urgency]),
      element("div", { class: "duty-words" }, element("h2", { class: "card-title" }, title), element("p", { class: "hint" }, meaning)),
      way,
    );
  });
  const missing =
    unknown.length > 0 &&
    element("p", { class: "notice" }, `Unknown just now: ${unknown.map((name) => FIGURES[name] ?? plain(name)).join(", ")}. There may be more to do than is shown.`);
  const calm = rows.length === 0 && (unknown.length ? nothing("Nothing to do in what could be looked at.") : nothing("Nothing to do. The mirrors look after themselves."));
  return element("section", { class: "part", "aria-label": "What to do first" }, missing, calm || element("ul", { class: "duties" }, rows));
}

function today({ day, resets_at, figures }) {
  const { pictures, money } = figures;
  return section(
    `Today, ${dayText(day)}`,
    element("p", { class: "hint" }, "The day ends at ", moment(resets_at), "."),
    element(
      "div",
      { class: "tiles tiles-large" },
      pictures ? meter("Pictures", pictures.used, pictures.limit, numberText, [`${numberText(pictures.settled)} made, ${numberText(pictures.open)} under way`]) : unknownTile("Pictures"),
      money
        ? meter("Money", money.spent_usd + money.held_usd, money.budget_usd, usdText, [
            usdText(money.spent_usd), ` spent in `, counted(money.calls, "call"), `, ${usdText(money.held_usd)} held`,
            money.overrun_usd > 0 && `; ${usdText(money.overrun_usd)} above the budget`,
          ].filter(Boolean))
        : unknownTile("Money"),
    ),
  );
}

function underWay({ figures }) {
  const tiles = [
    ["Jobs under way", figures.jobs_under_way],
    ["Stuck jobs", figures.stuck_jobs],
    ["Reported pictures", figures.open_reports],
    ["Dead letters", figures.dead_letters],
  ];
  return section("Now", element("div", { class: "tiles tiles-small" }, tiles.map(([what, value]) => tile(what, number(value)))));
}
