"""Deliveries without a Firestore: which functions are called, how often, and how failures are tried again."""

import asyncio
import itertools
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from google.cloud.firestore_v1.types import Document, Value
from google.events.cloud.firestore import DocumentEventData
from hypothesis import given
from hypothesis import strategies as st

from embedded_firebase.firestore import Caller, Change, Standing
from embedded_firebase.functions.backoff import retry_waits
from embedded_firebase.functions.delivery import Deliveries
from embedded_firebase.functions.delivery_log import Delivery, DeliveryLog, DeliverySummary
from embedded_firebase.functions.events import event_of
from embedded_firebase.functions.faults import DeliveryFaults, Disturbance
from embedded_firebase.functions.hosted import DocumentTrigger, HostedFunction
from embedded_firebase.functions.invocation import FunctionTimedOut, Invoker

SERVER = Caller(Standing.SERVER)


def document(path: str, **fields: object) -> Any:
    values = {name: Value(integer_value=value) for name, value in fields.items()}
    return Document.pb(Document(name=f"projects/demo-x/databases/(default)/documents/{path}", fields=values))


def change(path: str = "things/a", before: Any = None, after: Any = None, caller: Caller = SERVER) -> Change:
    if before is None and after is None:
        after = document(path, n=1)
    name = f"projects/demo-x/databases/(default)/documents/{path}"
    return Change(name, before, after, datetime(2026, 11, 20, tzinfo=UTC), caller)


def trigger(operation: str = "created", pattern: str = "things/{thing}", **values: Any) -> DocumentTrigger:
    settings = {"with_auth_context": False, "database": "(default)", "retry": False, **values}
    event_type = f"google.cloud.firestore.document.v1.{operation}"
    return DocumentTrigger(event_type, operation, pattern=pattern, **settings)  # type: ignore[arg-type]


def function(
    call: Callable[..., object], asked: DocumentTrigger | None = None, **values: Any
) -> HostedFunction:
    settings = {"regions": ("us-central1",), "timeout_seconds": 10.0, "parallel": 4, **values}
    kind = "event" if asked else "callable"
    return HostedFunction(name="worker", kind=kind, call=call, trigger=asked, **settings)  # type: ignore[arg-type]


def deliver(
    worker: HostedFunction, *changes: Change, faults: DeliveryFaults | None = None
) -> tuple[DeliverySummary, list[Delivery]]:
    """Deliver the changes, each a commit of its own, and wait until nothing is pending."""

    async def run() -> tuple[DeliverySummary, list[Delivery]]:
        log = DeliveryLog()
        deliveries = Deliveries(
            [worker],
            Invoker(),
            asyncio.get_running_loop(),
            log,
            project="demo-x",
            faults=faults or DeliveryFaults(),
            retry_time_scale=1e-6,
        )
        for one in changes:
            deliveries.accept([one])
        assert await asyncio.to_thread(log.wait_idle, 10)
        await deliveries.close()
        return log.summary(), log.latest()

    return asyncio.run(run())


class TestWhoIsCalled:
    @pytest.mark.parametrize(
        ("operation", "seen"),
        [
            ("created", ["created"]),
            ("updated", ["updated"]),
            ("deleted", ["deleted"]),
            ("written", ["created", "updated", "deleted"]),
        ],
    )
    def test_by_kind_of_change(self, operation: str, seen: list[str]) -> None:
        old, new = document("things/a", n=1), document("things/a", n=2)
        changes = [change(after=old), change(before=old, after=new), change(before=new)]
        _, finished = deliver(function(lambda event: None, trigger(operation), parallel=1), *changes)
        assert [one.operation for one in finished] == seen

    @pytest.mark.parametrize(
        ("pattern", "path", "called"),
        [
            ("things/{thing}", "things/a", True),
            ("/things/{thing}/", "things/a", True),
            ("things/a", "things/a", True),
            ("things/a", "things/b", False),
            ("things/{thing}", "things/a/parts/b", False),
            ("things/{thing}", "thingsx/a", False),
            ("things/{thing}/parts/{part}", "things/a/parts/b", True),
            ("things/{path=**}", "things/a/parts/b", True),
            ("things/{thing=*}", "things/a", True),
            ("things/{thing}", "things/a\nb", True),
            ("things/{path=**}", "things/a/parts/\n", True),
            ("things/*", "things/a", True),
            ("{all=**}", "things/a", True),
            ("things/{path=**}/parts/{part}", "things/a/b/c/parts/d", True),
            ("th.ngs/{thing}", "things/a", False),
        ],
    )
    def test_by_path(self, pattern: str, path: str, called: bool) -> None:
        summary, _ = deliver(function(lambda event: None, trigger(pattern=pattern)), change(path))
        assert summary.delivered == called

    def test_by_database(self) -> None:
        summary, _ = deliver(function(lambda event: None, trigger(database="second")), change())
        assert summary.delivered == 0


class TestTheEvent:
    def test_it_carries_both_sides_and_which_fields_changed(self) -> None:
        old, new = (
            document("things/a", kept=1, changed=1, gone=1),
            document("things/a", kept=1, changed=2, added=1),
        )
        data = DocumentEventData.deserialize(event_of(change(before=old, after=new)).payload)
        assert data.old_value.fields["changed"].integer_value == 1
        assert data.value.fields["changed"].integer_value == 2
        assert list(data.update_mask.field_paths) == ["added", "changed", "gone"]

    def test_fields_within_maps_are_named_by_their_paths(self) -> None:
        def nested(n: int) -> Any:
            inner = {"a.b": {"integer_value": n}, "same": {"integer_value": 0}}
            return Document.pb(Document(fields={"m": Value(map_value={"fields": inner})}))

        data = DocumentEventData.deserialize(event_of(change(before=nested(1), after=nested(2))).payload)
        assert list(data.update_mask.field_paths) == ["m.`a.b`"]

    @pytest.mark.parametrize(
        ("caller", "auth_type", "auth_id"),
        [
            (SERVER, "service_account", "firebase-adminsdk@demo-x.iam.gserviceaccount.com"),
            (Caller(Standing.PERSON, {"sub": "ann"}), "unknown", "ann"),
            (Caller(Standing.NOBODY), "unauthenticated", ""),
        ],
    )
    def test_it_says_who_wrote_to_those_who_ask(self, caller: Caller, auth_type: str, auth_id: str) -> None:
        event = event_of(change(caller=caller))
        attributes = event.as_cloud_event(trigger(with_auth_context=True))._get_attributes()
        assert (attributes["authtype"], attributes["authid"]) == (auth_type, auth_id)
        assert "authtype" not in event.as_cloud_event(trigger())._get_attributes()

    def test_every_delivery_of_an_event_has_the_same_id(self) -> None:
        ids: list[str] = []
        worker = function(lambda event: ids.append(event["id"]), trigger())
        deliver(worker, change(), change("things/b"), faults=DeliveryFaults(duplicate=1))
        assert len(ids) == 4
        assert len(set(ids)) == 2


class TestFailures:
    def test_are_tried_again_when_the_function_asks_for_it(self) -> None:
        calls = itertools.count(1)

        def fail_twice(_: object) -> None:
            if next(calls) < 3:
                raise RuntimeError

        summary, (delivery,) = deliver(function(fail_twice, trigger(retry=True)), change())
        assert (delivery.attempts, delivery.delivered) == (3, True)
        assert (summary.delivered, summary.failures, summary.dropped) == (1, 2, 0)

    def test_are_given_up_otherwise(self) -> None:
        def fail(_: object) -> None:
            raise KeyError

        summary, (delivery,) = deliver(function(fail, trigger()), change())
        assert (delivery.attempts, delivery.delivered, delivery.last_error) == (1, False, "KeyError")
        assert summary.dropped == 1

    def test_are_given_up_after_a_day(self) -> None:
        def fail(_: object) -> None:
            raise RuntimeError

        _, (delivery,) = deliver(function(fail, trigger(retry=True)), change())
        assert not delivery.delivered
        assert delivery.attempts == 1 + len(list(retry_waits(1)))

    def test_running_out_of_time_is_one(self) -> None:
        released = threading.Event()
        worker = function(lambda event: released.wait(10), trigger(), timeout_seconds=0.02)
        _, (delivery,) = deliver(worker, change())
        released.set()
        assert (delivery.delivered, delivery.last_error) == (False, "FunctionTimedOut")

    @pytest.mark.parametrize("error", [SystemExit(1), StopIteration(), TimeoutError()])
    def test_of_any_kind_are_survived(self, error: BaseException) -> None:
        def fail(_: object) -> None:
            raise error

        summary, _ = deliver(function(fail, trigger()), change(), change("things/b"))
        assert summary.dropped == 2


def test_waits_double_from_ten_seconds_to_ten_minutes_for_a_day() -> None:
    waits = list(retry_waits(1))
    assert waits[:8] == [10, 20, 40, 80, 160, 320, 600, 600]
    assert 24 * 3600 - 600 < sum(waits) <= 24 * 3600
    assert list(retry_waits(0.5))[:2] == [5, 10]


class TestDisturbances:
    @given(st.integers(), st.floats(0, 1), st.floats(0, 100), st.booleans())
    def test_are_the_same_for_the_same_seed(
        self, seed: int, duplicate: float, delay: float, reorder: bool
    ) -> None:
        faults = DeliveryFaults(seed, duplicate, delay, reorder)
        one, other = Disturbance(faults), Disturbance(faults)
        for _ in range(20):
            delays = one.delays()
            assert delays == other.delays()
            assert 1 <= len(delays) <= 2
            assert all(0 <= late <= delay + 0.05 for late in delays)

    def test_there_are_none_unless_asked_for(self) -> None:
        assert Disturbance(DeliveryFaults()).delays() == [0.0]

    @pytest.mark.parametrize("values", [{"duplicate": 1.5}, {"duplicate": -0.1}, {"delay_seconds": -1.0}])
    def test_impossible_ones_are_refused(self, values: dict[str, float]) -> None:
        with pytest.raises(ValueError, match=r"negative|share"):
            DeliveryFaults(**values)  # type: ignore[arg-type]


class TestInvocations:
    def test_no_more_run_at_once_than_declared_and_all_get_their_turn(self) -> None:
        running, most, lock = 0, 0, threading.Lock()
        both = threading.Barrier(2, timeout=10)

        def work() -> None:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            both.wait()
            with lock:
                running -= 1

        async def run() -> None:
            invoker = Invoker()
            worker = function(work, parallel=2)
            await asyncio.gather(*(invoker.invoke(worker, work) for _ in range(6)))

        asyncio.run(run())
        assert most == 2

    def test_one_out_of_time_frees_its_slot_but_keeps_its_thread(self) -> None:
        released = threading.Event()

        async def run() -> None:
            invoker = Invoker()
            worker = function(lambda: None, parallel=1, timeout_seconds=0.02)
            with pytest.raises(FunctionTimedOut, match=r"worker did not end within its 0\.02 s"):
                await invoker.invoke(worker, lambda: released.wait(10))
            assert await invoker.invoke(worker, lambda: "next") == "next"
            assert "worker-1" in invoker.running()
            released.set()
            assert invoker.join(10)

        asyncio.run(run())
