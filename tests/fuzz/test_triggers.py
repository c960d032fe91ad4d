"""Whatever a document says that starts a function: it is dealt with at once, and what is refused leaves no trace."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.events.cloud.firestore import DocumentEventData
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from embedded_firebase.functions.events import DocumentEvent
from embedded_firebase.functions.hosted import DocumentTrigger
from tests.fuzz import callables, stored
from tests.fuzz.firebase import FuzzedFirebase
from tests.fuzz.runs import FEW, MANY, fuzz
from tests.fuzz.test_callables import MOST_STORED
from tests.soak.soaking import Tell

PROGRESS = "users/ada/progress/current"
SETTINGS = "users/ada/settings/current"

ids = st.text(
    st.characters(codec="utf-8", exclude_characters="/"), min_size=1, max_size=20
) | st.sampled_from(("0", "-1", "1.0", "٣", "9" * 30, " 1", "x" * 1500, "%2e%2e", "a b", "__x", "ada", "1\n"))
"""Of documents."""

days = st.sampled_from((datetime.now(UTC), datetime.now(UTC) - timedelta(days=9)))
wish_ids = st.tuples(days, st.sampled_from(("00", "19", "20", "٠٠", ""))).map(
    lambda one: f"{one[0]:%Y%m%d}-{one[1]}"
)


def usable(identifier: str) -> bool:
    """Whether a document may be called so."""
    return identifier not in (".", "..") and not (identifier.startswith("__") and identifier.endswith("__"))


@dataclass(frozen=True)
class Trigger:
    """A function that documents start, and what is tried with it."""

    strategy: SearchStrategy[Any]
    check: Callable[[FuzzedFirebase, Any], None]


def unharmed(firebase: FuzzedFirebase, failures: int) -> None:
    """Every event has been dealt with, at the first delivery."""
    assert firebase.failures() == failures
    assert not [name for name in firebase.stored() if name.startswith("dead_letters/")]


def changed(firebase: FuzzedFirebase, before: Any) -> set[str]:
    """Return the names of what is stored now and was not, or was otherwise, or is gone."""
    return {name for name, _ in before.items() ^ firebase.stored().items()}


def store(firebase: FuzzedFirebase, path: str, document: dict[str, Any]) -> None:
    firebase.client.document(path).set(document)
    firebase.settle()


def wished(firebase: FuzzedFirebase, drawn: tuple[str, dict[str, Any]]) -> None:
    """Check that a wish document is answered, a refused one only in itself, for repeated and late events."""
    identifier, document = drawn
    path = f"users/ada/avatarRequests/{identifier}"
    firebase.client.document(path).delete()
    before, failures = firebase.stored(), firebase.failures()
    store(firebase, path, document)
    answer = (firebase.client.document(path).get().to_dict() or {})["answer"]
    if answer["status"] == "refused":
        assert answer["error"]["reason"] != "internal"
        assert changed(firebase, before) <= {path}
    answered = firebase.stored()
    deliver(firebase, "answer_wish", path, late=True)
    assert firebase.stored() == answered
    unharmed(firebase, failures)


def progressed(firebase: FuzzedFirebase, drawn: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Progress brings a picture or nothing at all, whatever the settings say."""
    progress, settings = drawn
    before, failures = firebase.stored(), firebase.failures()
    store(firebase, SETTINGS, settings)
    store(firebase, PROGRESS, progress)
    touched = changed(firebase, before)
    if not any("/avatars/" in name for name in touched):
        assert touched <= {SETTINGS, PROGRESS}
    after = firebase.stored()
    deliver(firebase, "celebrate_progress", PROGRESS, late=True)
    assert firebase.stored() == after
    unharmed(firebase, failures)


def paid(firebase: FuzzedFirebase, drawn: tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]) -> None:
    """Check that a payment brings what it paid for, to its user alone, and anything else nothing."""
    identifier, payment, product, price = drawn
    path = f"customers/ada/payments/{identifier}"
    firebase.client.document(path).delete()
    store(firebase, "products/prod_100", product)
    store(firebase, "products/prod_100/prices/price_100", price)
    before, failures = firebase.stored(), firebase.failures()
    store(firebase, path, payment)
    touched = changed(firebase, before)
    bought = f"ledger/payment-{identifier}"
    own = {path, "users/ada", "users/ada/private/identity", f"users/ada/payments/{identifier}"}
    assert {name for name in touched if not name.startswith(bought)} <= own
    if bought in touched:
        entry = firebase.client.document(bought).get().to_dict() or {}
        assert payment["status"] == "succeeded"
        assert entry["amount"] == payment["amount_received"] >= price["unit_amount"]
        assert product["metadata"]["credits"] == str(entry["credits"] // payment["items"][0]["quantity"])
    booked = firebase.stored()
    deliver(firebase, "book_payment", path, late=True)
    assert firebase.stored() == booked
    unharmed(firebase, failures)


def attempted(firebase: FuzzedFirebase, drawn: tuple[str, str, dict[str, Any] | None]) -> None:
    """Check that an attempt at a missing job is ignored, and a senseless one does nothing."""
    render_id, attempt, job = drawn
    firebase.client.document(f"renders/{render_id}").delete()
    if job is not None:
        store(firebase, f"renders/{render_id}", job)
    before, failures = firebase.stored(), firebase.failures()
    try:
        deliver(firebase, "render_attempt", f"renders/{render_id}/attempts/{attempt}", late=False)
    except Exception as error:
        # The suite has loaded the codebase for itself, so this is not the class of that name here.
        if job is None or type(error).__name__ != "Undelivered":
            raise
    assert firebase.stored() == before
    unharmed(firebase, failures)


def deliver(firebase: FuzzedFirebase, function: str, path: str, *, late: bool) -> None:
    """Hands the function an event of a document as the platform does."""
    hosted = firebase.suite.host.functions[function]
    assert isinstance(hosted.trigger, DocumentTrigger)
    event = DocumentEvent(
        identifier=str(uuid.uuid4()),
        operation=hosted.trigger.operation,
        project=firebase.suite.project,
        database="(default)",
        path=path,
        time=(datetime.now(UTC) - timedelta(hours=23 * late)).isoformat().replace("+00:00", "Z"),
        auth_type="",
        auth_id="",
        payload=DocumentEventData.serialize(DocumentEventData(value={"name": path})),
    )
    hosted.call(event.as_cloud_event(hosted.trigger))
    firebase.settle()


WISH = {name: value for name, value in callables.WISH.items() if name != "wait_seconds"}
METRICS = WISH["progress_metrics"]
CHOSEN = {
    "time_zone": "Europe/Berlin",
    "style": "comic",
    "persona": "mentor",
    "character": "kai",
    "locale": "de-AT",
}

ITEM = {"quantity": 1, "price": {"id": "price_100", "product": "prod_100"}}
PAYMENT = {
    "status": "succeeded",
    "amount_received": 500,
    "currency": "usd",
    "metadata": {"credits": "99999"},
    "items": [ITEM],
}
REFUNDED = {
    "id": "ch_1",
    "amount": 500,
    "amount_refunded": 250,
    "disputed": True,
    "dispute": {"status": "won"},
}
PRODUCT = {"active": True, "metadata": {"credits": "100"}}
PRICE = {
    "active": True,
    "type": "one_time",
    "billing_scheme": "per_unit",
    "unit_amount": 500,
    "currency": "usd",
}

TRIGGERS = {
    "book_payment": Trigger(
        st.tuples(
            st.uuids().map(lambda one: f"pi_{one.hex}") | ids.filter(usable),
            st.just(PAYMENT)
            | stored.documents(
                PAYMENT, {**PAYMENT, "charges": {"data": [REFUNDED]}, "latest_charge": REFUNDED}
            ),
            st.just(PRODUCT) | stored.documents(PRODUCT),
            st.just(PRICE) | stored.documents(PRICE),
        ),
        paid,
    ),
    "answer_wish": Trigger(
        st.tuples(
            wish_ids | wish_ids | ids.filter(usable),
            stored.documents(WISH, {**WISH, "answer": {"status": "queued"}}),
        ),
        wished,
    ),
    "celebrate_progress": Trigger(st.tuples(stored.documents(METRICS), stored.documents(CHOSEN)), progressed),
    "render_attempt": Trigger(
        st.tuples(
            ids.filter(usable),
            ids.filter(usable),
            st.none()
            | stored.documents({"state": "queued", "schema_version": 1, "attempt": 1, "uid": "ada"}),
        ),
        attempted,
    ),
}


def fuzz_trigger(firebase: FuzzedFirebase, function: str, inputs: int) -> int:
    trigger = TRIGGERS[function]

    def check(drawn: Any) -> None:
        if len(firebase.stored()) > MOST_STORED:
            firebase.begin()
        trigger.check(firebase, drawn)

    return fuzz(trigger.strategy, check, inputs)


def test_every_trigger_of_documents_is_fuzzed(firebase: FuzzedFirebase) -> None:
    hosted = firebase.suite.host.functions.values()
    assert {one.name for one in hosted if isinstance(one.trigger, DocumentTrigger)} == TRIGGERS.keys()


@pytest.mark.parametrize("function", TRIGGERS)
def test_a_document_is_dealt_with(firebase: FuzzedFirebase, function: str, record_property: Tell) -> None:
    record_property("fuzzed", (function, fuzz_trigger(firebase, function, FEW)))


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("function", TRIGGERS)
def test_a_document_is_dealt_with_at_length(
    firebase: FuzzedFirebase, function: str, record_property: Tell
) -> None:
    record_property("fuzzed", (function, fuzz_trigger(firebase, function, MANY)))
