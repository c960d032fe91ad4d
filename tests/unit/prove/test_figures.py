"""What a proof says holds, holds."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mirror_realm.domain.quality import Fault, Quality
from prove.figures import percentile, recognised, usd, verdicts
from prove.journal import Call, Ending
from prove.looks import looks
from prove.proving import Result, State

NOW = datetime(2026, 11, 30, tzinfo=UTC)
LOOKS = looks("flare", "flare-edit", "medium", "a digest")
GOOD, POOR = Quality(1.0), Quality(0.1, (Fault.BLURRED,))


def made(quality: Quality = GOOD) -> list[Result]:
    return [Result(look, State.MADE, quality) for look in LOOKS[:20]]


def call(cost: int | None = 40_000, seconds: float = 10.0) -> Call:
    return Call("a", 50_000, NOW, ending=Ending.MADE, cost_micros=cost, seconds=seconds)


def holds(results: list[Result], calls: list[Call], promise: str) -> bool | None:
    (found,) = [one for one in verdicts(results, calls, [], False) if one.promise == promise]
    return found.holds


@pytest.mark.parametrize(("poor", "expected"), [(0, True), (2, True), (3, False)])
def test_nine_in_ten_have_to_pass_the_style_check(poor: int, expected: bool) -> None:
    results = made()
    for index in range(poor):
        results[index] = replace(results[index], quality=POOR)
    assert holds(results, [], "Prompts") is expected


@pytest.mark.parametrize(("failed", "expected"), [(0, True), (1, True), (2, False)])
def test_nineteen_in_twenty_have_to_become_a_picture(failed: int, expected: bool) -> None:
    results = made()
    for index in range(failed):
        results[index] = replace(results[index], state=State.FAILED, quality=None)
    assert holds(results, [], "Success") is expected


def test_what_was_not_asked_for_did_not_fail() -> None:
    left = [replace(result, state=State.LEFT, quality=None) for result in made()]
    assert holds([*made()[:1], *left[1:]], [], "Success") is True
    assert holds(left, [], "Success") is None


@pytest.mark.parametrize(("cost", "expected"), [(50_000, True), (50_001, False), (None, None)])
def test_no_cost_may_be_above_its_worst_case(cost: int | None, expected: bool | None) -> None:
    assert holds(made(), [call(cost)], "Prices") is expected


@pytest.mark.parametrize(("slow", "expected"), [(0, True), (1, True), (2, False)])
def test_nineteen_in_twenty_have_to_be_there_in_time(slow: int, expected: bool) -> None:
    calls = [call(seconds=31.0)] * slow + [call(seconds=29.0)] * (20 - slow)
    assert holds(made(), calls, "Times") is expected


def test_a_person_is_recognised_by_the_likeness_to_their_other_pictures() -> None:
    pictures = [Result(look, State.MADE, GOOD) for look in LOOKS]

    def like(one: Result, other: Result) -> float:
        return 0.9 if one.look.person == other.look.person else 0.2

    found = recognised(pictures, like)
    assert {one.person for one in found} == {"amara", "the person in the photo"}
    assert all(one.right for one in found)
    assert len(found) == 12
    assert not any(one.right for one in recognised(pictures, lambda one, other: 1.1 - like(one, other)))
    assert not any(one.right for one in recognised(pictures, lambda one, other: 0.5)), (
        "a tie recognises nobody"
    )


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([3.0], 0.95, 3.0), ([1.0, 2.0], 0.5, 1.0), (list(range(1, 21)), 0.95, 19)],
)
def test_a_percentile_is_one_of_the_values(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected


@pytest.mark.parametrize(("micros", "shown"), [(0, "$0.00"), (1_000_000, "$1.00"), (40_300, "$0.0403")])
def test_an_amount_is_shown_without_a_row_of_zeros(micros: int, shown: str) -> None:
    assert usd(micros) == shown
