"""HTTP/1.1 on Firestore's port, from the bytes on: what is sound is answered in order, anything else refused."""

import asyncio
import socket
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedded_firebase.firestore import FirestoreEmulator, HttpRequest, HttpResponse, HttpRoute
from embedded_firebase.firestore.wire import http1
from unit.firestore.wire_peer import Peer

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
    "two lengths in one": (HEAD + b"Content-Length: 5, 6\r\n\r\nbytes", 400),
    "no length where one is named": (HEAD + b"Content-Length:\r\n\r\n", 400),
    "a length of 25 digits": (HEAD + b"Content-Length: " + b"9" * 25 + b"\r\n\r\n", 400),
    "a length and chunks": (
        HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n",
        400,
    ),
    "chunks and a length": (
        HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n",
        400,
    ),
    "chunks within chunks": (HEAD + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 501),
    "a name before a space": (HEAD + b"Content-Length : 5\r\n\r\nbytes", 400),
    "no host": (b"POST /length HTTP/1.1\r\n\r\n", 400),
    "two hosts": (HEAD + b"Host: other\r\n\r\n", 400),
    "NUL in a name": (HEAD + b"A\0: b\r\n\r\n", 400),
    "NUL in a value": (HEAD + b"A: b\0c\r\n\r\n", 400),
    "NUL in a target": (b"GET /\0 HTTP/1.1\r\nHost: local\r\n\r\n", 400),
    "CR without LF": (HEAD + b"A: b\rc\r\n\r\n", 400),
    "a version before 1.0": (b"GET /\r\n\r\n", 400),
    "HTTP/2 that is none": (b"PRI * HTTP/2.0\r\n\r\nsm\r\n\r\n", 505),
    "HTTP/3": (b"GET / HTTP/3.0\r\nHost: local\r\n\r\n", 505),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
    "a target without an end": (b"GET /" + b"x" * http1.MOST_HEADER_BYTES, 431),
    "a huge target": (b"GET /" + b"x" * http1.MOST_HEADER_BYTES + b" HTTP/1.1\r\nHost: local\r\n\r\n", 414),
    "many headers": (HEAD + b"A: bc\r\n" * (http1.MOST_HEADER_BYTES // 7 + 1) + b"\r\n", 431),
    "a chunk with an extension without an end": (CHUNKED + b"5;" + b"x" * http1.MOST_HEADER_BYTES, 431),
    "trailers without an end": (CHUNKED + b"0\r\nA: " + b"x" * http1.MOST_HEADER_BYTES, 431),
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


def test_lines_may_end_in_lf_alone(exchange: Exchange) -> None:
    """RFC 9112, section 2.2 allows to take them."""
    lines = b"POST /length HTTP/1.1\nHost: localhost\nContent-Length: 5\nConnection: close\n\nbytes"
    assert b"5 bytes" in exchange(lines)


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


def test_requests_of_a_client_that_does_not_read_wait() -> None:
    """Their answers would fill the memory."""
    loop = asyncio.new_event_loop()
    peer = Peer(loop).send(b"GET / HTTP/1.1\r\nHost: local\r\n\r\n")
    answered = len(peer.transport.written)
    peer.port.pause_writing()
    assert not peer.transport.reading
    peer.port.data_received(SOUND)
    peer.leave()
    assert len(peer.transport.written) == answered > 0
    loop.close()


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


WORDS = [
    *(HEAD, CHUNKED, SOUND, b"\r\n", b"\n", b"\0", b" ", b":", b"0\r\n\r\n", b"5\r\nbytes\r\n", b"bytes"),
    *(b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b"Expect: 100-continue\r\n"),
    *(b"Connection: close\r\n", b"Upgrade: h2c\r\n", b"CONNECT a:1 HTTP/1.1\r\n", b"HEAD / HTTP/1.0\r\n"),
]


@given(
    words=st.lists(st.sampled_from(WORDS) | st.binary(max_size=8), max_size=12),
    size=st.integers(1, 200),
)
def test_no_bytes_break_the_port(loop: asyncio.AbstractEventLoop, words: list[bytes], size: int) -> None:
    """Nothing is raised, reported to the loop, left running, or held, whatever is sent in pieces of any size."""
    data = b"".join(words)
    peer = Peer(loop)
    peer.send(*(data[at : at + size] for at in range(0, len(data), size)))
    assert len(peer.transport.written) < 10_000
    peer.leave()
    assert peer.problems == []
    assert not asyncio.all_tasks(loop)


def test_a_request_for_the_headers_alone_gets_no_body(exchange: Exchange) -> None:
    answer = exchange(b"HEAD /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert answer.endswith(b"\r\n\r\n")


def test_a_client_that_hangs_up_within_its_body_is_forgotten(port: int, exchange: Exchange) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(HEAD + b"Content-Length: 5\r\n\r\nby")
    assert exchange(SOUND).startswith(b"HTTP/1.1 200 ")
