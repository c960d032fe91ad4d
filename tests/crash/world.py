"""The world around the workers: people who ask, a platform that delivers at least once, a clock, a reaper, a sweep.

Whatever happens to one worker, the world goes on. `settle_down` gives it the time the design promises; then nothing
may be left undone, unpaid, paid twice or lying about.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

from mirror_realm.domain.avatar import Status
from mirror_realm.domain.page_task import FanOut, PageTask
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Decision, Reason
from mirror_realm.domain.uploads import MOST_A_DAY, MOST_LYING
from mirror_realm.domain.wish import User
from mirror_realm.errors import MirrorRealmError, NotFound
from mirror_realm.services.allowance.policy import REAPER_PERIOD
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.ports.tasks import Unqueued
from tests import invariants
from tests.crash.line import Line, LineCut, WorkerDied
from tests.fakes.house import House

PASSES = 12
"""Reaper passes within which everything has ended, with as many faults as a test injects: an hour."""

STALL = timedelta(minutes=10)
"""Longer than any lease."""

OUTSIDE = (LineCut, Unqueued)
"""What may end an attempt from outside. Anything else that does is a bug of ours."""


@dataclass(eq=False)
class Event:
    """Something the platform has to deliver until a worker says it is done."""

    what: str
    handle: Callable[[], None]


@dataclass(eq=False)
class _Worker:
    dead: bool = False
    reaps: bool = False


@dataclass
class World:
    """`house` and its `line`; the line is off until a scenario is set up."""

    house: House
    line: Line
    outside: tuple[type[Exception], ...] = OUTSIDE
    pending: list[Event] = field(default_factory=list)
    handled: list[Event] = field(default_factory=list)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    interruptions: list[Callable[[], object]] = field(default_factory=list)
    """What people do while a worker is held up."""
    surprises: list[str] = field(default_factory=list)
    """Errors nobody injected."""
    storage_reports: bool = False
    """Whether Storage reports uploads and deletions; else a scenario's photos are counted by nobody."""
    lost_passes: int = 0
    """Passes of the reaper that a fault ended or held up, or the clock leapt over.

    Each may delay a job's end by a period: a pass that freezes before it requeues a job does as little for it as one
    that dies, and the next one comes a period later.
    """
    tasks: list[PageTask] = field(default_factory=list)
    """Every page task that was enqueued."""
    _workers: list[_Worker] = field(default_factory=list)
    _reported: dict[str, int] = field(default_factory=dict)
    """Generations of the uploads that Storage has reported, by their paths."""
    _lost_reports: bool = False

    def __post_init__(self) -> None:
        self.line.meanwhile = self
        for provider in (self.house.provider, self.house.second, self.house.queue):
            provider.before = lambda _: self._only_what_was_authorised()

    # What people and the platform do.

    def ask(self, uid: str = "ada", **wish: Any) -> None:
        self.asked.append((uid, wish))
        self.act(lambda: self.house.ask(uid, **wish))

    def write_wish(self, uid: str, request_id: str, **wish: Any) -> None:
        """Write a wish document, as the app does offline."""
        data = {"progress_metrics": {"active_days": 40}, "character": "wren", **wish}
        self.house.write(f"users/{uid}/avatarRequests/{request_id}", data)
        self._happened(f"answer_wish {uid}/{request_id}", lambda: self.house.answer(uid, request_id))

    def write_progress(self, uid: str, **progress: Any) -> None:
        self.house.write(f"users/{uid}/progress/current", progress)
        self._happened(f"celebrate_progress {uid}", lambda: self.house.celebrate(uid))

    def payment_written(self, uid: str, payment_id: str) -> None:
        """Have the event of a payment delivered, which the Stripe extension has written."""
        self._happened(f"book_payment {uid}/{payment_id}", partial(self.house.selling.book, uid, payment_id))

    def upload(self, uid: str, name: str) -> bool:
        """Upload a photo as storage.rules let the app; return whether they did."""
        documents, today = self.house.documents, self.house.clock.time.date()
        profile, count = documents.get(f"users/{uid}"), documents.get(f"users/{uid}/uploads/current")
        agreed = profile is not None and profile["photo_consent"] is not None
        full = count is not None and (
            count["lying"] >= MOST_LYING or (count["made"] >= MOST_A_DAY and count["day"].date() == today)
        )
        path = f"uploads/{uid}/{name}"
        if full or not agreed or path in self.house.photos.files:
            return False
        self.house.photos.upload(path)
        self._collect_reports()
        return True

    def use_up(self, uid: str) -> None:
        """Delete every photo of this person, as the services do that used them."""
        for path in self.house.photos.of(uid):
            self.house.photos.delete(path)
        self._collect_reports()

    def cancel(self, uid: str) -> None:
        """Take back every wish of this person that is queued."""
        for path, avatar in list(self.house.documents.items()):
            if path.startswith(f"users/{uid}/avatars/") and avatar.get("status") == Status.QUEUED:
                avatar_id = path.rpartition("/")[2]
                self.act(partial(self.house.cancelling.cancel, uid, avatar_id))

    def delete(self, uid: str) -> None:
        """Delete every avatar of this person; where that is cut off, once more."""
        avatars = f"users/{uid}/avatars"
        own = [path for path in self.house.documents if path.rpartition("/")[0] == avatars]
        for path in own:
            avatar_id = path.rpartition("/")[2]
            while not self.act(partial(self.house.deleting.delete, uid, avatar_id)):
                pass

    def erase(self, uid: str = "ada") -> None:
        """Call `delete_my_data` until it is done, while the schedule continues, too."""
        self.asked = [(asking, wish) for asking, wish in self.asked if asking != uid]
        for _ in range(PASSES):
            self.act(lambda: self.house.erasing.erase(uid, seconds=20))
            if (self.house.documents.get(f"erasures/{uid}") or {}).get("done_at"):
                break
            self.pass_to_reaper()
            self.reap()
            self.deliver()

    def report(self, uid: str) -> None:
        """Report what this person's only avatar shows."""
        (path,) = [path for path in self.house.documents if path.startswith(f"users/{uid}/avatars/")]
        person, avatar_id = User(uid, FREE), path.rpartition("/")[2]
        self.act(lambda: self.house.reporting.report(person, avatar_id, Complaint(Reason.OFFENSIVE)))

    def decide(self, decision: Decision) -> None:
        """Decide as an administrator about every report; repeat it after an interruption."""
        for path in [path for path in self.house.documents if path.startswith("reviews/")]:
            while not self.act(partial(self.house.reviewing.decide, path.split("/")[1], decision)):
                pass

    def deliver(self) -> None:
        """Delivers whatever is pending and what that brings about; what fails stays for the next time."""
        tried: set[Event] = set()
        while fresh := [event for event in self.pending if event not in tried]:
            tried.add(fresh[0])
            self.deliver_one(fresh[0])

    def deliver_one(self, event: Event) -> None:
        if self.act(event.handle) and event in self.pending:
            self.pending.remove(event)
            self.handled.append(event)

    def lose_events(self) -> None:
        """Drop all pending events, which is more than the platform may do."""
        self._lost_reports |= any("_upload " in event.what for event in self.pending)
        self.pending.clear()

    def reap(self) -> None:
        if not self.act(self.house.reaping.run, reaps=True):
            self.lost_passes += 1

    def live_on(self) -> None:
        """Run passes of the reaper, and deliveries, until nothing is left to do."""
        for _ in range(PASSES):
            if not self._under_way() and not self.pending:
                break
            self.pass_to_reaper()
            self.reap()
            self.deliver()

    def sweep(self) -> None:
        self.act(self.house.sweeping.run)

    def pass_to_reaper(self) -> None:
        """Move the clock to the reaper's next schedule."""
        past = timedelta(
            seconds=self.house.clock.time.timestamp() % REAPER_PERIOD.total_seconds(),
        )
        self.house.clock.time += REAPER_PERIOD - past

    def act(self, work: Callable[[], Any], *, reaps: bool = False) -> bool:
        """Return a worker's life: whether it came to its end, be it by refusing."""
        self._workers.append(_Worker(reaps=reaps))
        try:
            work()
        except WorkerDied:
            return False
        except self.outside:
            return False
        except MirrorRealmError:
            return True
        else:
            return True
        finally:
            self._workers.pop()
            self._collect()
            self._collect_reports()

    # What goes on while a worker is held up.

    @property
    def dead(self) -> bool:
        return bool(self._workers) and self._workers[-1].dead

    def died(self) -> None:
        self._workers[-1].dead = True

    def take_over(self) -> None:
        self.lost_passes += self._workers[-1].reaps
        self._interrupt()
        for _ in range(PASSES):
            self.pass_to_reaper()
            self.reap()
            self.deliver()
            if not self._under_way():
                break

    def let_lease_run_out(self) -> None:
        self.house.clock.time += STALL
        self.lost_passes += STALL // REAPER_PERIOD

    def overtake(self) -> None:
        self._interrupt()
        for event in [*self.handled, *self.pending]:
            self.deliver_one(event)
        self.reap()
        self.sweep()

    # The end.

    def state(self) -> str:
        """All that what comes next depends on, once nobody is held up: from equal states it comes equally."""
        house, queue = self.house, self.house.queue
        return repr(
            (
                sorted(house.documents.items()),
                sorted(house.pictures.files.items()),
                sorted(house.pictures.stored_at.items()),
                sorted(house.pictures.notes.items(), key=lambda item: item[0]),
                sorted(house.photos.files.items()),
                sorted(house.photos.generations.items()),
                sorted(self._reported.items()),
                sorted(house.people.gone),
                sorted(house.people.anonymous),
                sorted(house.tokens.known.items()),
                house.moderation,
                house.limit_memory._known,
                house.limit_memory._users,
                house.limit_memory._near_until,
                (house.split_days._heads, house.split_days._seen, house.day_sums._whole),
                house.refusals._known,
                house.queue_places._known,
                house.push.sent,
                house.pushes._ended,
                sorted(house.zips.tokens.items()),
                house.zips.given,
                house.clock.time,
                house.clock.ids,
                [(provider.script, len(provider.calls)) for provider in (house.provider, house.painter)],
                (queue.script, queue.refusals, queue.predictions, queue.lists, queue.reachable),
                [event.what for event in self.pending],
                house.tasks and (sorted(house.tasks.names), house.tasks.pending, house.tasks.refuses),
                self.asked,
                self.lost_passes,
                self.surprises,
            )
        )

    def settle_down(self, *, checked: bool = True) -> None:
        """Time passes as the design promises, and everything is checked."""
        self.deliver()
        self.live_on()
        assert not self.pending, [event.what for event in self.pending]
        if checked:
            self.check()
            self.tasks_change_nothing()

    def tasks_change_nothing(self) -> None:
        """20. Assert that tasks that come again, of other rounds or forged, leave every document as it was."""
        on, self.line.on = self.line.on, False
        before = dict(self.house.documents)
        forged = [PageTask.first(kind, "forged", 0, self.house.clock.time) for kind in FanOut]
        others = [replace(task, round=task.round + 1) for task in self.tasks]
        for task in (*self.tasks, *others, *forged):
            if f"maintenance/sweep-tasks-{task.subject}" in before:
                continue  # the next day's pass completes it
            self.house.paging.run(task)
            assert self.house.documents == before, task
        assert self.house.tasks is None or not self.house.tasks.pending
        self.line.on = on

    def age(self, *, checked: bool = True) -> None:
        """Days pass; what nothing refers to any more has gone."""
        for _ in range(3):
            self.house.clock.time += timedelta(days=1)
            self.reap()
            self.sweep()
            if self.storage_reports:
                self.deliver()
        if checked:
            self.check(files=True)

    def ask_again(self) -> None:
        """Everybody asks once more, on days of their own, with a provider that works: all get a picture."""
        self.house.provider.script.clear()
        self.house.queue.script.clear()
        self.house.queue.refusals.clear()
        self.house.queue.reachable = True
        for uid, wish in list(self.asked):
            self.house.clock.time += timedelta(days=1)
            self.act(partial(self._ask_with_the_photo, uid, wish))
            self.deliver()
        self.settle_down()
        for path, avatar in self.house.documents.items():
            if "/avatars/" in path and path.count("/") == 3 and avatar["allow_fallback"]:
                assert avatar["status"] == Status.COMPLETED, f"{path}: {avatar['error']}"

    def _ask_with_the_photo(self, uid: str, wish: dict[str, Any]) -> None:
        """As the app asks: a photo that was given up is uploaded again."""
        try:
            self.house.ask(uid, **wish)
        except NotFound:
            self.house.photos.upload(wish["photo"])
            self.house.ask(uid, **wish)

    def check(self, *, files: bool = False, quiet: bool = True) -> None:
        house = self.house
        documents = house.documents
        plans = house.policy.limits.plans.values()
        invariants.check(
            documents,
            user_limit=max(one.daily for one in plans),
            global_limit=house.global_limit,
            month_limit=max(one.monthly for one in plans),
            user_paintings=max(one.paintings for one in plans),
            global_paintings=house.global_paintings,
            guest_share=house.guest_share,
            max_calls=house.max_calls,
            budget_micros=house.budget_micros,
            files=house.pictures.files if files else None,
            quiet=quiet,
            erased=house.people.gone,
            noted=house.pictures.noted,
            paces=house.policy.images_per_minute,
        )
        invariants.ready_exports_are_whole(documents, house.pictures.files)
        if files:
            assert house.photos.files == {}, "a photo outlived its use"
        if self.storage_reports and not self.pending and not self._lost_reports:
            invariants.uploads_are_counted(documents, house.photos.files)
        invariants.predictions_are_ordered_once(house.queue.predictions, documents)
        invariants.credits_add_up(documents, price=house.credits, initial=30, salt="salt")
        lifetime = house.policy.job_lifetime + self.lost_passes * REAPER_PERIOD
        invariants.jobs_end_in_time(documents, lifetime)
        assert not self.surprises, self.surprises

    def _under_way(self) -> bool:
        documents = self.house.documents
        return any(
            (path.startswith("renders/") and data.get("due_at") is not None)
            or ("/avatars/" in path and data.get("status") in ("queued", "generating"))
            or (path.startswith("cache/") and data["state"] == "rendering")
            or (path.startswith("erasures/") and data["done_at"] is None)
            or (path.startswith("reviews/") and data["pending"])
            or (
                "/exports/" in path
                and (data["state"] == "preparing" or (data["state"] != "ready" and data["due_at"]))
            )
            or path.startswith("merges/")
            or ("/projects/" in path and "ending" in data)
            for path, data in documents.items()
        )

    def _interrupt(self) -> None:
        for act in self.interruptions:
            self.act(act)

    def _happened(self, what: str, handle: Callable[[], None]) -> None:
        self.pending.append(Event(what, handle))

    def _collect(self) -> None:
        for render_id, number in self.house.take_attempts():
            self._happened(
                f"render_attempt {render_id}/{number}",
                partial(self.house.rendering.run, render_id, number),
            )
        for task in self.house.tasks.take() if self.house.tasks is not None else ():
            self.tasks.append(task)
            self._happened(f"fanout {task.name}", partial(self.house.paging.run, task))

    def _collect_reports(self) -> None:
        """Collect Storage's events of stored and deleted files."""
        if not self.storage_reports:
            return
        photos, limits = self.house.photos, self.house.upload_limits
        lying = {path: photos.generations[path] for path in photos.files}
        before, self._reported = self._reported, lying
        for path, generation in sorted(lying.items() - before.items()):
            arrived = partial(limits.arrived, path.split("/")[1], photos.as_upload(path))
            self._happened(f"count_upload {path} {generation}", arrived)
        for path, generation in sorted(before.items() - lying.items()):
            self._happened(f"release_upload {path} {generation}", partial(limits.left, path.split("/")[1]))

    def _only_what_was_authorised(self) -> None:
        """Before a provider answers: no more calls were made, with this one, than were authorised.

        The painter's hold nothing, and no day counts them.
        """
        house = self.house
        made = len(house.provider.calls) + len(house.queue.predictions)
        authorised = sum(data["calls"] for data in invariants.counters(house.documents).values())
        if made > authorised:
            self.surprises.append(f"call {made} with {authorised} authorised")


@contextmanager
def overheard(world: World) -> Iterator[None]:
    """Errors that services only log, unless they came from outside, are surprises."""

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            error = record.exc_info[1] if record.exc_info else None
            if error is not None and not isinstance(error, world.outside):
                world.surprises.append(repr(error))

    log, listener = logging.getLogger("mirror_realm"), Listener(logging.ERROR)
    propagated, log.propagate = log.propagate, False
    log.addHandler(listener)
    try:
        yield
    finally:
        log.removeHandler(listener)
        log.propagate = propagated
