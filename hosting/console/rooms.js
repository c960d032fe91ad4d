// The rooms: their names, what each is for, what an account must be allowed to see for it, and where its code is.

export const ROOMS = {
  "to-do": { name: "To do", about: "What needs you, the most urgent first.", needs: ["desk"], load: () => import("./rooms/to-do.js") },
  figures: { name: "Figures", about: "What was made, saved and spent.", needs: ["desk"], load: () => import("./rooms/usage.js") },
  compensation: { name: "Compensation", about: "The ledger of pictures and credits, and what can be given back.", needs: ["ledger"], load: () => import("./rooms/compensation.js") },
  reports: { name: "Reports", about: "Pictures that people have reported.", needs: ["reports"], load: () => import("./rooms/reports.js") },
  "dead-letters": { name: "Dead letters", about: "Events that could not be handled, the oldest first.", needs: ["letters"], load: () => import("./rooms/dead-letters.js") },
  people: { name: "People", about: "One person’s account, by uid or e-mail. Each look is in the audit.", needs: ["person"], load: () => import("./rooms/people.js") },
  jobs: { name: "Jobs", about: "Pictures being made, and the whole story of one.", needs: ["jobs"], load: () => import("./rooms/jobs.js") },
  models: { name: "Models and providers", about: "Who makes the pictures, whether they answer, what they cost.", needs: ["models"], load: () => import("./rooms/models.js") },
  settings: { name: "Settings", about: "What is in force, and what other limits would have meant.", needs: ["settings", "what_if"], load: () => import("./rooms/settings.js") },
  audit: { name: "Audit", about: "Every administrator’s act. Entries are added and never changed.", needs: ["audit"], load: () => import("./rooms/audit.js") },
};

/** By view of the backend, the room where it is seen. */
export const ROOM_OF_VIEW = {
  models: "models",
  jobs: "jobs",
  letters: "dead-letters",
  audit: "audit",
  reports: "reports",
  takedowns: "reports",
  what_if: "settings",
};

/** By room, the figures of the desk that are counted beside its name. */
export const BADGES = {
  reports: ["open_reports"],
  "dead-letters": ["dead_letters"],
  jobs: ["stuck_jobs"],
  models: ["dead_models", "providers_down", "closed_providers"],
};

/** Returns the text of a part of an address; nothing where it was mangled. */
function readable(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

/** Returns the room and the rest of an address such as `#jobs/4711`. */
export function roomOf(hash) {
  const [room, rest] = readable(hash.replace(/^#/, "")).split("/");
  return Object.hasOwn(ROOMS, room) ? { room, rest } : { room: "to-do", rest: undefined };
}
