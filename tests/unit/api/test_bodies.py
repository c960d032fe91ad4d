"""Bodies: what is too large, too deep or no call is refused before the library parses it; a call goes through."""

import io
import json
import time
from typing import Any

import pytest
from flask import Request, Response
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from mirror_realm.api import bodies
from mirror_realm.errors import InvalidRequest

NESTED = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


def levels(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(levels, value.values()), default=0)
    return 1 + max(map(levels, value), default=0) if isinstance(value, list) else 0


def sent(body: bytes, *, chunked: bool = False) -> Request:
    environ = EnvironBuilder(method="POST", data=body, content_type="application/json").get_environ()
    if chunked:
        del environ["CONTENT_LENGTH"]
        environ |= {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    return Request(environ)


def reached(request: Request) -> Request:
    """Return the request as the function gets it."""
    got: list[Request] = []

    def function(request: Request) -> Response:
        got.append(request)
        return Response()

    bodies.bounded(function)(request)
    return got[0]


def refusal(request: Request) -> dict[str, str]:
    with pytest.raises(InvalidRequest) as refused:
        bodies.refuse_emptied(reached(request))
    return refused.value.fields


def wish_of(size: int) -> bytes:
    body = json.dumps({"data": {"text": ""}}).encode()
    return body.replace(b'""', b'"' + b"x" * (size - len(body)) + b'"')


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_within_bounds_goes_through_as_it_came(chunked: bool) -> None:
    body = wish_of(bodies.MOST_BYTES)
    request = reached(sent(body, chunked=chunked))
    assert (request.data, request.json) == (body, json.loads(body))
    bodies.refuse_emptied(request)


@pytest.mark.parametrize("too_many", [1, 2, 100_000])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_byte_too_many_is_refused_and_never_parsed(chunked: bool, too_many: int) -> None:
    request = sent(wish_of(bodies.MOST_BYTES + too_many), chunked=chunked)
    assert refusal(request) == {"data": "must be at most 64 KB of JSON"}
    assert reached(request).json == {"data": None}


def test_what_is_far_too_large_is_not_read() -> None:
    class Unread(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            raise AssertionError("the body was read")

    environ = EnvironBuilder(method="POST", content_type="application/json").get_environ()
    environ |= {"CONTENT_LENGTH": str(32 * 1024 * 1024), "wsgi.input": Unread()}
    assert refusal(Request(environ)) == {"data": "must be at most 64 KB of JSON"}


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"\\"[":'])
def test_what_is_too_deep_is_refused(opening: str) -> None:
    assert refusal(sent(f'{{"data": {opening * 5_000}'.encode())) == {
        "data": "must be at most 16 levels deep"
    }


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"not json",
        b"null",
        b'["data"]',
        b'{"wish": 1}',
        b'{"data": 1, "more": 2}',
        b'{"data": "\xff"}',
        b'\xef\xbb\xbf{"data": 1}',
        b'{"data": ' + b"1" * 5_000 + b"}",
    ],
)
def test_what_is_no_call_is_refused(body: bytes) -> None:
    assert refusal(sent(body)) == {"data": 'must be sent as {"data": ...} in JSON'}


def test_no_encoding_hides_depth() -> None:
    # As bytes the second quote is escaped, so the brackets seem to be text; as UTF-16 they are not.
    hidden = '{"data": ["\u5c00", ' + "[" * 10_000
    assert list(refusal(sent(hidden.encode("utf-16-le")))) == ["data"]


def test_a_preflight_goes_through_as_it_came() -> None:
    request = Request(EnvironBuilder(method="OPTIONS").get_environ())
    assert reached(request) is request


def test_brackets_in_text_are_no_levels() -> None:
    body = json.dumps({"data": {"major_achievement": '"[{' * 300 + "\\"}}).encode()
    assert reached(sent(body)).data == body
    bodies.refuse_emptied(reached(sent(body)))


@given(NESTED)
def test_depth_is_that_of_the_value(value: Any) -> None:
    assert bodies.depth(json.dumps(value).encode()) == levels(value)


@given(st.binary(max_size=300) | st.text('"\\[]{}', max_size=300).map(str.encode))
def test_depth_bears_anything(body: bytes) -> None:
    assert 0 <= bodies.depth(body) <= len(body)


@pytest.mark.parametrize(
    "worst", [b'"\\' * 32_000, b'"' * 65_000, b"[" * 65_000, b'\\"' * 32_000, b'"\n' * 32_000]
)
def test_looking_takes_no_longer_than_parsing_would(worst: bytes) -> None:
    begin = time.process_time()
    bodies.depth(worst)
    assert time.process_time() - begin < 0.5


def test_no_header_makes_a_request_an_emptied_one() -> None:
    headers = {"mirror_realm.refused_body": "x", "mirror-realm.refused-body": "x"}
    environ = EnvironBuilder(method="POST", data=b'{"data": 1}', headers=Headers(headers)).get_environ()
    bodies.refuse_emptied(reached(Request(environ)))
