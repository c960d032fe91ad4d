"""HTTP/1.1 on Firestore's port, from the bytes on: what is sound is answered in order, anything else refused."""

import socket
from collections.abc import Callable, Iterator

import pytest

from embedded_firebase.firestore import FirestoreEmulator, HttpRequest, HttpResponse, HttpRoute
from embedded_firebase.firestore.wire import http1

Exchange = Callable[[bytes], bytes]

HEAD = b"POST /length HTTP/1.1\r\nHost: localhost\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
SOUND = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where an emulator listens that answers a request with the length of its body."""
    emulator = FirestoreEmulator()

    def measure(request: HttpRequest) -> HttpResponse:
        return HttpResponse.of_text(f"{len(request.body)} bytes")

    emulator.add_http(HttpRoute("POST", "/length", measure))
    yield emulator.start()
    emulator.stop()


@pytest.fixture
def exchange(port: int) -> Exchange:
    """Send bytes, and return all that is answered until the emulator closes the connection."""

    def send(data: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(data)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    return send


MALFORMED = {
    "no request": (b"nonsense\r\n\r\n", 400),
    "a target with a space": (b"GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "a target that is no address": (b"GET //[ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "a header without a colon": (HEAD + b"no colon\r\n\r\n", 400),
    "a length in letters": (HEAD + b"Content-Length: abc\r\n\r\n", 400),
    "a negative length": (HEAD + b"Content-Length: -5\r\n\r\n", 400),
    "two lengths": (HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nbytes", 400),
    "an unknown transfer encoding": (HEAD + b"Transfer-Encoding: gzip\r\n\r\n", 501),
    "a chunk that is longer than it says": (CHUNKED + b"5\r\nbytes, and more\r\n0\r\n\r\n", 400),
    "headers without an end": (HEAD + b"A: " + b"x" * http1.MOST_HEADER_BYTES, 431),
} | {
    f"a chunk of size {size.decode()}": (CHUNKED + size + b"\r\nbytes\r\n0\r\n\r\n", 400)
    for size in (b"zz", b"-5", b"+5", b"0x5", b"1" * 21)
}
"""What a client sends, and the status that it gets."""


@pytest.mark.parametrize(("request_bytes", "status"), MALFORMED.values(), ids=MALFORMED)
def test_what_is_malformed_is_refused_and_the_connection_closed(
    exchange: Exchange, request_bytes: bytes, status: int
) -> None:
    answer = exchange(request_bytes)
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert answer.count(b"HTTP/1.1 ") == 1
    assert exchange(SOUND).startswith(b"HTTP/1.1 200 ")


def test_a_body_in_chunks_is_read_whole(exchange: Exchange) -> None:
    answer = exchange(CHUNKED + b"5\r\nbytes\r\n6;name=value\r\n bytes\r\n0\r\nTrailer: end\r\n\r\n" + SOUND)
    assert b"11 bytes" in answer


@pytest.mark.parametrize(("too_many", "status"), [(0, 200), (1, 413)])
def test_a_body_has_a_bound(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch, too_many: int, status: int
) -> None:
    monkeypatch.setattr(http1, "MOST_BODY_BYTES", 1000)
    body = b"x" * (1000 + too_many)
    announced = HEAD + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body
    assert exchange(announced).startswith(f"HTTP/1.1 {status} ".encode())


def test_requests_of_one_connection_are_answered_in_their_order(exchange: Exchange) -> None:
    answer = exchange(
        HEAD
        + b"Content-Length: 1\r\n\r\nx"
        + HEAD
        + b"Content-Length: 2\r\n\r\nxx"
        + CHUNKED
        + b"0\r\n\r\n"
        + SOUND
    )
    bodies = [part.partition(b"\r\n\r\n")[2] for part in answer.split(b"HTTP/1.1 200 OK\r\n")[1:]]
    assert bodies == [b"1 bytes", b"2 bytes", b"0 bytes", b"Ok\n"]


def test_a_client_that_waits_to_send_its_body_is_told_to_go_on(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(HEAD + b"Content-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"bytes")
        assert b"5 bytes" in b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_request_for_the_headers_alone_gets_no_body(exchange: Exchange) -> None:
    answer = exchange(b"HEAD /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert answer.endswith(b"\r\n\r\n")


def test_a_client_that_hangs_up_within_its_body_is_forgotten(port: int, exchange: Exchange) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(HEAD + b"Content-Length: 5\r\n\r\nby")
    assert exchange(SOUND).startswith(b"HTTP/1.1 200 ")
