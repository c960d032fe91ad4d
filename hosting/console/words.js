// The console's words: reasons of refusals, things to do, movements, acts, states.

import { counted, numberText } from "./figures.js";

const ROLES = { reviewer: "reviewer", support: "support", owner: "owner" };

const REASONS = {
  unauthenticated: () =>
    "You are not signed in any more, or this project asks for App Check, for which this page has no token. Sign in again.",
  forbidden: ({ needs }) =>
    needs ? `Your role is not enough for this: it needs the role ${ROLES[needs] ?? needs}. Nothing was done.` : "This account is no administrator’s.",
  sign_in_again: () => "This needs a sign-in within the last hour.",
  invalid_request: ({ fields }) => `That was not accepted, and nothing was done. ${fieldWords(fields)}`,
  not_found: () => "There is nothing of that name. It may be gone, or done by somebody else.",
  contention: () => "Others changed the same thing in the same moment. Nothing was done: try again.",
  rate_limited: () => "Too many calls in a short time. Wait a moment, then try again.",
  unreachable: () => "Nothing answered. Check the connection, then try again.",
  slow: () => "No answer in time. It may have been done all the same: trying again does nothing twice.",
  internal: ({ error_id }) =>
    error_id ? `Something failed on our side. In the log it is error ${error_id}.` : "Something failed on our side.",
};

const SIGN_IN = {
  INVALID_LOGIN_CREDENTIALS: "There is no account with this e-mail and password.",
  EMAIL_NOT_FOUND: "There is no account with this e-mail and password.",
  INVALID_PASSWORD: "There is no account with this e-mail and password.",
  INVALID_EMAIL: "That is no e-mail address.",
  USER_DISABLED: "This account is disabled.",
  TOO_MANY_ATTEMPTS_TRY_LATER: "Too many attempts. Try again in a while.",
  OPERATION_NOT_ALLOWED: "Signing in by e-mail and password is off in this project’s Authentication settings.",
  PASSWORD_LOGIN_DISABLED: "Signing in by e-mail and password is off in this project’s Authentication settings.",
  SECOND_FACTOR: "This account has a second factor, which this page cannot ask for. Use an administrator’s account without one.",
  ANOTHER_ACCOUNT: "That is another account. Sign out first to change accounts.",
};

const FIELDS = {
  key: "Key",
  reason: "Reason",
  user_id: "Person",
  email: "E-mail",
  pictures: "Pictures",
  credits: "Credits",
  render_id: "Job",
  letter_id: "Dead letter",
  review_id: "Picture",
  day: "Day",
  person: "Pseudonym",
  global_daily_limit: "Pictures a day",
  daily_budget_usd: "Budget a day",
  days: "Days",
};

/** Returns the text for a call or a sign-in that failed. */
export function problemInWords(error) {
  if (error.name === "CallableError") return (REASONS[error.reason] ?? REASONS.internal)(error.details);
  if (error.name === "SignInError") return SIGN_IN[error.code.split(" ")[0]] ?? "Signing in did not work.";
  if (error instanceof TypeError) return REASONS.unreachable();
  return error.message;
}

function fieldWords(fields = {}) {
  return Object.entries(fields)
    .map(([field, why]) => `${FIELDS[field] ?? field}: ${why}.`)
    .join(" ");
}

const list = (names) => names.join(", ");
const providers = (names) => list(names.map(providerName));
const are = (count) => (count === 1 ? "is" : "are");

/** By figure, what to do: the sentence in bold, and what it means. */
export const DUTIES = {
  dead_models: ({ names }) => [`The model ${list(names)} ${are(names.length)} gone.`, "Its pictures fail until another model is set."],
  providers_down: ({ names }) => [`${providers(names)} ${are(names.length)} failing.`, "Calls pause until it answers again; fallbacks are shown meanwhile."],
  closed_providers: ({ names }) => [`${providers(names)} ${are(names.length)} closed for today.`, "It charged more than its worst case. Correct its prices, or wait for midnight."],
  stuck_jobs: ({ count }) => [`${counted(count, "job")} ${are(count)} stuck.`, "They are long due and nothing takes them up. People wait for these pictures."],
  dead_letters: ({ count }) => [`${counted(count, "event")} could not be handled.`, "Mend the cause, then replay them one by one."],
  erasures_overdue: ({ count }) => [`${counted(count, "erasure")} ${are(count)} overdue.`, "A person asked to be forgotten and is not yet. Look for the cause in the log."],
  open_reports: ({ count }) => [`${counted(count, "picture")} ${are(count)} reported.`, "Look at each, then restore it or take it down."],
  marks: ({ names }) => [marksInWords(names), "Raise the limit, or let people have fallbacks until midnight."],
  dear_models: ({ names }) => [`${list(names)} costs more than our price table says.`, "Calls hold the listed price until the table is corrected."],
  takedowns_under_way: ({ count }) => [`${counted(count, "decision")} ${are(count)} being carried out.`, "Nothing to do but to see that it ends."],
  ending_models: ({ names }) => [`${list(names)} will be shut down.`, "Choose its successor before that day."],
};

/** By figure, its name. */
export const FIGURES = {
  open_reports: "reported pictures",
  takedowns_under_way: "decisions being carried out",
  dead_letters: "dead letters",
  stuck_jobs: "stuck jobs",
  queued_jobs: "waiting jobs",
  running_jobs: "running jobs",
  jobs_under_way: "jobs under way",
  erasures_overdue: "overdue erasures",
  today: "today’s pictures and money",
  providers_down: "failing providers",
  ending_models: "models that end",
  shown_by: "how often it is shown",
  account: "the account",
  standing: "allowance and credits",
  avatar_count: "the number of pictures",
  breakers: "failing providers",
  models: "the models’ states",
};

export const URGENCIES = { now: "Now", today: "Today", soon: "Soon" };

const MARKS = { pictures: "pictures", money: "money", paintings: "fallback paintings" };

function marksInWords(names) {
  return names
    .map((name) => name.split("-"))
    .map(([of, percent]) => `${percent} % of the day’s ${MARKS[of] ?? of} are used.`)
    .join(" ");
}

export const MOVEMENTS = {
  reserved: "Reserved",
  settled: "Picture made",
  refunded: "Refunded",
  granted: "Credits granted",
  taken: "Credits taken",
  given: "Pictures given back",
  corrected: "Cost corrected",
  booked: "Cost booked late",
  bought: "Credits bought",
  taken_back: "Credits taken back",
  restored: "Credits restored",
  monthly: "Credits of the month",
  merged: "Credits of a merge",
};

export const ACTS = {
  restore: "Restored a picture",
  take_down: "Took a picture down",
  give_back: "Gave back pictures",
  replay_letter: "Replayed a dead letter",
  drop_letter: "Dropped a dead letter",
  replay_letters: "Replayed dead letters",
  end_job: "Ended a job",
  look_at_person: "Looked a person up",
  grant_credits: "Granted credits",
  take_credits: "Took credits",
  erase_person: "Erased a person",
};

/** Look-ups that found no user; the audit has no more of them. */
export const LOOKED_FOR = {
  "unknown-uid": "an unknown uid",
  "unknown-email": "an unknown address",
};

export const REPORT_REASONS = {
  not_me: "does not look like them",
  looks_wrong: "looks wrong",
  offensive: "offensive",
  sexual: "sexual",
  violent: "violent",
  looks_like_a_real_person: "looks like a real person",
  other: "something else",
};

export const JOB_STATES = { queued: "waiting", running: "being made", succeeded: "done", settled: "done", completed: "done", failed: "failed" };
export const CALL_OUTCOMES = { under_way: "under way", booked: "paid", assumed: "unknown: worst case booked", free: "free" };
export const MODEL_STATES = { live: "live", ending: "ends soon", dead: "gone", unknown: "unknown" };
export const BREAKERS = { closed: "answers", open: "paused after failures", unknown: "unknown", not_shared: "not watched" };
export const SOURCES = { generated: "new", cache: "from the cache", similar: "similar", stage: "another of the stage", painted: "painted" };
export const STAGES = {
  newReflection: "new reflection",
  firstWeek: "first week",
  twoWeeks: "two weeks",
  month: "one month",
  quarter: "three months",
  halfYear: "half a year",
};

const PROVIDERS = { openai: "OpenAI", openrouter: "OpenRouter", replicate: "Replicate", huggingface: "Hugging Face", painter: "Our painter" };

/** Returns a provider as people write it. */
export function providerName(name) {
  return PROVIDERS[name] ?? name;
}

/** Returns the name of a style. */
export function styleName(style) {
  return style === "daymi" ? "house style" : plain(style);
}

/** Returns a name of the backend as words: `daymi_plus` as "daymi plus". */
export function plain(name) {
  return name === null || name === undefined ? "–" : String(name).replaceAll("_", " ");
}

/** Returns what a look has cost: "15 document reads". */
export function readsInWords(reads) {
  return reads === 0 ? "no document read" : `${numberText(reads)} document ${reads === 1 ? "read" : "reads"}`;
}
