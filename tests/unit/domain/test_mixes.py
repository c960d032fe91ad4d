"""Mixes: no published number is of fewer than five people, nor can it be found by a subtraction."""

from collections import Counter, defaultdict

from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.mixes import BUCKETS, FEW, FEWEST, bit_of, people, published, summed

NAMES = ("a", "b", "c", "d")


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 10**9)), max_size=60))
def test_a_number_is_published_only_of_five_people_or_more(shown: list[tuple[str, int]]) -> None:
    counts, bits, who = Counter(name for name, _ in shown), defaultdict[str, int](int), defaultdict(set)
    for name, person in shown:
        bits[name] |= bit_of(person)
        who[name].add(person)
    cells = published(counts, bits, all_seen=True)
    for name, cell in cells.items():
        assert cell in (counts[name], FEW, None)
        assert not isinstance(cell, int) or len(who[name]) >= FEWEST
    hidden = [name for name, cell in cells.items() if not isinstance(cell, int)]
    assert len(hidden) != 1 or len(cells) == 1, "the others and their sum would give it away"


def test_pictures_of_one_person_are_few_however_many() -> None:
    assert published({"a": 100}, {"a": bit_of(7)}, all_seen=True) == {"a": FEW}


def test_where_not_everybody_was_seen_a_number_is_withheld_not_told_to_be_small() -> None:
    assert published({"a": 100, "b": 3}, {"a": bit_of(7)}, all_seen=False) == {"a": None, "b": FEW}


def test_one_hidden_number_takes_the_smallest_of_the_others_with_it() -> None:
    five = sum(1 << bit for bit in range(5))
    bits = {"a": five, "b": five, "c": 1}
    assert published({"a": 9, "b": 8, "c": 1}, bits, all_seen=True) == {"a": 9, "b": None, "c": FEW}


def test_a_bit_is_one_of_sixty() -> None:
    assert {bit_of(person) for person in range(1000)} == {1 << bit for bit in range(BUCKETS)}


def test_sums_of_published_numbers_are_lower_bounds_where_some_were_not() -> None:
    assert summed([{"a": 6, "b": 7}, {"a": 5}]) == ({"a": 11, "b": 7}, False)
    assert summed([{"a": 6, "b": FEW}, {"a": FEW, "b": FEW}]) == ({"a": 6, "b": None}, True)
    assert summed([{"a": FEW}]) == ({"a": FEW}, True)


def test_people_under_five_are_not_told_how_many() -> None:
    assert [people(number) for number in (None, 0, 1, 4, 5)] == [None, 0, FEW, FEW, 5]
