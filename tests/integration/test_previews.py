"""Every picture that the catalogue promises is served by Hosting."""

import io
import urllib.request
from collections.abc import Iterator

import pytest
from PIL import Image

from embedded_firebase.suite import Suite
from tests.integration.app import App


@pytest.fixture(scope="module")
def suite() -> Iterator[Suite]:
    with Suite(free_ports=True) as running:
        yield running


@pytest.mark.parametrize(
    "kind", ["styles", "personas", "characters", "presets", "palettes", "powers", "places"]
)
def test_every_preview_that_list_styles_names_is_there(suite: Suite, kind: str) -> None:
    app = App(suite.functions_url, suite.addresses["auth"])

    catalogue = app.call("list_styles", app.sign_in())["result"]
    hero = next(style for style in catalogue["styles"] if style["id"] == "superhero")
    listed = (catalogue | hero["costume"])[kind]

    assert listed
    if kind == "personas":
        listed += [one["example"] | {"id": one["id"]} for one in listed]
    for choice in listed:
        with urllib.request.urlopen(choice["preview_url"]) as answer:
            assert answer.status == 200, choice["id"]
            assert answer.headers["Content-Type"] == "image/jpeg", choice["id"]
            assert answer.headers["Cache-Control"] == "public, max-age=86400", choice["id"]
            with Image.open(io.BytesIO(answer.read())) as picture:
                assert picture.width == picture.height
