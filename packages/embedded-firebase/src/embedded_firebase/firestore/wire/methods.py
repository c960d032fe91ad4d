"""What a service is made of: its methods by kind, and what their handlers see of a call."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from embedded_firebase.firestore.errors import Code


class Incoming(Protocol):
    """What a handler sees of a call that has one request, whichever protocol brought it."""

    @property
    def metadata(self) -> Mapping[str, str]: ...

    @property
    def connection(self) -> object:
        """The connection that transactions belong to; None where there is no such thing."""


class OpenCall(Incoming, Protocol):
    """What a handler sees of a call whose requests and responses go on side by side."""

    def send_headers(self) -> None:
        """Send the response's headers before its first message: clients of streams wait for them."""


@dataclass(frozen=True)
class Unary:
    """One request, one response."""

    parse: Callable[[bytes], Any]
    handle: Callable[[Any, Incoming], Awaitable[Any]]


@dataclass(frozen=True)
class ServerStream:
    """One request, many responses."""

    parse: Callable[[bytes], Any]
    handle: Callable[[Any, Incoming], AsyncGenerator[Any, None]]


@dataclass(frozen=True)
class BidirectionalStream:
    """Many requests, many responses."""

    parse: Callable[[bytes], Any]
    handle: Callable[[AsyncIterator[Any], OpenCall], AsyncGenerator[Any, None]]


Method = Unary | ServerStream | BidirectionalStream
Finished = Callable[[str, Code, float], None]
"""Called with the method's path, its status and its duration in seconds."""
