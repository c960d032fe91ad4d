"""What the populations show: for each recipe detail the true hits, the pictures paid for and the dollars."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mirror_realm import settings
from mirror_realm.adapters.providers.openai_images.pricing import (
    Usage,
    cost_micros,
    price_of,
    worst_case_micros,
)
from mirror_realm.domain.limits import guest_and_free
from mirror_realm.domain.money import MICROS, micros_from_usd
from mirror_realm.domain.prompts import build_prompt
from mirror_realm.domain.recipe import RecipeDetail, Renderer
from tests.benchmarks.populations import costumes
from tests.benchmarks.populations.people import Population, population
from tests.benchmarks.populations.serving import Served, Tariff, recipe_key, serve, serve_naively
from tests.benchmarks.rows import Row, at_most

SIZES = (200, 10_000)
LEAST_HIT_RATE = 0.8
"""At the larger size: the default detail is the finest that reaches it."""
WORLDS = 3
"""What is popular is drawn anew in each: the choice must not hang on one draw."""
TIGHT_DAYS = ((200, 20), (1_000, 20), (5_000, 60), (10_000, 120))
"""People, and the pictures of a day that they share, at which days are used up."""
MOST_FOREIGN = 0.01
"""Of 1 000 people with 20 pictures a day: the share of wishes that may get another face or a painting."""
BYTES_PER_TOKEN = 4
"""Of English prose, by OpenAI's rule of thumb."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """The settings a fresh project has, and what a picture costs by them."""

    detail: RecipeDetail
    renderer: Renderer
    ttl_days: float
    tariff: Tariff

    @classmethod
    def load(cls, sample: Population) -> "Defaults":
        value = {name: default for name, (default, _) in settings.described().items()}
        renderer = Renderer(value["IMAGE_MODEL"], value["IMAGE_QUALITY"])
        detail = RecipeDetail(value["RECIPE_DETAIL"])
        prompt = build_prompt(sample.askings[-1].wish.recipe(renderer, detail))
        drawn = price_of(renderer.name).output_tokens[renderer.quality]
        return cls(
            detail=detail,
            renderer=renderer,
            ttl_days=float(value["CACHE_TTL_DAYS"]),
            tariff=Tariff(
                limits=guest_and_free(
                    user_daily=int(value["USER_DAILY_LIMIT"]),
                    global_daily=int(value["GLOBAL_DAILY_LIMIT"]),
                    guest_share=float(value["ANONYMOUS_DAILY_SHARE"]),
                    budget_micros=micros_from_usd(float(value["DAILY_BUDGET_USD"])),
                ),
                call_micros=cost_micros(
                    renderer.name, Usage(len(prompt.encode()) // BYTES_PER_TOKEN, 0, drawn)
                ),
                worst_case_micros=worst_case_micros(
                    renderer.name, quality=renderer.quality, size=renderer.size, prompt=prompt, references=0
                ),
                degrade_from=float(value["DEGRADE_FROM"]),
            ),
        )


def rows(quick: bool) -> Iterable[Row]:
    """Yield true hits by detail, and what the end of the day brings.

    `quick` makes the larger population a fifth, in one world: its hit rates are lower than they would be."""
    small, large = SIZES[0], SIZES[1] // (5 if quick else 1)
    defaults = Defaults.load(population(1))
    yield Row("price of a picture", f"${defaults.tariff.call_micros / MICROS:.4f}")
    yield from _served(population(small), small, defaults)
    worlds = [population(large, seed) for seed in range(1, 1 + (1 if quick else WORLDS))]
    yield from _served(worlds[0], large, defaults)
    finest: RecipeDetail | None = None
    for detail in RecipeDetail:
        key_of = recipe_key(defaults.renderer, detail)
        rates = [serve(people.askings, key_of, defaults.ttl_days).hit_rate for people in worlds]
        yield Row(
            f"{detail}: true hits of {large} people, worst and best of {len(worlds)} worlds",
            f"{min(rates):.1%} to {max(rates):.1%}",
        )
        finest = detail if min(rates) >= LEAST_HIT_RATE else finest
    yield Row(
        f"RECIPE_DETAIL's default is the finest with {LEAST_HIT_RATE:.0%} true hits in the worst world",
        defaults.detail,
        finest or "none reaches it",
        defaults.detail is finest,
    )
    yield from _costumes(quick, defaults)
    yield from near_the_limit(quick)


def _costumes(quick: bool, defaults: Defaults) -> Iterable[Row]:
    """Yield what costumes cost in hits; `quick` leaves out the larger population."""
    key_of = recipe_key(defaults.renderer, defaults.detail)
    for size in costumes.SIZES[: 1 if quick else None]:
        for share in costumes.SHARES:
            found = costumes.costumed_hits(size, share, key_of, defaults.ttl_days)
            yield Row(
                f"{size} people, {share:.0%} choose costumes: true hits; of wishes in hero styles; pictures",
                f"{found.hit_rate:.1%}; {found.hero_hit_rate:.1%}; {found.pictures}",
            )


def near_the_limit(quick: bool) -> Iterable[Row]:
    """Yield what DEGRADE_FROM does to people whose days are used up; `quick` leaves out the larger populations."""
    defaults = Defaults.load(population(1))
    for size, daily in TIGHT_DAYS[: 2 if quick else len(TIGHT_DAYS)]:
        people = population(size)
        off, on = (_tight(people, defaults, daily, share) for share in (1.0, defaults.tariff.degrade_from))
        for name, served in (("off", off), ("on", on)):
            yield Row(
                f"  {size} people, {daily} a day, DEGRADE_FROM {name}: similar, another face or painted; full days",
                f"{served.similar / served.wishes:.2%}, {served.foreign_rate:.2%}; {len(served.full_days)} of 90",
            )
        if (size, daily) == (1_000, 20):
            yield at_most(
                f"  {size} people, {daily} a day: another face or painted",
                100 * on.foreign_rate,
                100 * MOST_FOREIGN,
                " %",
            )


def _tight(people: Population, defaults: Defaults, daily: int, share: float) -> Served:
    """Serve everybody under a limit of pictures alone."""
    limits = guest_and_free(user_daily=3, global_daily=daily, guest_share=0.5, budget_micros=1_000 * MICROS)
    tariff = replace(defaults.tariff, limits=limits, degrade_from=share)
    return serve(people.askings, recipe_key(defaults.renderer, defaults.detail), defaults.ttl_days, tariff)


def _served(people: Population, size: int, defaults: Defaults) -> Iterable[Row]:
    """One population by every detail, without and with the default limits, and by the naive key."""
    tariff = defaults.tariff
    yield Row(
        f"{size} people, 90 days",
        f"{len(people.askings)} wishes in {people.person_months:.0f} person-months",
    )
    for detail in RecipeDetail:
        key_of = recipe_key(defaults.renderer, detail)
        free = serve(people.askings, key_of, defaults.ttl_days)
        limited = serve(people.askings, key_of, defaults.ttl_days, tariff)
        yield Row(
            f"  {detail}: true hits (own before + shared); pictures paid",
            f"{free.hit_rate:.1%} ({free.own / free.wishes:.1%} + {free.shared / free.wishes:.1%}); "
            f"{free.paid}, {_dollars(free, people, tariff)}",
        )
        yield Row(
            f"  {detail}, default limits: own look, stand-in; pictures paid",
            f"{limited.own_look_rate:.1%}, {1 - limited.own_look_rate:.1%}; "
            f"{limited.paid}, {_dollars(limited, people, tariff)}",
        )
    naive = serve_naively(people.askings, recipe_key(defaults.renderer, defaults.detail), defaults.ttl_days)
    yield Row(
        "  stage:days//7:number_of_traits: hits; of them with other traits, another look",
        f"{naive.hit_rate:.1%}; {naive.other_traits_rate:.1%}, {naive.other_look_rate:.1%}",
    )


def _dollars(served: Served, people: Population, tariff: Tariff) -> str:
    return f"${served.paid * tariff.call_micros / MICROS / people.person_months:.4f} a person-month"
