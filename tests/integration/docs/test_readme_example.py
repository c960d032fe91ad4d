"""README.md's request, made as it stands there: the answer is the one that stands there."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from emulator import Suite
from emulator.demo import life
from emulator.demo.client import Client
from tests.unit.docs import readme

ROOT = Path(__file__).parents[3]

DIFFERS_EACH_TIME = {
    "avatar_id",
    "blurhash",
    "created_at",
    "generation_time",
    "image_path",
    "image_url",
    "ithere_message",
    "renderer",
    "resets_at",
    "template",
    "thumbnail_url",
    "updated_at",
}
"""Ids, times, links, words, and what moves with every better painter: their kind is compared, not their value."""


@pytest.fixture
def suite() -> Iterator[Suite]:
    with Suite(root=ROOT, free_ports=True, settings={"IMAGE_PROVIDER": "painter"}) as running:
        yield running


def _shape(value: Any) -> Any:
    """The value, with what differs each time replaced by its kind."""
    if isinstance(value, dict):
        return {
            name: type(item).__name__ if name in DIFFERS_EACH_TIME else _shape(item)
            for name, item in value.items()
        }
    return value


def test_the_documented_request_gets_the_documented_answer(suite: Suite) -> None:
    someone = Client(suite.functions_url, suite.addresses["auth"], 60).sign_up(life.person_named("Mira"))

    request = Request(
        f"{suite.functions_url}/generate_avatar",
        json.dumps(readme.json_block("request")).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {someone.token}"},
    )
    with urlopen(request, timeout=60) as reply:
        answer = json.load(reply)

    assert _shape(answer) == _shape(readme.json_block("answer"))
