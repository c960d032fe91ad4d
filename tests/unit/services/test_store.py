"""The store: a user's document is written only by who has looked at their erasure; ids are stable over reruns."""

from datetime import UTC, datetime

import pytest

from mirror_realm.domain.allowance import GlobalDay
from mirror_realm.domain.profile import Profile
from mirror_realm.errors import BeingErased
from mirror_realm.services.ports import documents
from mirror_realm.services.store import Transaction, Unfenced
from tests.fakes.house import House

ADA = documents.profile("ada")
PROFILE = Profile().with_credits(3, datetime(2026, 11, 20, tzinfo=UTC))


@pytest.fixture
def house() -> House:
    return House()


def write(transaction: Transaction) -> None:
    transaction.put(ADA, PROFILE)


def test_a_users_document_is_not_written_by_who_has_not_read_their_fence(house: House) -> None:
    with pytest.raises(Unfenced, match="not read"):
        house.services.store.transact(write)
    assert house.documents == {}


def test_who_wrote_in_spite_of_the_fence_is_found_out(house: House) -> None:
    house.erasing.begin("ada")

    def work(transaction: Transaction) -> None:
        assert transaction.erased("ada")
        write(transaction)

    with pytest.raises(Unfenced, match="has begun"):
        house.services.store.transact(work)


def test_another_users_fence_is_not_enough(house: House) -> None:
    with pytest.raises(Unfenced):
        house.services.store.transact_for("bo", write)


def test_a_transaction_for_a_user_reads_their_fence_with_its_first_read(house: House) -> None:
    def work(transaction: Transaction) -> None:
        assert transaction.read(ADA) is None
        write(transaction)

    house.store.reads = 0
    house.services.store.transact_for("ada", work)
    assert house.documents["users/ada"]["credits"] == 3
    assert house.store.reads == 2


def test_one_that_reads_nothing_reads_the_fence_before_it_writes(house: House) -> None:
    house.services.store.transact_for("ada", write)
    assert house.documents["users/ada"]["credits"] == 3
    house.erasing.begin("ada")
    with pytest.raises(BeingErased):
        house.services.store.transact_for("ada", write)


def test_behind_the_fence_a_transaction_for_a_user_ends_at_its_first_read(house: House) -> None:
    house.erasing.begin("ada")
    with pytest.raises(BeingErased):
        house.services.store.transact_for("ada", lambda transaction: transaction.read(ADA))


def test_a_fence_that_is_read_twice_costs_one_read(house: House) -> None:
    house.store.reads = 0
    house.services.store.transact(lambda transaction: [transaction.erased("ada") for _ in range(3)])
    assert house.store.reads == 1


def test_a_users_document_may_be_deleted_while_they_are_erased(house: House) -> None:
    house.services.store.transact_for("ada", write)
    house.erasing.begin("ada")
    house.services.store.transact(lambda transaction: transaction.delete(ADA))
    assert "users/ada" not in house.documents


def test_what_belongs_to_nobody_needs_no_fence(house: House) -> None:
    day = documents.global_day("20261120")
    house.services.store.transact(lambda transaction: transaction.put(day, GlobalDay("20261120")))
    assert "global_usage/20261120" in house.documents


def test_an_id_is_the_same_in_every_run_and_another_in_every_transaction(house: House) -> None:
    seen: list[tuple[str, str, str]] = []

    def work(transaction: Transaction) -> None:
        seen.append(tuple(transaction.new_id(name) for name in ("one", "two", "one")))  # type: ignore[arg-type]

    house.services.store.transact(work)  # the memory store runs everything twice
    house.services.store.transact(work)
    (one, two, again), rerun, *later = seen
    assert rerun == (one, two, again)
    assert one == again != two
    assert later[0][0] not in (one, two)
