"""What each field means, for the reference: by name, where a name means the same in every object."""

from typing import Any

FIELDS = {
    # requests
    "progress_metrics": "How far the user has come.",
    "active_days": "Days on which the user was active.",
    "major_achievement": "The user's own words. I-There quotes them; they reach no image model.",
    "achievement_area": "The area of life of the achievement; its symbols may appear in the picture.",
    "discovered_traits": "Up to 20 words for the user's traits, each of at most 40 characters.",
    "goals_completed": "The number of goals met.",
    "evolution_stage": "The stage.",
    "style": "The style.",
    "persona": "Who the user is in the Mirror Realm, and how I-There speaks.",
    "timeline": "The time of life that is shown.",
    "character": "One of the characters of `/styles`; left out: the user's own, derived from the uid.",
    "variation": "Another draw of the same picture.",
    "reference_path": "The path of an own upload (`uploads/{uid}/...`), for a picture with the user's own face.",
    "base_image_url": "The same as a link. Nothing is fetched from it.",
    "allow_fallback": "Whether a similar or painted picture may be shown when the wished one cannot be made now.",
    "wait_seconds": "How long to wait for the picture. `Prefer: wait=` is the same.",
    "locale": "The language of I-There, as a tag such as `de-AT`. It speaks English and German; English otherwise.",
    "token": "The device's registration token of Firebase Cloud Messaging.",
    "enabled": "Whether the device gets pushes.",
    "anonymous_token": "The anonymous account's ID token, not older than an hour.",
    "keep_personal": "Whether pictures made from photos move too, with the caller's own consent; else they are erased.",
    "user_id": "If it is sent, the caller's own uid.",
    "granted": "Whether photos may be used.",
    "version": "The version of the text that the user accepted.",
    "adult": "The person pictured is an adult and agrees. Must be true to give consent.",
    # avatars
    "name": "What the user calls it.",
    "note": "What the user wrote about it.",
    "avatar_id": "The same request of the same user is the same avatar.",
    "status": "`queued` and `generating` become `completed` or `failed`.",
    "recipe": "Everything that decides how the picture looks.",
    "image_path": "The picture's path in Storage; null without one.",
    "image_url": "The picture, 1024 pixels wide; without one a placeholder. It is never null.",
    "thumbnail_url": "The same, 256 pixels wide.",
    "blurhash": "A blurred preview (https://blurha.sh).",
    "quality": "How good the picture is, by measurement.",
    "source": "Where the picture comes from; the last three are fallbacks.",
    "made_by": "The provider that made it.",
    "requested_by": "What asked for it.",
    "cached": "Whether the picture was there already.",
    "degraded": "Whether it is a fallback; `error` has the reason.",
    "upgrade_at": "From then on the same request may give the wished picture; null: never.",
    "ithere_message": "What I-There says with it.",
    "cost": "What it cost to make, in USD.",
    "generation_time": "When it was completed, else created.",
    "error": "Why there is no picture, or only a fallback.",
    "created_at": "When it was first asked for.",
    "updated_at": "When it changed last.",
    "usage": "What is left of the day, if this request touched it.",
    "user_remaining": "Pictures that the user may still have made today.",
    "global_remaining": "Pictures still allowed today for all users, for a guest all guests; of a split day estimated.",
    "credits_remaining": "The user's credits; only where credits are on.",
    "resets_at": "When the day ends, or the limit does.",
    "score": "From 0 to 1.",
    "reasons": "Why it is poor, the worst first; none if it is not.",
    "stages": "The avatars in the reel, from the first to the latest.",
    "reel_url": "An animated WebP.",
    "sheet_url": "A contact sheet, as JPEG.",
    "preview_url": "A small picture of it.",
    "message": "In words for developers.",
    "retryable": "Whether the same request may succeed later.",
    "days": "The days of learning between the two.",
    "changes": "What changed.",
    "aspect": "What it is about.",
    "old": "As it was.",
    "new": "As it is now.",
    # the account
    "devices": "How many devices of the user get pushes.",
    "avatars": "How many avatars this request moved.",
    "moved": "The new id of each avatar, by its old one.",
    "outcome": "What would become of the request.",
    "at": "When it was given.",
    "current": "Whether it names all who would get a photo now; else ask again.",
    "day": "The day, in the service's time zone.",
    "remaining": "How many pictures the user may still have made today; other users may use up the day before.",
    "offered": "Whether photos can be used here now.",
    "guest": "Whether the account has no sign-in method of its own.",
    "plan": "`guest` or `free`.",
    "photo_consent": "The consent to the use of photos; null without one.",
    "latest": "The picture that represents the user; null before the first.",
    "credits": "The user's credits; null where credits are off.",
    "allowance": "Today's pictures.",
    "photos": "Whether pictures can be made from photos.",
    "recorded_at": "When it was recorded.",
    "recipients": "The providers that would get a photo.",
    "pictures_deleted": "How many pictures made from photos were deleted.",
    "started_at": "When the erasure began.",
    "done_at": "When nothing was left; null before.",
    # problems
    "type": "An address that explains the reason.",
    "title": "The reason in words.",
    "detail": "What happened, in words for developers.",
    "reason": "What happened, as a name that does not change.",
    "fields": "A reason for each field that is wrong.",
    "limit": "The limit that is reached.",
    "used": "How much of it is used.",
    "needs_days": "The active days at which the stage begins.",
    "error_id": "What support needs to find it in the log.",
}
"""By field. Those of `Recipe`, `Health` and `Choice` explain themselves."""

_WISH = {
    "evolution_stage": "The stage, if not the latest that `active_days` has earned.",
    "style": "One of the styles of `/styles`; `daymi` if it is left out.",
}
PARTICULAR = {
    "WishRequest": _WISH,
    "TrilogyRequest": _WISH,
    "Problem": {"status": "The HTTP status.", "stage": "The stage that is not earned yet."},
    "Health": {"status": "`ok`."},
    "Complaint": {"note": "More about it, for the administrators."},
    "Quote": {
        "credits": "The credits that it would take.",
        "cost": "The most that one call of the provider can cost.",
    },
    "Allowance": {"limit": "Pictures a day.", "used": "How many are used."},
    "Consent": {"recipients": "The providers that it names."},
    "Me": {"user_id": "The user's uid."},
    "Evolution": {"message": "What I-There says about it."},
    "Merge": {"status": "`merging`: repeat the request."},
    "ErasureState": {"status": "`erasing` goes on by itself."},
}
"""By object and field, where a name means something else there."""

PLAIN = ("AreaChoice", "Catalogue", "Choice", "Health", "Recipe", "Stage", "Trait", "Trilogy")


def describe(schemas: dict[str, Any]) -> None:
    """Write what each field means into the schemas, and drop the titles that pydantic makes of names."""
    for name, schema in schemas.items():
        for field, described in schema.get("properties", {}).items():
            described.pop("title", None)
            usual = None if name in PLAIN else FIELDS.get(field)
            meaning = PARTICULAR.get(name, {}).get(field, usual)
            if meaning is not None:
                described["description"] = meaning
