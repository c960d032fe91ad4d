"""The stored figures: what was counted and simulated, in `figures.json`. The page is computed from them alone."""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import fmean
from typing import Any

from mirror_realm.adapters.jpegs import JpegCodec
from tests.benchmarks.capacity import acts
from tests.benchmarks.capacity.demand import Demand, limited, unlimited
from tests.benchmarks.capacity.live import Count, counting
from tests.benchmarks.corpus import grainy, painted
from tests.benchmarks.populations import costumes
from tests.benchmarks.populations.costumes import CostumedHits, costumed_hits
from tests.benchmarks.populations.people import population
from tests.benchmarks.populations.report import Defaults
from tests.benchmarks.populations.serving import recipe_key

FILE = Path(__file__).with_name("figures.json")
SIZES = (200, 1_000, 10_000, 1_000_000)
LIMITED = (200, 10_000)
"""Populations that are served under the default limits, too. Under them a million people get fallbacks."""


@dataclass(frozen=True, slots=True)
class Figures:
    counted_on: str
    """The day, ISO 8601."""
    acts: Mapping[str, Count]
    picture_bytes: Mapping[int, float]
    """Bytes of a picture's files by side, the mean of a corpus with the grain of a photograph."""
    picture_micros: int
    """What a picture costs at the provider, in millionths of a USD."""
    worst_case_micros: int
    demands: tuple[Demand, ...]
    """If no limit is met."""
    under_limits: tuple[Demand, ...]
    """Under the default limits."""
    costumes: tuple[CostumedHits, ...]
    """With people who choose costumes, if no limit is met."""

    def to_json(self) -> str:
        stored: dict[str, Any] = asdict(self)
        stored["acts"] = {
            name: {what: round(number, 4) for what, number in asdict(cost).items() if number}
            for name, cost in self.acts.items()
        }
        text = json.dumps(stored, indent=1)
        # A list a line: the days of a population are ninety numbers.
        for days in [each for one in stored["demands"] + stored["under_limits"] for each in one.values()]:
            if isinstance(days, list):
                text = text.replace(json.dumps(days, indent=1).replace("\n", "\n   "), json.dumps(days))
        return text + "\n"


def stored() -> Figures:
    """Return the figures of the file."""
    text = json.loads(FILE.read_text(encoding="utf-8"))
    return Figures(
        counted_on=text["counted_on"],
        acts={name: Count(**cost) for name, cost in text["acts"].items()},
        picture_bytes={int(side): size for side, size in text["picture_bytes"].items()},
        picture_micros=text["picture_micros"],
        worst_case_micros=text["worst_case_micros"],
        demands=tuple(_demand(one) for one in text["demands"]),
        under_limits=tuple(_demand(one) for one in text["under_limits"]),
        costumes=tuple(CostumedHits(**one) for one in text["costumes"]),
    )


def measured(*, simulate: bool) -> Figures:
    """Count the acts and weigh the pictures anew; simulate the populations too, or keep the stored ones.

    simulate: a million people take some minutes and 1 GB of memory.
    """
    with counting() as live:
        costs = acts.counted(live)
    defaults = Defaults.load(population(1))
    looks = (defaults.renderer, defaults.detail, defaults.ttl_days)
    if simulate:
        demands = tuple(unlimited(size, *looks) for size in SIZES)
        under_limits = tuple(limited(size, *looks, defaults.tariff) for size in LIMITED)
    else:
        before = stored()
        demands, under_limits = before.demands, before.under_limits
    hits = costumed() if simulate else before.costumes
    return Figures(
        counted_on=date.today().isoformat(),
        acts=costs,
        picture_bytes=_picture_bytes(),
        picture_micros=defaults.tariff.call_micros,
        worst_case_micros=defaults.tariff.worst_case_micros,
        demands=demands,
        under_limits=under_limits,
        costumes=hits,
    )


def costumed() -> tuple[CostumedHits, ...]:
    """Simulate the populations with people who choose costumes, in less than a minute."""
    defaults = Defaults.load(population(1))
    key_of = recipe_key(defaults.renderer, defaults.detail)
    return tuple(
        costumed_hits(size, share, key_of, defaults.ttl_days)
        for size in costumes.SIZES
        for share in costumes.SHARES
    )


def _picture_bytes() -> dict[int, float]:
    sizes: dict[int, list[int]] = {}
    for seed, picture in enumerate(painted(quick=False)):
        sent = io.BytesIO()
        grainy(picture, seed).save(sent, "JPEG", quality=95)
        for side, encoded in JpegCodec().encode(sent.getvalue(), picture.width).jpegs.items():
            sizes.setdefault(side, []).append(len(encoded))
    return {side: round(fmean(each)) for side, each in sorted(sizes.items())}


def _demand(stored: dict[str, Any]) -> Demand:
    timelines = {int(number): times for number, times in stored.pop("timelines").items()}
    return Demand(**stored, timelines=timelines)
