"""What each `reason` of a problem means to a client, for the reference."""

REASONS = {
    "unauthenticated": "There is no valid ID token, or no App Check token where one is needed. Sign in again.",
    "user_mismatch": "The request names another user. Send no `user_id`, or your own.",
    "forbidden": "The account is being erased. Sign out.",
    "invalid_request": "`fields` has a reason for each field that is wrong.",
    "not_found": "There is no such avatar, picture or address.",
    "method_not_allowed": "`Allow` has the methods of this address.",
    "body_too_large": "A body has at most 64 KB.",
    "unsupported_media_type": "Send the body as `application/json`.",
    "stage_not_earned": "The stage begins at `needs_days`. Leave `evolution_stage` out, or wait.",
    "consent_missing": "There is no consent to the use of photos that names all `recipients`. Ask for it.",
    "look_hidden": "The picture was reported. Send another `variation`.",
    "misconfigured": "No pictures can be made now; the operator has an alert.",
    "contention": "Too many requests wrote the same counter. Repeat it in a moment.",
    "user_daily_limit": "Your pictures of today are used up until `resets_at`. `allow_fallback` still shows one.",
    "global_daily_limit": "Today's pictures of all users are used up until `resets_at`.",
    "budget_exhausted": "Today's budget is used up until `resets_at`.",
    "insufficient_credits": "Your credits do not cover it.",
    "rate_limited": "There were too many requests; wait until `resets_at`.",
    "internal": "Something went wrong on our side. Support finds it by `error_id`.",
}
