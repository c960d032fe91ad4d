"""BoundedTransport: it aborts answers that are too large or arrive too slowly."""

import time
from collections.abc import Callable, Iterator

import httpx2


class AnswerTooLarge(httpx2.ReadError):
    """The answer is too large to be useful; the rest of it was not read."""


class BoundedTransport(httpx2.BaseTransport):
    """A transport that reads at most `max_bytes` of a body, and not past the request's deadline.

    httpx2's own read timeout restarts with every packet, so a body sent byte by byte could last for ever. The deadline
    is the request's read timeout, counted from the start of the request. If a connection stalls shortly before it, the
    read timeout ends it instead: at worst a call takes twice its timeout.
    """

    def __init__(
        self,
        wrapped: httpx2.BaseTransport,
        max_bytes: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wrapped = wrapped
        self._max_bytes = max_bytes
        self._clock = clock

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request. Raises `AnswerTooLarge`, at once for a declared length, and `httpx2.ReadTimeout`."""
        deadline = self._clock() + request.extensions["timeout"]["read"]
        response = self._wrapped.handle_request(request)
        announced = response.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self._max_bytes:
            response.close()
            raise AnswerTooLarge(f"an answer of {announced} bytes", request=request)
        assert isinstance(response.stream, httpx2.SyncByteStream)
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=_BoundedStream(response.stream, request, self._max_bytes, deadline, self._clock),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Close the wrapped transport."""
        self._wrapped.close()


class _BoundedStream(httpx2.SyncByteStream):
    def __init__(
        self,
        wrapped: httpx2.SyncByteStream,
        request: httpx2.Request,
        max_bytes: int,
        deadline: float,
        clock: Callable[[], float],
    ) -> None:
        self._wrapped = wrapped
        self._request = request
        self._max_bytes = max_bytes
        self._deadline = deadline
        self._clock = clock

    def __iter__(self) -> Iterator[bytes]:
        read = 0
        for chunk in self._wrapped:
            read += len(chunk)
            if read > self._max_bytes:
                raise AnswerTooLarge(f"more than {self._max_bytes} bytes", request=self._request)
            if self._clock() > self._deadline:
                raise httpx2.ReadTimeout("still arriving at the deadline", request=self._request)
            yield chunk

    def close(self) -> None:
        self._wrapped.close()
