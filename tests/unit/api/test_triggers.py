"""Triggers: an event is delivered again while there is hope, then put aside; its failure says nothing of anybody."""

import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from firebase_functions import firestore_fn

from mirror_realm import bootstrap
from mirror_realm.api import schedules, triggers
from mirror_realm.api.documents import HANDLERS
from mirror_realm.domain.plans import GUEST
from mirror_realm.domain.wish import User
from mirror_realm.errors import Contention
from mirror_realm.services.ports.accounts import Account
from mirror_realm.services.ports.photos import Upload
from tests.fakes.captured import capturing
from tests.fakes.house import House

PATH = "users/ada/progress/current"
YOUNG, OLD = timedelta(minutes=29), timedelta(minutes=31)


def event(age: timedelta = timedelta()) -> firestore_fn.Event[Any]:
    """Return an event of this age, now."""
    return firestore_fn.Event(
        specversion="1.0",
        id="event-1",
        source="//firestore.googleapis.com/projects/demo/databases/(default)",
        type="google.cloud.firestore.document.v1.written",
        time=datetime.now(UTC) - age,
        data=None,
        subject=f"documents/{PATH}",
        location="us-central1",
        project="demo",
        database="(default)",
        namespace="(default)",
        document=PATH,
        params={"uid": "ada"},
    )


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    """Return a house whose dead letters are those of the deployment."""
    house = House()
    monkeypatch.setattr(bootstrap, "services", lambda: house.services)
    return house


def raising(error: Exception) -> Callable[..., None]:
    def act(*_: object) -> None:
        raise error

    return act


def test_a_function_is_given_the_path_of_the_document(house: House) -> None:
    given: list[str] = []
    triggers.handle(event(), "celebrate_progress", given.append)
    assert given == [PATH]


@pytest.mark.parametrize("age", [timedelta(), YOUNG])
def test_an_event_that_fails_is_delivered_again(house: House, age: timedelta) -> None:
    with capturing() as captured, pytest.raises(triggers.Undelivered):
        triggers.handle(event(age), "celebrate_progress", raising(ValueError("ada")))
    assert house.documents == {}
    function = {"function": "celebrate_progress", "event_id": "event-1"}
    assert captured == [{"severity": "WARNING", "event": "trigger_failed", **function}]


def test_an_event_that_goes_on_failing_is_put_aside_and_acknowledged(house: House) -> None:
    triggers.handle(event(OLD), "celebrate_progress", raising(ValueError("ada")))
    letter = house.documents["dead_letters/event-1"]
    assert (letter["function"], letter["document"], letter["error"]) == (
        "celebrate_progress",
        PATH,
        "ValueError",
    )


def test_a_time_without_a_zone_is_understood_as_utc(house: House) -> None:
    old = event(OLD)
    object.__setattr__(old, "time", old.time.replace(tzinfo=None))
    triggers.handle(old, "celebrate_progress", raising(ValueError()))
    assert "dead_letters/event-1" in house.documents


def test_contention_is_never_the_events_fault(house: House) -> None:
    with pytest.raises(triggers.Undelivered):
        triggers.handle(event(OLD), "celebrate_progress", raising(Contention("busy")))
    assert house.documents == {}


def test_an_event_that_cannot_even_be_put_aside_is_not_lost(house: House) -> None:
    def database_is_down(_: Any) -> None:
        raise ConnectionError(PATH)

    house.store.transact = database_is_down  # type: ignore[method-assign, assignment]
    with pytest.raises(triggers.Undelivered):
        triggers.handle(event(OLD), "celebrate_progress", raising(ValueError()))


def test_what_the_platform_prints_of_a_failure_says_nothing_of_anybody(house: House) -> None:
    """It prints the exception with its traceback into the log, where nobody expects a uid."""
    act = raising(ValueError(PATH))
    with pytest.raises(triggers.Undelivered) as undelivered:
        triggers.handle(event(), "celebrate_progress", act)
    with pytest.raises(schedules.NotRun) as not_run:
        schedules.run("reap", lambda: act(PATH))

    for raised in (undelivered.value, not_run.value):
        printed = "".join(traceback.format_exception(raised))
        assert "ValueError" in printed
        assert "users/ada" not in printed


def test_a_schedule_that_breaks_off_is_told() -> None:
    with capturing() as captured, pytest.raises(schedules.NotRun):
        schedules.run("sweep", lambda: raising(KeyError("x"))(""))
    assert captured == [{"severity": "ERROR", "event": "schedule_failed", "function": "sweep"}]


def test_a_schedule_that_breaks_off_sends_its_alert_and_what_that_raises_changes_nothing() -> None:
    alerts: list[str] = []

    def alert() -> None:
        alerts.append("sent")
        raise ConnectionError(PATH)

    with pytest.raises(schedules.NotRun, match="KeyError"):
        schedules.run("sweep", lambda: raising(KeyError("x"))(""), alert=alert)
    schedules.run("sweep", lambda: None, alert=alert)
    assert alerts == ["sent"]


def test_a_trigger_asks_the_platform_to_deliver_again() -> None:
    @triggers.redelivered
    @firestore_fn.on_document_created(document="letters/{letter}")
    def read(event: Any) -> None:
        """Nothing."""

    endpoint = read.__firebase_endpoint__  # type: ignore[attr-defined]  # set by the decorator
    assert endpoint.eventTrigger["retry"] is True


@pytest.mark.parametrize(
    ("function", "path"),
    [("answer_wish", "users/ada/avatarRequests/20261120-00"), ("celebrate_progress", PATH)],
)
def test_an_account_that_is_gone_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, function: str, path: str
) -> None:
    nobody = SimpleNamespace(find=lambda _: None)
    monkeypatch.setattr(bootstrap, "services", lambda: SimpleNamespace(people=nobody))
    HANDLERS[function](path)


def test_what_a_document_belongs_to_is_read_from_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    ada = User("ada", GUEST)
    done: list[tuple[Any, ...]] = []
    services = SimpleNamespace(
        people=SimpleNamespace(find=lambda uid: {"ada": Account(ada)}[uid]),
        rendering=SimpleNamespace(run=lambda render_id, attempt, until: done.append((render_id, attempt))),
        answering=SimpleNamespace(answer=lambda person, wish, parse: done.append((person, wish))),
        milestones=SimpleNamespace(progressed=lambda person: done.append((person,))),
        settings=SimpleNamespace(evolution_at_night=False),
    )
    monkeypatch.setattr(bootstrap, "services", lambda: services)
    HANDLERS["render_attempt"]("renders/render-1/attempts/2")
    HANDLERS["answer_wish"]("users/ada/avatarRequests/20261120-00")
    HANDLERS["celebrate_progress"](PATH)
    assert done == [("render-1", 2), (ada, "20261120-00"), (ada,)]


def file_event(name: str, age: timedelta = timedelta()) -> Any:
    """Return an event of Storage: a payload's 64-bit numbers and times are strings."""
    data = SimpleNamespace(
        name=name, generation="1795176000000000", time_created="2026-11-20T12:00:00.000Z", cache_control=None
    )
    return SimpleNamespace(id="event-1", time=datetime.now(UTC) - age, data=data)


def test_a_function_is_given_the_uploader_and_the_upload(house: House) -> None:
    given: list[tuple[str, Upload]] = []
    triggers.handle_upload(file_event("uploads/ada/me.jpg"), "count_upload", lambda *what: given.append(what))
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert given == [("ada", Upload("uploads/ada/me.jpg", 1795176000000000, at))]


@pytest.mark.parametrize(
    "name",
    [
        "shared/3f2a/r1-1/512.jpg",
        "people/ada/one/r1-1/512.jpg",
        "uploads/ada/a/b.jpg",
        "uploads//b.jpg",
        "uploads/../b.jpg",
    ],
)
def test_other_files_of_the_bucket_are_left_alone(house: House, name: str) -> None:
    triggers.handle_upload(file_event(name), "count_upload", raising(ValueError()))


def test_a_body_that_makes_no_sense_is_delivered_again_and_then_put_aside_like_any_failure(
    house: House,
) -> None:
    for age, name in ((YOUNG, "time_created"), (YOUNG, "generation"), (OLD, "time_created")):
        event = file_event("uploads/ada/me.jpg", age)
        setattr(event.data, name, "never")
        if age is YOUNG:
            with pytest.raises(triggers.Undelivered):
                triggers.handle_upload(event, "count_upload", raising(AssertionError()))
        else:
            triggers.handle_upload(event, "count_upload", raising(AssertionError()))
    assert house.documents["dead_letters/event-1"]["document"] == "users/ada/uploads/current"


def test_an_upload_that_cannot_be_counted_is_put_aside_by_what_counts_it_and_replayed(house: House) -> None:
    def act(*_: object) -> None:
        raise ValueError

    with pytest.raises(triggers.Undelivered):
        triggers.handle_upload(file_event("uploads/ada/me.jpg", YOUNG), "count_upload", act)
    triggers.handle_upload(file_event("uploads/ada/me.jpg", OLD), "count_upload", act)
    letter = house.documents["dead_letters/event-1"]
    assert (letter["function"], letter["document"]) == ("count_upload", "users/ada/uploads/current")
    house.consenting.give("ada", "2026-11")
    house.photos.upload("uploads/ada/me.jpg")
    assert house.dead_letters.replay(HANDLERS, 9).done == 1
    assert house.documents["users/ada/uploads/current"]["lying"] == 1


@pytest.mark.parametrize("attempt", ["x", "-1", "1.0", "٣", " 1", "1\n"])
def test_what_has_no_number_is_no_attempt(monkeypatch: pytest.MonkeyPatch, attempt: str) -> None:
    def services() -> None:
        raise AssertionError("something was looked up")

    monkeypatch.setattr(bootstrap, "services", services)
    HANDLERS["render_attempt"](f"renders/render-1/attempts/{attempt}")
