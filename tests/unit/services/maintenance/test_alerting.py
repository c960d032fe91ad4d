"""Alerting: the reaper sends what the operator has to know once, and nothing fails because of it."""

from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.alerts import CLAIM
from mirror_realm.errors import AccountRefused, ProviderUnavailable
from mirror_realm.services.maintenance.due_jobs import STUCK
from mirror_realm.services.rendering.paid_pictures import PaidPictures
from tests.fakes.captured import capturing
from tests.fakes.house import House

URL = "https://hooks.example.com/services/T0/B0/a-secret-of-ours"
BOOK = "maintenance/alerts"


@pytest.fixture
def house() -> House:
    return House(webhook=URL)


def passed(house: House) -> list[str]:
    """Run a pass of the reaper, and return the lines of its messages."""
    before = len(house.alerts.messages)
    house.reaping.run()
    return [line for message in house.alerts.messages[before:] for line in message.splitlines()]


def test_a_mark_is_sent_once() -> None:
    house = House(webhook=URL, global_limit=1)
    house.ask()
    assert passed(house) == [
        "100 % of today's pictures are used: users get fallbacks until midnight (usage_100)."
    ]
    house.clock.sleep(600)
    assert passed(house) == []


def test_a_pass_with_nothing_new_runs_no_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_is_needed(_: Any) -> None:
        raise AssertionError

    house = House(webhook=URL, global_limit=1)
    house.ask()
    house.alerting.run(0)
    monkeypatch.setattr(house.store, "transact", none_is_needed)
    with capturing() as captured:
        house.alerting.run(0)
    assert captured == []


def test_what_comes_up_together_is_one_message() -> None:
    house = House(webhook=URL, global_limit=1)
    house.ask()
    house.dead_letters.put_aside("event-1", "answer_wish", "users/ada/avatarRequests/20261120-00", KeyError())
    house.reaping.run()
    (message,) = house.alerts.messages
    assert len(message.splitlines()) == 2
    assert "Dead letters that wait to be replayed: 1 (dead_letters)." in message
    assert "ada" not in message


def test_a_message_that_was_not_taken_is_sent_with_the_next_pass() -> None:
    house = House(webhook=URL, global_limit=1)
    house.alerts.faults = ["answered_500"]
    house.ask()
    with capturing() as captured:
        assert passed(house) == []
    assert {"event": "alert_unsent", "why": "answered_500", "severity": "WARNING"} in captured
    house.clock.sleep(CLAIM.total_seconds())
    assert len(passed(house)) == 1


def test_without_a_webhook_nothing_is_read_or_written_or_sent() -> None:
    house = House(global_limit=1)
    house.ask()
    house.dead_letters.put_aside("event-1", "answer_wish", "users/ada/avatarRequests/20261120-00", KeyError())
    house.breakers.refuse("openai", AccountRefused("no"))
    house.breakers.share()
    house.alerting.schedule_failed("sweep")
    assert passed(house) == []
    assert BOOK not in house.documents


def test_a_provider_that_refuses_our_account_is_noted_by_the_worker_and_sent_by_the_reaper(
    house: House,
) -> None:
    house.provider.script = [AccountRefused("no credit")]
    house.ask()
    house.deliver()
    assert house.alerts.messages == [], "no picture waits for the webhook"
    assert "scripted refuses our key or account (account_refused)." in passed(house)
    assert len(house.documents[BOOK]["alerts"]) == 1


def test_a_provider_that_is_down_is_sent_once_a_day() -> None:
    house = House(webhook=URL, max_calls=4, user_limit=9)
    for _ in range(2):
        house.provider.script = [ProviderUnavailable("down")] * 4
        house.ask(variation=len(house.documents))
        house.deliver()
    assert [line for line in passed(house) if "down" in line] == [
        "scripted is down: users get fallbacks (provider_down)."
    ]


def test_a_job_that_no_pass_can_take_up_is_stuck(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def storage_is_down(*_: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(PaidPictures, "find", storage_is_down)
    house.ask()
    (path,) = [path for path in house.documents if path.startswith("renders/") and path.count("/") == 1]
    late = {"deadline_at": house.clock.now() + 4 * STUCK}
    house.documents[path] = {**house.documents[path], **late}
    house.clock.time = house.documents[path]["due_at"]
    with pytest.raises(ConnectionError):
        house.reaping.run()
    assert house.alerts.messages == [], "the next pass may take it up"
    house.clock.time += STUCK
    with capturing() as captured, pytest.raises(ConnectionError):
        house.reaping.run()
    assert {"event": "jobs_stuck", "count": 1, "severity": "ERROR"} in captured
    assert house.alerts.messages == ["Jobs that no pass of the reaper could take up: 1 (stuck_jobs)."]


def test_a_schedule_that_failed_sends_its_alert_itself_once_a_day(house: House) -> None:
    for _ in range(3):
        house.alerting.schedule_failed("sweep")
    assert house.alerts.messages == ["The scheduled function sweep failed (functions_failing)."]
    house.clock.time += timedelta(days=1)
    house.alerting.schedule_failed("sweep")
    assert len(house.alerts.messages) == 2


def test_a_schedule_that_failed_with_its_database_sends_its_alert_nevertheless(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(house.store, "transact", down)
    for _ in range(2):
        house.alerting.schedule_failed("reap")
    assert house.alerts.messages == ["The scheduled function reap failed (functions_failing)."]


def test_an_alert_never_fails_the_pass_that_it_is_about(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(_: str) -> bool:
        raise LookupError(URL)

    house.documents[BOOK] = {"alerts": "damaged"}
    monkeypatch.setattr(house.store, "transact", damaged)
    with capturing() as captured:
        house.alerting.run(1)
        house.alerting.note_provider("openai", True)
    assert [line["event"] for line in captured] == ["alert_unsent", "alert_unsent"]
    assert URL not in str(captured)


def test_no_line_of_the_log_and_no_document_has_the_webhook(house: House) -> None:
    with capturing() as captured:
        house.alerts.faults = ["answered_404"]
        house.alerting.schedule_failed("sweep")
        house.reaping.run()
    assert "secret-of-ours" not in f"{captured}{house.documents}{house.settings!r}"
