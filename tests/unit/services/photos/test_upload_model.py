"""The count of uploads against a model of it: whatever is reported late, twice, in another order or never.

The app asks the rules, which read the count; what Storage does it reports, and nobody says when.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mirror_realm.domain.uploads import MOST_A_DAY, MOST_LYING, RECOUNT_AFTER
from tests.crash.line import Line
from tests.crash.world import Event, World
from tests.fakes.house import House
from tests.fakes.outside import Clock

COUNT = "users/ada/uploads/current"
BEGIN = Clock().time
names = st.sampled_from([f"{number}.jpg" for number in range(9)])


@dataclass
class Model:
    counted: set[int] = field(default_factory=set)
    """Generations of today's uploads that were reported, as many as the day has room for."""
    day: int = 0
    reported_on: int = 0
    """The day of the newest upload that was reported."""
    made_on: dict[int, int] = field(default_factory=dict)
    """The day of each upload, by its generation."""


class Uploads(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.house = House()
        self.world = World(self.house, Line(), storage_reports=True)
        self.model = Model()
        self.complete = True
        """Whether no report was lost since the folder was last listed."""

    @initialize()
    def consent(self) -> None:
        self.house.consenting.give("ada", "2026-11")

    @rule(some=st.lists(names, min_size=1, max_size=9))
    def upload(self, some: list[str]) -> None:
        """As fast as it can: the rules read a count that knows nothing of the ones before."""
        for name in some:
            if self.world.upload("ada", name):
                generation = max(self.house.photos.generations.values())
                self.model.made_on[generation] = self.model.day

    @precondition(lambda self: self.world.pending)
    @rule(data=st.data())
    def report(self, data: st.DataObject) -> None:
        self._deliver(data.draw(st.sampled_from(self.world.pending)))

    @precondition(lambda self: self.world.pending)
    @rule()
    def report_everything(self) -> None:
        while self.world.pending:
            self._deliver(self.world.pending[0])

    @precondition(lambda self: self.world.handled)
    @rule(data=st.data())
    def report_again(self, data: st.DataObject) -> None:
        self._deliver(data.draw(st.sampled_from(self.world.handled)))

    @precondition(lambda self: self.world.pending)
    @rule(data=st.data())
    def lose_a_report(self, data: st.DataObject) -> None:
        self.world.pending.remove(data.draw(st.sampled_from(self.world.pending)))
        self.complete = False

    @rule()
    def use_up(self) -> None:
        self.world.use_up("ada")

    @rule(agrees=st.booleans())
    def decide(self, agrees: bool) -> None:
        if agrees:
            self.house.consenting.give("ada", "2026-11")
        else:
            self.world.act(lambda: self.house.consenting.withdraw("ada"))

    @rule()
    def sleep(self) -> None:
        self.house.clock.time += timedelta(days=1)
        self.model.day += 1

    @rule()
    def sweep_until_the_count_is_right(self) -> None:
        """Delete the uploads, and list again the folders whose count is above 0."""
        self.house.clock.time += 2 * RECOUNT_AFTER
        self.model.day += 2
        for _ in range(2):
            self.world.sweep()
            while self.world.pending:
                self._deliver(self.world.pending[0])
        assert self.house.photos.files == {}
        self.complete = True
        self._learn_what_was_never_reported()

    @invariant()
    def the_count_is_within_its_bounds(self) -> None:
        count = self.house.documents.get(COUNT)
        if count is not None:
            assert 0 <= count["lying"] <= MOST_LYING
            assert count["made"] == len(set(count["generations"])) <= MOST_A_DAY

    @invariant()
    def the_day_agrees(self) -> None:
        count = self.house.documents.get(COUNT)
        assert set(count["generations"] if count else ()) == self.model.counted

    @invariant()
    def once_everything_is_reported_the_count_is_what_lies_there(self) -> None:
        count = self.house.documents.get(COUNT)
        if self.complete and not self.world.pending:
            lying = len(self.house.photos.files)
            assert lying <= MOST_LYING
            assert (count["lying"] if count else 0) == lying

    def _deliver(self, event: Event) -> None:
        what, _, generation = event.what.split(" ")
        if what == "count_upload":
            self._count(int(generation))
        self.world.deliver_one(event)

    def _learn_what_was_never_reported(self) -> None:
        """Count the uploads of lost events on their day, after the sweep has found them."""
        count = self.house.documents.get(COUNT)
        if count is not None:
            counted = set(count["generations"])
            assert len({self.model.made_on[generation] for generation in counted}) <= 1
            self.model.counted = counted
            self.model.reported_on = (count["day"].date() - BEGIN.date()).days

    def _count(self, generation: int) -> None:
        model, day = self.model, self.model.made_on[generation]
        if day > model.reported_on:
            model.reported_on, model.counted = day, set()
        if day == model.reported_on and len(model.counted) < MOST_A_DAY:
            model.counted.add(generation)


TestUploads = Uploads.TestCase
TestUploads.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
