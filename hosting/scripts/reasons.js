// The text for every reason of the backend, in words for the user.

import { localTime } from "./local-time.js";

const WORDS = {
  unauthenticated: () =>
    "You are not signed in any more, or this project asks for App Check, for which this page has no token.",
  user_mismatch: () => "This wish belongs to somebody else. Sign in as the person it is for.",
  forbidden: () => "This account may not ask for pictures now.",
  sign_in_again: () => "Your last sign-in is over an hour ago. Sign in again, and repeat it.",
  invalid_request: ({ fields }) => `Something in the wish is not right. ${fieldWords(fields)}`,
  unknown_preset: () => "This starting point is not offered any more. Another one works.",
  not_found: () => "What the wish asks for is not there any more.",
  project_not_found: () => "That album is not there any more.",
  too_many_projects: ({ limit }) => `You have ${limit} albums, and cannot make more. Delete one first.`,
  read_only_token: () => "This sign-in can only look at pictures.",
  stage_not_earned: ({ needs_days, active_days }) =>
    `That stage begins at day ${needs_days}, and this wish has ${active_days}. It will come.`,
  consent_missing: () => "Your consent to the use of photos is missing, or was withdrawn. Agree to it first.",
  plan_required: ({ field }) =>
    field === "variations"
      ? "Your plan does not have so many variations. Fewer work."
      : `Your plan does not have ${PLANNED[field] ?? "this style"}. Another one works.`,
  variation_failed: () => "This one has no picture to keep. Another one of the set works.",
  variation_under_way: () => "This one is still being made. Keep it once it is here.",
  variation_expired: () => "The time for choosing is over: another one of the set stays.",
  look_hidden: () => "This look was reported and is not shown. Another variation, style or trait makes another.",
  not_ready: () => "This picture is not ready yet, or is a stand-in. Your own can be shared once it is made.",
  misconfigured: () => "This project cannot make pictures yet: its operator has to set an image provider.",
  contention: () => "Many people wished in the same moment. Try again.",
  user_daily_limit: () => "You have used today’s pictures.",
  user_monthly_limit: () => "You have used this month’s pictures.",
  global_daily_limit: () => "Everybody’s pictures for today are used.",
  budget_exhausted: () => "Today’s budget for pictures is spent.",
  insufficient_credits: () => "There are not enough credits left.",
  too_many_shares: ({ limit }) => `${limit} pictures are shared, which is as many as you may. End one first.`,
  rate_limited: () => "That was a lot of wishes in a short time.",
  content_rejected: () => "The image service declined to draw this. Another style or other traits may work.",
  photo_rejected: ({ message }) =>
    `No picture could be made from this photo: ${message}. Another photo or style may work.`,
  photo_refused: ({ message = "another one is needed" }) =>
    `This photo cannot be shown: ${message}. Another one may do.`,
  photo_unchecked: () => "Your photo could not be checked just now. Try again in a moment.",
  provider_rate_limited: () => "The image service is busy. It does not count against your day.",
  provider_unavailable: () => "The image service is not answering. It does not count against your day.",
  provider_timeout: () => "The image service took too long. It does not count against your day.",
  bad_output: () => "What came back was not a usable picture. It does not count against your day.",
  expired: () => "The picture could not be made in time. It does not count against your day.",
  cancelled: () => "This wish was cancelled. It does not count against your day.",
  internal: ({ error_id }) =>
    error_id ? `Something went wrong on our side (${error_id.slice(0, 8)}).` : "Something went wrong on our side.",
  unreachable: () =>
    navigator.onLine
      ? "The Mirror Realm cannot be reached just now. It is tried again by itself."
      : "You are offline. This goes on by itself once you are back.",
  upload_refused: () => "Storage refused this photo. It must be your own JPEG, PNG, WebP or HEIC under 10 MB.",
  slow: () => "This is taking unusually long. It goes on without you: ask again later to see it.",
};

const PLANNED = { variation: "this variation", preset: "the style of this starting point" };

const SIGN_IN_WORDS = {
  ADMIN_ONLY_OPERATION: "Guests are off in this project: switch on anonymous sign-in in its Authentication settings.",
  OPERATION_NOT_ALLOWED: "This way of signing in is off in the project’s Authentication settings.",
  TOO_MANY_ATTEMPTS_TRY_LATER: "Too many sign-ins from here. Try again in a while.",
};

const FIELDS = {
  "progress_metrics.active_days": "Active days",
  "progress_metrics.major_achievement": "Achievement",
  "progress_metrics.achievement_area": "Area",
  "progress_metrics.discovered_traits": "Traits",
  "progress_metrics.goals_completed": "Goals completed",
  evolution_stage: "Stage",
  style: "Style",
  persona: "Persona",
  character: "Character",
  variation: "Variation",
  variations: "Number of variations",
  reference_path: "Photo",
  adult: "Consent",
  days: "Days",
  name: "Name",
  project_id: "Album",
};

/** Returns one or two sentences: the reason, and what helps or when. */
export function reasonInWords(reason, details = {}) {
  const words = (WORDS[reason] ?? WORDS.internal)(details);
  return details.resets_at ? `${words} More from ${localTime(details.resets_at)}.` : words;
}

/** Returns the text for a call or sign-in that failed. */
export function errorInWords(error) {
  if (error.name === "CallableError") return reasonInWords(error.reason, error.details);
  if (error.name === "SignInError") return SIGN_IN_WORDS[error.code] ?? "Signing in did not work.";
  if (error instanceof TypeError) return WORDS.unreachable();
  return error.message;
}

function fieldWords(fields = {}) {
  return Object.entries(fields)
    .map(([path, why]) => `${FIELDS[path.replace(/\.\d+$/, "")] ?? path}: ${why.toLowerCase()}.`)
    .join(" ");
}
