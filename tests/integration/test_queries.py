"""Queries: Firestore finds what plain Python finds on the same documents, by the indexes of the file alone."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any

import pytest
from google.api_core.exceptions import FailedPrecondition
from google.cloud import firestore

from embedded_firebase.firestore import FirestoreEmulator, IndexCatalogue
from mirror_realm.adapters.firestore_administration import FirestoreAdministration
from mirror_realm.adapters.firestore_figures import FirestoreFigures
from mirror_realm.adapters.firestore_queries import FirestoreQueries
from mirror_realm.adapters.own_records import FirestoreOwnRecords
from mirror_realm.domain.avatar import Status
from mirror_realm.domain.avatar_filter import AvatarFilter
from mirror_realm.domain.merge import Merge
from mirror_realm.domain.origin import Origin
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.progress import STAGES, EvolutionStage, Progress
from mirror_realm.domain.report import Decision, Reason
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.use import UseAction
from mirror_realm.domain.wish import User, Wish
from mirror_realm.services.maintenance.sweeper import AGEING
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.photos.upload_avatar import OwnPicture
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.administration import AdministrationQueries, Counted
from mirror_realm.services.ports.albums import AlbumQueries
from mirror_realm.services.ports.bookkeeping import Orphan
from mirror_realm.services.ports.exports import Records
from mirror_realm.services.ports.queries import Queries
from tests.fakes.captured import capturing
from tests.fakes.house import House, a_wish
from tests.fakes.memory_administration import MemoryAdministration
from tests.fakes.memory_queries import MemoryQueries
from tests.fakes.outside import Clock, MemoryOwnRecords
from tests.integration import figures_asked
from tests.integration.conftest import ROOT
from tests.invariants import names_of

PROJECT = "demo-queries"
INDEXES: dict[str, Any] = json.loads((ROOT / "firestore.indexes.json").read_text(encoding="utf-8"))

STORED_ORIGINS = [origin for origin in Origin if origin is not Origin.PROGRESS]
DECADE = timedelta(days=3650)
HOUR = timedelta(hours=1)


class Stored(FirestoreQueries, FirestoreAdministration):
    """Every query of the code on Firestore."""


class InMemory(MemoryQueries, MemoryAdministration):
    """The same in plain Python."""


@dataclass(frozen=True)
class World:
    """One set of documents, in both databases."""

    house: House
    stored: Stored
    in_memory: InMemory


def lived_in() -> House:
    """Return a house with something for every query to find, and something beside it that it must leave out."""
    house = House(user_limit=100, global_limit=1000, clock=Clock())
    for variation in range(3):
        house.ask(variation=variation)
        house.deliver()
        house.clock.time += HOUR
    house.clock.time += timedelta(days=31)
    for number, (character, days) in enumerate([("wren", 40), ("wren", 41), ("kai", 40), ("wren", 7)]):
        house.ask(f"u{number}", character=character, days=days, variation=10 + number)
        house.deliver()
        house.clock.time += HOUR
    house.granting.grant(by="root", uid="u0", credits=5, key="thanks")
    house.granting.grant(by="root", uid="u1", credits=5, key="thanks-too")
    for number in range(3):
        person = User(f"u{number}", FREE)
        (shown,) = house.queries.avatars_of(person.uid, None, None, 1)
        house.reporting.report(person, shown.avatar_id, Complaint(Reason.OTHER, "not nice"))
        house.deliver()
        house.clock.time += HOUR
    undone, decided, _ = [path.split("/")[1] for path in house.documents if path.startswith("reviews/")]
    house.reviewing.decide(decided, Decision.RESTORE)
    act = {**house.documents["audit/act-thanks"], "person": None, "reporters": [house.naming.known("u2")[0]]}
    house.write("audit/act-of-a-report", act)
    house.write(f"reviews/{undone}", house.documents[f"reviews/{undone}"] | {"pending": True})
    review = house.documents[f"reviews/{decided}"]
    for uid in ("ada", "ada-2"):
        own = review["picture"] | {"image_path": f"people/{uid}/a1/r1-1/1024.jpg"}
        house.write(f"reviews/own-of-{uid}", {**review, "picture": own})
    for number, hours in enumerate((0, 1, 1000)):
        choosing = User(f"u{number}", FREE)
        house.admission.admit_variations(Wish(choosing, Progress(5), variation=40, variations=2))
        house.deliver()
        newest = house.queries.avatars_of(choosing.uid, None, None, 1)[0]
        house.variation_choice.choose(choosing.uid, newest.avatar_id)
        other = house.queries.avatars_of(choosing.uid, None, None, 2)[1]
        path = f"users/{choosing.uid}/avatars/{other.avatar_id}"
        place = house.documents[path]["set"]
        house.write(
            path, house.documents[path] | {"set": place | {"expires_at": house.clock.time + hours * HOUR}}
        )
    for number in range(3):
        leader = house.ask(f"leader{number}", variation=20 + number)
        for follower in ("bo", "cy", "di"):
            house.ask(follower, variation=20 + number)
        house.clock.time += HOUR / 2
        if number:
            house.leasing.claim(str(leader.avatar.render_id), 1)
    for number, provider in enumerate(("openai", "openai", "replicate")):
        job = house.documents[f"renders/{house.ask(f'late{number}', variation=30 + number).avatar.render_id}"]
        waits = {"waits_for": provider, "turn_at": house.clock.time - number * HOUR}
        house.write(f"renders/waits{number}", job | waits)
    letters = house.dead_letters
    for event_id in ("later-in-the-alphabet", "earlier"):
        letters.put_aside(event_id, "answer_wish", "users/ada/avatarRequests/20261120-00", ValueError())
        house.clock.time += HOUR
    letters.put_aside("of-a-payment", "book_payment", "customers/ada/payments/pi_1", ValueError())
    house.write("customers/ada/payments/pi_1", {"status": "succeeded"})
    house.write("users/ada/avatarRequests/20261120-00", {"progress_metrics": {"active_days": -1}})
    house.answer("ada", "20261120-00")
    for uid in ("ada", "bo"):
        house.consenting.give(uid, "2026-11")
        photo = house.photos.upload(f"uploads/{uid}/me.jpg")
        house.upload_limits.arrived(uid, house.photos.as_upload(photo))
        house.ask(uid, photo=photo, character=None)
        house.uploading.upload(
            OwnPicture(User(uid, FREE), house.photos.upload(f"uploads/{uid}/own.jpg", b"own"))
        )
        house.nights.note(User(uid, FREE))
        for device in ("phone", "tablet", "watch"):
            house.devices.register(uid, f"{uid}'s {device}")
        house.clock.time += HOUR * 12
        house.erasing.begin(f"a former {uid}")
        house.write(f"users/{uid}/letters/1/pages/1", {"text": "below a document that is not there"})
    house.erasing.erase("a former ada", 0)
    for number, (old, new) in enumerate([("bo", "u0"), ("di", "u0"), ("cy", "bo")]):
        began = house.clock.time - number * HOUR
        house.write(f"merges/m{number}", Merge(old, new, personal=True, called_at=began).to_document())
    house.write("erasures/a former bo", {**house.documents["erasures/a former bo"], "task_id": "of bo"})
    for folder in ("shared/0000/gone-1", "people/ada/a1/gone-1", "shared/0000/gone-2"):
        orphan = Orphan(folder, house.clock.time - 2 * HOUR)
        house.write(documents.orphan(folder).path, orphan.to_document())
        house.clock.time += HOUR
    for uid, most in (("ada", 3), ("u3", 1)):
        for avatar in house.queries.avatars_of(uid, Status.COMPLETED, None, 50)[-most:]:
            house.sharing.share(User(uid, FREE), avatar.avatar_id)
            house.clock.time += HOUR
    for uid in ("ada", "bo"):
        has_albums(house, uid)
    for uid in ("ada", "bo"):
        house.exports.ask(uid)
        house.clock.time += HOUR
    house.export_pages.turn("ada")
    return house


def is_avatar(path: str) -> bool:
    return "/avatars/" in path and path.count("/") == 3


def has_albums(house: House, uid: str) -> None:
    """Give a user projects, of which one is being deleted, with avatars, tags and uses."""
    ids = [house.projects.create(uid, name, "a note", f"key-{name}").project_id for name in "abc"]
    for number in range(4):
        made = house.ask(uid, variation=60 + number, project=ids[number % 2]).avatar
        house.deliver()
        tags = ("brave", "odd") if number % 3 else ("brave",)
        house.timeline.describe(uid, made.avatar_id, None, None, tags)
        for app in ("chat", "frame"):
            house.uses.record(uid, made.avatar_id, app, UseAction.SHOWN)
            house.clock.time += HOUR
    ending = f"users/{uid}/projects/{ids[2]}"
    house.write(ending, {**house.documents[ending], "ending": "keep", "due_at": house.clock.time})


@contextmanager
def firestore_with(indexes: IndexCatalogue, house: House) -> Iterator[Stored]:
    """Yield the house's documents in an embedded Firestore with these indexes."""
    emulator = FirestoreEmulator(indexes=indexes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "FIRESTORE_EMULATOR_HOST", f"127.0.0.1:{emulator.start()}")
        client = firestore.Client(project=PROJECT)
    batch = client.batch()
    for path, data in house.documents.items():
        batch.set(client.document(path), data)
    batch.commit()
    try:
        yield Stored(client)
    finally:
        client.close()
        emulator.stop()


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    house = lived_in()
    with firestore_with(IndexCatalogue.from_json(INDEXES), house) as stored:
        yield World(house, stored, InMemory(house.store))


def arguments(house: House) -> dict[str, list[tuple[Any, ...]]]:
    """For every method of the port what it may be asked of this house, all but how many it shall find."""
    now = house.clock.time
    jobs = [path.split("/")[1] for path in house.documents if path.startswith("renders/")]
    shares = [path.rpartition("/")[2] for path in house.documents if "/shares/" in path]
    shown = [data["image_path"] for path, data in house.documents.items() if is_avatar(path)]
    how = house.renderers.for_wishes(personal=False), house.policy.detail
    wished = [a_wish(days=days, character=c).recipe(*how) for days in (40, 7) for c in ("wren", "kai")]
    links = {data["image_url"] for path, data in house.documents.items() if is_avatar(path)}
    folders = {path.rpartition("/")[0] for path in filter(None, shown)}
    reviews = [path.split("/")[1] for path in house.documents if path.startswith("reviews/")]

    def name(uid: str) -> str:
        return names_of(house.documents, uid, "salt")[0]

    def entries(collection: str) -> list[tuple[Any, str]]:
        """Return some places at which a page may have ended."""
        of = [(path, data) for path, data in house.documents.items() if path.startswith(f"{collection}/")]
        return [(data["at"], path.split("/")[1]) for path, data in of][::2]

    avatars = [avatar for path, avatar in house.documents.items() if is_avatar(path)]
    places = [(one["image_path"], one["created_at"]) for one in avatars if one["image_path"]][::3]
    moments = [now - DECADE, now - HOUR, now, now + HOUR, now + DECADE]
    projects = [path.split("/")[3] for path in house.documents if path.startswith("users/ada/projects/")]
    used = [
        path.split("/")[3] for path in house.documents if path.startswith("users/ada/") and "/uses/" in path
    ]
    wheres = [
        AvatarFilter(project=projects[0]),
        AvatarFilter(tag="odd"),
        AvatarFilter(projects[1], "brave", StyleId.DAYMI, EvolutionStage.MONTH),
        AvatarFilter(style=StyleId.ANIME),
        AvatarFilter(stage=EvolutionStage.MONTH),
        *(AvatarFilter(origin=origin) for origin in STORED_ORIGINS),
        AvatarFilter(style=StyleId.DAYMI, origin=Origin.UPLOAD),
    ]

    def places_of(below: str, field: str) -> list[tuple[Any, str]]:
        of = [(path, data) for path, data in house.documents.items() if path.rpartition("/")[0] == below]
        return [(data[field], path.rpartition("/")[2]) for path, data in of]

    return {
        "followers": [(job,) for job in (*dict.fromkeys(jobs), "nobody")],
        "followers_since": list(product((*dict.fromkeys(jobs), "nobody"), (None, *moments))),
        "due_jobs": [(moment,) for moment in moments],
        "waiting_jobs": [("openai",), ("replicate",), ("nobody",)],
        "any_waiting_job": [()],
        "count_waiting_jobs": list(product(("openai", "replicate", "nobody"), moments)),
        "waiting_avatars": list(product(moments, moments)),
        "rendering_entries": [(moment,) for moment in moments],
        "expired_entries": [(moment,) for moment in moments],
        "looks_of_character": list(product(wished, moments)),
        "looks_of_stage": list(product(wished, moments)),
        "dead_letters": [()],
        "due_nights": [(moment,) for moment in moments],
        "ledger_of": [(name(uid),) for uid in ("u0", "u1", "nobody")],
        "grants_by": [(name(uid),) for uid in ("root", "nobody")],
        "due_orphans": [(moment,) for moment in moments],
        "expired_variations": [(moment,) for moment in moments],
        "due_upload_counts": [(moment,) for moment in moments],
        "references_of": [("ada",), ("bo",), ("nobody",)],
        "due_erasures": [(moment,) for moment in moments],
        "erasure_of": [("of bo",), ("of",), ("nobody",)],
        "due_exports": [(moment,) for moment in moments],
        "export_of": [
            (house.documents[f"users/{uid}/exports/current"]["export_id"],) for uid in ("ada", "bo")
        ]
        + [("nobody",)],
        "share": [*((one,) for one in shares), ("nobody",)],
        "shares_of": list(product(("ada", "u3", "nobody"), (None, *moments))),
        "merges": [(moment,) for moment in moments],
        "merges_of": [("bo",), ("u0",), ("u1",), ("nobody",)],
        "renders_of": [("ada",), ("bo",), ("nobody",)],
        "dead_letters_of": [("ada",), ("ad",), ("nobody",)],
        "documents_below": [
            ("users/ada",),
            ("users/bo",),
            ("users/nobody",),
            ("customers/ada",),
            (f"renders/{jobs[0]}",),
        ],
        "avatars_of": [
            *product(("ada", "bo", "nobody"), (None, *Status), (None, *moments)),
            *product(("ada", "nobody"), (None, Status.COMPLETED), (None, now), wheres),
        ],
        "avatars_in": [*product(("ada", "bo"), projects), ("ada", "nothing")],
        "projects_of": [
            ("nobody", None),
            *product(["ada"], (None, *places_of("users/ada/projects", "created_at"))),
        ],
        "due_projects": [(moment,) for moment in moments],
        "uses_of": [
            ("nobody", used[0], None),
            *product(["ada"], [used[0]], (None, *places_of(f"users/ada/avatars/{used[0]}/uses", "first_at"))),
        ],
        "use_ids": [("ada", used[0]), ("bo", used[0])],
        "avatars_changed": list(product(("ada", "bo", "nobody"), moments)),
        "count_avatars_of": [
            *product(("ada", "bo", "nobody"), (None, *Status)),
            *product(("ada", "nobody"), (None, Status.COMPLETED), wheres),
        ],
        "reflections_of": list(product(("u0", "ada", "nobody"), STAGES, (None, *StyleId))),
        "shows": [(path,) for path in (*filter(None, shown), "shared/nothing/1024.jpg")],
        "expired_documents": list(product(AGEING, moments)),
        "own_with_image": list(product(("ada", "bo", "u0", "nobody"), links)),
        "avatars_showing": [(folder,) for folder in (*folders, "shared/nothing", "shared")],
        "showing_after": list(product((*folders, "shared/nothing", "shared"), (None, *places))),
        "profiles_showing": [(folder,) for folder in (*folders, "shared/nothing", "shared")],
        "open_reviews": [(None,), *[(moment,) for moment in moments]],
        "pending_reviews": [()],
        "own_reviews": [("ada",), ("bo",), ("nobody",)],
        "reports_by": [(name(uid),) for uid in ("u0", "u1", "nobody")],
        "count_showing": [(folder,) for folder in (*folders, "shared/nothing", "shared")],
        "reporters_of": list(product((*reviews, "nobody"), (True, False))),
        "open_reports": [(review,) for review in (*reviews, "nobody")],
        "reports_on": [(review,) for review in (*reviews, "nobody")],
        "push_devices_of": [("ada",), ("bo",), ("nobody",)],
        "push_tokens_of": [("ada",), ("bo",), ("nobody",)],
        "audit_of": [(name(uid),) for uid in ("u0", "u2", "nobody")],
        "audit_by": [("root",), ("nobody",)],
        "count": list(product(Counted, moments)),
        "ledger": [
            *product(["render_id"], [[jobs[0]], ["nothing"]], [None]),
            *product(["day"], [["2026-11-20"], ["2020-01-01"]], [None, *entries("ledger")]),
            *product(["person"], [[name("u0"), name("ada")], ["nobody"]], [None, *entries("ledger")]),
        ],
        "audit": [
            *product([[], [name("u0"), name("u1")], ["nobody"]], [None], [None, *entries("audit")]),
            *product([[]], ["root", "nobody"], [None, *entries("audit")]),
        ],
        "letters": [(None,), *[(place,) for place in entries("dead_letters")], ((now + DECADE, "x"),)],
        "jobs_under_way": [()],
        "oldest_queued": [()],
    }


def ask(queries: Stored | InMemory, method: str, what: tuple[Any, ...], most: int) -> Any:
    jobs = ("any_waiting_job", "count_waiting_jobs", "oldest_queued")
    alone = ("shows", "count_avatars_of", "erasure_of", "export_of", "share", "count", *jobs)
    how_many = () if method in alone else (most,)
    narrowed = what[3:] if method == "avatars_of" else ()
    return getattr(queries, method)(*what[: len(what) - len(narrowed)], *how_many, *narrowed)


METHODS = [
    name
    for port in (Queries, AlbumQueries, AdministrationQueries)
    for name in vars(port)
    if not name.startswith("_")
]


@pytest.mark.drawn(one_in=12)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("most", [1, 2, 100])
def test_firestore_finds_the_same_in_the_same_order(world: World, method: str, most: int) -> None:
    questions = arguments(world.house)[method]
    expected = [ask(world.in_memory, method, what, most) for what in questions]

    assert [ask(world.stored, method, what, most) for what in questions] == expected
    assert any(expected), "a question that finds nothing proves nothing"
    whole = ("dead_letters", "pending_reviews", "jobs_under_way", "oldest_queued", "any_waiting_job")
    assert not all(expected) or method in whole


READING = [
    *(
        "followers",
        "followers_since",
        "showing_after",
        "due_jobs",
        "waiting_avatars",
        "rendering_entries",
        "expired_entries",
        "looks_of_character",
    ),
    *(
        "looks_of_stage",
        "dead_letters",
        "avatars_of",
        "avatars_changed",
        "reflections_of",
        "own_with_image",
    ),
    "avatars_showing",
    *("open_reviews", "pending_reviews", "reports_by", "open_reports", "reports_on", "due_orphans"),
    *("push_devices_of", "share", "shares_of", "audit", "letters", "jobs_under_way"),
    *("projects_of", "uses_of", "expired_variations"),
]
"""The methods that return more than ids and paths."""

MISSING = {
    "renders": "reservation",
    "avatars": "ithere_message",
    "cache": "render_id",
    "orphans": "folder",
    "dead_letters": "function",
    "reviews": "reports",
    "reports": "note",
    "push_tokens": "token",
    "audit": "role",
    "shares": "slug",
    "projects": "name",
    "uses": "last_at",
}
"""By collection, a field that no query looks at and without which a document cannot be read."""


def test_a_damaged_document_is_told_of_and_keeps_no_other_waiting(world: World) -> None:
    damaged = House()
    for path, data in world.house.documents.items():
        damaged.documents[path] = data
        collection = path.split("/")[-2]
        if collection in MISSING:
            broken = {field: value for field, value in data.items() if field != MISSING[collection]}
            damaged.documents[f"{path}-damaged"] = broken

    with firestore_with(IndexCatalogue.from_json(INDEXES), damaged) as stored, capturing() as captured:
        for method in READING:
            for what in arguments(world.house)[method]:
                for most in (2, 1000):
                    expected = ask(world.in_memory, method, what, most)
                    assert ask(stored, method, what, most) == expected, method

    assert {said["event"] for said in captured} == {"document_unreadable"}
    assert {said["collection"] for said in captured} == set(MISSING)


ENTRIES = [
    (kind, number)
    for kind in ("indexes", "fieldOverrides")
    for number, entry in enumerate(INDEXES.get(kind, []))
    if entry.get("indexes") != []  # one without an index is an exemption
]


@pytest.mark.drawn(one_in=12)
@pytest.mark.parametrize(("kind", "number"), ENTRIES)
def test_no_index_is_paid_for_that_no_query_needs(world: World, kind: str, number: int) -> None:
    rest = {**INDEXES, kind: [entry for at, entry in enumerate(INDEXES[kind]) if at != number]}
    questions = arguments(world.house)

    with firestore_with(IndexCatalogue.from_json(rest), House()) as without:
        client = without._client
        figures, records = FirestoreFigures(client), FirestoreOwnRecords(client)
        assert (
            any(
                needs_an_index(partial(ask, without, method, what, 1))
                for method in METHODS
                for what in questions[method]
            )
            or any(
                needs_an_index(partial(figures_asked.ask, figures, method, what))
                for method, what in figures_asked.each(world.house)
            )
            or any(
                needs_an_index(partial(records.total, of, "credits", 9)) for of in own_records(world.house)
            )
        )


def own_records(house: House) -> list[Records]:
    """Return what the OwnRecords port is asked of this house."""
    root = names_of(house.documents, "u0", "salt")[0]
    return [
        Records("users/ada/avatars"),
        Records("users/ada/avatars", (("style", "daymi"),)),
        Records("users/nobody/avatars"),
        Records("ledger", (("person", root),)),
        Records("ledger", (("person", root), ("movement", "granted"))),
    ]


def test_firestore_finds_the_same_of_ones_own(world: World) -> None:
    in_memory = MemoryOwnRecords(lambda: world.house.documents)
    stored = FirestoreOwnRecords(world.stored._client)

    found = 0
    for of in own_records(world.house):
        for most in (1, 100):
            assert stored.count(of, most) == in_memory.count(of, most)
            if len(of.having) == 2:
                assert stored.total(of, "credits", most) == in_memory.total(of, "credits", most)
        after = ""
        while page := stored.page(of, after, 2):
            assert page == in_memory.page(of, after, 2)
            after, found = page[-1][0], found + len(page)
    assert found > 5


def needs_an_index(query: Callable[[], object]) -> bool:
    try:
        query()
    except FailedPrecondition as refused:
        return "requires" in str(refused)
    return False
