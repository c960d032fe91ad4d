"""HTTP/2 on Firestore's port, from the bytes on: what a client must not send ends its stream or its connection.

The rules are those of RFC 9113; the numbers name its sections.
"""

from __future__ import annotations

import asyncio
import gzip
import struct
from collections.abc import Callable, Iterator

import pytest
from google.cloud.firestore_v1.types import firestore
from hypothesis import given
from hypothesis import strategies as st

from embedded_firebase.firestore.wire import backlog, floods, frames, messages
from embedded_firebase.firestore.wire.frame_checks import MOST_FRAME_BYTES, MOST_HEADER_BYTES
from embedded_firebase.firestore.wire.http2 import WINDOW_REFILL
from embedded_firebase.firestore.wire.stream_table import MOST_STREAMS
from unit.firestore.wire_peer import (
    HELLO,
    LISTEN,
    PREFACE,
    Peer,
    block,
    fields,
    frame,
    headers,
    message,
)

Connect = Callable[[], Peer]
LOOP = asyncio.new_event_loop()

OPEN = HELLO + headers()
ENDED = HELLO + headers(path=LISTEN, ends=True)
LARGEST = 2**31 - 1
MIXED = frame(frames.HEADERS, 0, 1, block()[:4])


@pytest.fixture(scope="module", autouse=True)
def _loop() -> Iterator[None]:
    yield
    LOOP.close()


@pytest.fixture
def connect() -> Iterator[Connect]:
    peers: list[Peer] = []

    def begin() -> Peer:
        peers.append(Peer(LOOP))
        return peers[-1]

    yield begin
    for peer in peers:
        peer.leave()
        assert peer.problems == []
    assert not asyncio.all_tasks(LOOP)


def setting(number: int, value: int) -> bytes:
    return frame(frames.SETTINGS, payload=struct.pack(">HL", number, value))


def word(number: int) -> bytes:
    return struct.pack(">L", number)


def raw_headers(*of: tuple[bytes, bytes], stream: int = 1) -> bytes:
    """Return a HEADERS frame with fields as no encoder would write them."""
    plain = b"".join(b"\0%c%b%c%b" % (len(name), name, len(value), value) for name, value in of)
    return frame(frames.HEADERS, frames.END_HEADERS, stream, block() + plain)


ENDS_CONNECTION = {
    "3.4 no SETTINGS first": (PREFACE + headers(), "PROTOCOL_ERROR"),
    "3.4 an acknowledgement first": (PREFACE + frame(frames.SETTINGS, frames.ACK), "PROTOCOL_ERROR"),
    "4.2 a frame larger than announced": (
        OPEN + frame(frames.DATA, 0, 1, size=MOST_FRAME_BYTES + 1),
        "FRAME_SIZE_ERROR",
    ),
    "4.3 a header block that cannot be decoded": (
        HELLO + frame(frames.HEADERS, frames.END_HEADERS, 1, b"\xff\xff\xff\xff"),
        "COMPRESSION_ERROR",
    ),
    "4.3 a header block cut short": (
        HELLO + frame(frames.HEADERS, frames.END_HEADERS, 1, b"\0\x05ab"),
        "COMPRESSION_ERROR",
    ),
    "4.3 a table larger than announced": (
        HELLO + frame(frames.HEADERS, frames.END_HEADERS, 1, b"\x3f\xff\xff\x03" + block()),
        "COMPRESSION_ERROR",
    ),
    "4.3 a name that is no text": (HELLO + raw_headers((b"\xff", b"a")), "COMPRESSION_ERROR"),
    "5.1 DATA on an idle stream": (HELLO + frame(frames.DATA, 0, 1), "PROTOCOL_ERROR"),
    "5.1 RST_STREAM on an idle stream": (HELLO + frame(frames.RST_STREAM, 0, 1, word(8)), "PROTOCOL_ERROR"),
    "5.1 WINDOW_UPDATE on an idle stream": (
        HELLO + frame(frames.WINDOW_UPDATE, 0, 1, word(1)),
        "PROTOCOL_ERROR",
    ),
    "5.1 WINDOW_UPDATE on a stream of the server": (
        HELLO + headers(5, path=LISTEN) + frame(frames.WINDOW_UPDATE, 0, 2, word(1)),
        "PROTOCOL_ERROR",
    ),
    "5.1.1 an even stream": (HELLO + headers(2), "PROTOCOL_ERROR"),
    "5.1.1 a stream before the last one": (HELLO + headers(5) + headers(3), "PROTOCOL_ERROR"),
    "5.1.1 a stream for the second time": (
        OPEN + frame(frames.RST_STREAM, 0, 1, word(8)) + headers(),
        "PROTOCOL_ERROR",
    ),
    "6.1 DATA on no stream": (HELLO + frame(frames.DATA), "PROTOCOL_ERROR"),
    "6.1 padding longer than DATA": (
        OPEN + frame(frames.DATA, frames.PADDED, 1, b"\x03ab"),
        "PROTOCOL_ERROR",
    ),
    "6.1 DATA without the length of its padding": (
        OPEN + frame(frames.DATA, frames.PADDED, 1),
        "FRAME_SIZE_ERROR",
    ),
    "6.2 HEADERS on no stream": (HELLO + headers(0), "PROTOCOL_ERROR"),
    "6.2 padding longer than HEADERS": (
        HELLO + frame(frames.HEADERS, frames.PADDED | frames.END_HEADERS, 1, b"\x7f" + block()[:20]),
        "PROTOCOL_ERROR",
    ),
    "6.2 HEADERS without their priority": (
        HELLO + frame(frames.HEADERS, frames.HAS_PRIORITY | frames.END_HEADERS, 1, b"abcd"),
        "FRAME_SIZE_ERROR",
    ),
    "6.2 a header block with another frame within": (
        HELLO + MIXED + frame(frames.PING, payload=bytes(8)),
        "PROTOCOL_ERROR",
    ),
    "6.2 a header block with an unknown frame within": (HELLO + MIXED + frame(99), "PROTOCOL_ERROR"),
    "6.3 PRIORITY on no stream": (HELLO + frame(frames.PRIORITY, payload=bytes(5)), "PROTOCOL_ERROR"),
    "6.3 PRIORITY of 4 bytes": (OPEN + frame(frames.PRIORITY, 0, 1, bytes(4)), "FRAME_SIZE_ERROR"),
    "6.4 RST_STREAM on no stream": (HELLO + frame(frames.RST_STREAM, payload=bytes(4)), "PROTOCOL_ERROR"),
    "6.4 RST_STREAM of 3 bytes": (OPEN + frame(frames.RST_STREAM, 0, 1, bytes(3)), "FRAME_SIZE_ERROR"),
    "6.5 SETTINGS on a stream": (HELLO + frame(frames.SETTINGS, 0, 1), "PROTOCOL_ERROR"),
    "6.5 SETTINGS of 5 bytes": (HELLO + frame(frames.SETTINGS, payload=bytes(5)), "FRAME_SIZE_ERROR"),
    "6.5 an acknowledgement with content": (
        HELLO + frame(frames.SETTINGS, frames.ACK, payload=bytes(6)),
        "FRAME_SIZE_ERROR",
    ),
    "6.5.2 ENABLE_PUSH of 2": (HELLO + setting(2, 2), "PROTOCOL_ERROR"),
    "6.5.2 a window too wide": (HELLO + setting(4, LARGEST + 1), "FLOW_CONTROL_ERROR"),
    "6.5.2 a frame limit too small": (HELLO + setting(5, 2**14 - 1), "PROTOCOL_ERROR"),
    "6.5.2 a frame limit too large": (HELLO + setting(5, 2**24), "PROTOCOL_ERROR"),
    "6.6 PUSH_PROMISE": (OPEN + frame(frames.PUSH_PROMISE, 4, 1, word(2) + block()), "PROTOCOL_ERROR"),
    "6.7 PING on a stream": (OPEN + frame(frames.PING, 0, 1, bytes(8)), "PROTOCOL_ERROR"),
    "6.7 PING of 7 bytes": (HELLO + frame(frames.PING, payload=bytes(7)), "FRAME_SIZE_ERROR"),
    "6.8 GOAWAY on a stream": (OPEN + frame(frames.GOAWAY, 0, 1, bytes(8)), "PROTOCOL_ERROR"),
    "6.8 GOAWAY of 7 bytes": (HELLO + frame(frames.GOAWAY, payload=bytes(7)), "FRAME_SIZE_ERROR"),
    "6.9 WINDOW_UPDATE of 2 bytes": (
        HELLO + frame(frames.WINDOW_UPDATE, payload=bytes(2)),
        "FRAME_SIZE_ERROR",
    ),
    "6.9 an increment of zero": (HELLO + frame(frames.WINDOW_UPDATE, payload=word(0)), "PROTOCOL_ERROR"),
    "6.9.1 the connection's window too wide": (
        HELLO + frame(frames.WINDOW_UPDATE, payload=word(LARGEST)),
        "FLOW_CONTROL_ERROR",
    ),
    "6.9.2 settings that make a window too wide": (
        HELLO
        + headers(path=LISTEN)
        + frame(frames.WINDOW_UPDATE, 0, 1, word(LARGEST - 65_535))
        + setting(4, 65_536),
        "FLOW_CONTROL_ERROR",
    ),
    "6.10 CONTINUATION on no stream": (HELLO + frame(frames.CONTINUATION), "PROTOCOL_ERROR"),
    "6.10 CONTINUATION without HEADERS": (OPEN + frame(frames.CONTINUATION, 4, 1), "PROTOCOL_ERROR"),
    "6.10 CONTINUATION on another stream": (
        HELLO + MIXED + frame(frames.CONTINUATION, 4, 3),
        "PROTOCOL_ERROR",
    ),
    "10.5.1 HEADERS larger than announced": (
        HELLO + frame(frames.HEADERS, 0, 1, size=MOST_HEADER_BYTES + 300),
        "ENHANCE_YOUR_CALM",
    ),
    "10.5.1 many CONTINUATION frames": (
        HELLO + MIXED + 5 * frame(frames.CONTINUATION, 0, 1, bytes(MOST_HEADER_BYTES // 4)),
        "ENHANCE_YOUR_CALM",
    ),
    "10.5.1 a few bytes that stand for many": (
        HELLO
        + frame(
            frames.HEADERS,
            frames.END_HEADERS,
            1,
            block() + b"\x40\x01a\x7f\xb9\x1e" + b"x" * 4000 + b"\xbe" * 1000,
        ),
        "ENHANCE_YOUR_CALM",
    ),
    "10.5 endless CONTINUATION frames without content": (
        HELLO + MIXED + (floods.BURST + 1000) * frame(frames.CONTINUATION, 0, 1),
        "ENHANCE_YOUR_CALM",
    ),
    "10.5 endless PING": (
        HELLO + (floods.BURST + 1000) * frame(frames.PING, payload=bytes(8)),
        "ENHANCE_YOUR_CALM",
    ),
    "10.5 endless SETTINGS": (HELLO + (floods.BURST + 1000) * frame(frames.SETTINGS), "ENHANCE_YOUR_CALM"),
    "10.5 endless DATA without content": (
        HELLO + headers(path=LISTEN) + (floods.BURST + 1000) * frame(frames.DATA, 0, 1),
        "ENHANCE_YOUR_CALM",
    ),
}
"""What a client sends, and the error code with which the connection ends."""


@pytest.mark.parametrize(("sent", "code"), ENDS_CONNECTION.values(), ids=ENDS_CONNECTION)
def test_what_breaks_the_connection_ends_it(connect: Connect, sent: bytes, code: str) -> None:
    peer = connect().send(sent)
    assert peer.verdict() == f"GOAWAY {code}"
    assert peer.transport.closed


def test_a_preface_that_changes_on_its_way_ends_the_connection(connect: Connect) -> None:
    peer = connect().send(PREFACE[:12], PREFACE[12:-1] + b"!")
    assert peer.verdict() == "GOAWAY PROTOCOL_ERROR"


ENDS_STREAM = {
    "5.1 DATA after END_STREAM": (ENDED + frame(frames.DATA, 0, 1, b"a"), "STREAM_CLOSED"),
    "5.1 HEADERS after END_STREAM": (ENDED + headers(ends=True), "STREAM_CLOSED"),
    "5.1 DATA after RST_STREAM": (
        OPEN + frame(frames.RST_STREAM, 0, 1, word(8)) + frame(frames.DATA, 0, 1, b"a"),
        "STREAM_CLOSED",
    ),
    "6.9 an increment of zero": (OPEN + frame(frames.WINDOW_UPDATE, 0, 1, word(0)), "PROTOCOL_ERROR"),
    "6.9.1 a window too wide": (
        OPEN + frame(frames.WINDOW_UPDATE, 0, 1, word(LARGEST)),
        "FLOW_CONTROL_ERROR",
    ),
    "8.1 trailers that end nothing": (OPEN + headers(), "PROTOCOL_ERROR"),
    "8.1 a pseudo-header among trailers": (OPEN + headers(ends=True), "PROTOCOL_ERROR"),
    "8.2.1 a name in upper case": (HELLO + raw_headers((b"Name", b"a")), "PROTOCOL_ERROR"),
    "8.2.1 a name with a space": (HELLO + raw_headers((b"na me", b"a")), "PROTOCOL_ERROR"),
    "8.2.1 an empty name": (HELLO + raw_headers((b"", b"a")), "PROTOCOL_ERROR"),
    "8.2.1 a value with NUL": (HELLO + raw_headers((b"name", b"a\0b")), "PROTOCOL_ERROR"),
    "8.2.1 a value of two lines": (HELLO + raw_headers((b"name", b"a\r\nb: c")), "PROTOCOL_ERROR"),
    "8.2.1 a value that ends in a space": (HELLO + raw_headers((b"name", b"a ")), "PROTOCOL_ERROR"),
    "8.2.2 connection": (HELLO + headers(of=fields(("connection", "close"))), "PROTOCOL_ERROR"),
    "8.2.2 transfer-encoding": (
        HELLO + headers(of=fields(("transfer-encoding", "chunked"))),
        "PROTOCOL_ERROR",
    ),
    "8.2.2 te other than trailers": (HELLO + headers(of=fields(("te", "gzip"))), "PROTOCOL_ERROR"),
    "8.3 an unknown pseudo-header": (HELLO + headers(of=fields((":status", "200"))), "PROTOCOL_ERROR"),
    "8.3 a pseudo-header after another field": (
        HELLO + headers(of=fields((":authority", "local"))),
        "PROTOCOL_ERROR",
    ),
    "8.3.1 no method": (HELLO + headers(of=fields(without=":method")), "PROTOCOL_ERROR"),
    "8.3.1 no path": (HELLO + headers(of=fields(without=":path")), "PROTOCOL_ERROR"),
    "8.3.1 no scheme": (HELLO + headers(of=fields(without=":scheme")), "PROTOCOL_ERROR"),
    "8.3.1 two paths": (HELLO + headers(of=[(":path", "/"), *fields()]), "PROTOCOL_ERROR"),
}
"""What a client sends on stream 1, and the error code with which the stream ends."""


@pytest.mark.parametrize(("sent", "code"), ENDS_STREAM.values(), ids=ENDS_STREAM)
def test_what_breaks_a_stream_ends_it_alone(connect: Connect, sent: bytes, code: str) -> None:
    peer = connect().send(sent)
    assert peer.verdict() == f"RST_STREAM 1 {code}"
    assert not peer.transport.closed
    peer.send(headers(3, path="/none", ends=True))
    assert "grpc-status\x0212" in peer.trailers()


SOUND = {
    "4.1 an unknown type": HELLO + frame(99, 0xFF, 7, b"any") + OPEN[len(HELLO) :],
    "4.1 a reserved bit": HELLO + frame(frames.PING, 0, 2**31, bytes(8)),
    "5.1 PRIORITY on an idle stream": HELLO + frame(frames.PRIORITY, 0, 9, bytes(5)),
    "5.1 WINDOW_UPDATE on a closed stream": OPEN
    + frame(frames.RST_STREAM, 0, 1, word(8))
    + frame(frames.WINDOW_UPDATE, 0, 1, word(1)),
    "5.1 DATA on a stream that the server has ended": HELLO
    + headers(path="/none")
    + frame(frames.DATA, frames.END_STREAM, 1, message(b"late")),
    "6.1 padding": OPEN + frame(frames.DATA, frames.PADDED, 1, b"\x02\0\0\0"),
    "6.2 padding and priority": HELLO
    + frame(
        frames.HEADERS,
        frames.END_HEADERS | frames.PADDED | frames.HAS_PRIORITY,
        1,
        b"\x02" + bytes(5) + block() + b"\0\0",
    ),
    "6.5 an unknown setting": HELLO + setting(99, 1) + frame(frames.SETTINGS, frames.ACK),
    "6.10 a header block in three frames": HELLO
    + MIXED
    + frame(frames.CONTINUATION, 0, 1, block()[4:9])
    + frame(frames.CONTINUATION, frames.END_HEADERS, 1, block()[9:]),
    "8.1 trailers": OPEN + frame(frames.HEADERS, 5, 1, block([("name", "value")])),
    "8.2.3 several cookies": HELLO + headers(of=fields(("cookie", "a"), ("cookie", "b"))),
}
"""What a client may send."""


@pytest.mark.parametrize("sent", SOUND.values(), ids=SOUND)
def test_what_is_unusual_and_sound_is_taken(connect: Connect, sent: bytes) -> None:
    peer = connect().send(sent)
    assert peer.verdict() == ""
    assert not peer.transport.closed


def test_goaway_names_the_last_stream(connect: Connect) -> None:
    peer = connect().send(HELLO + headers(5) + frame(frames.PING, payload=bytes(3)))
    (goaway,) = (each for each in peer.frames() if each.kind == frames.GOAWAY)
    assert goaway.payload[:4] == word(5)


def test_nothing_is_answered_after_the_connection_has_ended(connect: Connect) -> None:
    peer = connect().send(HELLO + frame(frames.PING, payload=bytes(3)) + headers(1, path="/none", ends=True))
    assert peer.trailers() == ""


def test_one_stream_too_many_is_refused(connect: Connect) -> None:
    listeners = [headers(1 + 2 * number, path=LISTEN) for number in range(MOST_STREAMS + 1)]
    peer = connect().send(HELLO, *listeners)
    assert peer.verdict() == f"RST_STREAM {1 + 2 * MOST_STREAMS} REFUSED_STREAM"
    peer.send(frame(frames.RST_STREAM, 0, 1, word(8)), headers(3 + 2 * MOST_STREAMS, path="/none", ends=True))
    assert "grpc-status\x0212" in peer.trailers()


def test_streams_that_are_opened_and_reset_on_and_on_end_the_connection(connect: Connect) -> None:
    """The attack is called rapid reset, CVE-2023-44487."""
    peer = connect().send(HELLO)
    number = 1
    while not peer.transport.closed and number < 4 * floods.BURST:
        rounds = range(number, number + 2000, 2)
        peer.send(b"".join(headers(each) + frame(frames.RST_STREAM, 0, each, word(8)) for each in rounds))
        number += 2000
    assert peer.verdict() == "GOAWAY ENHANCE_YOUR_CALM"


def test_idle_frames_may_come_for_as_long_as_they_come_slowly() -> None:
    now = [0.0]
    guard = floods.FloodGuard(lambda: now[0])
    for _ in range(3 * floods.BURST):
        now[0] += 1 / floods.PER_SECOND
        guard.count()


def test_a_peer_that_does_not_read_is_not_read_either(connect: Connect) -> None:
    peer = connect().send(HELLO)
    peer.port.pause_writing()
    assert not peer.transport.reading
    peer.port.resume_writing()
    assert peer.transport.reading


def test_the_sender_s_windows_are_topped_up(connect: Connect) -> None:
    data = frame(frames.DATA, 0, 1, message(bytes(WINDOW_REFILL - 5)))
    peer = connect().send(HELLO + headers(path=LISTEN))
    before = len(list(peer.frames()))
    peer.send(data)
    grants = [each for each in list(peer.frames())[before:] if each.kind == frames.WINDOW_UPDATE]
    assert [(each.stream, each.payload) for each in grants] == [
        (0, word(WINDOW_REFILL)),
        (1, word(WINDOW_REFILL)),
    ]


LISTENING = HELLO + headers(path=LISTEN)
GZIP = HELLO + headers(of=fields(("grpc-encoding", "gzip")))
TOO_LARGE = struct.pack(">BL", 0, messages.MOST_MESSAGE_BYTES + 1)
BAD_CALLS = {
    "a message over the bound": (OPEN + frame(frames.DATA, 0, 1, TOO_LARGE), 8),
    "a message over the bound on an open stream": (LISTENING + frame(frames.DATA, 0, 1, TOO_LARGE), 8),
    "a small message that stands for a large one": (
        GZIP + frame(frames.DATA, 1, 1, message(gzip.compress(bytes(messages.MOST_MESSAGE_BYTES + 1)), 1)),
        8,
    ),
    "a message that is not compressed as it says": (GZIP + frame(frames.DATA, 1, 1, message(b"any", 1)), 13),
    "a compressed message cut short": (
        GZIP + frame(frames.DATA, 1, 1, message(gzip.compress(b"any")[:-9], 1)),
        13,
    ),
    "a compressed message in a call without compression": (
        OPEN + frame(frames.DATA, 1, 1, message(gzip.compress(b"any"), 1)),
        13,
    ),
    "an unknown compression": (
        HELLO
        + headers(of=fields(("grpc-encoding", "snappy")))
        + frame(frames.DATA, 1, 1, message(b"any", 1)),
        12,
    ),
    "a message that begins with 2": (OPEN + frame(frames.DATA, 1, 1, message(b"", 2)), 13),
    "no message": (HELLO + headers(ends=True), 13),
    "half a message": (OPEN + frame(frames.DATA, 1, 1, message(b"any")[:-1]), 13),
    "half a message on an open stream": (LISTENING + frame(frames.DATA, 1, 1, message(b"any")[:-1]), 13),
    "two messages": (OPEN + frame(frames.DATA, 1, 1, 2 * message(b"")), 13),
    "a message that cannot be parsed": (OPEN + frame(frames.DATA, 1, 1, message(b"\xff")), 3),
    "an unknown method with a long name": (HELLO + headers(of=fields(path="/" + "é" * 9000), ends=True), 12),
}
"""What a client sends, and the gRPC status of the call."""


@pytest.mark.parametrize(("sent", "status"), BAD_CALLS.values(), ids=BAD_CALLS)
def test_a_call_that_cannot_be_answered_gets_a_status(connect: Connect, sent: bytes, status: int) -> None:
    peer = connect().send(sent)
    assert peer.trailers().count("grpc-status") == 1
    assert f"grpc-status{chr(len(str(status)))}{status}" in peer.trailers()
    assert len(peer.trailers()) < 8000
    assert peer.verdict() == ""


def test_requests_that_wait_are_bounded_over_all_calls(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backlog, "MOST_BACKLOG_BYTES", 1000)
    peer = connect().send(HELLO)
    half = message(bytes(600))[:-1]
    for stream in (1, 3):
        peer.send(headers(stream) + frame(frames.DATA, 0, stream, half))
    assert "grpc-status\x018" in peer.trailers()
    peer.send(frame(frames.RST_STREAM, 0, 1, word(8)), headers(5) + frame(frames.DATA, 0, 5, half))
    assert peer.trailers().count("grpc-status") == 1


GET_REQUEST = firestore.GetDocumentRequest.serialize(
    firestore.GetDocumentRequest(name="projects/p/databases/d/documents/c/a")
)
LISTEN_REQUEST = firestore.ListenRequest.serialize(
    firestore.ListenRequest(
        database="projects/p/databases/d",
        add_target={"documents": {"documents": ["projects/p/databases/d/documents/c/a"]}, "target_id": 1},
    )
)
CONVERSATION = [
    PREFACE,
    setting(4, 2**20),
    frame(frames.WINDOW_UPDATE, payload=word(2**20)),
    headers(1),
    frame(frames.DATA, frames.END_STREAM, 1, message(GET_REQUEST)),
    headers(3, path=LISTEN),
    frame(frames.DATA, 0, 3, message(LISTEN_REQUEST)),
    frame(frames.WINDOW_UPDATE, 0, 3, word(1000)),
    frame(frames.PING, payload=b"12345678"),
    frame(frames.HEADERS, 0, 5, block()[:7]),
    frame(frames.CONTINUATION, frames.END_HEADERS, 5, block()[7:]),
    frame(frames.DATA, frames.END_STREAM | frames.PADDED, 5, b"\x01" + message(GET_REQUEST) + b"\0"),
    frame(frames.RST_STREAM, 0, 3, word(8)),
]
"""What a client says."""

any_frame = st.builds(
    frame,
    st.integers(0, 11),
    st.integers(0, 255),
    st.sampled_from([0, 1, 2, 3, 5, 7, 2**31 - 1]),
    st.binary(max_size=40) | st.sampled_from([block(), word(0), word(LARGEST), message(GET_REQUEST)]),
    st.none() | st.integers(0, 60),
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Draw the conversation with frames left out, repeated, put in, and single bytes changed."""
    picked = draw(st.lists(st.sampled_from(CONVERSATION[1:]) | any_frame, max_size=12))
    whole = draw(st.sampled_from([CONVERSATION, [PREFACE, CONVERSATION[1], *picked], [PREFACE, *picked]]))
    data = bytearray(b"".join(whole))
    for at, byte in draw(st.lists(st.tuples(st.integers(24, 600), st.integers(0, 255)), max_size=3)):
        if at < len(data):
            data[at] = byte
    return bytes(data[: draw(st.integers(3, 700))])


@given(data=mutated(), size=st.integers(1, 700))
def test_no_bytes_break_the_port(data: bytes, size: int) -> None:
    """Nothing is raised, reported to the loop, left running, or held, whatever is sent in pieces of any size."""
    peer = Peer(LOOP)
    peer.send(*(data[at : at + size] for at in range(0, len(data), size)))
    assert len(peer.transport.written) < 20_000
    peer.leave()
    assert peer.problems == []
    assert not asyncio.all_tasks(LOOP)
    assert not peer.transport.closed or peer.verdict().count("GOAWAY") == 1


def test_the_conversation_that_is_mutated_is_sound(connect: Connect) -> None:
    peer = connect().send(b"".join(CONVERSATION[:-1]))
    assert peer.verdict() == ""
    assert peer.trailers().count("grpc-status\x015") == 2
    assert any(each.kind == frames.DATA and each.stream == 3 for each in peer.frames())
