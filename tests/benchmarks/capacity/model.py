"""The model: a month's quantities and dollars, from the counted acts and the demand of a population."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mirror_realm.domain.money import MICROS
from mirror_realm.domain.timeline_page import CHANGED
from tests.benchmarks.capacity import assumptions as assumed
from tests.benchmarks.capacity.acts import SWEPT_USERS_AT_MOST, TIMELINES
from tests.benchmarks.capacity.demand import Demand
from tests.benchmarks.capacity.figures import Figures
from tests.benchmarks.capacity.live import Count
from tests.benchmarks.capacity.prices import DAYS_A_MONTH, PRICES
from tests.benchmarks.populations.people import DAYS
from tests.deployment import manifest

GIB = 2.0**30
MONTHS = DAYS / DAYS_A_MONTH
PASSES_A_DAY = {"reap": 288, "evolve_at_night": 96, "sweep": 1, "check_models": 1}
"""The schedules, as the manifest has them; a test compares."""
PAINTER_SECONDS = 0.5
LISTENED = ("follow", "miss", "painted")
"""Endings after which the app listens to the avatar's document until the picture is there."""
MADE = ("miss", "painted")
"""Endings that make a picture."""


@dataclass(frozen=True, slots=True)
class Month:
    """What a month needs, by the names of the price table."""

    used: Mapping[str, float]
    fixed: Mapping[str, float]
    """Of it, what is needed with no wish at all."""
    wishes: float
    pictures: float
    """Those that the provider is paid for."""
    picture_dollars: float
    person_months: float

    @property
    def bills(self) -> dict[str, float]:
        return {name: PRICES[name].bill(number) for name, number in self.used.items()}

    @property
    def cents_a_person(self) -> float:
        """All of it, for each person and month."""
        return 100 * (sum(self.bills.values()) + self.picture_dollars) / self.person_months


@cache
def deployed() -> Mapping[str, Mapping[str, Any]]:
    """Return what a deployment makes of each function, by the reviewed manifest."""
    endpoints: Mapping[str, Mapping[str, Any]] = manifest.reviewed()["endpoints"]
    return endpoints


def firestore_of(demand: Demand, acts: Mapping[str, Count]) -> Count:
    """Return the operations of a population's wishes: whole lives of pictures, salts, opens of the timeline."""
    total = Count()
    for ending, number in demand.endings.items():
        total += whole(ending, acts) * number
    total += acts["new_user"] * demand.users_with_pictures
    total += acts["candidate"] * (demand.candidates - demand.endings["similar"])
    for have, opens in demand.timelines.items():
        total += opened(have, acts) * (opens * assumed.OPENS_A_WISH)
    return total


def whole(ending: str, acts: Mapping[str, Count]) -> Count:
    """Return the operations of a wish that ends so, until its picture is there."""
    return acts["miss"] + acts["render"] if ending == "miss" else acts[ending]


def listens(ending: str, acts: Mapping[str, Count]) -> float:
    """Return the reads of an app that listens to the avatar's document: one at once, one for each later write."""
    return whole(ending, acts).avatar_writes if ending in LISTENED else 0.0


def opened(have: int, acts: Mapping[str, Count]) -> Count:
    """Return the operations of opening a timeline of so many avatars, between those that were counted."""
    if have >= TIMELINES[-1]:
        return acts[f"open_{TIMELINES[-1]}"]
    above = next(number for number in TIMELINES if number >= have)
    if above == TIMELINES[0]:
        return acts[f"open_{above}"]
    below = TIMELINES[TIMELINES.index(above) - 1]
    share = (have - below) / (above - below)
    return acts[f"open_{below}"] * (1 - share) + acts[f"open_{above}"] * share


def pages(demand: Demand) -> float:
    """Return the number of timelines with pages, at most: their users have made a wish with one avatar too many."""
    return demand.timelines.get(CHANGED + 1, 0)


def swept(users: float, pictures: float, acts: Mapping[str, Count]) -> Count:
    """Return the operations of a night's sweep over so many users and stored pictures."""
    looked_up = acts["sweep_user"] * min(users, SWEPT_USERS_AT_MOST)
    return acts["sweep"] + looked_up + acts["sweep_picture"] * pictures


def call_seconds(round_trips: float) -> float:
    """Return the time of a call that asks Firestore so often, unrounded."""
    return assumed.CALL_SECONDS + round_trips * assumed.ROUND_TRIP_SECONDS


def render_seconds(acts: Mapping[str, Count]) -> float:
    """Return the time of a worker for a provider's picture."""
    return assumed.PROVIDER_SECONDS + assumed.OWN_SECONDS + call_seconds(acts["render"].round_trips)


def month_of(demand: Demand, figures: Figures) -> Month:
    """Return a population's month: a third of its ninety days, with the stores as they are at their end."""
    acts, endings = figures.acts, demand.endings
    made, new = sum(endings[name] for name in MADE), demand.wishes - endings["own"]
    operations = firestore_of(demand, acts)
    erasures = assumed.ERASED_A_MONTH * demand.person_months
    operations += acts["erase"] * erasures
    opens = demand.wishes * assumed.OPENS_A_WISH
    listening = sum(listens(name, acts) * number for name, number in endings.items())
    functions = _functions(demand, acts, erasures, opens)
    seconds = {name: calls * _billed(took) for name, (calls, took) in functions.items()}
    memory = {name: one["availableMemoryMb"] / 1024 for name, one in deployed().items()}
    large, small = figures.picture_bytes[1024], figures.picture_bytes[256]
    answers = demand.wishes + opens + listening
    a_month = {
        "reads": operations.reads + listening,
        "writes": operations.writes,
        "deletes": operations.deletes,
        "ttl_deletes": operations.expiring,
        "invocations": sum(calls for calls, _ in functions.values()),
        "vcpu_seconds": sum(seconds.values()),
        "gib_seconds": sum(took * memory[name] for name, took in seconds.items()),
        "uploads": assumed.FILES_A_PICTURE * made,
        "downloads": 2 * new,
        "egress_gib": (new * (large + small) + answers * assumed.ANSWER_BYTES) / GIB,
    }
    documents = (operations.kept + operations.expiring) * assumed.DOCUMENT_BYTES
    at_the_end = {
        "document_gib": (documents + pages(demand) * assumed.PAGE_BYTES) / GIB,
        "file_gib": made * sum(figures.picture_bytes.values()) / GIB,
    }
    fixed = _fixed(acts, memory, swept(demand.people, made, acts))
    used = {name: number / MONTHS + fixed[name] for name, number in a_month.items()} | at_the_end
    used["schedules"] = fixed["schedules"]
    pictures = endings["miss"] / MONTHS
    return Month(
        used=used,
        fixed=fixed,
        wishes=demand.wishes / MONTHS,
        pictures=pictures,
        picture_dollars=pictures * figures.picture_micros / MICROS,
        person_months=demand.person_months / MONTHS,
    )


def _functions(
    demand: Demand, acts: Mapping[str, Count], erasures: float, opens: float
) -> dict[str, tuple[float, float]]:
    """Return the invocations of each function, and the seconds of one."""
    endings = demand.endings
    asked = sum(
        (acts["miss"] if name in MADE else acts[name]).round_trips * times for name, times in endings.items()
    )
    pictures, paintings = endings["miss"], endings["painted"]
    painted = PAINTER_SECONDS + render_seconds(acts) - assumed.PROVIDER_SECONDS
    rendering = pictures * render_seconds(acts) + paintings * painted
    return {
        "generate_avatar": (demand.wishes, call_seconds(asked / demand.wishes)),
        "render_attempt": (pictures + paintings, rendering / max(1, pictures + paintings)),
        "list_avatars": (opens, call_seconds(acts["open_20"].round_trips)),
        "delete_my_data": (erasures, call_seconds(acts["erase"].round_trips)),
    }


def _fixed(acts: Mapping[str, Count], memory: Mapping[str, float], sweep: Count) -> defaultdict[str, float]:
    """Return a month of the schedules, with this nightly sweep."""
    fixed: defaultdict[str, float] = defaultdict(float)
    for name, passes in PASSES_A_DAY.items():
        cost = sweep if name == "sweep" else acts[name]
        times = passes * DAYS_A_MONTH
        seconds = times * _billed(call_seconds(cost.round_trips))
        added = {
            "reads": times * cost.reads,
            "writes": times * cost.writes,
            "deletes": times * cost.deletes,
            "invocations": times,
            "vcpu_seconds": seconds,
            "gib_seconds": seconds * memory[name],
            "schedules": 1,
        }
        for quantity, number in added.items():
            fixed[quantity] += number
    return fixed


def _billed(seconds: float) -> float:
    """Return the seconds that an invocation is billed for, with its share of cold starts."""
    steps = math.ceil(round(seconds / assumed.BILLED_STEP, 6))
    return steps * assumed.BILLED_STEP + assumed.COLD_SHARE * assumed.COLD_SECONDS


def free_wishes_a_day(month: Month) -> tuple[float, str]:
    """Return the wishes a day that are free, their opens of the timeline included, and the quantity that binds.

    What is stored, and deletes by TTL, are left out: they grow by the month, and cost from the first on.
    """
    best = (math.inf, "")
    for name, price in PRICES.items():
        if name in ("document_gib", "file_gib", "schedules", "ttl_deletes"):
            continue
        per_wish = (month.used[name] - month.fixed.get(name, 0.0)) / month.wishes
        if per_wish > 0:
            free = max(0.0, price.free - month.fixed.get(name, 0.0))
            best = min(best, (free / per_wish / DAYS_A_MONTH, name))
    return best
