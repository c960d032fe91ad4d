"""`evolution_reel` over HTTP, on the embedded Firebase: made from genuine pictures, private, kept, and taken back."""

import io
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from typing import Any
from urllib.parse import unquote

import pytest
from PIL import Image

from embedded_firebase.storage.stored_object import StoredObject
from embedded_firebase.suite import Suite
from tests.integration.app import App, days, uid_of

pytestmark = pytest.mark.drawn(one_in=3, of_file=True)


@pytest.fixture(scope="module")
def suite() -> Iterator[Suite]:
    with Suite(free_ports=True, settings={"USER_DAILY_LIMIT": "9"}) as running:
        yield running


@pytest.fixture(scope="module")
def app(suite: Suite) -> App:
    """Everybody here is new; looks that somebody had before are not painted again."""
    return App(suite.functions_url, suite.addresses["auth"])


def loaded(url: str) -> tuple[bytes, Message]:
    """Return a file and its headers."""
    with urllib.request.urlopen(url) as answer:
        return answer.read(), answer.headers


def grown(app: App, token: str, *active_days: int, **wish: Any) -> list[str]:
    """Reflections of these days; returns their ids."""
    look = {"character": "wren", **wish}
    wishes = [app.generate(token, **days(n), **look, wait_seconds=30) for n in active_days]
    return [answer["result"]["avatar_id"] for answer in wishes]


def files(suite: Suite, token: str) -> list[StoredObject]:
    """Those of this person's reels."""
    return [file for file in suite.objects if file.name.startswith(f"people/{uid_of(token)}/reels/")]


def test_ones_stages_come_as_a_moving_picture_and_a_sheet(app: App) -> None:
    token = app.sign_in()
    made = grown(app, token, 40, 0, 100)

    reel = app.call("evolution_reel", token)["result"]

    assert [avatar["avatar_id"] for avatar in reel["stages"]] == [made[1], made[0], made[2]]
    animation, headers = loaded(reel["reel_url"])
    assert headers["Content-Type"] == "image/webp"
    assert headers["Cache-Control"] == "private, max-age=3600"
    with Image.open(io.BytesIO(animation)) as film:
        assert (film.format, film.size, getattr(film, "is_animated", False)) == ("WEBP", (512, 512), True)
    sheet, headers = loaded(reel["sheet_url"])
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Cache-Control"] == "private, max-age=3600"
    with Image.open(io.BytesIO(sheet)) as opened:
        assert opened.format == "JPEG"


def test_its_files_are_ones_own_and_another_ask_finds_the_very_same(app: App) -> None:
    token = app.sign_in()
    grown(app, token, 0, 40)

    first, again = (app.call("evolution_reel", token)["result"] for _ in range(2))

    assert f"/people/{uid_of(token)}/reels/" in unquote(first["reel_url"])
    assert (again["reel_url"], again["sheet_url"]) == (first["reel_url"], first["sheet_url"])


def test_two_people_with_the_same_pictures_have_reels_of_their_own(app: App) -> None:
    tokens = [app.sign_in(), app.sign_in()]
    for token in tokens:
        grown(app, token, 0, 40)

    urls = [app.call("evolution_reel", token)["result"]["reel_url"] for token in tokens]

    assert [uid_of(token) in unquote(url) for token, url in zip(tokens, urls, strict=True)] == [True, True]
    assert loaded(urls[0])[0] == loaded(urls[1])[0]


def test_a_link_without_its_token_shows_nothing(app: App) -> None:
    token = app.sign_in()
    grown(app, token, 0, 40)
    url = app.call("evolution_reel", token)["result"]["reel_url"]

    with pytest.raises(urllib.error.HTTPError) as refused:
        loaded(url.partition("&token=")[0])
    refused.value.close()
    assert refused.value.code == 403


def test_one_stage_is_no_reel_and_a_style_nobody_has_is_refused(app: App) -> None:
    token = app.sign_in()
    grown(app, token, 40)

    none = app.call("evolution_reel", token)["error"]
    misspelt = app.call("evolution_reel", token, style="daimy")["error"]

    assert (none["status"], none["details"]["reason"]) == ("NOT_FOUND", "not_found")
    assert none["message"] == "a reel needs reflections of at least two stages"
    assert list(misspelt["details"]["fields"]) == ["style"]


def test_it_can_keep_to_a_style(app: App) -> None:
    token = app.sign_in()
    grown(app, token, 0, 40)
    comic = grown(app, token, 0, 100, style="comic")

    reel = app.call("evolution_reel", token, style="comic")["result"]

    assert [avatar["avatar_id"] for avatar in reel["stages"]] == comic


def test_it_goes_with_the_consent(app: App, suite: Suite) -> None:
    token = app.sign_in()
    grown(app, token, 0, 40)
    url = app.call("evolution_reel", token)["result"]["reel_url"]

    app.call("record_photo_consent", token, granted=False, version="2026-11")

    assert files(suite, token) == []
    with pytest.raises(urllib.error.HTTPError) as refused:
        loaded(url)
    refused.value.close()


def test_a_reel_half_stored_is_made_whole_and_what_was_there_keeps_its_link(app: App, suite: Suite) -> None:
    token = app.sign_in()
    grown(app, token, 0, 40)
    first = app.call("evolution_reel", token)["result"]
    [sheet] = [file for file in files(suite, token) if file.name.endswith("/sheet.jpg")]
    suite.objects.delete(sheet.bucket, sheet.name)

    again = app.call("evolution_reel", token)["result"]

    assert again["reel_url"] == first["reel_url"]
    assert loaded(again["sheet_url"])[0] == sheet.data


def test_asking_again_makes_it_young_for_the_sweep(app: App, suite: Suite) -> None:
    token = app.sign_in()
    grown(app, token, 0, 40)
    ages = []
    for _ in range(2):
        app.call("evolution_reel", token)
        ages += [file.updated for file in files(suite, token) if file.name.endswith("/reel.webp")]

    assert ages[0] < ages[1]
