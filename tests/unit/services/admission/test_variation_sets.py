"""Several variations in one wish: all reserved or none, in a set of which one is kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest

from mirror_realm.domain.avatar import Avatar, Source
from mirror_realm.domain.narrative.languages import LANGUAGES
from mirror_realm.domain.plans import Plan
from mirror_realm.domain.progress import Progress
from mirror_realm.domain.variation_set import UNCHOSEN, VariationSet
from mirror_realm.errors import (
    BadOutput,
    InsufficientCredits,
    LimitReached,
    LookHidden,
    PlanRequired,
    UserDailyLimit,
)
from mirror_realm.services.admission.admission_request import Admitted
from tests.fakes.house import House, a_wish
from tests.unit.domain.test_voice_varies import alike

SPREAD = (0, 37, 74, 11)
"""The variations of a set of four that begins with the first."""


def several(house: House, variations: int = 4, uid: str = "ada", **wish: Any) -> Sequence[Admitted]:
    made: Sequence[Admitted] = house.admission.admit_variations(a_wish(uid, variations=variations, **wish))
    return made


def outcomes(admitted: Sequence[Admitted]) -> list[str]:
    return [one.outcome for one in admitted]


def places(house: House, admitted: Sequence[Admitted], uid: str = "ada") -> list[VariationSet | None]:
    return [house.avatar(one, uid).in_set for one in admitted]


def test_one_wish_becomes_four_pictures_in_one_set() -> None:
    house = House(user_limit=4)
    admitted = several(house)
    assert outcomes(admitted) == ["queue"] * 4
    assert [one.avatar.recipe.variation for one in admitted] == list(SPREAD)
    assert house.store.transactions == 1
    assert house.deliver() == 4

    assert {house.avatar(one).source for one in admitted} == {Source.GENERATED}
    assert len({call.prompt for call in house.provider.calls}) == 4
    first, *others = places(house, admitted)
    until = house.clock.time + UNCHOSEN
    assert first is not None
    assert first == VariationSet(first.id, 1, SPREAD, until)
    assert others == [replace(first, number=number) for number in (2, 3, 4)]
    assert house.only("users/ada/usage/")["settled"] == 4
    house.check()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"user_limit": 3}, "user_daily_limit"),
        ({"user_limit": 4, "global_limit": 3}, "global_daily_limit"),
        ({"user_limit": 4, "budget_micros": 3 * 60_000}, "budget_exhausted"),
        ({"user_limit": 4, "credits": 10}, "insufficient_credits"),
        ({"user_limit": 4, "jobs_per_minute": 3}, "rate_limited"),
    ],
)
@pytest.mark.parametrize("allow_fallback", [True, False])
def test_where_not_all_fit_none_is_reserved(
    options: dict[str, Any], reason: str, allow_fallback: bool
) -> None:
    house = House(**options)
    with pytest.raises(LimitReached) as refused:
        several(house, allow_fallback=allow_fallback)
    assert refused.value.reason == reason
    assert house.documents == {}
    assert house.admission.quote(a_wish(variations=4)).reason == reason
    assert outcomes(several(house, 3)) == ["queue"] * 3


def test_the_reason_is_the_one_a_single_wish_gives() -> None:
    house = House(user_limit=1)
    house.ask(days=100)
    with pytest.raises(UserDailyLimit) as alone:
        house.ask(allow_fallback=False)
    with pytest.raises(UserDailyLimit) as together:
        several(house, 2)
    assert alone.value.details() == together.value.details()


def test_what_is_there_already_costs_nothing_and_stays() -> None:
    house = House(user_limit=4)
    house.ask("bo", variation=SPREAD[1])
    own = house.ask()
    house.deliver()
    admitted = several(house)
    assert outcomes(admitted) == ["own", "hit", "queue", "queue"]
    house.deliver()
    first, *others = places(house, admitted)
    assert first is not None
    assert (first.kept, first.expires_at) == (True, None)
    assert [place is not None and place.expires_at is not None for place in others] == [True] * 3
    assert house.avatar(own).in_set == first
    assert house.only("users/ada/usage/")["settled"] == 3
    house.check()


def test_asked_again_the_set_is_the_same_and_nothing_is_written() -> None:
    house = House(user_limit=4)
    several(house)
    house.deliver()
    before = {path: dict(data) for path, data in house.documents.items()}
    house.clock.time += timedelta(days=3)
    assert outcomes(several(house)) == ["own"] * 4
    assert house.documents == before


def test_a_failed_one_is_made_again_in_its_place() -> None:
    house = House(user_limit=4)
    several(house)
    (render_id, number), *rest = house.store.take_attempts()
    house.provider.script = [BadOutput("blank")] * 3
    house.rendering.run(render_id, number)
    house.provider.script = []
    for attempt in rest:
        house.rendering.run(*attempt)
    admitted = several(house)
    assert sorted(outcomes(admitted)) == ["own", "own", "own", "queue"]
    house.deliver()
    assert len({place.id for place in places(house, admitted) if place is not None}) == 1
    assert all(house.avatar(one).shown for one in admitted)
    house.check()


def test_a_larger_set_takes_over_the_smaller_one() -> None:
    house = House(user_limit=4)
    pair = several(house, 2)
    (old, _) = places(house, pair)
    four = several(house)
    assert outcomes(four) == ["under_way", "under_way", "queue", "queue"]
    now = places(house, four)
    assert len({place.id for place in now if place is not None}) == 1
    assert old is not None
    assert now[0] is not None
    assert now[0].id != old.id
    assert all(place is not None and place.expires_at is not None for place in now)


def test_one_that_is_asked_for_alone_leaves_its_set() -> None:
    house = House(user_limit=4)
    admitted = several(house)
    house.deliver()
    single = house.ask(variation=SPREAD[2])
    assert (single.outcome, single.avatar.in_set) == ("own", None)
    assert [place is None for place in places(house, admitted)] == [False, False, True, False]
    writes = house.store.transactions
    house.ask(variation=SPREAD[2])
    assert house.store.transactions == writes + 1
    house.check()


def test_a_set_has_no_fallbacks() -> None:
    house = House(user_limit=4)
    admitted = several(house, 2)
    house.provider.script = [BadOutput("blank")] * 6
    house.deliver()
    stored = [house.avatar(one) for one in admitted]
    assert [avatar.picture for avatar in stored] == [None, None]
    assert house.only("users/ada/usage/")["refunded"] == 2
    house.check()


def test_a_hidden_picture_refuses_the_set() -> None:
    from mirror_realm.domain.plans import FREE
    from mirror_realm.domain.report import Reason
    from mirror_realm.domain.wish import User
    from mirror_realm.services.moderation.report import Complaint

    house = House(user_limit=4)
    one = house.ask(variation=SPREAD[1])
    house.deliver()
    house.reporting.report(User("ada", FREE), one.avatar.avatar_id, Complaint(Reason.OFFENSIVE))
    house.deliver()
    before = dict(house.documents)
    with pytest.raises(LookHidden):
        several(house)
    assert house.documents == before


PLANS = '{"free": {"variations": 3}, "pro": {"variations": 10}}'


def test_beyond_the_plan_it_is_refused_and_names_the_plans() -> None:
    house = House(user_limit=4, plans=PLANS)
    with pytest.raises(PlanRequired) as refused:
        several(house, 4)
    assert (refused.value.field, refused.value.plans) == ("variations", ["guest", "pro"])
    with pytest.raises(PlanRequired) as unknown:
        several(house, 2, variation=3)
    assert unknown.value.field == "variation"
    assert house.documents == {}


def test_a_plan_with_few_variations_has_those() -> None:
    house = House(user_limit=4, plans=PLANS)
    assert {one.avatar.recipe.variation for one in several(house, 3)} == {0, 1, 2}
    pro = several(house, 4, uid="bo", plan=Plan("pro"))
    assert [one.avatar.recipe.variation for one in pro] == [0, 4, 8, 2]


def test_a_quote_tells_what_all_would_take_and_writes_nothing() -> None:
    house = House(user_limit=4, credits=3)
    house.ask("bo", variation=SPREAD[3])
    house.deliver()
    before = {path: dict(data) for path, data in house.documents.items()}
    quote = house.admission.quote(a_wish(variations=4))
    assert house.documents == before
    assert quote.outcomes == ("queue", "queue", "queue", "hit")
    assert (quote.outcome, quote.credits, quote.cost) == ("queue", 9, pytest.approx(0.18))
    admitted = several(house)
    assert tuple(outcomes(admitted)) == quote.outcomes
    assert admitted[0].usage == quote.usage
    assert house.documents["users/ada"]["credits"] == 30 - quote.credits


def test_credits_for_all_are_taken_together_or_not_at_all() -> None:
    house = House(user_limit=4, credits=10)
    with pytest.raises(InsufficientCredits):
        several(house)
    several(house, 3)
    assert house.documents["users/ada"]["credits"] == 0
    house.deliver()
    house.check()


def test_a_set_from_a_photo_reads_it_as_often_and_then_it_is_gone() -> None:
    house = House()
    house.consenting.give("ada", "2026-11")
    path = house.photos.upload("uploads/ada/me.jpg")
    admitted = several(house, 3, photo=path, character=None)
    assert outcomes(admitted) == ["queue"] * 3
    house.deliver()
    assert house.photos.files == {}
    assert len(house.provider.calls) == 3
    house.check()


def test_a_set_sends_one_push() -> None:
    house = House(user_limit=4)
    house.devices.register("ada", "a-device")
    several(house)
    house.deliver()
    assert len(house.push.sent) == 1


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_pictures_of_a_set_have_messages_of_their_own(locale: str) -> None:
    for person in range(4):
        progress = Progress(active_days=40, major_achievement="read a story aloud")
        made = several(House(user_limit=4), uid=f"person-{person}", progress=progress, locale=locale)
        said = [one.avatar.ithere_message for one in made]
        for one, other in combinations(said, 2):
            assert alike(one, other) < 0.75


def test_a_set_is_stored_in_each_of_its_avatars() -> None:
    house = House(user_limit=4)
    admitted = several(house, 2)
    avatar_id = admitted[1].avatar.avatar_id
    stored = house.documents[f"users/ada/avatars/{avatar_id}"]
    assert stored["set"]["of"] == 2
    assert (stored["set"]["number"], stored["set"]["variations"]) == (2, [0, 37])
    assert Avatar.from_document(avatar_id, stored) == admitted[1].avatar
