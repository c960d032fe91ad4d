"""Orders of a queued provider, in any order of deaths, lost answers, webhooks, the reaper's passes, changes of mind.

After every step: no job has ordered twice, and what is held and booked is what its call may cost. In the end everything
is closed.
"""

from contextlib import suppress
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mirror_realm.domain.avatar import Status
from mirror_realm.domain.styles import StyleId
from mirror_realm.errors import (
    BeingErased,
    ContentRejected,
    LimitReached,
    ProviderRateLimited,
    ProviderUnavailable,
)
from mirror_realm.services.ports.providers import CallName, ImageRequest
from tests.crash.line import WorkerDied
from tests.fakes.house import House

people = st.sampled_from(["ada", "bo"])
looks = st.sampled_from([StyleId.DAYMI, StyleId.COMIC])


class Orders(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.house = House(image_provider="replicate", user_limit=4)
        self.pending: list[tuple[str, int]] = []
        self.messages: list[tuple[CallName, str]] = []
        self.house.queue.told = lambda call, handle: self.messages.append((call, handle))

    @rule(uid=people, look=looks, fallback=st.booleans())
    def ask(self, uid: str, look: StyleId, fallback: bool) -> None:
        with suppress(BeingErased, LimitReached):
            self.house.ask(uid, style=look, allow_fallback=fallback)
        self._collect()

    @precondition(lambda self: self.pending)
    @rule(
        data=st.data(),
        fate=st.sampled_from(
            ["well", "dies before", "dies after", "cut", "slow", "refused", "down", "rejected"]
        ),
    )
    def work(self, data: st.DataObject, fate: str) -> None:
        """Deliver an attempt, whose event may come again; something may happen to its worker."""
        queue, index = self.house.queue, data.draw(st.integers(0, len(self.pending) - 1))
        attempt = self.pending.pop(index)
        lists, told = queue.lists, queue.told

        def die(*_: object) -> None:
            raise WorkerDied

        def cut(call: CallName, handle: str) -> None:
            told(call, handle)
            raise ProviderUnavailable("cut", cost_micros=None)

        def last(call: CallName, handle: str) -> None:
            told(call, handle)
            raise WorkerDied

        match fate:
            case "dies before":
                queue.before = die
            case "dies after":
                queue.told = last
            case "cut":
                queue.told = cut
            case "slow":
                queue.reachable = False
            case "refused":
                queue.refusals = [ProviderRateLimited("wait"), ProviderUnavailable("refused")]
            case "down":
                queue.refusals = [ProviderUnavailable("cut before", cost_micros=None)]
            case "rejected":
                queue.script = [ContentRejected("E005", cost_micros=None)]
        with suppress(WorkerDied):
            self.house.rendering.run(*attempt)
            self.house.rendering.run(*attempt)
        queue.before, queue.told, queue.reachable, queue.lists = _nothing, told, True, lists
        queue.refusals, queue.script = [], []
        self.house.rendering.breakers.clear()
        self._collect()

    @precondition(lambda self: self.messages)
    @rule(data=st.data())
    def announce(self, data: st.DataObject) -> None:
        """Deliver a message of the webhook, late or again."""
        self.house.predictions.announced(*data.draw(st.sampled_from(self.messages)))

    @rule(listed=st.booleans(), minutes=st.sampled_from([1, 5, 10]))
    def reap(self, listed: bool, minutes: int) -> None:
        self.house.queue.lists = listed
        self.house.clock.time += timedelta(minutes=minutes)
        self.house.reaping.run()
        self._collect()

    @rule(uid=people)
    def cancel(self, uid: str) -> None:
        for path, avatar in list(self.house.documents.items()):
            if path.startswith(f"users/{uid}/avatars/") and avatar["status"] == Status.QUEUED:
                with suppress(BeingErased):
                    self.house.cancelling.cancel(uid, path.rpartition("/")[2])
        self._collect()

    @rule(uid=people)
    def erase(self, uid: str) -> None:
        self.house.erasing.erase(uid, seconds=20)
        self._collect()

    @invariant()
    def everything_true_is_true(self) -> None:
        self.house.check(quiet=False, answered=False)

    def teardown(self) -> None:
        """Everything ends, and every call is closed."""
        for _ in range(8):
            self.house.deliver()
            self.house.clock.time += timedelta(minutes=5)
            self.house.reaping.run()
        self.house.deliver()
        self.house.queue.told = _nothing
        documents = self.house.documents
        assert [
            path for path, data in documents.items() if path.startswith("renders/") and data.get("due_at")
        ] == []
        assert {
            data["held_micros"] for path, data in documents.items() if path.startswith("global_usage/")
        } <= {0}
        self.house.check(quiet=False, answered=False)

    def _collect(self) -> None:
        self.pending += self.house.take_attempts()


def _nothing(*_: ImageRequest | CallName | str) -> None:
    pass


TestOrders = Orders.TestCase
TestOrders.settings = settings(stateful_step_count=25, deadline=None)
