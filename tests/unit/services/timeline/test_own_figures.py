"""A user's own figures: their own avatars alone, counted within a bound of reads whatever there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import pytest

from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Reason
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased, ProviderUnavailable
from mirror_realm.services.allowance.income import Incomes
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.ports.exports import Records
from mirror_realm.services.timeline.own_figures import EACH, MOST, OwnFigures, parts
from tests.fakes.house import House
from tests.fakes.stripe_extension import StripeExtension, charge

MOST_READS = 36
"""3 for completed avatars, 3 for other statuses, 18 for sources, stages and styles; 5 documents; 7 for credits: 36."""


def test_avatars_are_counted_by_status_source_stage_and_style() -> None:
    house = House(user_limit=9)
    house.ask("bo", style=StyleId.ANIME)
    house.ask(days=0)
    house.ask(days=40, style=StyleId.COMIC)
    house.deliver()
    house.ask(style=StyleId.ANIME)
    house.ask(days=200)

    totals = house.own_figures.of("ada")

    assert totals.avatars == 4
    assert totals.by_status == {"queued": 1, "generating": 0, "completed": 3, "failed": 0}
    assert {name: n for name, n in totals.by_source.items() if n} == {"generated": 2, "cache": 1}
    assert {name: n for name, n in totals.by_stage.items() if n} == {
        "newReflection": 1,
        "month": 2,
        "halfYear": 1,
    }
    assert {name: n for name, n in totals.by_style.items() if n} == {"daymi": 2, "comic": 1, "anime": 1}


def test_the_last_one_is_the_newest_completed_and_a_failed_one_is_counted() -> None:
    house = House(user_limit=9)
    house.clock.step = house.policy.provider_timeout / 1000
    first = house.ask()
    house.deliver()
    house.provider.script = [ProviderUnavailable("down")] * 3
    house.ask(variation=1, allow_fallback=False)
    house.deliver()

    totals = house.own_figures.of("ada")

    assert totals.last is not None
    assert (totals.last.avatar_id, totals.by_status["failed"]) == (first.avatar.avatar_id, 1)


def test_credits_used_are_those_of_pictures_made_or_under_way_and_not_of_returned_ones() -> None:
    house = House(credits=5, user_limit=9)
    house.ask()
    house.deliver()
    house.granting.grant(by="root", uid="ada", credits=7, key="thanks")
    house.granting.grant(by="root", uid="bo", credits=70, key="thanks-too")
    house.ask(variation=1)
    lost = house.ask(variation=2).avatar
    house.cancelling.cancel("ada", lost.avatar_id)

    credits = house.own_figures.of("ada").credits

    assert credits is not None
    assert (credits.granted, credits.used, credits.held) == (7, 10, 27)
    assert House().own_figures.of("ada").credits is None


def test_credits_that_came_are_those_of_payments_of_the_plan_and_of_grants() -> None:
    house = House(credits=5, plans='{"free": {"monthly_credits": 9}}')

    def merge(path: str, fields: dict[str, Any]) -> None:
        house.write(path, {**house.documents.get(path, {}), **fields})

    stripe = StripeExtension(merge)
    stripe.sell("prod_100", "price_100")
    for payment_id, state in (("pi_1", {}), ("pi_2", charge(refunded=500))):
        stripe.checkout("ada", payment_id)
        house.selling.book("ada", payment_id)
        stripe.intent("ada", payment_id, **state)
        house.selling.book("ada", payment_id)
    house.ask()
    house.deliver()

    credits = house.own_figures.of("ada").credits

    assert credits is not None
    assert (credits.granted, credits.used, credits.held) == (109, 5, 134)


@pytest.mark.parametrize(
    ("progress", "days"),
    [({"active_days": 40}, 40), ({"active_days": "many"}, None), ({}, None), (None, None)],
)
def test_active_days_are_what_the_app_wrote(progress: dict[str, Any] | None, days: int | None) -> None:
    house = House()
    if progress is not None:
        house.write("users/ada/progress/current", progress)

    assert house.own_figures.of("ada").active_days == days


def test_a_user_without_anything_has_only_zeros() -> None:
    totals = House().own_figures.of("ada")

    assert (totals.avatars, sum(totals.by_source.values()), sum(totals.by_style.values())) == (0, 0, 0)
    assert (totals.last, totals.active_days) == (None, None)


def test_nobody_has_figures_during_an_erasure() -> None:
    house = House()
    house.ask()
    house.erasing.begin("ada")

    with pytest.raises(BeingErased):
        house.own_figures.of("ada")


def test_a_reported_picture_has_no_source_any_more() -> None:
    house = House(user_limit=9, user_paintings=0)
    admitted = house.ask()
    house.deliver()
    house.reporting.report(User("ada", FREE), admitted.avatar.avatar_id, Complaint(Reason.OTHER))

    totals = house.own_figures.of("ada")

    assert (totals.avatars, totals.by_source["generated"]) == (1, 0)


@dataclass
class Billed:
    """Ten thousand avatars; counts what Firestore bills: a read for every thousand entries, at least one a query."""

    numbers: Mapping[str, int]
    reads: int = 0

    def page(self, of: Records, after: str, most: int) -> Sequence[tuple[str, Mapping[str, Any]]]:
        return ()

    def count(self, of: Records, most: int) -> int:
        ((_, value),) = of.having
        found = min(self.numbers.get(value, 0), most)
        self.reads += max(1, ceil(found / 1000))
        return found

    def total(self, of: Records, field: str, most: int) -> int:
        self.reads += 1
        return 0


@pytest.mark.parametrize("styles", [1, 7])
def test_ten_thousand_avatars_cost_a_bounded_number_of_reads(styles: int) -> None:
    house = House(credits=5)
    house.naming.given("ada")
    each = {style.value: 10_000 // styles for style in list(StyleId)[:styles]}
    billed = Billed({"completed": 10_000, "generated": 10_000, "month": 10_000, **each})
    house.queries.avatars_of = lambda *_: []  # type: ignore[method-assign]

    totals = OwnFigures(
        house.services.store, billed, house.queries, Incomes(billed, house.naming), house.policy
    ).of("ada")

    documents = 3 + 1 + 1  # fence, profile, progress; salt; the last avatar
    assert billed.reads + documents <= MOST_READS
    assert (totals.by_status["completed"], totals.by_style["daymi"]) == (MOST, EACH)


def test_parts_are_whole_where_none_is_capped_and_bounds_where_one_is() -> None:
    def counting(real: Mapping[str, int]) -> Any:
        return lambda name: min(real[name], EACH)

    assert parts(2_000, ["a", "b"], counting({"a": 1_001, "b": 999})) == {"a": 1_001, "b": 999}
    assert parts(2_000, ["a", "b"], counting({"a": 900, "b": 1_100})) == {"a": 900, "b": EACH}
    assert parts(MOST, ["a", "b"], counting({"a": 9_000, "b": 3})) == {"a": EACH, "b": 3}
    assert parts(0, ["a", "b"], counting({})) == {"a": 0, "b": 0}
