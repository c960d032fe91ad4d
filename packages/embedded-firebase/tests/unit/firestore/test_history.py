"""Random histories of writes, transactions and queries, compared with a model that is a dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import hypothesis.strategies as st
import pytest
from google.api_core.exceptions import AlreadyExists, NotFound
from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from conformance.world import World
from embedded_firebase.firestore import FirestoreEmulator

IDENTIFIERS = st.sampled_from(["a", "b", "c", "d"])
FIELDS = st.sampled_from(["x", "y"])
NUMBERS = st.integers(-3, 3)


class History(RuleBasedStateMachine):
    """Every operation is done to the emulator and to the model; they must agree at every step."""

    address = ""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.address)
        self.collection = self.world.client.collection("c")
        self.model: dict[str, dict[str, int]] = {}
        self.reader: bytes | None = None
        self.read_model: dict[str, dict[str, int]] = {}

    @rule(identifier=IDENTIFIERS, fields=st.dictionaries(FIELDS, NUMBERS))
    def set(self, identifier: str, fields: dict[str, int]) -> None:
        self.collection.document(identifier).set(fields)
        self.model[identifier] = dict(fields)

    @rule(identifier=IDENTIFIERS, fields=st.dictionaries(FIELDS, NUMBERS, min_size=1))
    def merge(self, identifier: str, fields: dict[str, int]) -> None:
        self.collection.document(identifier).set(fields, merge=True)
        self.model[identifier] = {**self.model.get(identifier, {}), **fields}

    @rule(identifier=IDENTIFIERS, field=FIELDS, number=NUMBERS)
    def update(self, identifier: str, field: str, number: int) -> None:
        if identifier in self.model:
            self.collection.document(identifier).update({field: firestore.Increment(number)})
            self.model[identifier][field] = self.model[identifier].get(field, 0) + number
        else:
            with pytest.raises(NotFound):
                self.collection.document(identifier).update({field: number})

    @rule(identifier=IDENTIFIERS)
    def create(self, identifier: str) -> None:
        if identifier in self.model:
            with pytest.raises(AlreadyExists):
                self.collection.document(identifier).create({})
        else:
            self.collection.document(identifier).create({})
            self.model[identifier] = {}

    @rule(identifier=IDENTIFIERS)
    def delete(self, identifier: str) -> None:
        self.collection.document(identifier).delete()
        self.model.pop(identifier, None)

    @rule(source=IDENTIFIERS, destination=IDENTIFIERS, commit=st.booleans())
    def move_in_a_transaction(self, source: str, destination: str, commit: bool) -> None:
        @firestore.transactional
        def move(transaction: firestore.Transaction) -> None:
            read = self.collection.document(source).get(transaction=transaction)
            assert read.to_dict() == self.model.get(source)
            transaction.set(self.collection.document(destination), read.to_dict() or {})
            transaction.delete(self.collection.document(source))
            if not commit:
                raise LookupError

        if not commit:
            with pytest.raises(LookupError):
                move(self.world.client.transaction())
            return
        move(self.world.client.transaction())
        moved = self.model.pop(source, {})
        if source != destination:
            self.model[destination] = moved

    @rule(identifiers=st.lists(IDENTIFIERS, min_size=1, unique=True), number=NUMBERS)
    def batch(self, identifiers: list[str], number: int) -> None:
        batch = self.world.client.batch()
        for identifier in identifiers:
            batch.update(self.collection.document(identifier), {"x": number})
        if all(identifier in self.model for identifier in identifiers):
            batch.commit()
            for identifier in identifiers:
                self.model[identifier]["x"] = number
        else:
            with pytest.raises(NotFound):
                batch.commit()

    @rule()
    def begin_reading(self) -> None:
        self.reader = self.world.begin(read_only={})
        self.read_model = {identifier: dict(fields) for identifier, fields in self.model.items()}

    @precondition(lambda self: self.reader is not None)
    @rule(bound=NUMBERS)
    def read_the_past(self, bound: int) -> None:
        assert self.reader is not None
        where = {"field_filter": {"field": {"field_path": "x"}, "op": "GREATER_THAN_OR_EQUAL",
                                  "value": {"integer_value": bound}}}  # fmt: skip
        query = {"from_": [{"collection_id": "c"}], "where": where}
        responses = self.world.run_query(query, transaction=self.reader)
        found = [response.document.name[-1] for response in responses if response.document.name]
        assert found == at_least(self.read_model, bound)

    @rule(bound=NUMBERS, limit=st.integers(1, 3))
    def query(self, bound: int, limit: int) -> None:
        query = self.collection.where(filter=FieldFilter("x", ">=", bound)).limit(limit)
        assert [snapshot.id for snapshot in query.get()] == at_least(self.model, bound)[:limit]

    @rule(field=FIELDS)
    def aggregate(self, field: str) -> None:
        values = [fields[field] for fields in self.model.values() if field in fields]
        (results,) = self.collection.count(alias="count").sum(field, alias="sum").get()
        assert {result.alias: result.value for result in results} == {
            "count": len(values),
            "sum": sum(values),
        }

    @invariant()
    def everything_is_as_in_the_model(self) -> None:
        stored: dict[str, Any] = {snapshot.id: snapshot.to_dict() for snapshot in self.collection.get()}
        assert stored == self.model


def at_least(model: dict[str, dict[str, int]], bound: int) -> list[str]:
    """Return the ids whose `x` is at least the bound, in the order of a query for them."""
    matching = [
        (fields["x"], identifier) for identifier, fields in model.items() if fields.get("x", -9) >= bound
    ]
    return [identifier for _, identifier in sorted(matching)]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    emulator = FirestoreEmulator()
    yield f"127.0.0.1:{emulator.start()}"
    emulator.stop()


def test_random_histories_agree_with_the_model(address: str) -> None:
    History.address = address
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=settings().max_examples // 2,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
