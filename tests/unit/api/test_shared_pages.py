"""The public pages of shared pictures: what every answer says and never says, for friendly and for hostile visitors."""

import base64
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any, cast

import pytest
from flask import Request, Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from mirror_realm.api.blurhash_png import data_url
from mirror_realm.api.shared_markup import POLICY, STYLE, STYLE_HASH
from mirror_realm.api.shared_pages import HEADERS, shared_page
from mirror_realm.domain.narrative.languages import LANGUAGES
from mirror_realm.domain.narrative.share_lines import WORDS, ShareWords
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.share import Share
from mirror_realm.domain.wish import User
from tests.fakes.captured import capturing
from tests.fakes.house import House

ADA = User("ada", FREE)
NAME = '<b onclick="x">Ada & "co"</b>'


@pytest.fixture(scope="module")
def house() -> House:
    return House()


@pytest.fixture(scope="module")
def share(house: House) -> Share:
    avatar_id = house.ask().avatar.avatar_id
    house.deliver()
    house.timeline.describe("ada", avatar_id, NAME, "my note")
    made: Share = house.sharing.share(ADA, avatar_id)
    return made


def get(house: House, path: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Response:
    sent = Headers(list((headers or {}).items()))
    environ = EnvironBuilder(path=path, method=method, headers=sent).get_environ()
    answer = shared_page(Request(environ), house.services)
    return cast(Response, Response.from_app(answer, environ, buffered=True))


class Parsed(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def meta(self) -> dict[str, str]:
        found = [attrs for tag, attrs in self.tags if tag == "meta"]
        return {one.get("property") or one.get("name") or "": one.get("content", "") for one in found}


def test_the_page_has_the_picture_a_line_and_what_to_know(house: House, share: Share) -> None:
    answer = get(house, f"/s/{share.slug}")
    page = Parsed(answer.get_data(as_text=True))
    assert answer.status_code == 200
    assert [attrs["src"] for tag, attrs in page.tags if tag == "img"][-1] == f"/s/{share.slug}.jpg"
    assert all("alt" in attrs for tag, attrs in page.tags if tag == "img")
    words = WORDS["en"]
    for said in (words.title, words.line(share.slug), words.about, words.copies):
        assert said in page.text


def test_previews_are_of_this_site_and_name_nobody(house: House, share: Share) -> None:
    meta = Parsed(get(house, f"/s/{share.slug}").get_data(as_text=True)).meta()
    address = f"{house.settings.hosting_url}/s/{share.slug}"
    assert (meta["og:url"], meta["og:image"], meta["og:title"]) == (
        address,
        f"{address}.jpg",
        WORDS["en"].title,
    )
    assert meta["robots"] == "noindex, nofollow, noarchive"


def test_no_page_leads_to_its_user_or_to_storage(house: House, share: Share) -> None:
    for path in (f"/s/{share.slug}", f"/s/{share.slug}.jpg", f"/s/{'a' * 32}"):
        answer = get(house, path)
        said = answer.get_data() + str(answer.headers).encode()
        for secret in (
            "ada",
            "my note",
            share.avatar_id,
            share.image_path,
            "googleapis",
            "token=",
            "Set-Cookie",
        ):
            assert secret.encode() not in said.lower() if secret == "ada" else secret.encode() not in said
        assert "Location" not in answer.headers


def test_the_name_is_shown_only_if_chosen_and_as_text(house: House, share: Share) -> None:
    assert "co" not in Parsed(get(house, f"/s/{share.slug}").get_data(as_text=True)).text.split()
    other = house.ask(variation=5).avatar.avatar_id
    house.deliver()
    house.timeline.describe("ada", other, f"\N{RIGHT-TO-LEFT OVERRIDE}{NAME}", None)
    named = house.sharing.share(ADA, other, show_name=True)
    text = get(house, f"/s/{named.slug}").get_data(as_text=True)
    page = Parsed(text)
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text
    assert page.meta()["og:title"] == NAME
    assert NAME in page.text
    assert "b" not in [tag for tag, _ in page.tags]


def test_there_is_no_script_and_the_one_style_is_allowed_by_its_digest(house: House, share: Share) -> None:
    text = get(house, f"/s/{share.slug}").get_data(as_text=True)
    assert re.findall(r"<style>(.*?)</style>", text, re.S) == [STYLE]
    assert f"style-src 'sha256-{STYLE_HASH}'" in POLICY
    assert "script" not in POLICY.replace("default-src 'none'", "")
    assert not re.search(r"<script|\sstyle=|\son\w+=", text)


def test_the_picture_is_the_stored_file(house: House, share: Share) -> None:
    answer = get(house, f"/s/{share.slug}.jpg")
    assert answer.get_data() == house.pictures.read(share.image_path)
    assert answer.headers["Content-Type"] == "image/jpeg"


def test_an_ended_share_and_none_look_alike_and_differ_in_the_status(house: House) -> None:
    avatar_id = house.ask(variation=7).avatar.avatar_id
    house.deliver()
    ended = house.sharing.share(ADA, avatar_id)
    house.sharing.revoke("ada", ended.share_id)
    gone, none = get(house, f"/s/{ended.slug}"), get(house, f"/s/{'a' * 32}")
    assert (gone.status_code, none.status_code) == (410, 404)
    assert gone.get_data() == none.get_data()
    assert dict(gone.headers) == dict(none.headers)
    assert get(house, f"/s/{ended.slug}.jpg").status_code == 410


@pytest.mark.parametrize(
    "path", ["/s/", "/s/x", "/s/a/b", "/elsewhere", "/s/" + "a" * 32 + ".png", "/s/" + "a" * 33]
)
def test_every_answer_has_the_same_guards(house: House, share: Share, path: str) -> None:
    for one in (path, f"/s/{share.slug}", f"/s/{share.slug}.jpg"):
        for method in ("GET", "HEAD", "POST"):
            headers = get(house, one, method).headers
            assert {name: headers[name] for name in HEADERS} == HEADERS


def test_head_is_get_without_a_body_and_other_methods_are_refused(house: House, share: Share) -> None:
    for path in (f"/s/{share.slug}", f"/s/{share.slug}.jpg", "/s/x"):
        whole, head = get(house, path), get(house, path, "HEAD")
        assert (head.status_code, head.get_data()) == (whole.status_code, b"")
        assert head.headers["Content-Length"] == str(len(whole.get_data()))
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        refused = get(house, f"/s/{share.slug}", method)
        assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")


def test_a_fault_of_ours_shows_nothing_and_is_logged_without_the_address(
    house: House, share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise OSError("Storage is away")

    monkeypatch.setattr(house.pictures, "read", broken)
    with capturing() as captured:
        answer = get(house, f"/s/{share.slug}.jpg")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert [said["event"] for said in captured] == ["callable_failed"]
    assert share.slug not in str(captured)


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr, en;q=0.5, de;q=0.9", "de"),
        ("de;q=0, en", "en"),
        ("de;q=x", "de"),
        ("xx,,;;=,*", "en"),
    ],
)
def test_the_page_is_in_the_visitors_language(house: House, share: Share, accepted: str, lang: str) -> None:
    text = get(house, f"/s/{share.slug}", headers={"Accept-Language": accepted}).get_data(as_text=True)
    assert f'<html lang="{lang}">' in text


def test_every_language_has_words_and_its_own_voice() -> None:
    assert WORDS.keys() == set(LANGUAGES)
    for words in WORDS.values():
        assert all(line == line.lower() for line in (*words.lines, words.gone_line))
        assert all(getattr(words, name) for name in ShareWords.__slots__)


def test_a_blurhash_is_a_small_png_and_nonsense_is_nothing() -> None:
    url = data_url("LEHV6nWB2yk8pyo0adR*.7kCMdnj")
    png = base64.b64decode(url.removeprefix("data:image/png;base64,"))
    assert png.startswith(b"\x89PNG")
    assert len(png) < 600
    for nonsense in ("", "L", "LEHV6nWB2yk8", "\0" * 28, "é" * 28):
        assert data_url(nonsense) == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    st.one_of(
        st.text(max_size=80),
        st.text(alphabet="a2z7./%\\\0", max_size=60),
        st.from_regex(r"[a-z2-7]{30,34}(\.jpg)?(/\.\.)?", fullmatch=True),
    ),
    st.text(alphabet="de-ATfrq=0.59;,* x", max_size=60),
)
def test_no_address_finds_anything_but_a_share(house: House, share: Share, tail: str, accepted: str) -> None:
    before = house.store.writes
    answer = get(house, "/s/" + tail.replace("?", "").replace("#", ""), headers={"Accept-Language": accepted})
    assert answer.status_code == 404
    assert house.store.writes == before
