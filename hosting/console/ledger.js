// Entries of the ledger as a table, the same in every room that shows some.

import { element } from "/scripts/dom.js";
import { dayText, moment, number, shortId, usdText } from "./figures.js";
import { button, table } from "./panels.js";
import { MOVEMENTS, plain } from "./words.js";

/**
 * @param {object} ways What a click on a job or a person does; left out, it is text.
 * @param {(renderId: string) => void} [ways.job]
 * @param {(person: string) => void} [ways.person]
 */
export function ledgerTable(entries, { job, person } = {}) {
  return table(
    "Ledger",
    [
      { name: "When", of: ({ at }) => moment(at) },
      { name: "What", of: what },
      { name: "Amount", kind: "figure", of: amount },
      { name: "Day", of: ({ day }) => day && dayText(day) },
      { name: "Person", of: (entry) => entry.person && link(entry.person, person, "Entries of this person") },
      { name: "Job", of: (entry) => entry.render_id && link(entry.render_id, job, "This job’s story") },
      { name: "Key", of: ({ key }) => key && shortId(key) },
    ],
    entries,
  );
}

function what({ movement, reason }) {
  const words = MOVEMENTS[movement] ?? plain(movement);
  return reason ? element("span", {}, words, element("span", { class: "hint" }, ` ${plain(reason)}`)) : words;
}

function amount({ movement, pictures, credits, credits_returned, cost_usd }) {
  const parts = [];
  if (pictures !== null) parts.push(`${pictures} ${pictures === 1 ? "picture" : "pictures"}`);
  if (credits) parts.push(`${movement === "taken" || movement === "reserved" ? "−" : ""}${credits} credits`);
  if (credits_returned) parts.push(`+${credits_returned} credits`);
  if (cost_usd !== null) parts.push(usdText(cost_usd));
  if (parts.length > 0) return parts.join(", ");
  return movement === "reserved" || movement === "settled" || movement === "refunded" ? "1 picture" : number(null);
}

function link(id, way, title) {
  if (!way || id === "erased") return shortId(id);
  return button(id.slice(0, 8), () => way(id), { class: "link", title: `${title}: ${id}` });
}
