// What rooms are made of: panels, facts, tiles, meters, tables, lists.

import { element } from "/scripts/dom.js";
import { percentText, unknown } from "./figures.js";

let made = 0;

/** Returns a fresh id for an element that another one points to. */
export function freshId(of) {
  made += 1;
  return `${of}-${made}`;
}

/** Returns a part of a room with a heading. */
export function section(title, ...children) {
  const id = freshId("part");
  return element("section", { class: "part", "aria-labelledby": id }, element("h2", { id }, title), ...children);
}

export function panel(...children) {
  return element("div", { class: "panel" }, ...children);
}

/** Returns a small label; kind is `good`, `warn`, `bad` or plain. */
export function tag(text, kind = "plain") {
  return element("span", { class: "tag", data: { kind } }, text);
}

export function hint(...children) {
  return element("p", { class: "hint" }, ...children);
}

/** Returns the friendly sentence of a room or list that has nothing to show. */
export function nothing(...children) {
  return element("p", { class: "nothing" }, ...children);
}

/** Returns facts as a list of names and values; pairs whose value is undefined are left out. */
export function facts(pairs) {
  return element(
    "dl",
    { class: "fact-list" },
    pairs
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value ?? element("span", { class: "none" }, "–")))),
  );
}

/** Returns a tile: what it is, the figure, and more about it. */
export function tile(what, figure, ...more) {
  return element("div", { class: "tile" }, element("p", { class: "tile-what" }, what), element("p", { class: "tile-figure" }, figure), ...more.filter(Boolean).map((one) => hint(one)));
}

/** Returns a tile with how much of a limit is used. `show` makes the text of a number. */
export function meter(what, used, limit, show, more) {
  const share = limit > 0 ? used / limit : used > 0 ? 1 : 0;
  const kind = share >= 1 ? "bad" : share >= 0.8 ? "warn" : "good";
  const bar = element("meter", { min: 0, max: 1, value: Math.min(1, share), class: "meter", data: { kind }, "aria-label": `${what}: ${percentText(share)} used` });
  return element(
    "div",
    { class: "tile" },
    element("p", { class: "tile-what" }, what),
    element("p", { class: "tile-figure" }, show(used), element("span", { class: "tile-of" }, ` of ${show(limit)}`)),
    bar,
    hint(more),
  );
}

/** Returns a tile for a figure that could not be had. */
export function unknownTile(what) {
  return tile(what, unknown(), "It could not be had. Look again in a moment.");
}

/**
 * Returns a table, whose rows are cards on a phone.
 *
 * @param {string} caption
 * @param {{name: string, of: (row) => any, kind?: "figure"}[]} columns
 */
export function table(caption, columns, rows) {
  const head = columns.map(({ name, kind }) => element("th", { scope: "col", role: "columnheader", class: kind ?? "" }, name));
  // Roles in words: a browser forgets those of a table that is laid out as cards.
  const lines = rows.map((row) =>
    element(
      "tr",
      { role: "row" },
      columns.map(({ name, of, kind }) => element("td", { role: "cell", class: kind ?? "", data: { name } }, of(row) ?? element("span", { class: "none" }, "–"))),
    ),
  );
  return element(
    "table",
    { class: "table", role: "table" },
    element("caption", { class: "visually-hidden" }, caption),
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, head)),
    element("tbody", { role: "rowgroup" }, lines),
  );
}

export function button(text, onclick, { quiet = true, ...more } = {}) {
  return element("button", { type: "button", class: quiet ? "button-quiet button-small" : "button", onclick, ...more }, text);
}

/** Returns a link to a room; `data` stays on this page and is in no address. */
export function roomLink(open, room, text, data = undefined) {
  return element("a", { href: `#${room}`, onclick: (event) => { event.preventDefault(); open(room, data); } }, text);
}

/** Returns a labelled field. */
export function field(label, control, words = null) {
  const id = control.id || (control.id = freshId("field"));
  const about = words ? element("p", { class: "hint", id: `${id}-words` }, words) : null;
  if (about) control.setAttribute("aria-describedby", about.id);
  return element("div", { class: "field" }, element("label", { for: id }, label), control, about);
}
