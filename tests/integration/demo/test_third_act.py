"""The demo's third act: a family album. `make test` runs the first act alone."""

import re

import pytest
from PIL import Image

from demo import album
from tests.integration.demo.ended import Ended

pytestmark = pytest.mark.whole


def test_both_albums_have_their_pictures(demo: Ended) -> None:
    assert f"Costume party: {album.VARIATIONS}, Family: {len(album.FAMILY)}." in demo.told


def test_what_is_shared_was_seen_by_a_stranger(demo: Ended) -> None:
    found = re.search(r"shared at http://\S+/s/[a-z2-7]{32}: a page and a picture\s+of (\d+) KB", demo.told)

    assert found is not None
    assert int(found[1]) > 20


def test_another_app_has_counted_what_it_showed(demo: Ended) -> None:
    assert f"An app called {album.APP} showed it 3 times." in demo.told


def test_the_contact_sheet_shows_all_of_them(demo: Ended) -> None:
    with Image.open(demo.folder / "album-sheet.jpg") as sheet:
        assert sheet.format == "JPEG"
        assert sheet.width > sheet.height
