"""A trilogy: three times of one life in one wish; all three reserved, or none."""

from itertools import combinations
from typing import Any

import pytest

from mirror_realm.domain.avatar import Source
from mirror_realm.domain.narrative.languages import LANGUAGES
from mirror_realm.domain.progress import Progress
from mirror_realm.domain.recipe import Timeline
from mirror_realm.errors import UserDailyLimit
from mirror_realm.services.admission.admission_request import Admitted
from tests.fakes.house import House, a_wish
from tests.unit.domain.test_voice_varies import alike


def trilogy(house: House, **wish: Any) -> dict[Timeline, Admitted]:
    three: dict[Timeline, Admitted] = house.admission.admit_trilogy(a_wish(**wish))
    return three


def outcomes(admitted: dict[Timeline, Admitted]) -> list[str]:
    return [one.outcome for one in admitted.values()]


def test_one_wish_becomes_three_pictures_rendered_on_their_own() -> None:
    house = House()
    admitted = trilogy(house)
    assert outcomes(admitted) == ["queue"] * 3
    assert house.store.transactions == 1
    assert house.deliver() == 3

    assert {house.avatar(one).source for one in admitted.values()} == {Source.GENERATED}
    assert len({call.prompt for call in house.provider.calls}) == 3
    assert house.only("users/ada/usage/")["settled"] == 3
    house.check()


def test_where_only_two_fit_none_is_reserved() -> None:
    house = House(user_limit=2)
    with pytest.raises(UserDailyLimit):
        trilogy(house, allow_fallback=False)
    assert house.documents == {}

    admitted = trilogy(house)
    assert outcomes(admitted) == ["degrade"] * 3
    house.deliver()
    assert house.provider.calls == []
    day = house.only("users/ada/usage/")
    assert (day["reserved"], day["paintings"]) == (0, 3)
    house.check()


def test_what_is_there_already_is_not_reserved_again() -> None:
    house = House(user_limit=3)
    house.ask(timeline=Timeline.CURRENT)
    house.deliver()
    admitted = trilogy(house)
    assert outcomes(admitted) == ["queue", "own", "queue"]
    house.deliver()
    assert outcomes(trilogy(house)) == ["own"] * 3
    house.check()


def test_no_page_of_the_timeline_skips_one_of_the_three() -> None:
    house = House()
    trilogy(house)
    timeline = house.timeline
    seen, page = [], timeline.page("ada", None, None, 1)
    while page.before is not None:
        seen += page.avatars
        page = timeline.page("ada", None, page.before, 1)
    assert {avatar.recipe.timeline for avatar in (*seen, *page.avatars)} == set(Timeline)


def test_the_budget_must_fit_three_calls() -> None:
    house = House(budget_micros=2 * 60_000)
    assert outcomes(trilogy(house)) == ["degrade"] * 3
    house.deliver()
    house.check()


def test_the_day_must_have_room_for_all_three() -> None:
    house = House(global_limit=4)
    house.ask("bo", variation=1)
    house.ask("cy", variation=2)
    assert outcomes(trilogy(house)) == ["degrade"] * 3
    assert house.only("global_usage/")["reserved"] == 2


def test_a_trilogy_of_oneself_reads_the_photo_three_times_and_then_it_is_gone() -> None:
    house = House()
    house.consenting.give("ada", "2026-11")
    path = house.photos.upload("uploads/ada/me.jpg")
    admitted = trilogy(house, photo=path, character=None)
    assert outcomes(admitted) == ["queue"] * 3
    attempts = house.store.take_attempts()
    for attempt in attempts[:2]:
        house.rendering.run(*attempt)
        assert path in house.photos.files
    house.rendering.run(*attempts[2])

    assert house.photos.files == {}
    assert len(house.provider.calls) == 3
    house.check()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (2, 0, 1)])
def test_whichever_is_done_first_likeness_is_carried_on_by_the_picture_of_today(
    order: tuple[int, int, int],
) -> None:
    house = House(user_limit=9)
    house.consenting.give("ada", "2026-11")
    path = house.photos.upload("uploads/ada/me.jpg")
    made = trilogy(house, photo=path, character=None)
    attempts = house.store.take_attempts()
    for index in order:
        house.rendering.run(*attempts[index])
    house.ask("ada", photo=path, character=None, days=95)
    house.deliver()

    today = house.avatar(made[Timeline.CURRENT]).picture
    assert today is not None
    job = next(
        d
        for p, d in house.documents.items()
        if p.startswith("renders/") and "inputs" in d and d["recipe"]["stage"] == "quarter"
    )
    assert [given["path"] for given in job["inputs"]] == [today.image_path]


def test_credits_for_three_are_taken_together() -> None:
    house = House(credits=10)
    trilogy(house)
    assert house.documents["users/ada"]["credits"] == 0
    house.deliver()
    house.check()


def test_waiting_for_three_ends_when_the_last_is_done() -> None:
    house = House()
    admitted = trilogy(house)
    house.deliver()
    done = house.waiting.until_all_done("ada", [one.avatar for one in admitted.values()], 20)
    assert [avatar.under_way for avatar in done] == [False] * 3


@pytest.mark.parametrize("locale", LANGUAGES)
def test_three_pictures_of_one_moment_have_three_messages(locale: str) -> None:
    for person in range(40):
        progress = Progress(active_days=40, major_achievement="read a story aloud")
        three = trilogy(House(), uid=f"person-{person}", progress=progress, locale=locale)
        said = [one.avatar.ithere_message for one in three.values()]
        for one, other in combinations(said, 2):
            assert alike(one, other) < 0.75
