"""Every act on Storage that the rules are asked about."""

from collections.abc import Iterator

from embedded_firebase.rules import Method
from mirror_realm.domain.uploads import MOST_A_DAY, MOST_LYING
from tests.rules.acts import (
    A_READER,
    AN_ADMIN,
    NOBODY,
    OWNER,
    READERS,
    SOMEBODY_ELSE,
    THE_OWNER,
    Actor,
    StorageAct,
)

MEBIBYTE = 1024 * 1024
EVERYBODY = (THE_OWNER, SOMEBODY_ELSE, AN_ADMIN, NOBODY, *READERS)
WRITES = (Method.CREATE, Method.UPDATE, Method.DELETE)

UPLOAD = f"uploads/{OWNER}/me.jpg"
SHARED = "shared/3f2a/1/1024.jpg"
PERSONAL = f"people/{OWNER}/one/r1-1/512.jpg"

ELSEWHERE = (
    "me.jpg",
    "shared/1024.jpg",
    "shared/3f2a/1024.jpg",
    "shared/3f2a/1/deeper/1024.jpg",
    f"erasures/2026-11-20/{OWNER}",
    f"elsewhere/{OWNER}/me.jpg",
    "elsewhere/3f2a/1/1024.jpg",
    f"elsewhere/{OWNER}/one/r1-1/512.jpg",
    f"uploads/{OWNER}",
    f"uploads/{OWNER}/deeper/me.jpg",
    f"people/{OWNER}/512.jpg",
    f"people/{OWNER}/exports/3f2a/part.zip",
    f"people/{OWNER}/one/r1-1/deeper/512.jpg",
)
"""Names where nobody finds or puts anything."""


PHOTO_LABELS = (
    *("image/jpeg", "image/jpg", "image/pjpeg", "image/jfif", "image/png", "image/x-png", "image/webp"),
    *("image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence", "image/*"),
    *("application/octet-stream", "binary/octet-stream", ""),
    *(
        "IMAGE/JPEG",
        "Image/Heic",
        "image/jpeg; charset=binary",
        "image/heic;x=1",
        "image/jpeg ;",
        "image/jpeg;",
    ),
)
"""What phones, browsers and pickers have been seen to call a photo."""

OTHER_LABELS = (
    *(
        "image/svg+xml",
        "image/gif",
        "image/tiff",
        "image/avif",
        "image/",
        "image",
        "image/jpegx",
        "ximage/jpeg",
    ),
    *("text/html", "text/html; image/jpeg", "text/plain", "video/mp4", "multipart/mixed", "application/pdf"),
    *("application/json", "application/octet-streams", "octet-stream", ";", "image/jpeg, text/html"),
)
"""What no photo is called, and what a browser that follows a link would run or play."""


def storage_acts() -> list[StorageAct]:
    """Return the acts."""
    return [*_reading(), *_uploading(), *_nothing_else()]


def _reading() -> Iterator[StorageAct]:
    for name, readers in (
        (SHARED, (THE_OWNER, SOMEBODY_ELSE, AN_ADMIN, *READERS)),
        (PERSONAL, (THE_OWNER, A_READER)),
        (UPLOAD, (THE_OWNER,)),
    ):
        for actor in EVERYBODY:
            may = actor in readers
            title = f"{_named(actor)} {'may' if may else 'may not'} get {name}"
            yield StorageAct(title, may, Method.GET, name, actor, exists=True)
    for folder in ("", "shared", "shared/3f2a/1", "people", f"people/{OWNER}/one/r1-1", f"uploads/{OWNER}"):
        for actor in EVERYBODY:
            yield StorageAct(f"{_named(actor)} may not list /{folder}", False, Method.LIST, folder, actor)
    for name in (SHARED, PERSONAL, UPLOAD):
        yield StorageAct(f"nobody may list {name}", False, Method.LIST, name)


def _uploading() -> Iterator[StorageAct]:
    for actor in EVERYBODY:
        may = actor is THE_OWNER
        title = f"{_named(actor)} {'may' if may else 'may not'} upload to the owner's folder"
        yield StorageAct(title, may, Method.CREATE, UPLOAD, actor)
    yield from _without_consent()
    yield from _beyond_the_limits()
    for method in (Method.CREATE, Method.UPDATE, Method.DELETE):
        yield StorageAct(f"the owner may not {method} what is there", False, method, UPLOAD, exists=True)
    for labels, may in ((PHOTO_LABELS, True), (OTHER_LABELS, False)):
        for label in labels:
            title = f"the owner {'may' if may else 'may not'} upload what is labelled {label!r}"
            yield StorageAct(title, may, Method.CREATE, UPLOAD, content_type=label)
    for size, may in ((0, False), (1, True), (10 * MEBIBYTE - 1, True), (10 * MEBIBYTE, False)):
        title = f"the owner {'may' if may else 'may not'} upload {size} bytes"
        yield StorageAct(title, may, Method.CREATE, UPLOAD, size=size)
    for name, may in (
        ("x", True),
        ("IMG_0001-2.HEIC", True),
        ("x" * 100, True),
        ("x" * 101, False),
        (".hidden", False),
        ("a b.jpg", False),
        ("a%2e.jpg", False),
        ("é.jpg", False),
    ):
        title = f"the owner {'may' if may else 'may not'} name an upload {name}"
        yield StorageAct(title, may, Method.CREATE, f"uploads/{OWNER}/{name}")


def _without_consent() -> Iterator[StorageAct]:
    """Yield uploads without consent: an erasure, too, ends it in the transaction that begins it."""
    for what, profile in (
        ("of whom nothing is known", None),
        ("who never consented", {"credits": 3}),
        ("whose consent was withdrawn", {"photo_consent": None}),
        ("whose consent is not an adult's", {"photo_consent": {"version": "2026-11", "adult": False}}),
        ("whose consent is no record", {"photo_consent": True}),
    ):
        for count in (None, {"day": "today", "made": 0, "lying": 0}):
            counted = " and of whom uploads were counted" if count else ""
            title = f"an owner {what}{counted} may not upload"
            yield StorageAct(title, False, Method.CREATE, UPLOAD, profile=profile, count=count)


def _beyond_the_limits() -> Iterator[StorageAct]:
    for day, made, lying, may in (
        ("today", 0, 0, True),
        ("today", MOST_A_DAY - 1, MOST_LYING - 1, True),
        ("today", MOST_A_DAY, 0, False),
        ("today", MOST_A_DAY + 1, 0, False),
        ("today", 1, MOST_LYING, False),
        ("today", 1, MOST_LYING + 1, False),
        ("today", MOST_A_DAY, MOST_LYING, False),
        ("yesterday", MOST_A_DAY, 0, True),
        ("yesterday", MOST_A_DAY, MOST_LYING - 1, True),
        ("yesterday", 1, MOST_LYING, False),
    ):
        title = f"the owner {'may' if may else 'may not'} upload with {made} made {day} and {lying} lying"
        count = {"day": day, "made": made, "lying": lying}
        yield StorageAct(title, may, Method.CREATE, UPLOAD, count=count)
    title = "the owner may not upload where the count cannot be read"
    yield StorageAct(title, False, Method.CREATE, UPLOAD, count={"day": "today"})


def _named(actor: Actor) -> str:
    reader_of = actor.claims.get("reader_of")
    return f"{actor} of {reader_of}" if reader_of else str(actor)


def _nothing_else() -> Iterator[StorageAct]:
    for name in ELSEWHERE:
        yield StorageAct(f"the owner may not get {name}", False, Method.GET, name, exists=True)
        yield StorageAct(f"the owner may not create {name}", False, Method.CREATE, name)
        yield StorageAct(f"the owner may not delete {name}", False, Method.DELETE, name, exists=True)
        yield StorageAct(f"a reader may not get {name}", False, Method.GET, name, A_READER, exists=True)
    for name in (SHARED, PERSONAL):
        for method in WRITES:
            for actor in EVERYBODY:
                there = method is not Method.CREATE
                yield StorageAct(
                    f"{_named(actor)} may not {method} {name}", False, method, name, actor, exists=there
                )
