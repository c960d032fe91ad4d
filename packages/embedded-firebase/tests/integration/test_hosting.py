"""Hosting: files of the public directory by their addresses, and the configuration pages start from."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded_firebase import Suite
from integration.http_client import send

FILES = {
    "public/index.html": "<h1>home</h1>",
    "public/about.html": "about",
    "public/docs/index.html": "docs",
    "public/placeholders/daymi/month.jpg": "jpg",
    "public/app.js": "let a = 1;",
    "public/404.html": "lost",
    "public/.hidden": "hidden",
    "public/node_modules/deep/x.js": "module",
    "secret.txt": "secret",
}

CONFIGURATION = {
    "hosting": {
        "public": "public",
        "cleanUrls": True,
        "ignore": ["**/.*", "**/node_modules/**"],
        "headers": [
            {
                "source": "/placeholders/**",
                "headers": [{"key": "Cache-Control", "value": "public, max-age=86400"}],
            },
            {"source": "**/*.@(js|css)", "headers": [{"key": "X-Kind", "value": "asset"}]},
        ],
        "rewrites": [{"source": "/app/**", "destination": "/index.html"}],
    }
}


@pytest.fixture(scope="module")
def running_suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    root: Path = tmp_path_factory.mktemp("project")
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    (root / "firebase.json").write_text(json.dumps(CONFIGURATION))
    with Suite(root=root, free_ports=True, functions=False) as suite:
        yield suite


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/", "<h1>home</h1>"),
        ("/about", "about"),
        ("/docs", "docs"),
        ("/docs/", "docs"),
        ("/app.js", "let a = 1;"),
        ("/app/any/page", "<h1>home</h1>"),
    ],
)
def test_an_address_finds_its_file(suite: Suite, path: str, body: str) -> None:
    answer = send("GET", f"http://{suite.addresses['hosting']}{path}")
    assert (answer.status, answer.body.decode()) == (200, body)


@pytest.mark.parametrize(
    ("path", "clean"), [("/about.html", "/about"), ("/index.html", "/"), ("/docs/index", "/docs")]
)
def test_clean_addresses_are_redirected_to(suite: Suite, path: str, clean: str) -> None:
    answer = send("GET", f"http://{suite.addresses['hosting']}{path}")
    assert (answer.status, answer.headers["location"]) == (301, clean)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/../secret.txt",
        "/.hidden",
        "/node_modules/deep/x.js",
        "/%2e%2e/secret.txt",
        "/docs/%2e%2e%2f%2e%2e/secret.txt",
    ],
)
def test_what_is_not_public_is_lost(suite: Suite, path: str) -> None:
    answer = send("GET", f"http://{suite.addresses['hosting']}{path}")
    assert (answer.status, answer.body) == (404, b"lost")


def test_headers_follow_their_globs(suite: Suite) -> None:
    hosting = f"http://{suite.addresses['hosting']}"
    picture = send("GET", f"{hosting}/placeholders/daymi/month.jpg")
    assert picture.headers["cache-control"] == "public, max-age=86400"
    assert picture.headers["content-type"] == "image/jpeg"
    assert send("GET", f"{hosting}/app.js").headers["x-kind"] == "asset"
    assert "x-kind" not in send("GET", f"{hosting}/about").headers


def test_a_copy_still_good_is_not_sent_again(suite: Suite) -> None:
    address = suite.addresses["hosting"]
    etag = send("GET", f"http://{address}/about").headers["etag"]
    asked = f"GET /about HTTP/1.1\r\nHost: {address}\r\nIf-None-Match: {etag}\r\nConnection: close\r\n\r\n"
    with socket.create_connection((suite.options.host, int(address.rpartition(":")[2])), 10) as connection:
        connection.sendall(asked.encode())
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    head, body = answer.split(b"\r\n\r\n", 1)
    assert head.startswith(b"HTTP/1.1 304 ")
    assert body == b""


def test_a_site_takes_no_posts(suite: Suite) -> None:
    assert send("POST", f"http://{suite.addresses['hosting']}/about", b"").status == 405


def test_a_page_learns_where_everything_is(suite: Suite) -> None:
    config = send("GET", f"http://{suite.addresses['hosting']}/__/firebase/init.json").json
    assert config["projectId"] == suite.project
    assert config["storageBucket"] == "demo-project.appspot.com"
    assert set(config["emulators"]) == {"functions", "firestore", "storage", "auth", "hosting", "tasks"}
    for service, place in config["emulators"].items():
        assert place["hostAndPort"] == suite.addresses[service]
        assert place["hostAndPort"].endswith(f":{place['port']}")
    assert config["emulators"]["functions"]["region"] == suite.host.region
