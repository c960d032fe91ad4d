// Jobs: those that are stuck or under way, and the story of one.

import { element } from "/scripts/dom.js";
import { duration, moment, number } from "../figures.js";
import { button, field, nothing, section, table, tile } from "../panels.js";
import { JOB_STATES, plain } from "../words.js";
import { story } from "./job-story.js";

export async function show(room) {
  const jobId = room.data.rest ?? room.data.render_id ?? "";
  const input = element("input", { required: true, autocomplete: "off", spellcheck: false, value: jobId, pattern: "[A-Za-z0-9_\\-]{1,128}" });
  const form = element("form", { class: "search" }, field("Job", input, "The id of a job, as ledger and log have it."), element("button", { type: "submit", class: "button-quiet" }, "Its story"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    room.console.open("jobs", { render_id: input.value.trim() });
  });
  const place = element("div", { class: "stack" });
  if (jobId) room.fill(place, () => story(room, jobId, () => room.fill(place, () => story(room, jobId))));
  else await room.fill(place, () => lists(room, "stuck"));
  const back = jobId && element("p", {}, button("All jobs", () => room.console.open("jobs")));
  return [back, form, place];
}

async function lists(room, state) {
  const answer = await room.view("jobs", { state });
  const place = element("div", { class: "stack" });
  const again = (which) => room.fill(place, () => lists(room, which));
  room.looked(answer, () => again(state));
  const tiles = element(
    "div",
    { class: "tiles tiles-small" },
    tile("Stuck", number(answer.counts.stuck)),
    tile("Waiting", number(answer.counts.queued)),
    tile("Being made", number(answer.counts.running)),
    tile("Longest wait", answer.counts.queued === 0 ? "–" : duration(answer.oldest_queued_seconds)),
  );
  const choices = { stuck: "Stuck", under_way: "Under way" };
  const tabs = element(
    "div",
    { class: "choices", role: "group", "aria-label": "Which jobs" },
    Object.entries(choices).map(([which, words]) => button(words, () => again(which), { "aria-pressed": String(which === state) })),
  );
  place.append(tiles, section(state === "stuck" ? "Stuck jobs" : "Jobs under way", tabs, jobTable(room, answer.jobs, state)));
  return place;
}

function jobTable(room, jobs, state) {
  if (jobs === null) return element("p", { class: "notice" }, "Unknown just now: the list could not be had.");
  if (jobs.length === 0) return nothing(state === "stuck" ? "No job is stuck." : "No picture is being made at the moment.");
  return table(
    "Jobs",
    [
      { name: "Job", of: ({ render_id }) => button(render_id.slice(0, 8), () => room.console.open("jobs", { render_id }), { class: "link", title: render_id }) },
      { name: "State", of: (job) => JOB_STATES[job.state] ?? plain(job.state) },
      { name: "Attempt", kind: "figure", of: ({ attempt }) => number(attempt) },
      { name: "Since", of: ({ created_at }) => moment(created_at) },
      { name: "Age", kind: "figure", of: ({ seconds }) => duration(seconds) },
      { name: "Due", of: ({ due_at }) => moment(due_at) },
      { name: "Calls", kind: "figure", of: (job) => element("span", {}, number(job.calls), job.open_call ? " (one open)" : "") },
      { name: "Made by", of: ({ renderer }) => renderer },
    ],
    jobs,
  );
}
