"""The operator's webhook as a local server plays it, the genuine HTTP client in between."""

import logging
import time
import traceback

import pytest

from mirror_realm.adapters.alert_webhook import LONGEST_TEXT, AlertWebhook
from mirror_realm.services.ports.alerts import AlertUnsent
from tests.faults.webhook import WebhookServer

SECRET = "T0-B0-a-secret-of-ours"


def send(server: WebhookServer, text: str = "a job is stuck", seconds: float = 2.0) -> None:
    AlertWebhook(f"{server.url}{SECRET}", seconds, sleep=lambda _: None).send(text)


def test_an_alert_is_one_post_that_slack_understands() -> None:
    with WebhookServer() as server:
        send(server, "80 % of <today's> money & more")
    (call,) = server.calls
    assert (call.method, call.path) == ("POST", f"/{SECRET}")
    assert call.headers["content-type"] == "application/json"
    assert "authorization" not in call.headers
    assert call.json() == {"text": "80 % of &lt;today's&gt; money &amp; more"}


@pytest.mark.parametrize("fault", ["down", "busy", "reset"])
def test_a_fault_that_may_pass_is_met_with_one_more_request(fault: str) -> None:
    with WebhookServer(fault, "taken") as server:
        send(server)
    assert len(server.calls) == 2


@pytest.mark.parametrize(
    ("fault", "reason", "calls"),
    [
        ("down", "answered_500", 2),
        ("busy", "answered_429", 2),
        ("reset", "unreachable", 2),
        ("no_such_hook", "answered_404", 1),
        ("redirected", "answered_302", 1),
        ("huge", "answer_too_large", 1),
    ],
)
def test_a_fault_is_a_word_of_ours_without_the_address(fault: str, reason: str, calls: int) -> None:
    with WebhookServer(fault) as server, pytest.raises(AlertUnsent) as raised:
        send(server)
    assert raised.value.reason == reason
    assert len(server.calls) == calls
    shown = "".join(traceback.format_exception(raised.value))
    assert SECRET not in shown
    assert "no_service" not in shown


def test_a_webhook_that_does_not_answer_holds_the_caller_for_a_bounded_time() -> None:
    began = time.monotonic()
    with WebhookServer("silent") as server, pytest.raises(AlertUnsent, match="timeout"):
        send(server, seconds=0.2)
    assert time.monotonic() - began < 2


def test_a_webhook_that_is_not_there_is_unreachable() -> None:
    with WebhookServer() as server:
        pass
    with pytest.raises(AlertUnsent, match="unreachable"):
        send(server)


def test_a_message_is_bounded() -> None:
    with WebhookServer() as server:
        send(server, "x" * 100_000)
    assert len(server.texts[0]) == LONGEST_TEXT


def test_the_address_is_in_no_log_not_even_the_clients_own(caplog: pytest.LogCaptureFixture) -> None:
    with WebhookServer() as server, caplog.at_level(logging.DEBUG):
        send(server)
    assert SECRET not in caplog.text
