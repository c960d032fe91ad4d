"""People sketch: its estimates are a few percent off, it takes about a kilobyte, and it holds no name."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.people_sketch import Sketch, hashed

people = st.lists(st.integers(0, 2**64 - 1), max_size=40)


@pytest.mark.parametrize("number", [200, 3_000, pytest.param(20_000, marks=pytest.mark.whole)])
def test_the_number_of_people_is_within_a_few_percent(number: int) -> None:
    """Its standard error is 2.3 %: the mean of the absolute errors is about 1.8 %."""
    chance = Random(number)
    errors = [
        abs(Sketch().with_people(*(chance.getrandbits(64) for _ in range(number))).count - number) / number
        for _ in range(16)
    ]
    assert sum(errors) / len(errors) < 0.03
    assert max(errors) < 0.075


@given(people, people)
def test_a_union_is_the_sketch_of_all_and_repeats_and_order_change_nothing(
    some: list[int], others: list[int]
) -> None:
    all_of_them = Sketch().with_people(*others, *some)
    assert Sketch().with_people(*some).union(Sketch().with_people(*others)) == all_of_them
    assert all_of_them.with_people(*some, *some) == all_of_them


@given(people)
def test_what_is_stored_is_read_again(some: list[int]) -> None:
    sketch = Sketch().with_people(*some)
    assert Sketch.unpacked(sketch.packed()) == sketch
    assert len(sketch.packed()) == 1280


def test_a_stored_sketch_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="another size"):
        Sketch.unpacked(b"short")


def test_a_person_is_another_hash_under_another_secret() -> None:
    assert hashed("november", "ada") == hashed("november", "ada") != hashed("december", "ada")
    assert hashed("november", "\ud800") != hashed("november", "bo")


def test_few_people_are_counted_exactly() -> None:
    for number in range(30):
        found = Sketch().with_people(*(hashed("secret", f"u{one}") for one in range(number)))
        assert abs(found.count - number) <= 1
