"""Reports and decisions against wishes of the same moment: real transactions of the genuine client."""

from collections import Counter
from collections.abc import Callable
from functools import partial

from mirror_realm.domain.avatar import Status
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Decision, Reason
from mirror_realm.domain.wish import User
from mirror_realm.services.allowance.policy import REAPER_PERIOD
from mirror_realm.services.moderation.report import Complaint
from tests.fakes.captured import capturing
from tests.integration.conftest import Houses
from tests.integration.firestore_house import FirestoreHouse, at_once

OFFENSIVE = Complaint(Reason.OFFENSIVE)


def shown(house: FirestoreHouse) -> Counter[str]:
    """How many avatars show a picture of which look."""
    avatars = [data for path, data in house.documents.items() if "/avatars/" in path]
    assert {data["status"] for data in avatars} == {Status.COMPLETED}
    return Counter(data["image_path"].split("/")[1] for data in avatars)


def let_the_reaper_finish(house: FirestoreHouse) -> None:
    house.deliver()
    house.clock.time += REAPER_PERIOD
    house.reaping.run()
    house.deliver()


def test_three_reports_at_once_hide_the_look_once_and_nobody_who_asks_meanwhile_keeps_it(
    houses: Houses,
) -> None:
    house = houses()
    avatars = {uid: house.ask(uid).avatar for uid in ("ada", "bo", "cy")}
    house.deliver()
    acts: list[Callable[[], object]] = [
        partial(house.reporting.report, User(uid, FREE), avatar.avatar_id, OFFENSIVE)
        for uid, avatar in avatars.items()
    ]
    acts += [partial(house.ask, f"u{number}") for number in range(12)]
    with capturing() as captured:
        answers = at_once(acts)
    let_the_reaper_finish(house)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert [said["reports"] for said in captured if said["event"] == "look_hidden"] == [3]
    assert house.only("reviews/")["counted"] == 3
    assert avatars["ada"].recipe.cache_key not in shown(house)
    house.check()


def test_a_takedown_reaches_whoever_is_just_handed_the_look(houses: Houses) -> None:
    house = houses()
    made = house.ask("ada").avatar
    house.deliver()
    house.reporting.report(User("ada", FREE), made.avatar_id, OFFENSIVE)
    house.deliver()
    look = made.recipe.cache_key
    acts: list[Callable[[], object]] = [partial(house.ask, f"u{number}") for number in range(16)]
    acts.insert(8, partial(house.reviewing.decide, look, Decision.TAKE_DOWN))
    answers = at_once(acts)
    let_the_reaper_finish(house)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert [name for name in house.pictures.files if name.startswith(f"shared/{look}/")] == []
    assert shown(house).total() == 17
    assert look not in shown(house)
    house.check()


def test_one_person_reporting_many_times_at_once_counts_once(houses: Houses) -> None:
    house = houses()
    made = house.ask("ada").avatar
    house.deliver()
    at_once([partial(house.reporting.report, User("ada", FREE), made.avatar_id, OFFENSIVE)] * 6)
    let_the_reaper_finish(house)

    assert (house.only("reviews/")["reports"], house.only("reviews/")["state"]) == (1, "open")
    assert made.recipe.cache_key not in shown(house)
    house.check()
