"""Exports against a model of them: what is asked for, made, opened, left, deleted and erased in any order.

The model knows the one export of a user: whether it is being made, ready or over, and which address works until when.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mirror_realm.domain.export import EACH, KEEP, LINK, MOST_ASKS, Export
from mirror_realm.domain.page_task import FanOut, PageTask
from mirror_realm.errors import BeingErased, RateLimited
from mirror_realm.services.ports import documents
from tests.fakes.house import House
from tests.fakes.memory_tasks import MemoryTasks

UID = "ada"


@dataclass
class Model:
    state: str = "none"
    asked: int = 0
    first_at: datetime | None = None
    ready_at: datetime | None = None
    url: str | None = None
    """The address that was returned last, while the file is there."""
    until: datetime | None = None
    """The end of its hour."""
    erased: bool = False


class OneExport(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.past: set[str] = set()
        """Every address that was ever returned."""
        self.lagging = False

    @initialize(queue=st.booleans(), first=st.sampled_from(["none", "preparing", "ready", "opened"]))
    def begin(self, queue: bool, first: str) -> None:
        """Begin anywhere in an export's life, so that a short history reaches its end."""
        self.house = House(tasks=MemoryTasks() if queue else None, user_limit=20)
        if self.house.tasks is not None:
            self.house.tasks.now = self.house.clock.now
        self.house.ask(UID)
        self.house.deliver()
        steps = {
            "preparing": [self.ask],
            "ready": [self.ask, self.make],
            "opened": [self.ask, self.make, self.look],
        }
        for step in steps.get(first, []):
            step()

    @rule()
    def ask(self) -> None:
        model, now = self.model, self.house.clock.time
        over = model.state in ("none", "gone") or (model.state == "ready" and not self._kept())
        fresh = model.first_at is None or now >= model.first_at + EACH
        try:
            export = self.house.exports.ask(UID)
        except BeingErased:
            assert model.erased
            return
        except RateLimited:
            assert (over, fresh, model.asked) == (True, False, MOST_ASKS)
            self._end()
            return
        assert not model.erased
        if over:
            assert fresh or model.asked < MOST_ASKS
            self._end()
            model.asked = 1 if fresh else model.asked + 1
            model.first_at = now if fresh else model.first_at
            model.state = "preparing"
        assert (str(export.state), export.asks) == (model.state, model.asked)

    @rule()
    def make(self) -> None:
        """Let the queue, or else the reaper, do what is due: a task that waited for a day does nothing any more."""
        self.house.work_on_tasks()
        stored = self._stored()
        if self.house.tasks is None or (stored is not None and stored.preparing):
            self.house.reaping.run()
            self.house.work_on_tasks()
        if self.model.state == "preparing":
            self.model.state, self.model.ready_at = "ready", self.house.clock.time
        if self.model.state == "ready" and not self._kept():
            self.house.reaping.run()
            self._end()

    @rule()
    def look(self) -> None:
        """Look for it, and open what is found."""
        model, now = self.model, self.house.clock.time
        try:
            export = self.house.exports.find(UID)
            urls = self.house.exports.links(UID, export)[1] if export is not None else ()
        except BeingErased:
            assert model.erased
            return
        assert not model.erased
        assert len(urls) == (model.state == "ready" and self._kept())
        for url in urls:
            if model.url is not None and model.until is not None and now < model.until:
                assert url == model.url, "an address that works stays the same"
            else:
                assert url not in self.past, "an address comes back"
                model.url, model.until = url, now + LINK
            assert self.house.zips.opens(url)
            self.past.add(url)

    @rule(minutes=st.sampled_from([20, 59, 60, 60, 600, 1440]))
    def wait(self, minutes: int) -> None:
        """Let time pass, at whose end the queue or the reaper has done its work."""
        self.house.clock.time += timedelta(minutes=minutes)
        self.make()
        self.house.reaping.run()
        self.lagging = False

    @rule(minutes=st.sampled_from([60, 1440]))
    def lag(self, minutes: int) -> None:
        """Let time pass without a worker: an address may outlive its hour until the next one is asked for."""
        self.house.clock.time += timedelta(minutes=minutes)
        self.lagging = True

    @rule(after=st.sampled_from(["", "1", "-"]), number=st.integers(0, 3), of=st.sampled_from(FanOut))
    def forge(self, after: str, number: int, of: FanOut) -> None:
        """Deliver a task twice, late, or of another round: it changes nothing that is not due."""
        export = self._stored()
        if export is not None and of in (FanOut.EXPORT, FanOut.LINKS) and not export.preparing:
            expires_at = self.house.clock.time + timedelta(days=1)
            self.house.paging.run(PageTask(of, export.export_id, number, expires_at, 0, after))

    @precondition(lambda self: self.model.state in ("preparing", "ready") and not self.model.erased)
    @rule()
    def delete_what_is_in_it(self) -> None:
        paths = [path for path in self.house.documents if path.startswith(f"users/{UID}/avatars/")]
        for path in paths:
            self.house.deleting.delete(UID, path.rpartition("/")[2])
        if paths and self.model.state != "none":
            self._end()

    @precondition(lambda self: not self.model.erased and self.model.state in ("preparing", "ready"))
    @rule(whole=st.booleans())
    def erase(self, whole: bool) -> None:
        """Begin an erasure, and perhaps end it: from the fence on nothing is asked for or made."""
        self.house.erasing.begin(UID)
        if whole:
            self.house.erasing.erase(UID, seconds=20)
            assert self._stored() is None
            self._end()
        self.model.erased = True

    @invariant()
    def only_one_address_opens_a_file_and_only_in_its_hour(self) -> None:
        now = self.house.clock.time
        for url in self.past:
            works = url == self.model.url and self.model.until is not None and now < self.model.until
            late = self.lagging and url == self.model.url
            assert not self.house.zips.opens(url) or works or late or self.model.erased

    @invariant()
    def files_are_there_while_it_is_ready(self) -> None:
        found = [path for path in self.house.pictures.files if path.startswith(f"people/{UID}/exports/")]
        assert len(found) <= 1
        # Once its day is over, any worker may have deleted it.
        if not self.model.erased and (self.model.state != "ready" or self._kept()):
            assert (len(found) == 1) == (self.model.state == "ready")

    def _kept(self) -> bool:
        return self.model.ready_at is not None and self.house.clock.time < self.model.ready_at + KEEP

    def _end(self) -> None:
        if self.model.state != "none":
            self.model.state = "gone"
        self.model.ready_at = self.model.url = self.model.until = None

    def _stored(self) -> Export | None:
        found: Any = self.house.services.store.read(documents.export(UID))
        return found  # type: ignore[no-any-return]


TestOneExport = OneExport.TestCase
TestOneExport.settings = settings(stateful_step_count=25)
