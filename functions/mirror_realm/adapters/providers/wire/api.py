"""JsonApi: one provider's HTTP API with JSON bodies. Importing this imports `httpx2`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx2

from mirror_realm.adapters.providers.wire.breaks import error_of_break
from mirror_realm.adapters.providers.wire.client import PLAIN, bounded_client, deadline
from mirror_realm.errors import BadOutput


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one call, read as untrusted input."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    api: str
    """The name of the API in messages."""

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> dict[str, Any]:
        """Return the body's JSON object. Raises `BadOutput`, cost unknown, for any other body."""
        try:
            content = json.loads(self.body)
        except (ValueError, RecursionError):
            raise BadOutput(f"the answer of {self.api} is not JSON", cost_micros=None) from None
        if not isinstance(content, dict):
            raise BadOutput(f"the answer of {self.api} is not a JSON object", cost_micros=None)
        return content

    def error_json(self) -> dict[str, Any]:
        """Return the body's JSON object; an empty one if it is anything else, as gateways send it."""
        try:
            return self.json()
        except BadOutput:
            return {}


class JsonApi:
    """Calls of one API, each sent once. Safe to share between threads.

    A call without an answer raises as `breaks` says; any answer, whatever its status, is returned.
    """

    def __init__(
        self,
        *,
        name: str,
        base_url: str,
        base_url_setting: str,
        headers: Mapping[str, str],
        max_answer_bytes: int,
    ) -> None:
        self.name = name
        self._base_url = base_url.rstrip("/")
        self._setting = base_url_setting
        self._headers = {**PLAIN, **headers}
        self._client = bounded_client(max_answer_bytes)

    def post(
        self,
        path: str,
        body: Mapping[str, Any] | None,
        timeout_seconds: float,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a POST with a JSON body, or without any, once."""
        return self._send("POST", path, timeout_seconds, body, headers)

    def get(self, path: str, timeout_seconds: float) -> Reply:
        """Send a GET once."""
        return self._send("GET", path, timeout_seconds)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _send(
        self,
        method: str,
        path: str,
        timeout_seconds: float,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        try:
            response = self._client.request(
                method,
                f"{self._base_url}{path}",
                json=body,
                headers={**self._headers, **(headers or {})},
                timeout=deadline(timeout_seconds),
            )
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            # Not chained: the request in the exception must not be logged.
            raise error_of_break(error, self.name, self._setting) from None
        return Reply(response.status_code, response.headers, response.content, self.name)
