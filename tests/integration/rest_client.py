"""A plain HTTP client of the REST API, through Hosting's rewrite."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from typing import Any

PREFIX = "/api/v1"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def problem(self) -> dict[str, Any]:
        """The body, which must be a problem that nothing stores."""
        assert self.headers["content-type"] == "application/problem+json"
        assert self.headers["cache-control"] == "private, no-store"
        body: dict[str, Any] = self.json
        assert body["status"] == self.status
        return body


@dataclass(frozen=True)
class RestClient:
    address: str
    """HOST:PORT of Hosting."""
    token: str | None = None

    def send(
        self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, **headers: Any
    ) -> Reply:
        """Return the reply; `body` is sent as JSON, `raw` as it is. `path` is behind the prefix."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token is not None:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        data = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        if data is not None:
            sent.setdefault("Content-Type", "application/json")
        host, port = self.address.split(":")
        connection = HTTPConnection(host, int(port), timeout=60)
        try:
            connection.request(method, PREFIX + path, data, sent)
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: Any) -> Reply:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Mapping[str, Any], **headers: Any) -> Reply:
        return self.send("POST", path, body, **headers)
