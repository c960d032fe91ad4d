"""Milestones: a milestone brings one picture, for any order of events, and never takes a user's last one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.areas import Area
from mirror_realm.domain.avatar import Status
from mirror_realm.domain.narrative.languages import language
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.preferences import Preferences
from mirror_realm.domain.progress import EvolutionStage, Progress
from mirror_realm.domain.wish import User
from mirror_realm.errors import Contention, Misconfigured
from tests.fakes.captured import Logged, capturing
from tests.fakes.house import House
from tests.fakes.memory_store import MemoryStore

ADA = User("ada", FREE)
DAY = timedelta(days=1)
A_MONTH = Progress(active_days=40, achievement_area=Area.HOME)


@pytest.fixture
def house() -> House:
    return House()


def store(house: House, progress: Progress | dict[str, Any], uid: str = "ada") -> None:
    data = progress.to_document() if isinstance(progress, Progress) else progress
    house.documents[f"users/{uid}/progress/current"] = data


def deliver_event(house: House, person: User = ADA) -> None:
    """One delivery of one event: it says only that something was written."""
    house.milestones.progressed(person)


def progress_to(house: House, progress: Progress, person: User = ADA) -> None:
    store(house, progress, person.uid)
    deliver_event(house, person)


def jobs(house: House) -> int:
    return sum(path.startswith("renders/") and path.count("/") == 1 for path in house.documents)


def reserved_today(house: House) -> int:
    return sum(d["reserved"] for path, d in house.documents.items() if path.startswith("users/ada/usage/"))


def skipped(captured: list[Logged]) -> list[str]:
    return [said["reason"] for said in captured if said["event"] == "milestone_skipped"]


@pytest.fixture
def captured() -> Iterator[list[Logged]]:
    with capturing() as events:
        yield events


def test_a_persons_first_progress_brings_their_new_reflection(house: House) -> None:
    progress_to(house, Progress(active_days=0))
    house.deliver()

    avatar = house.only("users/ada/avatars/")
    assert (avatar["status"], avatar["requested_by"]) == (Status.COMPLETED, "milestone")
    assert avatar["evolution_stage"] == "newReflection"
    house.check()


@pytest.mark.parametrize(
    "next_progress",
    [
        pytest.param(replace(A_MONTH, active_days=90), id="a stage advanced"),
        pytest.param(replace(A_MONTH, active_days=400), id="several stages at once"),
        pytest.param(replace(A_MONTH, goals_completed=1), id="the first goal met"),
        pytest.param(
            replace(A_MONTH, active_days=95, achievement_area=Area.LEARNING), id="another area, and a stage"
        ),
    ],
)
def test_a_milestone_brings_a_picture(house: House, next_progress: Progress) -> None:
    progress_to(house, A_MONTH)
    house.deliver()
    house.clock.time += DAY

    progress_to(house, next_progress)
    house.deliver()

    assert jobs(house) == 2
    house.check()


def test_another_area_alone_brings_a_picture(house: House) -> None:
    progress_to(house, replace(A_MONTH, goals_completed=1))
    house.clock.time += DAY
    progress_to(house, replace(A_MONTH, goals_completed=1, achievement_area=Area.LEARNING))
    assert jobs(house) == 2


@pytest.mark.parametrize(
    "next_progress",
    [
        pytest.param(A_MONTH, id="nothing changed"),
        pytest.param(replace(A_MONTH, active_days=41), id="a day more in the same stage"),
        pytest.param(replace(A_MONTH, active_days=8), id="back to an earlier stage"),
        pytest.param(replace(A_MONTH, achievement_area=None), id="the area is no longer said"),
        pytest.param(replace(A_MONTH, discovered_traits=("brave",)), id="another trait"),
        pytest.param(replace(A_MONTH, major_achievement="ran ten kilometres"), id="another achievement"),
    ],
)
def test_anything_less_brings_nothing(house: House, next_progress: Progress) -> None:
    progress_to(house, A_MONTH)
    house.deliver()
    house.clock.time += DAY
    before = dict(house.documents)

    progress_to(house, next_progress)

    before["users/ada/progress/current"] = next_progress.to_document()
    assert house.documents == before


def test_a_second_goal_is_no_milestone(house: House) -> None:
    progress_to(house, replace(A_MONTH, goals_completed=1))
    house.clock.time += DAY
    progress_to(house, replace(A_MONTH, goals_completed=2))
    assert jobs(house) == 1


def test_an_event_delivered_again_changes_nothing(house: House) -> None:
    progress_to(house, A_MONTH)
    house.deliver()
    before = dict(house.documents)

    for _ in range(3):
        deliver_event(house)

    assert house.documents == before
    house.check()


def test_two_deliveries_at_once_that_both_see_a_new_milestone_make_one_job(house: House) -> None:
    """Both have read the profile before either has written it: the admission itself must be idempotent."""
    store(house, A_MONTH)
    inner = house.store.transact
    others = iter([deliver_event])

    def overtaken(work: Callable[[Any], Any]) -> Any:
        for other in others:
            other(house)
        return inner(work)

    house.store.transact = overtaken  # type: ignore[method-assign]  # the moment between reading and writing
    deliver_event(house)
    house.deliver()

    assert (jobs(house), reserved_today(house)) == (1, 1)
    house.check()


def test_a_late_event_of_earlier_progress_finds_the_later_one_stored(house: House) -> None:
    """Events arrive in any order: each looks at what is stored, so the last to be written is celebrated once."""
    store(house, Progress(active_days=8))
    store(house, Progress(active_days=95))
    deliver_event(house)
    deliver_event(house)

    assert house.only("users/ada/avatars/")["evolution_stage"] == "quarter"
    assert jobs(house) == 1


def test_deleted_progress_is_not_celebrated(house: House) -> None:
    deliver_event(house)
    assert house.documents == {}


def test_it_is_made_in_the_persons_own_style_persona_and_character(house: House) -> None:
    chosen = {"style": "anime", "persona": "explorer", "character": "kai", "time_zone": "Europe/Berlin"}
    house.documents["users/ada/settings/current"] = Preferences.from_document(chosen).to_document()
    progress_to(house, A_MONTH)

    recipe = house.only("users/ada/avatars/")["recipe"]
    assert {name: recipe[name] for name in ("style", "persona", "character")} == {
        "style": "anime",
        "persona": "explorer",
        "character": "kai",
    }


@pytest.mark.parametrize(("locale", "spoken"), [("de-CH", "de"), (None, "en"), ("fr", "en")])
def test_its_message_is_in_the_persons_own_language(house: House, locale: str | None, spoken: str) -> None:
    house.documents["users/ada/settings/current"] = Preferences(locale=locale).to_document()
    progress_to(house, A_MONTH)

    message = house.only("users/ada/avatars/")["ithere_message"]
    assert any(message.endswith(line) for line in language(spoken).stages[EvolutionStage.MONTH])


def test_it_counts_against_the_same_allowance(house: House) -> None:
    progress_to(house, A_MONTH)
    assert (reserved_today(house), house.only("global_usage/")["reserved"]) == (1, 1)


@pytest.mark.parametrize(("asked_before", "celebrated"), [(0, True), (1, True), (2, False), (3, False)])
def test_the_last_picture_of_the_day_is_left_to_the_person(
    house: House, captured: list[Logged], asked_before: int, celebrated: bool
) -> None:
    for variation in range(asked_before):
        house.ask(variation=variation)
    progress_to(house, A_MONTH)

    assert reserved_today(house) == asked_before + celebrated
    assert skipped(captured) == ([] if celebrated else ["user_daily_limit"])
    house.check(quiet=False)


def test_at_most_one_automatic_picture_a_day(house: House, captured: list[Logged]) -> None:
    progress_to(house, A_MONTH)
    progress_to(house, replace(A_MONTH, active_days=90))
    assert (jobs(house), skipped(captured)) == (1, ["rate_limited"])

    house.clock.time += DAY
    deliver_event(house)
    assert jobs(house) == 2


def test_a_shared_picture_counts_as_the_days_automatic_one(house: House, captured: list[Logged]) -> None:
    """It is free, but a second picture nobody asked for on one day is still one too many."""
    bo = User("bo", FREE)
    house.documents["users/bo/settings/current"] = Preferences(character="wren").to_document()
    house.ask("cy", days=95)
    house.deliver()
    progress_to(house, Progress(active_days=40), bo)
    progress_to(house, Progress(active_days=95), bo)

    assert sum(path.startswith("users/bo/avatars/") for path in house.documents) == 1
    assert skipped(captured) == ["rate_limited"]


def test_a_milestone_whose_look_is_there_already_costs_nothing(house: House) -> None:
    house.documents["users/ada/settings/current"] = Preferences(character="wren").to_document()
    house.ask("bo", days=40)
    house.deliver()
    progress_to(house, Progress(active_days=40))

    avatar = house.only("users/ada/avatars/")
    assert (avatar["status"], avatar["source"], reserved_today(house)) == (Status.COMPLETED, "cache", 0)
    deliver_event(house)
    assert jobs(house) == 1


@pytest.mark.parametrize(
    "limits",
    [{"user_limit": 0}, {"global_limit": 0}, {"budget_micros": 0}],
    ids=lambda limits: next(iter(limits)),
)
def test_a_day_without_allowance_is_made_up_for_by_the_next_progress(
    limits: dict[str, int], captured: list[Logged]
) -> None:
    documents = House().store
    denied = House(store=documents, **limits)  # type: ignore[arg-type]  # numbers all
    progress_to(denied, A_MONTH)
    assert (jobs(denied), len(skipped(captured))) == (0, 1)
    assert "users/ada" not in denied.documents, "a milestone that was not had is not remembered"

    allowed = House(store=documents)
    allowed.clock.time += DAY
    deliver_event(allowed)
    allowed.deliver()
    assert allowed.only("users/ada/avatars/")["status"] == Status.COMPLETED


def test_nobody_gets_a_stand_in_they_did_not_ask_for(house: House) -> None:
    for variation in range(3):
        house.ask("bo", variation=variation)
    house.deliver()
    for variation in range(2):
        house.ask(variation=variation)
    progress_to(house, Progress(active_days=95))
    assert not any(data.get("degraded") for data in house.documents.values())


def test_a_person_who_is_being_erased_is_left_alone(house: House, captured: list[Logged]) -> None:
    house.documents["erasures/ada"] = {"started_at": house.clock.now()}
    progress_to(house, A_MONTH)
    assert (jobs(house), skipped(captured)) == (0, ["forbidden"])
    assert "users/ada" not in house.documents


def test_a_deployment_without_a_provider_skips_rather_than_loops(
    house: House, captured: list[Logged]
) -> None:
    def nothing_configured(*_: object, **__: object) -> str:
        raise Misconfigured("no image provider")

    house.provider.renderer = nothing_configured  # type: ignore[method-assign]
    progress_to(house, A_MONTH)
    assert skipped(captured) == ["misconfigured"]


def test_contention_is_left_to_the_platform_to_deliver_again() -> None:
    class Contended(MemoryStore):
        def transact(self, work: Callable[[Any], Any]) -> Any:
            raise Contention("busy")

    house = House(store=Contended())
    store(house, A_MONTH)
    with pytest.raises(Contention):
        deliver_event(house)


@pytest.mark.parametrize(
    "written",
    [{}, {"active_days": "many"}, {"active_days": -3}, {"active_days": 10**12, "achievement_area": "moon"}],
)
def test_progress_that_makes_no_sense_is_celebrated_as_far_as_it_does(
    house: House, written: dict[str, Any]
) -> None:
    store(house, written)
    deliver_event(house)
    assert jobs(house) == 1
    house.check(quiet=False)
