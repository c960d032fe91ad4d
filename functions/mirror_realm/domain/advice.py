"""Advice: which setting to change, and what that would cost or save a month, from the figures of the last days.

Each rule is one function: figures in, at most one piece of advice out. About figures that are unknown it says nothing.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mirror_realm.domain.avatar import Source
from mirror_realm.domain.mixes import Cell
from mirror_realm.domain.money import usd_from_micros
from mirror_realm.domain.usage_report import UsageReport

A_MONTH = 30
LEAST_DAYS = 7
"""The days below which a pattern is no pattern."""
LEAST_PICTURES = 20
"""The pictures below which a share is no share."""
FULL_DAYS = 3
"""The days with a limit reached from which on the limit is too low."""
IDLE_SHARE = 0.3
"""The share of a limit below which every day stays if the limit is far too high."""
WITHIN_30 = 0.95
"""The objective of docs/operations.md."""
FEW_HITS = 0.5
NEARLY_FREE = 0.8
"""The share of the free tier from which on a bill is near."""
MOST_REFUNDS = 0.05
BUSY_HOUR = 0.1
"""The share of a day's pictures in its busiest hour, as in docs/capacity.md."""
WRITES_A_PICTURE = 3
"""Writes to the global day for a picture: reserved, call held, settled."""
WAITED_LONG = 600
"""Seconds after which a queue is long."""
MICROS_A_READ = 0.3
"""A read beyond the free tier: 0.03 USD for 100 000 (docs/capacity.md has the table with its date)."""
FREE_READS = 50_000

OUTAGES = ("provider_unavailable", "provider_timeout")


@dataclass(frozen=True, slots=True)
class Setup:
    """The settings that advice is about."""

    pictures: int
    """GLOBAL_DAILY_LIMIT."""
    budget_micros: int
    """DAILY_BUDGET_USD."""
    degrade_from: float
    quality: str
    detail: str
    fallbacks: bool
    """Whether FALLBACK_PROVIDERS names one that is configured."""
    paced: bool
    """Whether the provider has its images a minute."""
    shares: int
    """GLOBAL_DAY_SHARES."""
    instances: int
    """MAX_INSTANCES."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do."""

    setting: str
    """The setting to change; `-` if it is no setting."""
    text: str
    """What was seen, and what the change does, in two sentences."""
    micros_a_month: int | None = None
    """What it costs a month, negative if it saves; None if no figure tells."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that rules look at: closed days and today, with what they add up to."""

    report: UsageReport
    setup: Setup

    @property
    def days(self) -> int:
        return len(self.report.series)

    @property
    def made(self) -> int:
        return self.report.totals.settled

    @property
    def ended(self) -> int:
        """Jobs that ended, with a picture or without."""
        return self.made + self.report.totals.refunded

    @property
    def price_micros(self) -> float:
        """The mean cost of a picture; 0 if nothing was paid."""
        return self.report.totals.spent_micros / self.made if self.made else 0.0

    @property
    def busiest(self) -> int:
        """The pictures of the busiest day."""
        return max((point.made for point in self.report.series), default=0)

    @property
    def used_up(self) -> int:
        """The days on which as many pictures were made as the limit allows."""
        limit = self.setup.pictures
        return sum(point.made >= limit for point in self.report.series) if limit else 0

    @property
    def spent_up(self) -> int:
        """The days whose budget had no room for another picture, though the limit had."""
        rest = self.setup.budget_micros - 2 * self.price_micros
        if not self.price_micros:
            return 0
        return sum(
            point.spent_micros > rest and point.made < self.setup.pictures for point in self.report.series
        )

    def source(self, name: Source) -> int | None:
        """Return the avatars from this source; None if unknown, 0 if there are fewer than five people's."""
        mix = self.report.mixes.get("source")
        cell: Cell = mix.cells.get(name, 0) if mix is not None else None
        return cell if isinstance(cell, int) else 0 if cell is not None else None

    def refunded(self, *reasons: str) -> int:
        known: Mapping[str, int] = self.report.refunds or {}
        return sum(known.get(reason, 0) for reason in reasons)

    def monthly(self, pictures: float) -> int:
        """Return what so many pictures of these days would cost in a month, in micros."""
        return round(pictures * self.price_micros * A_MONTH / max(1, self.days))


def advise(report: UsageReport, setup: Setup) -> Sequence[Advice]:
    """Return what to change, the most urgent first. Nothing, if all is well or too little is known."""
    figures = Figures(report, setup)
    found = (rule(figures) for rule in RULES)
    return [one for one in found if one is not None]


def overrun(figures: Figures) -> Advice | None:
    micros = figures.report.totals.overrun_micros
    if not micros:
        return None
    text = (
        f"Calls cost {_usd(micros)} more than was held for them, which closes their provider for the day. "
        "Compare the price table with the provider's, or choose a model whose price is known."
    )
    return Advice("IMAGE_MODEL", text)


def outage(figures: Figures) -> Advice | None:
    failed = figures.refunded(*OUTAGES)
    if figures.setup.fallbacks or not _many(failed, figures):
        return None
    text = (
        f"{failed} of {figures.ended} jobs failed because the provider was down or too slow. "
        "With FALLBACK_PROVIDERS another one makes the pictures meanwhile, at its own price."
    )
    return Advice("FALLBACK_PROVIDERS", text)


def pace(figures: Figures) -> Advice | None:
    failed = figures.refunded("provider_rate_limited")
    if figures.setup.paced or not _many(failed, figures):
        return None
    text = (
        f"{failed} of {figures.ended} jobs failed because we asked the provider too fast. "
        "Set its images a minute to nine tenths of your account's limit: wishes then wait their turn."
    )
    return Advice("*_IMAGES_PER_MINUTE", text, 0)


def limit(figures: Figures) -> Advice | None:
    """Advise a higher limit if days are used up and users got fallbacks for it."""
    similar, foreign = figures.source(Source.SIMILAR), _foreign(figures)
    if figures.used_up < FULL_DAYS or similar is None or foreign is None or not similar + foreign:
        return None
    present = figures.setup.pictures
    wanted = present + math.ceil((similar + foreign) / figures.used_up)
    raised = _rounded(min(wanted, 3 * present))
    more = min(similar + foreign, figures.used_up * (raised - present))
    text = (
        f"On {figures.used_up} of {figures.days} days all {present} pictures were used: {similar + foreign} wishes "
        f"got a fallback, {foreign} of them another face or a painting. "
        f"With {raised} about {more} of them would have got their own picture."
    )
    return Advice("GLOBAL_DAILY_LIMIT", text, figures.monthly(more))


def budget(figures: Figures) -> Advice | None:
    """Advise a budget that pays for the limit."""
    price, setup = figures.price_micros, figures.setup
    pays = int(setup.budget_micros / price) if price else setup.pictures
    if figures.spent_up < FULL_DAYS or pays >= setup.pictures:
        return None
    needed = math.ceil(setup.pictures * price * 1.1 / 10_000) * 10_000
    text = (
        f"On {figures.spent_up} of {figures.days} days the budget of {_usd(setup.budget_micros)} ended the day: at "
        f"{_usd(round(price))} a picture it pays for {pays} of the {setup.pictures} that GLOBAL_DAILY_LIMIT allows. "
        f"{_usd(needed)} pays for all of them, with a tenth to spare."
    )
    more = figures.spent_up * max(0, setup.pictures - pays)
    return Advice("DAILY_BUDGET_USD", text, figures.monthly(more))


def high_limit(figures: Figures) -> Advice | None:
    """Advise a lower limit if no day comes near it: it only bounds what a flood can cost."""
    setup, busiest = figures.setup, figures.busiest
    enough = figures.days >= 2 * LEAST_DAYS and figures.made >= LEAST_PICTURES
    if not enough or setup.pictures <= LEAST_PICTURES or busiest >= IDLE_SHARE * setup.pictures:
        return None
    lowered = max(LEAST_PICTURES, _rounded(2 * busiest))
    if lowered >= setup.pictures:
        return None
    risk = min(setup.budget_micros, round((setup.pictures - lowered) * figures.price_micros))
    text = (
        f"The busiest of {figures.days} days made {busiest} of {setup.pictures} pictures. "
        f"With {lowered} no user would notice, and a flood of wishes could cost {_usd(risk)} a day less."
    )
    return Advice("GLOBAL_DAILY_LIMIT", text, 0)


def slow(figures: Figures) -> Advice | None:
    times = figures.report.totals.times
    share = times.share_within if figures.report.timed else None
    if share is None or times.pictures < LEAST_PICTURES or share >= WITHIN_30:
        return None
    text = f"{share:.0%} of pictures were there within 30 seconds; the objective is {WITHIN_30:.0%}. "
    if figures.setup.quality == "low":
        return Advice("IMAGE_MODEL", text + "IMAGE_QUALITY is low already: only a faster model helps.")
    return Advice("IMAGE_QUALITY", text + "A lower quality is faster and cheaper; pictures made so far stay.")


def refused_content(figures: Figures) -> Advice | None:
    refused = figures.refunded("content_rejected")
    if not _many(refused, figures):
        return None
    text = (
        f"The provider's policy refused {refused} of {figures.ended} pictures. "
        "Prompts hold no free text, so look at which styles they are; another model may be less strict."
    )
    return Advice("IMAGE_MODEL", text)


def hits(figures: Figures) -> Advice | None:
    rate, detail = figures.report.hit_rate, figures.setup.detail
    if rate is None or rate >= FEW_HITS or figures.made < 5 * LEAST_PICTURES or detail == "low":
        return None
    coarser = {"high": "medium", "medium": "low"}[detail]
    text = (
        f"{rate:.0%} of pictures came from the cache. With RECIPE_DETAIL={coarser} fewer traits show in a picture, so "
        "that more users share one. The amount is for each tenth of new pictures that this saves."
    )
    return Advice("RECIPE_DETAIL", text, -figures.monthly(figures.made / 10))


def shares(figures: Figures) -> Advice | None:
    writes = figures.busiest * BUSY_HOUR / 3600 * WRITES_A_PICTURE
    needed = math.ceil(1.5 * writes)
    if writes <= NEARLY_FREE * figures.setup.shares or needed <= figures.setup.shares:
        return None
    text = (
        f"The busiest day made {figures.busiest} pictures: about {writes:.1f} writes a second to the day's counters in "
        f"its busiest hour, where one a second for each share is advised. {needed} shares have room for it."
    )
    return Advice("GLOBAL_DAY_SHARES", text, 0)


def queue(figures: Figures) -> Advice | None:
    now = figures.report.queue
    if figures.setup.paced or now.oldest_seconds is None or now.oldest_seconds < WAITED_LONG:
        return None
    text = (
        f"{now.waiting or 'Some'} pictures wait, the oldest for {now.oldest_seconds // 60} minutes. "
        f"If `reap` runs, {figures.setup.instances} instances are too few for what is asked at once."
    )
    return Advice("MAX_INSTANCES", text, 0)


def free_tier(figures: Figures) -> Advice | None:
    estimate = figures.report.free_tier
    if estimate is None or max(estimate.reads_share, estimate.writes_share) < NEARLY_FREE:
        return None
    beyond = max(0, estimate.reads - FREE_READS) * MICROS_A_READ * A_MONTH
    text = (
        f"About {estimate.reads_share:.0%} of Firestore's free reads and {estimate.writes_share:.0%} of its free "
        "writes are used on a mean day. Nothing stops beyond them: it is billed, and costs cents."
    )
    return Advice("-", text, round(beyond))


RULES: Sequence[Callable[[Figures], Advice | None]] = (
    *(
        overrun,
        outage,
        pace,
        queue,
        limit,
        budget,
        slow,
        refused_content,
        hits,
        shares,
        high_limit,
        free_tier,
    ),
)
"""The most urgent first: money that is not held, pictures that do not come, then pictures that could be better."""


def _many(number: int, figures: Figures) -> bool:
    return figures.ended >= LEAST_PICTURES and number > MOST_REFUNDS * figures.ended


def _foreign(figures: Figures) -> int | None:
    stage, painted = figures.source(Source.STAGE), figures.source(Source.PAINTED)
    return None if stage is None or painted is None else stage + painted


def _rounded(pictures: float) -> int:
    """Return a number of pictures rounded up to one that people set: fives, then tens, then hundreds."""
    step = 5 if pictures <= 100 else 10 if pictures <= 1000 else 100
    return math.ceil(pictures / step) * step


def _usd(micros: int) -> str:
    usd = usd_from_micros(micros)
    return f"${usd:.2f}" if usd >= 0.1 or not usd else f"${usd:.3f}"
