"""ALERT_WEBHOOK_URL on the embedded Firebase: what comes up is sent by the deployed schedules, once."""

from collections.abc import Iterator

import pytest

from tests.faults.webhook import WebhookServer
from tests.integration.app import days
from tests.integration.whole_firebase import WholeFirebase, whole_firebase

pytestmark = pytest.mark.drawn(one_in=3, of_file=True)


@pytest.fixture(scope="module")
def webhook() -> Iterator[WebhookServer]:
    with WebhookServer() as server:
        yield server


@pytest.fixture(scope="module")
def firebase(webhook: WebhookServer) -> Iterator[WholeFirebase]:
    with whole_firebase(ALERT_WEBHOOK_URL=webhook.url, GLOBAL_DAILY_LIMIT="1") as running:
        yield running


def test_a_used_up_day_is_sent_once_and_names_nobody(firebase: WholeFirebase, webhook: WebhookServer) -> None:
    token = firebase.account("ada@example.com")
    firebase.app.generate(token, **days(40), wait_seconds=30)
    firebase.settle()
    for _ in range(2):
        assert firebase.run("reap") == 200
    assert webhook.texts == [
        "100 % of today's pictures are used: users get fallbacks until midnight (usage_100)."
    ]
    (noted,) = firebase.documents["maintenance/alerts"]["alerts"]
    assert (noted["sent"], noted["text"]) == (True, "")
