"""Admission: documents each kind of wish reads and writes, and how long it takes.

Operations are counted by the embedded Firestore as Google bills them. Times are ratios to a bare transaction (one
document read, one written) of the same client in the same run.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from statistics import median

from google.cloud import firestore

from mirror_realm import settings
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.progress import Progress
from mirror_realm.domain.wish import User, Wish
from mirror_realm.errors import UserDailyLimit
from mirror_realm.services.admission.admission import Admission
from tests.benchmarks.embedded import PROJECT, EmbeddedFirebase, embedded_firebase
from tests.benchmarks.product import AMPLE, Product, product
from tests.benchmarks.rows import Row, at_most, exactly
from tests.faults.pictures import picture

ROUNDS = 40
BARE = "a bare transaction"
OWN = "a repeated hit"
HIT = "a first hit for a person"
MISS = "a miss"
DENIAL = "a denial"


@dataclass(frozen=True, slots=True)
class _Cost:
    """What one wish costs in the database."""

    reads: int
    writes: int
    transactions: int


def rows(quick: bool) -> Iterable[Row]:
    with embedded_firebase(AMPLE, functions=False) as firebase:
        config = settings.load()
        closed = replace(config, user_daily_limit=0)
        kinds = _wishes(product([picture()], config), product([picture()], closed))
        costs = {name: _counted(firebase, act) for name, act in kinds.items()}
        # Interleaved, so that a busy spell hits all of them.
        taken: dict[str, list[float]] = {name: [] for name in kinds}
        for _ in range(10 if quick else ROUNDS):
            for name, act in kinds.items():
                begun = time.perf_counter()
                act()
                taken[name].append(time.perf_counter() - begun)
    bare = median(taken[BARE])
    yield Row(BARE, f"{1000 * bare:.1f} ms")
    yield at_most(f"{OWN}: reads", costs[OWN].reads, 2, digits=0)
    yield exactly(f"{OWN}: writes", costs[OWN].writes, 0)
    yield at_most(f"{HIT}: reads", costs[HIT].reads, 3, digits=0)
    yield exactly(f"{HIT}: writes", costs[HIT].writes, 1)
    yield exactly(f"{MISS}: transactions", costs[MISS].transactions, 1)
    for name in (MISS, DENIAL):
        yield Row(f"{name}: reads, writes", f"{costs[name].reads}, {costs[name].writes}")
    for name in (OWN, HIT, MISS, DENIAL):
        yield Row(f"{name}: time / bare transaction", f"{median(taken[name]) / bare:.2f}")


def _wishes(open_house: Product, closed_house: Product) -> Mapping[str, Callable[[], object]]:
    """Return one request of each kind, to be repeated.

    Each miss is for another recipe, each first hit and each denial by another user, because a user who is refused often
    is refused before any read. In the closed house the user's limit is 0.
    """
    admission, rendering = open_house.services.admission, open_house.services.rendering
    closed = closed_house.services.admission
    ready = admission.admit(_wish("ada")).avatar.render_id
    assert ready is not None
    rendering.run(ready, 1)
    people, looks = count(), count(1)

    def denial() -> str:
        try:
            return _outcome(closed, _wish(f"refused-{next(people)}", variation=99, allow_fallback=False))
        except UserDailyLimit:
            return "denied"

    bare = firestore.Client(project=PROJECT)
    acts: dict[str, tuple[str, Callable[[], str]]] = {
        BARE: ("done", lambda: bare_transaction(bare)),
        OWN: ("own", lambda: _outcome(admission, _wish("ada"))),
        HIT: ("hit", lambda: _outcome(admission, _wish(f"person-{next(people)}"))),
        MISS: ("queue", lambda: _outcome(admission, _wish("cy", variation=next(looks)))),
        DENIAL: ("denied", denial),
    }
    return {name: _ending_in(expected, act) for name, (expected, act) in acts.items()}


def _ending_in(expected: str, act: Callable[[], str]) -> Callable[[], None]:
    """Return the act, which must end as its name says: else its numbers would be another kind's."""

    def checked() -> None:
        outcome = act()
        if outcome != expected:
            raise AssertionError(f"a wish that should have ended in {expected!r} ended in {outcome!r}")

    return checked


def _wish(uid: str, *, variation: int = 0, allow_fallback: bool = True) -> Wish:
    return Wish(
        User(uid, FREE),
        Progress(active_days=40),
        character="wren",
        variation=variation,
        allow_fallback=allow_fallback,
    )


def _outcome(admission: Admission, wish: Wish) -> str:
    return admission.admit(wish).outcome


def bare_transaction(client: firestore.Client) -> str:
    reference = client.document("benchmark/bare")

    @firestore.transactional
    def work(transaction: firestore.Transaction) -> None:
        reference.get(transaction=transaction)
        transaction.set(reference, {"value": 1})

    work(client.transaction())
    return "done"


def _counted(firebase: EmbeddedFirebase, act: Callable[[], object]) -> _Cost:
    firebase.reset_operations()
    act()
    operations = firebase.operations()
    return _Cost(operations.reads, operations.writes, operations.rpcs.get("BeginTransaction", 0))
