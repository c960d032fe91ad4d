"""Increments on the embedded Firestore by the genuine client give what the memory store gives."""

import pytest

from mirror_realm.domain.allowance import GlobalDay, Tally
from mirror_realm.domain.increments import Increments
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.store import Missing
from mirror_realm.services.store import Transaction
from tests.fakes.house import House
from tests.integration.conftest import Houses
from tests.integration.firestore_house import at_once

DAY = documents.global_day("2026-11-20")
STORED = GlobalDay("2026-11-20", Tally(reserved=3), Tally(reserved=1), held_micros=9)
ADDED = Increments({"settled": 1, "photos": -2, "anonymous.excused": 1, "held_micros": -9})


def add(house: House, increments: Increments = ADDED) -> None:
    def work(transaction: Transaction) -> None:
        transaction.add(DAY, increments)

    house.services.store.transact(work)


def test_both_databases_add_the_same(houses: Houses) -> None:
    stored = []
    for house in (House(), houses()):
        house.write(DAY.path, STORED.to_document())
        add(house)
        stored.append(house.documents[DAY.path])
    assert stored[0] == stored[1] == ADDED.added_to(STORED.to_document())


def test_neither_database_brings_a_document_back(houses: Houses) -> None:
    for house in (House(), houses()):
        with pytest.raises(Missing):
            add(house)
        assert DAY.path not in house.documents


def test_additions_at_one_moment_are_all_there(houses: Houses) -> None:
    house = houses()
    house.write(DAY.path, STORED.to_document())
    results = at_once([lambda: add(house, Increments({"settled": 1}))] * 12)
    assert results == [None] * 12
    assert house.documents[DAY.path]["settled"] == 12
