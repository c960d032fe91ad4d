"""Canaries are heard in every spelling, so that a log in which none is heard is a quiet one."""

import base64
import json
import logging
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.canaries import Canaries

TEXT = "canary: élan & 'sun'/mörk"

SPELLINGS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda value: value,
    "hex": lambda value: value.hex().encode(),
    "repr of bytes": lambda value: repr(value).encode(),
    "repr of text": lambda value: repr(value.decode()).encode(),
    "json": lambda value: json.dumps(value.decode()).encode(),
    "a URL's path": lambda value: quote(value).encode(),
    "a URL's part": lambda value: quote(value, safe="").encode(),
    "a URL in a URL": lambda value: quote(quote(value, safe=""), safe="").encode(),
    "base64": base64.b64encode,
    "base64 of a URL": base64.urlsafe_b64encode,
    "base64 of a URL, quoted": lambda value: quote(base64.b64encode(value), safe="").encode(),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_canary_is_heard_in_this_spelling(spelling: str) -> None:
    canaries = Canaries()
    canaries.plant("text", TEXT)
    log = b"ERROR: " + SPELLINGS[spelling](TEXT.encode()) + b" was not understood"
    assert canaries.heard_in(log) == ["text"]


@given(before=st.binary(max_size=7), after=st.binary(max_size=7), value=st.binary(min_size=12, max_size=40))
def test_it_is_heard_in_base64_of_something_around_it(before: bytes, after: bytes, value: bytes) -> None:
    canaries = Canaries()
    canaries.plant("value", value)
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        assert canaries.heard_in(encode(before + value + after)) == ["value"]


def test_a_piece_of_a_long_value_is_enough() -> None:
    canaries, photo = Canaries(), bytes(range(256)) * 20
    canaries.plant_windows("photo", photo, every=100)
    assert canaries.heard_in(b"got " + repr(photo[430:560]).encode())
    assert canaries.heard_in(base64.b64encode(photo)[600:1000])


def test_a_log_without_any_is_quiet() -> None:
    canaries = Canaries()
    canaries.plant("text", TEXT)
    assert canaries.heard_in(b'{"severity": "INFO", "event": "wish_admitted", "outcome": "hit"}') == []


def test_what_could_be_said_by_chance_is_no_canary() -> None:
    with pytest.raises(AssertionError, match="by chance"):
        Canaries().plant("style", "daymi")


def test_a_log_that_tells_of_one_fails(caplog: pytest.LogCaptureFixture) -> None:
    canaries = Canaries()
    canaries.plant("achievement", TEXT)
    logging.getLogger("mirror_realm").warning("could not say %r", TEXT)
    assert canaries.heard_in(caplog.text.encode()) == ["achievement"]
