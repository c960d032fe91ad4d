"""Demand: what a simulated population asks for over 90 days, and how its wishes end.

The people are those of `tests/benchmarks/populations`, their looks are the product's own recipes. Two ways: `unlimited`
serves everybody, a person at a time, so that a million fit into memory; `limited` serves in order of time under limits,
with the ladder's rungs.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from mirror_realm.domain import allowance
from mirror_realm.domain.allowance import GlobalDay, UserDay
from mirror_realm.domain.character_ids import character_for
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.progress import stage_for
from mirror_realm.domain.recipe import RecipeDetail, Renderer
from mirror_realm.domain.wish import Wish
from mirror_realm.providers import OPENAI
from mirror_realm.services.fallback.ladder import CANDIDATES
from tests.benchmarks.capacity.acts import TIMELINES
from tests.benchmarks.populations.people import DAYS, Asking, lives
from tests.benchmarks.populations.serving import KeyOf, Tariff, recipe_key

MADE_IN = 15.0 / 86_400
"""Days until a picture is there: a wish for it in the meantime follows."""
ENDINGS = ("own", "hit", "follow", "miss", "similar", "painted")
MOST_SHOWN = max(TIMELINES)


@dataclass(slots=True)
class Demand:
    """How the wishes of a population ended. Days are counted from 0."""

    people: int = 0
    person_months: float = 0.0
    endings: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ENDINGS, 0))
    users_with_pictures: int = 0
    """Those who had at least one picture made: each writes a salt once."""
    timelines: dict[int, int] = field(default_factory=dict)
    """Wishes by the number of avatars that the person then has, the new one included, at most `MOST_SHOWN`."""
    wishes_a_day: list[int] = field(default_factory=lambda: [0] * DAYS)
    pictures_a_day: list[int] = field(default_factory=lambda: [0] * DAYS)
    """Those to be made."""
    avatars: int = 0
    """Those that exist at the end."""
    candidates: int = 0
    """Pictures that the ladder chose among, for all wishes that ended in `similar`."""
    first_looks: int = 0
    """Different looks among people's first wishes: the pictures to be made if all of them came on one day."""

    @property
    def wishes(self) -> int:
        return sum(self.endings.values())

    @property
    def busiest(self) -> tuple[int, int]:
        """The wishes and the pictures to be made of the busiest day: all people come on it for the first time."""
        return max(self.people, *self.wishes_a_day), max(self.first_looks, *self.pictures_a_day)

    def count(self, ending: str, at: float, owned: int) -> None:
        self.endings[ending] += 1
        self.timelines[min(owned, MOST_SHOWN)] = self.timelines.get(min(owned, MOST_SHOWN), 0) + 1
        self.wishes_a_day[int(at)] += 1
        self.pictures_a_day[int(at)] += ending == "miss"


def unlimited(size: int, renderer: Renderer, detail: RecipeDetail, ttl_days: float, seed: int = 1) -> Demand:
    """Return the demand if no limit is met."""
    key_of, demand = recipe_key(renderer, detail), Demand(people=size)
    # A look's first askings, each of another person: when, by whom, and how many avatars they then had.
    firsts: defaultdict[str, array[float]] = defaultdict(lambda: array("d"))
    makers, first_looks = set[int](), set[str]()
    for number, (stay, askings) in enumerate(lives(size, seed)):
        demand.person_months += stay / 30
        owned: set[str] = set()
        first_looks.update(key_of(asking.wish) for asking in askings[:1])
        for asking in askings:
            key = key_of(asking.wish)
            if key in owned:
                demand.count("own", asking.at, len(owned))
                continue
            owned.add(key)
            firsts[key].extend((asking.at, number, len(owned)))
        demand.avatars += len(owned)
    for asked in firsts.values():
        ready = made = float("-inf")
        for at, maker, have in sorted(zip(asked[::3], asked[1::3], asked[2::3], strict=True)):
            if at < made:
                demand.count("follow", at, int(have))
            elif at < ready:
                demand.count("hit", at, int(have))
            else:
                demand.count("miss", at, int(have))
                makers.add(int(maker))
                made, ready = at + MADE_IN, at + ttl_days
    demand.users_with_pictures, demand.first_looks = len(makers), len(first_looks)
    return demand


def limited(
    size: int, renderer: Renderer, detail: RecipeDetail, ttl_days: float, tariff: Tariff, seed: int = 1
) -> Demand:
    """Return the demand as it is served under these limits."""
    demand, askings = Demand(people=size), list[Asking]()
    for stay, asked in lives(size, seed):
        demand.person_months += stay / 30
        askings += asked
    askings.sort(key=lambda asking: asking.at)
    serve(askings, recipe_key(renderer, detail), ttl_days, tariff, demand)
    return demand


def serve(askings: Iterable[Asking], key_of: KeyOf, ttl_days: float, tariff: Tariff, into: Demand) -> None:
    """Serve wishes in order of time, each picture ready at once, and count them into a demand."""
    owned: dict[str, set[str]] = defaultdict(set)
    shown: dict[str, set[str]] = defaultdict(set)
    reuse_until: dict[str, float] = {}
    rungs: defaultdict[tuple[str, ...], list[float]] = defaultdict(list)
    users: dict[tuple[str, str], UserDay] = {}
    days: dict[str, GlobalDay] = {}
    makers: set[str] = set()
    for asking in askings:
        uid, key, at = asking.wish.user.uid, key_of(asking.wish), asking.at
        shown[uid].add(key)
        if key in owned[uid]:
            into.count("own", at, len(shown[uid]))
            continue
        if at < reuse_until.get(key, 0.0):
            owned[uid].add(key)
            into.count("hit", at, len(shown[uid]))
            continue
        today = str(int(at))
        user, day = users.get((uid, today), UserDay(today)), days.get(today, GlobalDay(today))
        worst = tariff.worst_case_micros
        if allowance.shortage(
            user, day, tariff.limits, plan=FREE, provider=OPENAI.name, worst_case_micros=worst
        ):
            there = (sum(at < until for until in rungs[rung][-CANDIDATES:]) for rung in _rungs(asking.wish))
            candidates = next(filter(None, there), 0)
            into.count("similar" if candidates else "painted", at, len(shown[uid]))
            into.candidates += candidates
            continue
        user, day = allowance.settle(*allowance.reserve(user, day, plan=FREE), plan=FREE)
        users[uid, today], days[today] = user, day.hold(worst).book(worst, tariff.call_micros, OPENAI.name)
        into.count("miss", at, len(shown[uid]))
        makers.add(uid)
        owned[uid].add(key)
        reuse_until[key] = at + ttl_days
        for rung in _rungs(asking.wish):
            rungs[rung].append(at + ttl_days)
    into.users_with_pictures = len(makers)
    into.avatars = sum(len(looks) for looks in shown.values())


def _rungs(wish: Wish) -> tuple[tuple[str, ...], ...]:
    """Return what a picture must share with the wish to be its fallback: with the character, or without."""
    look = (wish.style, wish.stage or stage_for(wish.progress.active_days))
    return (*look, wish.character or character_for(wish.user.uid)), look
