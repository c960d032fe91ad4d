"""Addresses of Hosting that functions answer, compared with what firebase-tools and the service do."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from embedded_firebase import Suite
from integration.conftest import SAMPLE_FUNCTIONS
from integration.http_client import Answer, send

CONFIGURATION = {
    "hosting": {
        "public": "public",
        "headers": [{"source": "/api/**", "headers": [{"key": "X-Site", "value": "yes"}]}],
        "rewrites": [
            {
                "source": "/api/**",
                "function": {"functionId": "reflect", "region": "us-central1", "pinTag": True},
            },
            {"source": "/short/**", "function": "reflect"},
            {"source": "/call", "function": "greet"},
            {"source": "/far/**", "function": {"functionId": "reflect", "region": "europe-west1"}},
            {"source": "/cached", "function": "cached"},
            {"source": "/gone", "function": "thing_created"},
            {"source": "**", "destination": "/index.html"},
        ],
    }
}


@pytest.fixture(scope="module")
def running_suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    root: Path = tmp_path_factory.mktemp("project")
    (root / "public/api").mkdir(parents=True)
    (root / "public/index.html").write_text("home")
    (root / "public/api/a file.txt").write_text("a file")
    (root / "firebase.json").write_text(json.dumps(CONFIGURATION))
    with Suite(root=root, free_ports=True, functions=SAMPLE_FUNCTIONS) as suite:
        yield suite


def ask(suite: Suite, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return send(method, f"http://{suite.addresses['hosting']}{path}", body, named)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/api/v1/a%20b/c%2Fd", "/short/x"])
def test_a_function_gets_the_whole_path(suite: Suite, method: str, path: str) -> None:
    answer = ask(suite, method, f"{path}?q=1&q=2", b"" if method == "GET" else b"the body")
    seen = answer.json
    assert (seen["method"], seen["path"]) == (method, unquote(path))
    assert seen["headers"]["X-Original-Url"] == f"{path}?q=1&q=2"
    assert seen["body"] == ("" if method == "GET" else "the body")
    assert seen["headers"]["X-Forwarded-Host"] == suite.addresses["hosting"]


def test_a_file_goes_before_a_rewrite_and_only_for_reading(suite: Suite) -> None:
    assert ask(suite, "GET", "/api/a%20file.txt").body == b"a file"
    assert ask(suite, "POST", "/api/a%20file.txt", b"").json["method"] == "POST"
    assert ask(suite, "GET", "/anything/else").body == b"home"


def test_only_the_cookie_of_the_session_passes(suite: Suite) -> None:
    seen = ask(suite, "GET", "/api/x", Cookie="a=1; __session=s; b=2").json
    assert seen["headers"]["Cookie"] == "__session=s"
    assert "Cookie" not in ask(suite, "GET", "/api/x", Cookie="a=1; x__session=s").json["headers"]


def test_an_answer_is_private_unless_it_says_otherwise(suite: Suite) -> None:
    private, public = ask(suite, "GET", "/api/x").headers, ask(suite, "GET", "/cached").headers
    assert (private["cache-control"], private["set-cookie"]) == ("private", "__session=1; Path=/")
    assert (public["cache-control"], public.get("set-cookie")) == ("public, max-age=60", None)
    assert {name.strip() for name in private["vary"].split(",")} == {
        "Accept-Encoding",
        "Authorization",
        "Cookie",
    }


def test_a_callable_answers_through_hosting(suite: Suite) -> None:
    answer = ask(suite, "POST", "/call", b'{"data": 7}', Content_Type="application/json")
    assert answer.json["result"]["data"] == 7


@pytest.mark.parametrize("path", ["/far/x", "/gone"])
def test_a_function_that_is_not_there_is_named(suite: Suite, path: str) -> None:
    answer = ask(suite, "GET", path)
    assert answer.status == 404
    assert b"answers over HTTP" in answer.body


def test_head_has_no_body(suite: Suite) -> None:
    answer = ask(suite, "HEAD", "/api/x")
    assert (answer.status, answer.body) == (200, b"")
