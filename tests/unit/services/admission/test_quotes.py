"""Quotes: what a quote says, the wish then is answered; asking leaves no trace and does not reveal everything."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.report import Reason
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import User, Wish
from mirror_realm.errors import (
    BeingErased,
    ConsentMissing,
    ContentRejected,
    LimitReached,
    LookHidden,
    MirrorRealmError,
    Misconfigured,
    NotFound,
    ProviderUnavailable,
    RateLimited,
    StageNotEarned,
)
from mirror_realm.services.admission.quotes import Quote
from mirror_realm.services.admission.refusal_memory import MOST
from mirror_realm.services.moderation.report import Complaint
from tests.fakes.house import House, a_wish
from tests.fakes.outside import ScriptedProvider

ADA = User("ada", FREE)
PEOPLE = ("ada", "bo", "cy")


def a_house(**options: Any) -> House:
    """Return a house with a second provider."""
    return House(
        **{
            "provider": ScriptedProvider("openai", "gpt-image-9"),
            "fallback_providers": ("openrouter",),
            "user_limit": 2,
            "global_limit": 5,
            "user_paintings": 2,
            "credits": 10,
            "max_calls": 1,
            **options,
        }
    )


def state(house: House) -> str:
    """Return what a quote must leave as it is: documents, attempts, and the memory of refusals."""
    return repr((dict(house.documents), house.store.attempts, dict(house.refusals._known)))


def quote(house: House, wish: Wish) -> Quote | str:
    """Return the quote, or the reason for which there is none; check that nothing is left of it."""
    before, writes = state(house), house.store.writes
    try:
        quoted: Quote | str = house.admission.quote(wish)
    except MirrorRealmError as error:
        quoted = error.reason
    assert state(house) == before
    assert house.store.writes == writes
    return quoted


def admit(house: House, wish: Wish) -> Quote | str:
    """Return what the wish really became, in the form of a quote."""
    credits = held(house, wish.user.uid)
    try:
        admitted = house.admission.admit(wish)
    except (LimitReached, LookHidden) as refusal:
        return Quote("refused", refusal.reason)
    except MirrorRealmError as error:
        return error.reason
    avatar = admitted.avatar
    paid = admitted.outcome == "queue"
    return Quote(
        "fallback" if admitted.outcome == "degrade" else admitted.outcome,
        avatar.problem.reason
        if avatar.problem is not None and (avatar.degraded or admitted.outcome == "degrade")
        else None,
        cost=house.renderers.worst_case_micros(avatar.made_recipe, (), house.clock.now()) / 1_000_000
        if paid
        else 0,
        credits=credits - held(house, wish.user.uid),
        usage=admitted.usage,
    )


def held(house: House, uid: str) -> int:
    credits = house.documents.get(f"users/{uid}", {}).get("credits")
    return 30 if credits is None else credits


wishes = st.builds(
    a_wish,
    st.sampled_from(PEOPLE),
    plan=st.sampled_from([FREE, FREE, GUEST]),
    days=st.sampled_from([3, 40]),
    variation=st.sampled_from([0, 0, 1, 2]),
    style=st.sampled_from([StyleId.DAYMI, StyleId.ANIME]),
    stage=st.sampled_from([None, None, EvolutionStage.MONTH]),
    photo=st.sampled_from([None] * 5 + [f"uploads/{uid}/me.jpg" for uid in PEOPLE]),
    allow_fallback=st.booleans(),
)


def fails(house: House, error: Exception) -> None:
    def raises(_: object) -> None:
        raise error

    house.provider.before = raises
    house.deliver()
    house.provider.before = lambda _: None


def report(house: House, uid: str) -> None:
    for path, data in list(house.documents.items()):
        if path.startswith(f"users/{uid}/avatars/") and data["image_path"] is not None:
            with suppress(MirrorRealmError):
                avatar_id = path.rpartition("/")[2]
                house.reporting.report(User(uid, FREE), avatar_id, Complaint(Reason.OTHER))


def consent(house: House, uid: str) -> None:
    house.consenting.give(uid, "2026-11")
    house.photos.upload(f"uploads/{uid}/me.jpg")


def kill(house: House, *renderers: str) -> None:
    path = f"global_usage/{house.policy.today(house.clock.now())}"
    if path in house.documents:
        house.write(path, {**house.documents[path], "dead_models": list(renderers)})


def later(house: House, minutes: int) -> None:
    house.clock.time += timedelta(minutes=minutes)


happenings: st.SearchStrategy[Callable[[House], object]] = st.one_of(
    st.just(lambda house: house.deliver()),
    st.just(lambda house: fails(house, ContentRejected("no"))),
    st.just(lambda house: fails(house, ProviderUnavailable("down"))),
    st.just(lambda house: kill(house, "gpt-image-9")),
    st.sampled_from(PEOPLE).map(lambda uid: lambda house: report(house, uid)),
    st.sampled_from(PEOPLE).map(lambda uid: lambda house: consent(house, uid)),
    st.sampled_from([1, 11, 24 * 60]).map(lambda minutes: lambda house: later(house, minutes)),
)


@given(st.lists(st.one_of(wishes, wishes, happenings), min_size=3, max_size=30))
def test_what_a_quote_says_the_wish_is_answered(steps: list[Any]) -> None:
    house = a_house()
    for step in steps:
        if isinstance(step, Wish):
            house.quotes.__init__()
            told, became = quote(house, step), admit(house, step)
            if isinstance(told, Quote) and isinstance(became, Quote) and became.usage is None:
                told = replace(
                    told, usage=None
                )  # a limit that the quote has just seen is remembered, and not read
            assert told == became
        else:
            step(house)


def test_each_outcome_is_quoted() -> None:
    house = a_house(user_limit=1)
    wish, other = a_wish(), a_wish(variation=1)
    first = house.admission.quote(wish)
    assert (first.outcome, first.cost, first.credits) == ("queue", 0.06, 10)
    assert first.usage is not None
    assert (first.usage.user_remaining, first.usage.credits_remaining) == (0, 20)
    house.admission.admit(wish)
    assert quote(house, wish) == Quote("under_way")
    assert quote(house, a_wish("bo")) == Quote("follow")
    house.deliver()
    assert quote(house, wish) == Quote("own")
    assert quote(house, a_wish("bo")) == Quote("hit")
    assert quote(house, a_wish(variation=1, allow_fallback=False)) == Quote("refused", "user_daily_limit")
    limited = quote(house, other)
    assert isinstance(limited, Quote)
    assert (limited.outcome, limited.reason, limited.cost) == ("fallback", "user_daily_limit", 0)


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        (a_wish(days=3, stage=EvolutionStage.MONTH), StageNotEarned),
        (a_wish(photo="uploads/ada/me.jpg"), ConsentMissing),
        (a_wish("bo", photo="uploads/bo/me.jpg"), NotFound),
        (a_wish("cy"), BeingErased),
    ],
)
def test_what_admission_raises_about_the_wish_is_raised(wish: Wish, error: type[Exception]) -> None:
    house = a_house()
    house.consenting.give("bo", "2026-11")
    house.erasing.begin("cy")
    with pytest.raises(error):
        house.admission.quote(wish)


def test_a_dead_model_is_raised_too() -> None:
    house = House()
    house.ask(variation=1)
    kill(house, "model-1")
    with pytest.raises(Misconfigured):
        house.admission.quote(a_wish())


def test_the_one_try_of_an_outage_is_left_to_a_wish() -> None:
    house = a_house(user_limit=20, global_limit=50, credits=0)
    for number in range(6):
        house.ask(f"u{number}", variation=50 + number)
        fails(house, ProviderUnavailable("down"))
    later(house, 60)
    for _ in range(3):
        assert isinstance(quote(house, a_wish(variation=3)), Quote)
    assert house.ask(variation=3).avatar.maker is None, "it goes to the first, as the one that tries it"
    assert house.ask(variation=4).avatar.maker == "openrouter:maker/model"


class TestProbing:
    """A quote for a shared picture reveals whether it exists, as a refused wish does."""

    def test_it_has_an_end_and_then_only_ones_own_are_found(self) -> None:
        house = House()
        house.ask("bo", variation=99)
        house.ask("eve", variation=98)
        house.deliver()
        for variation in range(MOST):
            assert quote(house, a_wish("eve", variation=variation)) != "rate_limited"
        for variation in (50, 99):
            with pytest.raises(RateLimited):
                house.admission.quote(a_wish("eve", variation=variation))
        assert quote(house, a_wish("eve", variation=98)) == Quote("own")
        assert quote(house, a_wish("cy", variation=99)) == Quote("hit"), "another user has not asked yet"

    def test_wishes_are_answered_as_before(self) -> None:
        house = House()
        for variation in range(MOST):
            quote(house, a_wish(variation=variation, allow_fallback=False))
        assert house.ask(variation=50, allow_fallback=False).outcome == "queue"

    def test_a_hit_and_a_picture_from_a_photo_are_not_counted(self) -> None:
        house = House()
        house.ask("bo")
        house.deliver()
        consent(house, "ada")
        for _ in range(MOST + 5):
            assert quote(house, a_wish()) == Quote("hit")
            assert isinstance(quote(house, a_wish(photo="uploads/ada/me.jpg", character=None)), Quote)

    def test_the_next_day_begins_anew(self) -> None:
        house = House()
        for variation in range(MOST):
            quote(house, a_wish(variation=variation))
        house.clock.time += timedelta(days=1)
        assert isinstance(quote(house, a_wish(variation=50)), Quote)

    def test_a_user_who_was_refused_too_often_is_quoted_that(self) -> None:
        house = House(user_limit=1)
        house.ask("bo", variation=99)
        house.ask(variation=98)
        house.deliver()
        for variation in range(MOST):
            with suppress(LimitReached):
                house.ask(variation=variation, allow_fallback=False)
        assert quote(house, a_wish(variation=99, allow_fallback=False)) == Quote("refused", "rate_limited")
