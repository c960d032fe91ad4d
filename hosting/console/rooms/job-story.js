// The whole story of one job: what it was to make, its attempts, its calls with their cost, its entries in the ledger.

import { announce } from "/scripts/announcer.js";
import { element } from "/scripts/dom.js";
import { moment, number, shortId, usd } from "../figures.js";
import { ledgerTable } from "../ledger.js";
import { button, facts, hint, nothing, panel, section, table, tag } from "../panels.js";
import { CALL_OUTCOMES, FIGURES, JOB_STATES, plain, providerName, STAGES, styleName } from "../words.js";

const KINDS = { settled: "good", failed: "bad" };
const OPEN = ["queued", "running"];

export async function story(room, renderId, again) {
  const job = await room.view("job", { render_id: renderId });
  room.looked(job, again ?? (() => room.console.open("jobs", { render_id: renderId })));
  const missing = job.unknown.length > 0 && element("p", { class: "notice" }, `Unknown just now: ${job.unknown.map((name) => FIGURES[name] ?? plain(name)).join(", ")}.`);
  return [missing, head(room, job), attempts(job), calls(job), ledger(room, job), cache(job), log(job)];
}

function head(room, job) {
  const { recipe } = job;
  const ended = OPEN.includes(job.state) ? [["Due", moment(job.due_at)], ["Must end by", moment(job.deadline_at)], ["Worker’s lease until", moment(job.lease_until)]] : [["Ended", moment(job.ended_at, { precise: true })]];
  const end = room.may("end_job") && OPEN.includes(job.state) && button("End this job …", () => endJob(room, job), { class: "button-quiet button-small button-danger" });
  return panel(
    element("h2", { class: "card-title" }, "Job ", element("code", { class: "path" }, job.render_id)),
    element("div", { class: "tags" }, tag(JOB_STATES[job.state] ?? plain(job.state), KINDS[job.state] ?? "warn"), job.error && tag(plain(job.error.reason), "bad")),
    facts([
      ["Look", `${STAGES[recipe.stage] ?? plain(recipe.stage)}, ${styleName(recipe.style)}${recipe.character ? `, ${recipe.character}` : ""}`],
      ["Made by", job.renderer],
      ["Wished", moment(job.created_at, { precise: true })],
      ...ended,
      ["Reserved on", job.reservation ? `${job.reservation.day}${job.reservation.credits ? `, ${job.reservation.credits} credits` : ""}` : "nothing: a free painting"],
      ["Plan", job.reservation?.plan],
      ["Person", room.may("person") ? button("Open their account", () => room.console.open("people", { user_id: job.user_id }), { class: "link" }) : shortId(job.person)],
    ]),
    end && element("div", { class: "acts" }, end),
  );
}

async function endJob(room, { render_id }) {
  const answer = await room.console.act({
    act: "end_job",
    data: { render_id },
    title: "End this job",
    words: ["It ends without a picture. Its allowance and credits go back to the person, who gets the best stand-in there is.", "A job whose worker still holds its lease is refused: wait until the lease has run out."],
    irreversible: "I understand that this job is not taken up again.",
    button: "End it",
  });
  if (!answer) return;
  room.console.open("jobs", { render_id });
  announce(`Ended: ${plain(answer.error_reason ?? answer.state)}.`);
}

function attempts({ attempts: rows }) {
  const columns = [
    { name: "Attempt", of: ({ number: of }) => number(of) },
    { name: "Begun", of: ({ created_at }) => moment(created_at, { precise: true }) },
    { name: "Closed", of: ({ closed_at }) => (closed_at ? moment(closed_at, { precise: true }) : "by its end") },
  ];
  return section("Attempts", rows.length === 0 ? nothing("No attempt was begun.") : table("Attempts", columns, rows));
}

function calls({ calls: rows }) {
  const columns = [
    { name: "Call", of: ({ number: of }) => number(of + 1) },
    { name: "Provider", of: ({ provider }) => providerName(provider) },
    { name: "Authorised", of: ({ authorised_at }) => moment(authorised_at, { precise: true }) },
    { name: "Held", kind: "figure", of: ({ held_usd }) => usd(held_usd) },
    { name: "Paid", kind: "figure", of: ({ spent_usd, outcome }) => (outcome === "under_way" ? "open" : usd(spent_usd)) },
    { name: "Outcome", of: ({ outcome, ordered }) => `${CALL_OUTCOMES[outcome] ?? plain(outcome)}${ordered ? ", ordered" : ""}` },
  ];
  return section("Calls to providers", rows.length === 0 ? nothing("No provider was called.") : table("Calls to providers", columns, rows));
}

function ledger(room, { ledger: rows }) {
  if (rows === null) return section("Ledger", element("p", { class: "notice" }, "Unknown just now."));
  if (rows.length === 0) return section("Ledger", nothing("No entry: it reserved nothing."));
  return section("Ledger", ledgerTable(rows, { person: (person) => room.console.open("compensation", { person }) }));
}

function cache({ cache: found }) {
  if (!found) return section("Shared look", nothing("None: it was made for one person alone, or is gone."));
  return section("Shared look", facts([["State", plain(found.state)], ["Held by job", shortId(found.render_id)], ["Reused until", moment(found.reuse_until)]]));
}

function log({ log: filters }) {
  const rows = filters.map((filter) => {
    const copy = button("Copy", async () => {
      await navigator.clipboard.writeText(filter);
      announce("Copied.");
      copy.textContent = "Copied";
    });
    return element("li", { class: "filter" }, element("code", { class: "path" }, filter), copy);
  });
  return section("In the log", hint("Filters for Cloud Logging."), element("ul", { class: "filters" }, rows));
}
