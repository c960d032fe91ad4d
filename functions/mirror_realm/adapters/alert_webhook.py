"""AlertWebhook: messages to the operator's chat, as JSON that Slack understands. Importing this imports `httpx2`.

The address is a secret, because it is all that is needed to write there: no error or log has it. Redirects are
refused. An answer is only read to its end, and never shown.

https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
"""

import logging
import time
from collections.abc import Callable

import httpx2

from mirror_realm.adapters.providers.wire.client import PLAIN, bounded_client, deadline
from mirror_realm.adapters.providers.wire.transport import AnswerTooLarge
from mirror_realm.services.ports.alerts import AlertUnsent

SECONDS = 5.0
"""The time of one request, of which there are two at most; one that stalls takes twice as long."""
PAUSE_SECONDS = 1.0
LARGEST_ANSWER = 64 * 1024
LONGEST_TEXT = 3000

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class AlertWebhook:
    def __init__(
        self, url: str, seconds: float = SECONDS, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._url = url
        self._seconds = seconds
        self._sleep = sleep
        logging.getLogger("httpx2").setLevel(logging.WARNING)  # below, it logs the address of every request

    def send(self, text: str) -> None:
        """Send a message; once more after a fault that may pass. Raises AlertUnsent."""
        try:
            self._post(text)
        except _MayPass:
            self._sleep(PAUSE_SECONDS)
            self._post(text)

    def _post(self, text: str) -> None:
        body = {"text": text[:LONGEST_TEXT].translate(_ESCAPED)}
        try:
            with bounded_client(LARGEST_ANSWER) as client:
                status = client.post(
                    self._url, json=body, headers=PLAIN, timeout=deadline(self._seconds)
                ).status_code
        except AnswerTooLarge:
            raise AlertUnsent("answer_too_large") from None
        except httpx2.TimeoutException:
            raise _MayPass("timeout") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError):
            # Not chained: the request in the exception has the address.
            raise _MayPass("unreachable") from None
        if status == 429 or status >= 500:
            raise _MayPass(f"answered_{status}")
        if not 200 <= status < 300:
            raise AlertUnsent(f"answered_{status}")


class _MayPass(AlertUnsent):
    """A fault after which one more request is worth its while."""
