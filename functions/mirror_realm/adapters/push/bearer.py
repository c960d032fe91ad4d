"""Bearer: the OAuth token of the application default credentials, for one Google API. Importing this imports `httpx2`.

Google's library repeats a request that fails, with pauses, and waits for minutes. It gets a transport here whose errors
it does not know, so that it tries once, and that ends in time.
"""

import threading
import time
from collections.abc import Mapping
from typing import Any

import google.auth
import httpx2
from google.auth import transport
from google.auth.credentials import Credentials

from mirror_realm.adapters.providers.wire.client import PLAIN, bounded_client

LARGEST_ANSWER = 64 * 1024
LEAST_SECONDS = 0.1


class NoBearer(Exception):
    """There is no token in time."""


class Bearer:
    """The token for a scope, kept until it is about to expire. Safe to share between threads."""

    def __init__(self, scope: str) -> None:
        self._scope = scope
        self._lock = threading.Lock()
        self._credentials: Credentials | None = None

    def token(self, timeout_seconds: float) -> str:
        """Return a valid token. Raises NoBearer."""
        until = time.monotonic() + timeout_seconds
        if not self._lock.acquire(timeout=timeout_seconds):
            raise NoBearer
        try:
            with bounded_client(LARGEST_ANSWER) as client:
                request = _Request(client, until)
                if self._credentials is None:
                    self._credentials, _ = google.auth.default(scopes=[self._scope], request=request)
                if not self._credentials.valid:
                    self._credentials.refresh(request)
            return str(self._credentials.token)
        except Exception as error:
            # Whatever is wrong with credentials or their server; not chained: it may show a part of them.
            raise NoBearer(type(error).__name__) from None
        finally:
            self._lock.release()


class _Request(transport.Request):
    """Google's interface to HTTP. All requests together take no longer than until a moment."""

    def __init__(self, client: httpx2.Client, until: float) -> None:
        self._client = client
        self._until = until

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        **_: Any,
    ) -> "_Response":
        """Return the answer to one request. Raises an error of httpx2, or NoBearer for an answer worth a repetition."""
        # A request that stalls takes twice its timeout.
        seconds = max(LEAST_SECONDS, (self._until - time.monotonic()) / 2)
        answer = self._client.request(
            method, url, content=body, headers={**PLAIN, **(headers or {})}, timeout=httpx2.Timeout(seconds)
        )
        if answer.status_code == 429 or answer.status_code >= 500:
            raise NoBearer
        return _Response(answer)


class _Response(transport.Response):
    def __init__(self, answer: httpx2.Response) -> None:
        self._answer = answer

    @property
    def status(self) -> int:
        return self._answer.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        return self._answer.headers

    @property
    def data(self) -> bytes:
        return self._answer.content
