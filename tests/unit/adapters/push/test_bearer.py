"""The OAuth token: of the application default credentials, asked for once, within the time."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth.compute_engine import _metadata

from mirror_realm.adapters.push.bearer import Bearer, NoBearer
from mirror_realm.adapters.push.fcm import SCOPE


class TokenServer(ThreadingHTTPServer):
    """Gives out OAuth tokens, as Google's does."""

    asked = 0
    status = 200
    silent = threading.Event()
    """Set: it answers."""


@pytest.fixture
def server() -> Iterator[TokenServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            running.asked += 1
            running.silent.wait(5)
            body = json.dumps({"access_token": f"ya29.{running.asked}", "expires_in": 3600}).encode()
            self.send_response(running.status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
            """Nothing."""

    running = TokenServer(("127.0.0.1", 0), Handler)
    running.silent = threading.Event()
    running.silent.set()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.silent.set()
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture
def bearer(server: TokenServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bearer:
    """Return one with the key file of a service account whose tokens the server gives out."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    account = {
        "type": "service_account",
        "project_id": "demo",
        "private_key_id": "1",
        "private_key": pem.decode(),
        "client_email": "functions@demo.iam.gserviceaccount.com",
        "token_uri": f"http://127.0.0.1:{server.server_port}/token",
    }
    path = tmp_path / "account.json"
    path.write_text(json.dumps(account), encoding="utf-8")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    return Bearer(SCOPE)


def test_a_token_is_asked_for_once_and_kept(bearer: Bearer, server: TokenServer) -> None:
    assert {bearer.token(1.0) for _ in range(3)} == {"ya29.1"}
    assert server.asked == 1


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_a_server_that_refuses_is_asked_once(bearer: Bearer, server: TokenServer, status: int) -> None:
    server.status = status
    began = time.monotonic()
    with pytest.raises(NoBearer) as none:
        bearer.token(1.0)
    assert server.asked == 1
    assert time.monotonic() - began < 0.9, "without a pause for another try"
    assert none.value.__cause__ is None


def test_a_server_that_hangs_is_left_in_time(bearer: Bearer, server: TokenServer) -> None:
    server.silent.clear()
    began = time.monotonic()
    with pytest.raises(NoBearer):
        bearer.token(0.5)
    assert time.monotonic() - began < 1.0
    server.silent.set()
    assert bearer.token(1.0).startswith("ya29."), "the next push asks anew"


def test_without_credentials_there_is_no_token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "missing.json"))
    with pytest.raises(NoBearer):
        Bearer(SCOPE).token(0.5)


def test_a_deployed_function_asks_the_metadata_server_for_the_scope(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            kind, body = "application/text", b"demo"
            if "recursive" in self.path:
                kind, body = "application/json", b'{"email": "functions@demo", "scopes": [], "aliases": []}'
            elif "/token" in self.path:
                kind, body = "application/json", b'{"access_token": "ya29.metadata", "expires_in": 3599}'
            self.send_response(200)
            self.send_header("metadata-flavor", "Google")
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as metadata:
        thread = threading.Thread(target=metadata.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        address = f"127.0.0.1:{metadata.server_port}"
        monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
        monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
        monkeypatch.setenv("GCE_METADATA_IP", address)
        monkeypatch.setattr(_metadata, "_GCE_METADATA_HOST", address)
        assert Bearer(SCOPE).token(3.0) == "ya29.metadata"
        metadata.shutdown()
        thread.join()
    assert asked[-1].endswith("/token?scopes=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Ffirebase.messaging")
