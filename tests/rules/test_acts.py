"""Who may do what: every act of every role on every path, before each engine."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime

from tests.rules.engines import FirestoreEngine, StorageEngine
from tests.rules.firestore_acts import firestore_acts
from tests.rules.storage_acts import storage_acts

Record = Callable[[str, object], None]


def today() -> date:
    """Return the day in UTC, which is the rules' day."""
    return datetime.now(UTC).date()


def test_no_two_acts_have_the_same_title() -> None:
    titles = Counter(act.title for acts in (firestore_acts(today()), storage_acts()) for act in acts)
    assert [title for title, count in titles.items() if count > 1] == []


def test_firestore_lets_people_do_what_they_may_and_nothing_else(
    firestore_engine: FirestoreEngine, record_property: Record
) -> None:
    day = None
    while day != today():
        day = today()
        judged = [(act, firestore_engine.allows_firestore(act)) for act in firestore_acts(day)]
    record_property("judged", ("cloud.firestore", firestore_engine.name, len(judged)))
    assert [act.title for act, allowed in judged if allowed is not act.allowed] == []


def test_storage_lets_people_do_what_they_may_and_nothing_else(
    storage_engine: StorageEngine, record_property: Record
) -> None:
    judged = [(act, storage_engine.allows_storage(act)) for act in storage_acts()]
    record_property("judged", ("firebase.storage", storage_engine.name, len(judged)))
    assert [act.title for act, allowed in judged if allowed is not act.allowed] == []
