"""Listed prices: they raise what is held while they are fresh, by a bounded amount, and never lower it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.listed_price import ABSURD, FRESH, ListedPrice, Rate, listed_of, worst_case_micros
from mirror_realm.domain.model_state import ModelState

AT = datetime(2026, 11, 20, 2, 40, tzinfo=UTC)
MICROS = st.integers(0, 10**9)
RATES = st.tuples(MICROS, MICROS, MICROS).map(lambda it: Rate(max(it[0], it[2]), it[1], min(it[0], it[2])))
"""The picture's amount has what is billed beside its price, so it is the higher one."""


def a_price(rate: Rate, renderer: str = "openrouter:a/b") -> ListedPrice:
    return ListedPrice(renderer, rate, AT)


@given(listed=RATES, own=MICROS, references=st.integers(0, 4))
def test_our_table_is_the_floor_whatever_is_listed(listed: Rate, own: int, references: int) -> None:
    held = worst_case_micros(a_price(listed), own, references)

    assert held >= own
    assert held >= listed.worst_case_micros(references)


def test_without_a_listed_price_our_table_counts() -> None:
    assert worst_case_micros(None, 50_401, 2) == 50_401


@given(listed=RATES, table=RATES)
def test_an_absurd_list_counts_as_a_multiple_of_the_table(listed: Rate, table: Rate) -> None:
    believed = listed.believed(table).at_least(table)

    assert not table.exceeds(believed)
    for references in range(3):
        most = believed.worst_case_micros(references)
        assert most <= ABSURD * table.worst_case_micros(references)
    assert believed.price_cap_micros <= believed.picture_micros


def test_the_price_cap_of_an_absurd_list_leaves_room_for_what_is_billed_beside() -> None:
    table = Rate(50_400, 1_500, 50_400)

    assert Rate(300_000, 0, 200_000).believed(table) == Rate(151_200, 0, 100_800)


def test_a_dearer_reference_alone_exceeds_the_table() -> None:
    table = Rate(50_401, 1_500, 50_401)

    assert not table.exceeds(table)
    assert not Rate(40_000, 1_500, 30_000).exceeds(table)
    assert Rate(50_401, 1_501, 50_401).exceeds(table)


def test_a_price_counts_for_its_renderer_and_for_two_days() -> None:
    price = a_price(Rate(90_000, 3_000, 60_000))

    assert listed_of((price,), "openrouter:a/b", AT + FRESH) == price
    assert listed_of((price,), "openrouter:a/b", AT + FRESH + timedelta(seconds=1)) is None
    assert listed_of((price,), "openrouter:a/c", AT) is None


def test_a_state_of_before_there_were_prices_is_read_and_stored_as_it_was() -> None:
    document = {"renderer": "m", "provider": "openai", "shutdown": None, "gone": False, "checked_at": AT}

    state = ModelState.from_document(document)

    assert state.listed is None
    assert state.to_document() == document
