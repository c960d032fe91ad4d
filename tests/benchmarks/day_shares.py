"""Day shares: the counters of a picture alone, reserve, hold and settle, by many writers at one moment.

Each picture is three transactions on the document that counts it, by the product's own code and the genuine client,
from eight instances of four threads. Where FIRESTORE_EMULATOR_HOST names Google's emulator, it is measured instead,
without a budget: a transaction that meets another there waits for seconds. Locks are what a single document waits for;
many shares wait for this process's own processor time, so their figure says what the machine gives. Production advises
one write a second for a document.
"""

import os
import time
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

from google.cloud import firestore

from mirror_realm.adapters.firestore_store import FirestoreStore
from mirror_realm.assembly import policy_of
from mirror_realm.domain.allowance import Reservation, Tally, UserDay, settle
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.render_job import Call
from mirror_realm.errors import Contention
from mirror_realm.services.allowance.counted_day import CountedDay
from mirror_realm.services.allowance.global_days import GlobalDays, Where
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.allowance.split_days import SplitDays, Whole
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction
from mirror_realm.settings import Settings
from tests.benchmarks.embedded import embedded_firebase
from tests.benchmarks.rows import Row, at_least

SHARES = (1, 8, 64)
INSTANCES, THREADS = 8, 4
SECONDS, FEW = 8.0, 3.0
"""The time in which new pictures are begun."""

A_SECOND = 100.0
"""Pictures a second whose counters 64 shares are to carry."""

WORST, COST = 60_000, 13_000
ONE = Tally(reserved=1)


def rows(quick: bool) -> Iterable[Row]:
    seconds = FEW if quick else SECONDS
    with _database() as project:
        rates = {shares: _rate(project, shares, seconds) for shares in SHARES}
    for shares, (per_second, gave_up, busy) in rates.items():
        what = f"pictures a second, their counters alone, {shares} share{'s'[: shares > 1]}"
        row, official = Row(what, f"{per_second:.0f}"), bool(os.environ.get("FIRESTORE_EMULATOR_HOST"))
        budgeted = shares == SHARES[-1] and not official
        yield at_least(what, per_second, A_SECOND, digits=0) if budgeted else row
        if gave_up:
            yield Row("  and ended as contention", f"{gave_up}")
        yield Row("  of it this process's own processor time, of one core", f"{busy:.0%}")


@contextmanager
def _database() -> Iterator[str]:
    """Yield the project of an empty database: Google's emulator if the environment names one, else the embedded one."""
    if os.environ.get("FIRESTORE_EMULATOR_HOST"):
        yield f"demo-{uuid.uuid4().hex[:12]}"
        return
    with embedded_firebase({}, functions=False):
        yield "demo-mirror"


def _rate(project: str, shares: int, seconds: float) -> tuple[float, int, float]:
    """Return pictures a second, how many ended as contention, and the part of the time that this process computed."""
    settings = Settings(global_day_shares=shares, global_daily_limit=10**6, daily_budget_usd=10**5)
    policy, day = policy_of(settings), f"2026-11-{SHARES.index(shares) + 1:02}"
    clients = [firestore.Client(project=project) for _ in range(INSTANCES)]
    counting = [_Counting(FirestoreStore(client, Runtime()), policy, day) for client in clients]
    counting[0].picture("the first fixes the shares")
    begun, computed = time.perf_counter(), time.process_time()

    def work(number: int) -> tuple[int, int]:
        made = gave_up = 0
        while time.perf_counter() < begun + seconds:
            try:
                counting[number % INSTANCES].picture(uuid.uuid4().hex)
                made += 1
            except Contention:
                gave_up += 1
        return made, gave_up

    with ThreadPoolExecutor(INSTANCES * THREADS) as pool:
        done = list(pool.map(work, range(INSTANCES * THREADS)))
    took, computed = time.perf_counter() - begun, time.process_time() - computed
    made, gave_up = sum(one for one, _ in done), sum(one for _, one in done)
    whole = counting[0].split.sums(day)
    assert whole.tally.settled == made + 1
    assert gave_up or (whole.held_micros, whole.spent_micros) == (0, COST * (made + 1))
    for client in clients:
        client.close()
    return made / took, gave_up, computed / took


class _Counting:
    """The counters of one instance."""

    def __init__(self, database: FirestoreStore, policy: Policy, day: str) -> None:
        self.store = Store(database, Runtime())
        self.split = SplitDays(self.store, policy, Runtime())
        self.day = day

    def picture(self, name: str) -> None:
        """Count a picture from its reservation to its end."""
        reserved = self.split.with_room(partial(self._reserve, name))
        call = self.split.with_room(partial(self._hold, name))
        self._settle(reserved, call)

    def _reserve(self, name: str, whole: Whole | None) -> Reservation:
        def work(transaction: Transaction) -> Reservation:
            counted = self._counted(transaction, name, whole)
            assert counted.shortage(FREE, "openai", WORST) is None
            counted.reserve(UserDay(self.day), FREE)
            counted.write(transaction)
            return Reservation(self.day, FREE, share=counted.counter.day.share)

        return self.store.transact(work)

    def _hold(self, name: str, whole: Whole | None) -> Call:
        def work(transaction: Transaction) -> Call:
            counted = self._counted(transaction, name, whole)
            assert counted.money_shortage("openai", WORST) is None
            counted.hold(WORST)
            counted.write(transaction)
            return Call(self.day, WORST, datetime.now(UTC), share=counted.counter.day.share)

        return self.store.transact(work)

    def _settle(self, reserved: Reservation, call: Call) -> None:
        def work(transaction: Transaction) -> None:
            days = GlobalDays(transaction, self.split.policy.limits)
            days.book(call, COST, "openai")
            days.change(Where.of(reserved), lambda day: settle(UserDay(self.day, ONE), day, plan=FREE)[1])
            days.write()

        self.store.transact(work)

    def _counted(self, transaction: Transaction, name: str, whole: Whole | None) -> CountedDay:
        place = self.split.place(self.day, name)
        return CountedDay(
            self.split, self.split.counter(transaction, place, transaction.read(place.ref), whole)
        )
