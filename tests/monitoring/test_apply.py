"""monitoring/apply.py, run as an operator runs it: with a `gcloud` that writes down its calls, and a local API."""

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from google.cloud.monitoring_v3.types import AlertPolicy

from monitoring import apply
from tests.monitoring.files import read

GCLOUD = r"""#!/bin/sh
for word in "$@"; do
  printf '%s\037' "$word"
  case "$word" in *-from-file=*) cp "${word#*=}" FOLDER/files/ ;; esac
done >> FOLDER/calls
echo >> FOLDER/calls
if [ -e "FOLDER/refused/$1-$2-$3" ]; then echo "Cannot find metric that matches type" >&2; exit 1; fi
if [ -e "FOLDER/answers/$1-$2-$3" ]; then cat "FOLDER/answers/$1-$2-$3"; fi
"""
PROJECT, CHANNEL = "demo-monitored", "projects/demo-monitored/notificationChannels/7"
TOKEN = "ya29.a-token"


@dataclass
class Api:
    """The API for services and objectives: it keeps what it is sent."""

    stored: dict[str, Any] = field(default_factory=dict)
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    url: str = ""

    def answer(self, method: str, address: str, body: Any, token: str) -> int:
        parts = urlsplit(address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.requests.append((method, parts.path, token))
        if method == "PATCH":
            assert set(query["updateMask"].split(",")) == set(body)
            known = parts.path in self.stored
            self.stored[parts.path] = body
            return 200 if known else 404
        given = query.get("serviceId") or query["serviceLevelObjectiveId"]
        path = f"{parts.path}/{given}"
        if path in self.stored:
            return 409
        self.stored[path] = body
        return 200


@pytest.fixture
def api() -> Iterator[Api]:
    api = Api()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            status = api.answer(self.command, self.path, body, self.headers.get("authorization", ""))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"{}")

        do_POST = do_PATCH = _answer  # noqa: N815 - named by http.server

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    api.url = f"http://127.0.0.1:{server.server_port}"
    yield api
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Ran:
    status: object
    out: str
    err: str


class Gcloud:
    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._place = place
        self._capsys = capsys
        for folder in ("files", "answers", "refused"):
            (place / folder).mkdir()
        program = place / "gcloud"
        program.write_text(GCLOUD.replace("FOLDER", str(place)))
        program.chmod(0o755)
        self.answer(f"auth-print-access-token---project={PROJECT}", TOKEN)

    def answer(self, call: str, text: str) -> None:
        (self._place / "answers" / call).write_text(text)

    def refuse(self, call: str) -> None:
        (self._place / "refused" / call).write_text("")

    def apply(self, *more: str) -> Ran:
        """Run the script, and forget the calls of an earlier run."""
        (self._place / "calls").write_text("")
        status: object
        try:
            status = apply.main(["--project", PROJECT, "--channel", CHANNEL, *more])
        except SystemExit as ended:
            status = ended.code
        return Ran(status, *self._capsys.readouterr())

    @property
    def calls(self) -> list[list[str]]:
        """Return the words of each call but those for a token."""
        lines = (self._place / "calls").read_text().splitlines()
        calls = [line.split("\x1f")[:-1] for line in lines]
        return [words for words in calls if words[0] != "auth"]

    def given(self, words: list[str]) -> Any:
        """Return the file that a call was given."""
        (file,) = [word.rpartition("/")[2] for word in words if "-from-file=" in word]
        return json.loads((self._place / "files" / file).read_text())

    def of(self, *begin: str) -> list[list[str]]:
        return [words for words in self.calls if words[: len(begin)] == list(begin)]


@pytest.fixture
def gcloud(
    tmp_path: Path, api: Api, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Gcloud:
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("MONITORING_API", api.url)
    return Gcloud(tmp_path, capsys)


def test_a_new_project_gets_every_metric_objective_and_policy(gcloud: Gcloud, api: Api) -> None:
    ran = gcloud.apply()
    assert (ran.status, ran.err) == (0, "")
    created = gcloud.of("logging", "metrics", "create")
    assert {words[3] for words in created} == {metric["name"] for metric in read("metrics").values()}
    assert all(f"--project={PROJECT}" in words for words in gcloud.calls)
    services = f"/v3/projects/{PROJECT}/services/mirror-realm"
    assert set(api.stored) == {services} | {
        f"{services}/serviceLevelObjectives/{name}" for name in read("objectives") if name != "service"
    }
    assert {token for *_, token in api.requests} == {f"Bearer {TOKEN}"}
    policies = [gcloud.given(words) for words in gcloud.of("monitoring", "policies", "create")]
    assert [one["userLabels"]["mirror_realm"] for one in policies] == sorted(read("policies"))
    for policy in policies:
        assert policy["notificationChannels"] == [CHANNEL]
        assert "PROJECT" not in json.dumps(policy)
        AlertPolicy.from_json(json.dumps(policy))


def test_applied_again_everything_is_updated_and_nothing_is_made_twice(gcloud: Gcloud, api: Api) -> None:
    gcloud.answer("logging-metrics-list", "\n".join(m["name"] for m in read("metrics").values()))
    listed = [
        {"name": f"policies/{name}", "displayName": one["displayName"], "userLabels": one["userLabels"]}
        for name, one in read("policies").items()
    ]
    gcloud.answer("monitoring-policies-list", json.dumps(listed))
    services = f"/v3/projects/{PROJECT}/services/mirror-realm"
    for name in read("objectives"):
        api.stored[services if name == "service" else f"{services}/serviceLevelObjectives/{name}"] = {}
    assert gcloud.apply().status == 0
    assert gcloud.of("logging", "metrics", "create") == gcloud.of("monitoring", "policies", "create") == []
    assert len(gcloud.of("logging", "metrics", "update")) == len(read("metrics"))
    assert {words[3] for words in gcloud.of("monitoring", "policies", "update")} == {
        f"policies/{name}" for name in read("policies")
    }
    assert [method for method, *_ in api.requests] == ["POST", "PATCH"] * 3
    assert len(api.stored) == 3
    assert all(api.stored.values())


def test_a_dry_run_calls_nothing_and_prints_everything(gcloud: Gcloud, api: Api) -> None:
    ran = gcloud.apply("--dry-run")
    assert ran.status == 0
    assert gcloud.calls == []
    assert api.requests == []
    for kind in ("metrics", "policies"):
        assert all(name in ran.out for name in read(kind))
    assert "serviceLevelObjectiveId=within-30-seconds" in ran.out


@pytest.mark.drawn(one_in=3)
def test_a_policy_that_no_file_describes_is_named_and_left_alone(gcloud: Gcloud) -> None:
    earlier = {"name": "policies/1", "displayName": "mirror_realm: usage_mark"}
    foreign = {"name": "policies/2", "displayName": "another team's"}
    gcloud.answer("monitoring-policies-list", json.dumps([earlier, foreign]))
    ran = gcloud.apply()
    assert f"gcloud monitoring policies delete policies/1 --project={PROJECT}" in ran.out
    assert "another team" not in ran.out
    assert gcloud.of("monitoring", "policies", "delete") == []


@pytest.mark.drawn(one_in=3)
def test_a_policy_that_is_refused_does_not_stop_the_others_and_the_script_says_to_repeat(
    gcloud: Gcloud,
) -> None:
    gcloud.refuse("monitoring-policies-create")
    ran = gcloud.apply()
    assert ran.status == 1
    assert len(gcloud.of("monitoring", "policies", "create")) == len(read("policies"))
    assert ran.err.count("FAILED") == len(read("policies"))
    assert "run this again" in ran.err


@pytest.mark.parametrize(
    "wrong", [("--project", "demo; rm -rf"), ("--channel", "mail@example.com"), ("--channel", "$CHANNEL")]
)
def test_an_argument_that_cannot_be_right_is_refused_before_anything_is_done(
    gcloud: Gcloud, wrong: tuple[str, str]
) -> None:
    assert gcloud.apply(*wrong).status == 2
    assert gcloud.calls == []


def test_the_token_goes_nowhere_but_to_google(gcloud: Gcloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITORING_API", "https://monitoring.example.com")
    ran = gcloud.apply()
    assert ran.status == "MONITORING_API must be a server on this machine"
    assert TOKEN not in ran.out + ran.err
