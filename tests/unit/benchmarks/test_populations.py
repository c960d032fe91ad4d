"""The simulated populations: people who are what their docstring says, served as the product would serve them."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from mirror_realm.domain.avatar import Source
from mirror_realm.domain.limits import guest_and_free
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.progress import Progress
from mirror_realm.domain.recipe import RecipeDetail, Renderer
from mirror_realm.domain.wish import User, Wish
from tests.benchmarks.populations.people import Asking, population
from tests.benchmarks.populations.serving import Tariff, recipe_key, serve, serve_naively
from tests.fakes.house import House

RENDERER = Renderer("model-1", "medium")
KEY = recipe_key(RENDERER, RecipeDetail.MEDIUM)
ENDS = {"own": "own", "hit": "shared", "queue": "paid"}
"""The product's outcome -> the simulation's word for it."""
FALLBACKS = {
    Source.SIMILAR: "similar",
    Source.STAGE: "foreign",
    Source.PAINTED: "foreign",
    None: "foreign",  # its painting is under way
}
ONE_A_DAY = guest_and_free(user_daily=1, global_daily=1, guest_share=1.0, budget_micros=100)


def asking(at: float, uid: str, *traits: str, days: int = 3) -> Asking:
    progress = Progress(active_days=days, discovered_traits=traits)
    return Asking(at, Wish(User(uid, FREE), progress, character="wren"))


@pytest.mark.parametrize("degrade_from", [0.6, 1])
@pytest.mark.parametrize("detail", RecipeDetail)
def test_every_wish_ends_as_the_product_itself_ends_it(detail: RecipeDetail, degrade_from: float) -> None:
    house = House(user_limit=1, global_limit=4, detail=detail, degrade_from=degrade_from)
    start = datetime(2026, 11, 1, tzinfo=UTC)
    people = population(40)
    ends: Counter[str] = Counter()
    for one in people.askings:
        house.clock.time = start + timedelta(days=one.at)
        admitted = house.admission.admit(one.wish)
        fallback = admitted.outcome == "degrade" or admitted.avatar.degraded
        ends[FALLBACKS[admitted.avatar.source] if fallback else ENDS[admitted.outcome]] += 1
        house.deliver()

    tariff = Tariff(house.policy.limits, house.provider.cost, house.provider.worst_case, degrade_from)
    served = serve(people.askings, recipe_key(RENDERER, detail), 30, tariff)
    names = ("own", "shared", "paid", "similar", "foreign")
    assert ends == Counter({name: getattr(served, name) for name in names})
    assert min(ends.values()) > 0, "the population is too tame to compare"


def test_the_same_seed_is_the_same_population_and_another_seed_another() -> None:
    assert population(20, seed=1) == population(20, seed=1)
    assert population(20, seed=1) != population(20, seed=2)


def test_people_ask_two_to_three_times_a_week_and_a_little_more() -> None:
    people = population(500)
    weeks = people.person_months * 30 / 7
    assert 2.0 < len(people.askings) / weeks < 3.5


def test_a_person_s_days_and_traits_only_grow() -> None:
    last: dict[str, Progress] = {}
    for one in population(50).askings:
        now, before = one.wish.progress, last.get(one.wish.user.uid)
        if before is not None:
            assert now.active_days > before.active_days
            assert now.goals_completed >= before.goals_completed
            assert now.discovered_traits[: len(before.discovered_traits)] == before.discovered_traits
        last[one.wish.user.uid] = now


def test_an_own_picture_is_a_hit_for_ever_and_a_shared_one_until_its_reuse_date() -> None:
    served = serve([asking(0, "ada"), asking(29, "bo"), asking(31, "cy"), asking(80, "ada")], KEY, 30)
    assert (served.paid, served.shared, served.own) == (2, 1, 1)


def test_a_stand_in_is_no_hit() -> None:
    tariff = Tariff(ONE_A_DAY, call_micros=1, worst_case_micros=1)
    served = serve([asking(0, "ada", "calm"), asking(0.5, "bo", "brave")], KEY, 30, tariff)
    assert (served.paid, served.degraded) == (1, 1)
    assert served.hit_rate == 0.0
    assert served.own_look_rate == 0.5


def test_the_naive_key_hands_out_pictures_of_other_traits() -> None:
    naive = serve_naively(
        [asking(0, "ada", "calm"), asking(1, "bo", "brave"), asking(2, "cy", "peaceful")], KEY, 30
    )
    assert naive.hit_rate == pytest.approx(2 / 3)
    assert naive.other_traits_rate == 0.5, "peaceful is another word for calm, brave is not"
