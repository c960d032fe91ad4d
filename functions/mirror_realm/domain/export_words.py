"""The words of an export: which stored fields a user gets, under which plain names, and what each file is.

A document that the user wrote is given as it is. Of one that the backend wrote, the fields named here are given and no
others, so that a field that is added later stays inside until it is named.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A file of an export."""

    name: str
    about: str
    """What it is, as the README says it."""
    fields: Mapping[str, str] | None = None
    """By the path of a stored field, the name that the user reads; None: the user's own words, given as they are."""
    id: str | None = None
    """The name that the user reads for the document's id; None: it is left out."""


PROFILE = Kind(
    "profile",
    "what is kept about you in general: the picture that is shown for you, your credits, the milestone of your last"
    " automatic picture, and your consent to the use of photos",
    {
        "latest.avatar_id": "shown_avatar",
        "credits": "credits",
        "owed": "credits_owed",
        "milestone.stage": "milestone.stage",
        "milestone.area": "milestone.area",
        "milestone.goals_met": "milestone.goals_met",
        "milestone.day": "milestone.day",
        "photo_consent.version": "photo_consent.version",
        "photo_consent.at": "photo_consent.given_at",
        "photo_consent.recipients": "photo_consent.recipients",
        "consent_withdrawn_at": "photo_consent_withdrawn_at",
        "updated_at": "changed_at",
    },
)
SETTINGS = Kind("settings", "what you have chosen: time zone, style, persona, character, language")
PROGRESS = Kind("progress", "your progress, as the app last wrote it")
NIGHT = Kind(
    "night",
    "when your progress is looked at for a picture at night",
    {"due_at": "at", "noted_at": "noted_at"},
)
UPLOADS = Kind(
    "uploads",
    "how many photos you have uploaded: today, and those that are still stored",
    {"lying": "stored", "made": "on_that_day", "day": "day"},
)
DAYS = Kind(
    "days",
    "how many pictures you asked for on each of the last days, and how many you got",
    {
        "reserved": "begun",
        "settled": "made",
        "refunded": "given_back",
        "rejected": "photos_rejected",
        "paintings": "painted_instead",
        "granted": "given_back_by_us",
        "refused": "refused",
        "reports": "reports",
    },
    id="day",
)
WISHES = Kind("wishes", "wishes that the app wrote down, also offline, and our answers", id="wish")
PHOTOS = Kind(
    "photos",
    "photos that pictures were made from; those that are still stored are in the folder `photos`",
    {
        "path": "file",
        "consent_version": "consent_version",
        "created_at": "first_used_at",
        "photo_gone_at": "deleted_at",
    },
)
LEDGER = Kind(
    "ledger",
    "what was taken from your allowance and your credits, given back, or granted by us",
    {
        "movement": "movement",
        "at": "at",
        "day": "day",
        "month": "month",
        "credits": "credits",
        "credits_returned": "credits_returned",
        "pictures": "pictures",
        "cost_micros": "cost_in_millionths_of_a_dollar",
        "reason": "reason",
        "payment_id": "payment",
        "amount": "amount_in_the_smallest_unit",
        "currency": "currency",
        "owed": "credits_owed",
    },
)
PAYMENTS = Kind(
    "payments",
    "payments for credits: what each brought, and how far it was refunded or disputed",
    {
        "credits": "credits",
        "received": "amount_in_the_smallest_unit",
        "currency": "currency",
        "refunded": "refunded",
        "dispute": "dispute",
        "disputed": "disputed",
        "back": "credits_taken_back",
    },
)
REPORTS = Kind(
    "reports",
    "pictures that you reported, with your reasons",
    {"reason": "reason", "note": "note", "created_at": "reported_at", "decided_at": "decided_at"},
)
DEVICES = Kind(
    "devices",
    "devices that get a push when a picture is ready, by a digest of their token",
    {"registered_at": "registered_at"},
    id="digest_of_the_token",
)
SHARES = Kind(
    "shares",
    "pictures that you gave a public address, and until when",
    {
        "slug": "end_of_the_address",
        "avatar_id": "avatar_id",
        "show_name": "name_is_shown",
        "created_at": "shared_at",
        "ends_at": "ends_at",
        "revoked_at": "revoked_at",
    },
)
PROJECTS = Kind(
    "projects",
    "your albums",
    {"name": "name", "note": "note", "created_at": "created_at", "updated_at": "changed_at"},
    id="project_id",
)
USES = Kind(
    "uses",
    "what apps recorded that they did with your avatars, by day",
    {
        "avatar_id": "avatar_id",
        "app": "app",
        "day": "day",
        "counts": "counts",
        "first_at": "first_at",
        "last_at": "last_at",
    },
)
AVATARS = Kind(
    "avatars",
    "your avatars, with the names of their pictures in the folder `pictures`",
    {
        "name": "name",
        "note": "note",
        "tags": "tags",
        "project_id": "project_id",
        "status": "status",
        "evolution_stage": "stage",
        "style": "style",
        "recipe.persona": "persona",
        "recipe.character": "character",
        "recipe.timeline": "timeline",
        "recipe.variation": "variation",
        "recipe.costume": "costume",
        "recipe.traits": "visible_traits",
        "recipe.area": "visible_achievement",
        "set.number": "choice.number",
        "set.of": "choice.of",
        "set.expires_at": "choice.deleted_from",
        "active_days": "active_days",
        "ithere_message": "message",
        "origin": "began_with",
        "preset": "preset",
        "requested_by": "asked_by",
        "source": "source",
        "made_by": "made_by",
        "degraded": "instead_of_the_wished_picture",
        "cost": "cost_in_dollars",
        "error.reason": "problem.reason",
        "error.message": "problem.message",
        "created_at": "asked_at",
        "completed_at": "completed_at",
    },
    id="avatar_id",
)

OF_ONE_DOCUMENT = (PROFILE, SETTINGS, PROGRESS, NIGHT, UPLOADS)
OF_MANY = (DAYS, WISHES, PHOTOS, LEDGER, PAYMENTS, REPORTS, SHARES, DEVICES, PROJECTS)
OF_AVATARS = (USES, AVATARS)
"""The kinds that every part of an export has, about its own avatars."""
KINDS = (*OF_ONE_DOCUMENT, *OF_MANY, *OF_AVATARS)

WITHIN: Mapping[str, str] = {
    "private": "the salt of your pseudonyms, which protects them",
    "pages": "a copy of your timeline, which makes it open faster",
    "orphans": "names of files that may be deleted soon",
    "exports": "the progress of this export",
}
"""Collections below a user that an export leaves out, and what they are: working notes without anything of the user."""


def told(kind: Kind, document_id: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored document in plain words, as JSON values. A field that it does not have is left out."""
    words: dict[str, Any] = {} if kind.id is None else {kind.id: document_id}
    if kind.fields is None:
        return words | {
            name: _plain(value) for name, value in data.items() if name not in ("expires_at", kind.id)
        }
    for path, name in kind.fields.items():
        found, value = _at(data, path)
        if found:
            _put(words, name, _plain(value))
    return words


def picture_name(data: Mapping[str, Any], avatar_id: str) -> str:
    """Return the name of an avatar's picture: its date, stage and style, and the begin of its id."""
    made = data.get("completed_at") or data.get("created_at")
    day = made.date().isoformat() if isinstance(made, datetime) else "undated"
    words = [day, _word(data.get("evolution_stage")), _word(data.get("style")), _word(avatar_id)[:8]]
    return f"pictures/{'_'.join(word for word in words if word)}.jpg"


def photo_name(path: str) -> str:
    """Return the name of a stored photo."""
    return f"photos/{_word(path.rpartition('/')[2]).lstrip('.') or 'photo'}"


def file_name(asked_at: datetime, number: int) -> str:
    """Return the name by which a browser saves a part, from 1."""
    return f"mirror-realm-{asked_at.date().isoformat()}-part-{number}.zip"


def readme(number: int, *, last: bool, made_at: datetime) -> str:
    """Return the README of a part, from 1."""
    more = "" if last and number == 1 else f"This is part {number}"
    more = f"{more}, the last one.\n\n" if more and last else f"{more}; there are more.\n\n" if more else ""
    kinds = KINDS if number == 1 else OF_AVATARS
    lines = "".join(f"- data/{kind.name}.json: {kind.about}\n" for kind in kinds)
    left_out = "".join(f"- {about}\n" for about in WITHIN.values())
    return (
        f"Your data in the Mirror Realm, as of {made_at.isoformat(timespec='minutes')}\n\n{more}"
        f"{lines}"
        "- pictures/: your pictures, named by date, stage and style\n"
        + ("- photos/: your photos that are still stored\n" if number == 1 else "")
        + "\nTimes are in UTC. A file is missing where nothing is kept. Not in here:\n"
        f"{left_out}"
        "- pictures that were deleted, hidden or taken down\n"
        "\nThis copy is deleted from our storage a day after it was made. docs/privacy.md of the project has what is\n"
        "kept, where and how long.\n"
    )


def _at(data: Mapping[str, Any], path: str) -> tuple[bool, Any]:
    """Return whether the stored document has this field, and its value."""
    value: Any = data
    for name in path.split("."):
        if not isinstance(value, Mapping) or name not in value:
            return False, None
        value = value[name]
    return True, value


def _put(words: dict[str, Any], name: str, value: Any) -> None:
    head, _, rest = name.partition(".")
    if rest:
        _put(words.setdefault(head, {}), rest, value)
    else:
        words[head] = value


def _plain(value: Any) -> Any:
    """Return a stored value as a JSON value; one of a type that no field has becomes text."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value)


def _word(value: Any) -> str:
    """Return a value as a part of a file's name, whatever it holds."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", value)[:60] if isinstance(value, str) else ""
