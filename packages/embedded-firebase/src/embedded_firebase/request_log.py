"""The request log: one JSON line for each HTTP request, without anything secret that addresses can carry."""

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TextIO
from urllib.parse import parse_qsl, urlencode

from embedded_firebase.firestore import RequestRecord

SECRET_PARAMETERS = frozenset({"key", "token", "upload_id", "oobCode"})
"""Query parameters that are bearer secrets: their names are logged, their values never."""


class RequestLog:
    """Write `{"time", "service", "method", "path", "status", "milliseconds"}` lines to a text stream."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def record(self, service: str, scope: Mapping[str, Any], status: int, seconds: float) -> None:
        """Log the request of an ASGI scope."""
        query = [
            (name, "[secret]" if name in SECRET_PARAMETERS else value)
            for name, value in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        ]
        path = scope["raw_path"].decode("latin-1") + (f"?{urlencode(query, safe='[]/')}" if query else "")
        self.write(
            service=service,
            method=scope["method"],
            path=path,
            status=status,
            milliseconds=round(seconds * 1000, 1),
        )

    def record_rpc(self, rpc: RequestRecord) -> None:
        """Log a finished RPC of Firestore."""
        self.write(
            service="firestore", method=rpc.method, status=rpc.code, milliseconds=round(rpc.seconds * 1000, 1)
        )

    def write(self, **entry: object) -> None:
        """Write one entry with the current time."""
        time = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = json.dumps({"time": time, **entry}, separators=(",", ":"), default=str)
        with self._lock:
            self._stream.write(line + "\n")
            self._stream.flush()
