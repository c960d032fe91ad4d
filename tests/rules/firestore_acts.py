"""Every act on Firestore that the rules are asked about."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from embedded_firebase.rules import Method
from tests.rules.acts import (
    A_GUEST,
    A_MEMBER,
    A_READER,
    A_READER_OF_ANOTHER,
    AN_ADMIN,
    ANOTHER_MEMBER,
    NOBODY,
    OTHER,
    OWNER,
    READERS,
    SOMEBODY_ELSE,
    THE_OWNER,
    THE_OWNER_AS_READER,
    Actor,
    FirestoreAct,
)
from tests.rules.documents import (
    CHECKOUT,
    PROGRESS,
    SETTINGS,
    WISH,
    Fields,
    bad_checkouts,
    bad_progress,
    bad_settings,
    bad_wishes,
    good_checkouts,
    good_progress,
    good_settings,
    good_wishes,
)

STRANGERS = (SOMEBODY_ELSE, AN_ADMIN, NOBODY)
WRITES = (Method.CREATE, Method.UPDATE, Method.DELETE)

OWN = f"users/{OWNER}"
SETTINGS_PATH = f"{OWN}/settings/current"
PROGRESS_PATH = f"{OWN}/progress/current"

GOT_BY_OWNER = (OWN, SETTINGS_PATH, PROGRESS_PATH)
LISTED_BY_OWNER = tuple(
    f"{OWN}/{name}"
    for name in ("avatars", "avatarRequests", "references", "usage", "projects", "shares", "avatars/one/uses")
)

BACKEND_ONLY = (
    f"cache/{OWNER}",
    f"renders/{OWNER}",
    f"renders/{OWNER}/attempts/1",
    "global_usage/20261120",
    "global_usage/20261120-0",
    "paintings/20261120-0",
    "ledger/one-reserved",
    f"reports/{OWNER}",
    f"erasures/{OWNER}",
    f"merges/{OWNER}",
    "dead_letters/one",
    f"nights/{OWNER}",
    "maintenance/sweep",
    "maintenance/pace-openai-0",
    "maintenance/sweep-tasks-retire",
    "maintenance/alerts",
    "maintenance/statistics-2026-11",
    "stats/2026-11-20",
    f"push_tokens/{OWNER}",
    "products/prod_100",
    "products/prod_100/prices/price_100",
    f"customers/{OWNER}",
    f"customers/{OWNER}/payments/pi_1",
    f"customers/{OWNER}/subscriptions/sub_1",
    f"customers/{OWNER}/checkout_sessions/one/deeper/one",
    "audit/act-key-00000001",
    f"elsewhere/{OWNER}",
    f"elsewhere/{OWNER}/avatars/one",
    f"elsewhere/{OWNER}/settings/current",
    f"elsewhere/{OWNER}/progress/current",
    f"{OWN}/uploads/current",
    f"{OWN}/private/identity",
    f"{OWN}/exports/current",
    f"{OWN}/pages/1",
    f"{OWN}/payments/pi_1",
    f"{OWN}/checkout_sessions/one",
    f"{OWN}/elsewhere/one",
    f"{OWN}/elsewhere/current",
    f"{OWN}/settings/other",
    f"{OWN}/progress/other",
    f"{OWN}/avatars/one/deeper/one",
    f"{OWN}/avatarRequests/one/deeper/one",
    f"{OWN}/references/one/deeper/one",
    f"{OWN}/usage/one/deeper/one",
    f"{OWN}/shares/one/deeper/one",
    "shares/one",
    f"{OWN}/projects/one/deeper/one",
    f"{OWN}/avatars/one/uses/one/deeper/one",
    f"{OWN}/uses/one",
)
"""Documents of which nobody who is signed in reads or writes anything."""


def wish_id(day: date, number: str = "00") -> str:
    """Return the id of a wish document."""
    return f"{day:%Y%m%d}-{number}"


def firestore_acts(today: date) -> list[FirestoreAct]:
    """Return the acts, for tries on this day in UTC."""
    return [
        *(*_reading(today), *_backend_only(), *_settings_and_progress(), *_wishing(today), *_buying(today)),
        *_readers(today),
    ]


def _reading(today: date) -> Iterator[FirestoreAct]:
    documents = [*GOT_BY_OWNER, *(f"{collection}/{wish_id(today)}" for collection in LISTED_BY_OWNER)]
    for path, shown in zip(
        documents, [*GOT_BY_OWNER, *(f"{one}/..." for one in LISTED_BY_OWNER)], strict=True
    ):
        for before, what in (({"status": "completed"}, "get"), (None, "ask for the missing")):
            yield FirestoreAct(f"the owner may {what} {shown}", True, Method.GET, path, before=before)
        for actor in STRANGERS:
            title = f"{actor} may not get {shown}"
            yield FirestoreAct(title, False, Method.GET, path, actor, before={"status": "completed"})
    for path in LISTED_BY_OWNER:
        yield FirestoreAct(f"the owner may list {path}", True, Method.LIST, path)
        for actor in STRANGERS:
            yield FirestoreAct(f"{actor} may not list {path}", False, Method.LIST, path, actor)
        group = path.rpartition("/")[2]
        yield FirestoreAct(
            f"nobody's query reaches every person's {group}", False, Method.LIST, group, everywhere=True
        )
    for path in ("users", f"{OWN}/settings", f"{OWN}/progress"):
        yield FirestoreAct(f"the owner may not list {path}", False, Method.LIST, path)
    for path in GOT_BY_OWNER:
        collection, _, only = path.rpartition("/")
        title = f"the owner may not ask {collection} for {only} by a query"
        yield FirestoreAct(title, False, Method.LIST, collection, only=only)
    yield FirestoreAct(
        "the owner may ask the avatars for one by a query", True, Method.LIST, f"{OWN}/avatars", only="one"
    )


def _backend_only() -> Iterator[FirestoreAct]:
    for path in BACKEND_ONLY:
        for actor in (THE_OWNER, AN_ADMIN, NOBODY):
            yield FirestoreAct(f"{actor} may not get {path}", False, Method.GET, path, actor, before={"a": 1})
            collection = path.rpartition("/")[0]
            if collection not in (f"{OWN}/settings", f"{OWN}/progress"):
                yield FirestoreAct(
                    f"{actor} may not list {collection} for {path}", False, Method.LIST, collection, actor
                )
        yield from _refused_writes(path, {"a": 1}, THE_OWNER)
        yield from _refused_writes(path, SETTINGS, THE_OWNER)
        yield from _refused_writes(path, PROGRESS, THE_OWNER)
    backends = ("avatars", "references", "usage", "projects", "shares", "avatars/one/uses")
    for path in (OWN, *(f"{OWN}/{name}/one" for name in backends)):
        for actor in (THE_OWNER, *STRANGERS):
            yield from _refused_writes(path, {"credits": 1000}, actor)
    for name in ("months", "month_credits"):
        yield from _refused_writes(OWN, {name: {"m2026_11": 0}}, THE_OWNER)


def _refused_writes(path: str, data: Fields, actor: Actor) -> Iterator[FirestoreAct]:
    for method in WRITES:
        yield FirestoreAct(
            f"{actor} may not {method} {path} with {', '.join(data)}",
            False,
            method,
            path,
            actor,
            data=None if method is Method.DELETE else data,
            before=None if method is Method.CREATE else {"a": 2},
        )


def _settings_and_progress() -> Iterator[FirestoreAct]:
    for path, name, good, bad, sample in (
        (SETTINGS_PATH, "settings", good_settings, bad_settings, SETTINGS),
        (PROGRESS_PATH, "progress", good_progress, bad_progress, PROGRESS),
    ):
        for method, before in ((Method.CREATE, None), (Method.UPDATE, sample)):
            for what, data in good():
                title = f"the owner may {method} {name} {what}"
                yield FirestoreAct(title, True, method, path, data=data, before=before)
            for what, data in bad():
                title = f"the owner may not {method} {name} {what}"
                yield FirestoreAct(title, False, method, path, data=data, before=before)
            for actor in STRANGERS:
                title = f"{actor} may not {method} the owner's {name}"
                yield FirestoreAct(title, False, method, path, actor, data=sample, before=before)
            title = f"the owner may not {method} {name} while being erased"
            yield FirestoreAct(title, False, method, path, data=sample, before=before, erasing=True)
        for actor in (THE_OWNER, *STRANGERS):
            yield FirestoreAct(
                f"{actor} may not delete {name}", False, Method.DELETE, path, actor, before=sample
            )


def _readers(today: date) -> Iterator[FirestoreAct]:
    """Yield what apps try that may only read somebody's avatars."""
    avatars = f"{OWN}/avatars"
    for before, what in (({"status": "completed"}, "get"), (None, "ask for the missing")):
        title = f"a reader may {what} an avatar of the owner"
        yield FirestoreAct(title, True, Method.GET, f"{avatars}/one", A_READER, before=before)
    yield FirestoreAct("a reader may list the owner's avatars", True, Method.LIST, avatars, A_READER)
    title = "a reader's query reaches not every person's avatars"
    yield FirestoreAct(title, False, Method.LIST, "avatars", A_READER, everywhere=True)
    for what, actor in (("of another", A_READER_OF_ANOTHER), ("with the owner's uid", THE_OWNER_AS_READER)):
        title = f"a reader {what} may not get an avatar of the owner"
        yield FirestoreAct(title, False, Method.GET, f"{avatars}/one", actor, before={"status": "completed"})
        title = f"a reader {what} may not list the owner's avatars"
        yield FirestoreAct(title, False, Method.LIST, avatars, actor)
    for value in (None, "", [OWNER], {OWNER: True}):
        actor = Actor(OTHER, {"reader_of": value})
        title = f"a reader of {value!r} may not get an avatar of the owner"
        yield FirestoreAct(title, False, Method.GET, f"{avatars}/one", actor, before={"status": "completed"})
        owner = Actor(OWNER, {"reader_of": value})
        title = f"the owner as a reader of {value!r} may not get their profile"
        yield FirestoreAct(title, False, Method.GET, OWN, owner, before={"credits": 1})
    others = [one for one in LISTED_BY_OWNER if one != avatars]
    session = f"customers/{OWNER}/checkout_sessions/one"
    for actor in READERS:
        who = f"a reader ({actor.uid} of {actor.claims['reader_of']})"
        for path in (*GOT_BY_OWNER, session, *(f"{one}/{wish_id(today)}" for one in others)):
            shown = path.replace(wish_id(today), "...")
            title = f"{who} may not get {shown}"
            yield FirestoreAct(title, False, Method.GET, path, actor, before={"a": 1})
        for path in others:
            yield FirestoreAct(f"{who} may not list {path}", False, Method.LIST, path, actor)
        for path, data in (
            *((SETTINGS_PATH, SETTINGS), (PROGRESS_PATH, PROGRESS)),
            *((f"{OWN}/avatarRequests/{wish_id(today)}", WISH), (session, CHECKOUT)),
            *((f"{avatars}/one", {"name": "mine"}), (f"{OWN}/projects/one", {"name": "mine"})),
        ):
            shown = path.replace(wish_id(today), "...")
            for method in WRITES:
                yield FirestoreAct(
                    f"{who} may not {method} {shown}",
                    False,
                    method,
                    path,
                    actor,
                    data=None if method is Method.DELETE else data,
                    before=None if method is Method.CREATE else {"a": 2},
                )


def _buying(today: date) -> Iterator[FirestoreAct]:
    collection = f"customers/{OWNER}/checkout_sessions"
    path = f"{collection}/{wish_id(today)}"
    for what, allowed, identifier in (
        ("numbered 19", True, wish_id(today, "19")),
        ("numbered 20", False, wish_id(today, "20")),
        ("of yesterday", True, wish_id(today - timedelta(days=1))),
        ("of tomorrow", True, wish_id(today + timedelta(days=1))),
        ("of the day before yesterday", False, wish_id(today - timedelta(days=2))),
        ("of the day after tomorrow", False, wish_id(today + timedelta(days=2))),
        ("by an id of the SDK's", False, "Zk3vT0q9LxWc1sYh7BfE"),
    ):
        title = f"the owner {'may' if allowed else 'may not'} ask for a Checkout session {what}"
        yield FirestoreAct(
            title, allowed, Method.CREATE, f"{collection}/{identifier}", A_MEMBER, data=CHECKOUT
        )
    for what, data in good_checkouts():
        title = f"the owner may ask for a Checkout session {what}"
        yield FirestoreAct(title, True, Method.CREATE, path, A_MEMBER, data=data)
    for what, data in bad_checkouts():
        title = f"the owner may not ask for a Checkout session {what}"
        yield FirestoreAct(title, False, Method.CREATE, path, A_MEMBER, data=data)
    for who, actor in (("a guest", A_GUEST), ("another member", ANOTHER_MEMBER), ("nobody", NOBODY)):
        title = f"{who} may not ask for a Checkout session of the owner"
        yield FirestoreAct(title, False, Method.CREATE, path, actor, data=CHECKOUT)
    title = "the owner may not ask for a Checkout session while being erased"
    yield FirestoreAct(title, False, Method.CREATE, path, A_MEMBER, data=CHECKOUT, erasing=True)
    url = {**CHECKOUT, "url": "https://checkout.stripe.com"}
    title = "the owner may get a Checkout session"
    yield FirestoreAct(title, True, Method.GET, path, A_MEMBER, before=url)
    for who, actor in (("the owner", A_MEMBER), ("another member", ANOTHER_MEMBER), ("nobody", NOBODY)):
        title = f"{who} may not list Checkout sessions"
        yield FirestoreAct(title, False, Method.LIST, collection, actor)
        for method, after in ((Method.UPDATE, CHECKOUT), (Method.DELETE, None)):
            title = f"{who} may not {method} a Checkout session"
            yield FirestoreAct(title, False, method, path, actor, data=after, before=url)
    for who, actor in (("another member", ANOTHER_MEMBER), ("nobody", NOBODY)):
        title = f"{who} may not get a Checkout session of the owner"
        yield FirestoreAct(title, False, Method.GET, path, actor, before=url)


def _wishing(today: date) -> Iterator[FirestoreAct]:
    collection = f"{OWN}/avatarRequests"
    path = f"{collection}/{wish_id(today)}"
    for what, data in good_wishes():
        yield FirestoreAct(f"the owner may make a wish {what}", True, Method.CREATE, path, data=data)
    for what, data in bad_wishes():
        yield FirestoreAct(f"the owner may not make a wish {what}", False, Method.CREATE, path, data=data)
    for actor in STRANGERS:
        title = f"{actor} may not make a wish for the owner"
        yield FirestoreAct(title, False, Method.CREATE, path, actor, data=WISH)
    yield FirestoreAct(
        "the owner may not make a wish while being erased",
        False,
        Method.CREATE,
        path,
        data=WISH,
        erasing=True,
    )
    for actor in (THE_OWNER, *STRANGERS):
        for method, after in ((Method.UPDATE, PROGRESS), (Method.UPDATE, WISH), (Method.DELETE, None)):
            title = f"{actor} may not {method} a wish once made ({len(after or ())} fields)"
            yield FirestoreAct(title, False, method, path, actor, data=after, before={"status": "queued"})
    for what, allowed, identifier in _wish_ids(today):
        title = f"the owner {'may' if allowed else 'may not'} make a wish {what}"
        data = {"progress_metrics": {"active_days": 1}}
        yield FirestoreAct(title, allowed, Method.CREATE, f"{collection}/{identifier}", data=data)


def _wish_ids(today: date) -> Sequence[tuple[str, bool, str]]:
    id_of_today = wish_id(today)[:8]
    return (
        ("numbered 09", True, wish_id(today, "09")),
        ("numbered 19", True, wish_id(today, "19")),
        ("numbered 20", False, wish_id(today, "20")),
        ("numbered 99", False, wish_id(today, "99")),
        ("numbered 1", False, wish_id(today, "1")),
        ("numbered 001", False, wish_id(today, "001")),
        ("numbered x1", False, wish_id(today, "x1")),
        ("without a number", False, id_of_today),
        ("without a date", False, "my-wish"),
        ("with a space for the dash", False, f"{id_of_today} 01"),
        ("dated a week ago", True, wish_id(today - timedelta(days=7))),
        ("dated in a week", True, wish_id(today + timedelta(days=7))),
        ("dated eight days ago", False, wish_id(today - timedelta(days=8))),
        ("dated in eight days", False, wish_id(today + timedelta(days=8))),
        ("dated a year ago", False, wish_id(today - timedelta(days=365))),
        ("dated in ten years", False, wish_id(today + timedelta(days=3650))),
        ("dated on the 32nd", False, f"{id_of_today[:6]}32-00"),
        ("dated in a 13th month", False, f"{id_of_today[:4]}13{id_of_today[6:]}-00"),
    )
