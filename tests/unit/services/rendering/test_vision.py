"""A vision model looks at paid pictures: within the hold, and never at the picture's expense."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.avatar import Status
from mirror_realm.domain.quality import Quality
from mirror_realm.domain.verdict import Objection, Verdict
from mirror_realm.errors import BadOutput, Misconfigured, ProviderRateLimited, ProviderTimeout
from mirror_realm.services.admission.admission_request import Admitted
from mirror_realm.services.ports.providers import ProviderImage
from tests.fakes.house import House
from tests.fakes.outside import GOOD, ScriptedVision

PICTURE, LOOK = 13_000, 2_000
WRONG_STYLE = replace(GOOD, style=1)
UNFIT = replace(GOOD, safe=False)


def a_house(*script: Verdict | Exception, **of: Any) -> House:
    return House(vision=ScriptedVision(script=list(script)), **of)


def vision(house: House) -> ScriptedVision:
    assert house.vision is not None
    return house.vision


def quality(house: House, admitted: Admitted) -> Quality | None:
    picture = house.avatar(admitted).picture
    assert picture is not None
    return picture.quality


def spent(house: House) -> int:
    day = house.only("global_usage/")
    assert day["held_micros"] == 0
    return int(day["spent_micros"])


def asked(house: House, **wish: Any) -> Admitted:
    admitted = house.ask(**wish)
    house.deliver()
    house.check()
    return admitted


def test_a_verdict_stands_beside_the_statistics_and_is_paid_with_the_picture() -> None:
    house = a_house(GOOD)
    admitted = asked(house)
    assert quality(house, admitted) == Quality(1.0, (), GOOD)
    assert spent(house) == house.avatar(admitted).cost_micros == PICTURE + LOOK
    stored = house.only("users/ada/avatars/")["quality"]
    assert stored["verdict"]["style"] == 4
    assert "same_person" not in stored["verdict"]


def test_the_hold_covers_the_look() -> None:
    house = a_house()
    held: list[int] = []
    house.provider.before = lambda _: held.append(house.only("global_usage/")["held_micros"])
    asked(house)
    assert held == [house.provider.worst_case + vision(house).worst_case]


@pytest.mark.parametrize("budget", [68_999, 69_000])
def test_a_budget_without_room_for_the_look_has_none_for_the_picture(budget: int) -> None:
    house = a_house(budget_micros=budget)
    admitted = asked(house)
    assert len(vision(house).asked) == (budget == 69_000)
    assert house.avatar(admitted).degraded is (budget < 69_000)


def test_a_picture_that_is_objected_to_is_made_once_more_and_the_better_one_kept() -> None:
    house = a_house(WRONG_STYLE, GOOD)
    house.provider.script = [ProviderImage(b"first", PICTURE), ProviderImage(b"second", PICTURE)]
    admitted = asked(house)
    assert quality(house, admitted) == Quality(1.0, (), GOOD)
    assert spent(house) == 2 * (PICTURE + LOOK)


def test_there_is_no_third_picture_and_no_third_look() -> None:
    house = a_house(WRONG_STYLE, WRONG_STYLE, GOOD)
    admitted = asked(house)
    found = quality(house, admitted)
    assert found is not None
    assert found.why == (Objection.WRONG_STYLE,)
    assert len(house.provider.calls) == len(vision(house).asked) == 2


def test_a_verdict_never_raises_what_statistics_found() -> None:
    house = a_house(GOOD, GOOD)
    house.judge.script = [Quality(0.2), Quality(0.2)]
    admitted = asked(house)
    found = quality(house, admitted)
    assert found is not None
    assert found.score == 0.2


def test_a_picture_unfit_to_be_shown_is_tried_once_in_milder_words() -> None:
    house = a_house(UNFIT, GOOD)
    house.provider.script = [ProviderImage(b"first", PICTURE), ProviderImage(b"second", PICTURE)]
    admitted = asked(house)
    assert [file for file in house.pictures.files.values() if file == b"first"] == []
    assert house.avatar(admitted).status is Status.COMPLETED
    assert not house.avatar(admitted).degraded
    assert house.provider.calls[0].prompt != house.provider.calls[1].prompt
    assert spent(house) == 2 * (PICTURE + LOOK)


def test_two_pictures_unfit_to_be_shown_are_a_refusal_with_the_allowance_given_back() -> None:
    house = a_house(UNFIT, UNFIT)
    admitted = asked(house, allow_fallback=False)
    avatar = house.avatar(admitted)
    assert (avatar.status, avatar.problem and avatar.problem.reason) == (Status.FAILED, "content_rejected")
    assert house.only("global_usage/")["refunded"] == 1
    assert spent(house) == 2 * (PICTURE + LOOK)
    assert not any(path.endswith(".jpg") for path in house.pictures.files)


@pytest.mark.parametrize(
    ("fault", "cost"),
    [
        (BadOutput("prose", cost_micros=1_500), 1_500),
        (BadOutput("no usage", cost_micros=None), 9_000),
        (ProviderTimeout("silence", cost_micros=None), 9_000),
        (ProviderRateLimited("later"), 0),
        (Misconfigured("no such model"), 0),
        (RuntimeError("a bug"), 9_000),
    ],
    ids=str,
)
def test_after_any_fault_the_picture_stays_as_statistics_judge_it(fault: Exception, cost: int) -> None:
    house = a_house(fault)
    admitted = asked(house)
    assert quality(house, admitted) == Quality(1.0)
    assert spent(house) == PICTURE + cost
    assert len(house.provider.calls) == 1


def test_a_cost_above_the_worst_case_counts_as_that() -> None:
    house = a_house()
    vision(house).cost = 50_000
    asked(house)
    assert spent(house) == PICTURE + vision(house).worst_case
    assert "closed_providers" not in house.only("global_usage/")


def test_a_picture_that_leaves_no_room_in_its_hold_is_not_looked_at() -> None:
    house = a_house()
    house.provider.script = [ProviderImage(b"a picture", 65_000)]
    asked(house)
    assert not vision(house).asked
    assert spent(house) == 65_000


def test_a_picture_of_unknown_cost_is_not_looked_at() -> None:
    house = a_house()
    house.provider.script = [ProviderImage(b"a picture", None)]
    asked(house)
    assert not vision(house).asked


def test_without_time_before_the_lease_ends_a_picture_is_not_looked_at() -> None:
    house = a_house()
    house.provider.before = lambda _: house.clock.sleep(170)
    asked(house)
    assert not vision(house).asked


def test_fallback_pictures_of_the_painter_are_not_looked_at() -> None:
    house = a_house(user_limit=0)
    admitted = asked(house)
    assert house.avatar(admitted).degraded
    assert not vision(house).asked


def test_a_worker_that_dies_while_the_model_looks_leaves_a_picture_and_its_worst_case() -> None:
    house = a_house()

    def die() -> None:
        raise KeyboardInterrupt

    vision(house).before = die
    admitted = house.ask()
    with pytest.raises(KeyboardInterrupt):
        house.deliver()
    vision(house).before = lambda: None
    house.clock.time += timedelta(minutes=10)
    house.reaping.run()
    house.deliver()
    house.check()
    assert house.avatar(admitted).status is Status.COMPLETED
    assert len(house.provider.calls) == len(vision(house).asked) == 1
    assert spent(house) == PICTURE + vision(house).worst_case
