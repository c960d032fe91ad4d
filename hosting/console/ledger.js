// Entries of the ledger as a table, the same in every room that shows some.

import { element } from "/scripts/dom.js";
import { counted, dayText, moment, number, numberText, shortId, usdText } from "./figures.js";
import { button, table, tag } from "./panels.js";
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

const KINDS = { refunded: "bad", granted: "good", given: "good", bought: "good", monthly: "good", taken: "warn", taken_back: "warn" };

function what({ movement, reason }) {
  const words = MOVEMENTS[movement] ?? plain(movement);
  const shown = KINDS[movement] ? tag(words, KINDS[movement]) : words;
  return element("span", {}, shown, reason && element("span", { class: "hint" }, ` ${plain(reason)}`));
}

/** Returns what moved: of a reservation what it holds, of its end what it cost or gave back. */
function amount({ movement, pictures, credits, credits_returned, cost_usd }) {
  if (pictures !== null) return counted(pictures, "picture");
  const cost = cost_usd === null ? null : usdText(cost_usd);
  switch (movement) {
    case "reserved":
      return credits ? `1 picture, −${numberText(credits)} credits` : "1 picture";
    case "refunded":
      return [credits_returned && `+${numberText(credits_returned)} credits`, cost && cost_usd > 0 && `${cost} paid`].filter(Boolean).join(", ") || "1 picture back";
    case "granted":
    case "bought":
    case "restored":
    case "monthly":
      return `+${numberText(credits)} credits`;
    case "merged":
      return `${credits < 0 ? "−" : "+"}${numberText(Math.abs(credits))} credits`;
    case "taken":
    case "taken_back":
      return `−${numberText(credits)} credits`;
    default:
      return cost ?? number(null);
  }
}

function link(id, way, title) {
  if (!way || id === "erased") return shortId(id);
  return button(id.slice(0, 8), () => way(id), { class: "link", title: `${title}: ${id}` });
}
