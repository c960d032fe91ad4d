"""One listening port for both protocols: the first bytes of a connection distinguish gRPC from HTTP/1.1."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from embedded_firebase.firestore.wire import frames
from embedded_firebase.firestore.wire.grpc import Call
from embedded_firebase.firestore.wire.header_blocks import Headers
from embedded_firebase.firestore.wire.http1 import Http1Connection, Router
from embedded_firebase.firestore.wire.http2 import Connection
from embedded_firebase.firestore.wire.methods import Finished, Method
from embedded_firebase.firestore.wire.stream import Stream


class Port(asyncio.Protocol):
    """One accepted connection."""

    def __init__(
        self,
        methods: Mapping[str, Method],
        router: Router,
        finished: Finished,
        opened: Callable[[Port], None],
        closed: Callable[[Port, object], None],
    ) -> None:
        self._methods = methods
        self._router = router
        self._finished = finished
        self._opened = opened
        self._closed = closed
        self._first = b""
        self._transport: asyncio.Transport | None = None
        self._http1: Http1Connection | None = None
        self._http2: Connection | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._opened(self)

    def data_received(self, data: bytes) -> None:
        if self._http2 is not None:
            self._http2.receive(data)
        elif self._http1 is not None:
            self._http1.receive(data)
        else:
            self._first += data
            self._choose()

    def _choose(self) -> None:
        assert self._transport is not None
        first = self._first
        if len(first) < 3 and frames.PREFACE.startswith(first):
            return
        if frames.PREFACE.startswith(first[: len(frames.PREFACE)]):
            self._http2 = Connection(self._transport, self._open_stream)
            self._http2.receive(first)
        else:
            self._http1 = Http1Connection(self._transport, self._router)
            self._http1.receive(first)
        self._first = b""

    def _open_stream(self, stream: Stream, headers: Headers) -> Call:
        return Call(stream, headers, self._methods, self._finished)

    def pause_writing(self) -> None:
        if self._http2 is not None:
            self._http2.pause()
        if self._http1 is not None:
            self._http1.pause()

    def resume_writing(self) -> None:
        if self._http2 is not None:
            self._http2.resume()
        if self._http1 is not None:
            self._http1.resume()

    def connection_lost(self, error: Exception | None) -> None:
        if self._http2 is not None:
            self._http2.lost()
        if self._http1 is not None:
            self._http1.lost()
        self._closed(self, self._http2)

    def close(self) -> None:
        """End the connection and the calls that run on it."""
        if self._transport is not None:
            self._transport.abort()
