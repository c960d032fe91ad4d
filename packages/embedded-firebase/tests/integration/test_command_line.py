"""The command line as people and other programs run it."""

import json
import os
import pty
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from integration.conftest import SAMPLE_FUNCTIONS
from integration.http_client import send


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project that hosts the sample functions, with a settings file."""
    (tmp_path / "firebase.json").write_text('{"functions": {"source": "functions"}}')
    source = tmp_path / "functions"
    source.mkdir()
    for file in SAMPLE_FUNCTIONS.glob("*.py"):
        (source / file.name).write_text(file.read_text())
    (source / ".env").write_text("GREETING=from the file\nSAMPLE_SECRET=unset\n")
    (source / ".secret.local").write_text("SAMPLE_SECRET=whispered\n")
    return tmp_path


@contextmanager
def emulator(root: Path, *options: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "embedded_firebase", "--root", str(root), *options]
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def ready(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    line: dict[str, Any] = json.loads(process.stdout.readline())
    return line


def greet(addresses: dict[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = send("POST", f"{addresses['functions']}/greet", {"data": None}).json["result"]
    return result


@pytest.mark.parametrize("page", [True, False])
def test_a_person_at_a_terminal_reads_where_to_look(root: Path, page: bool) -> None:
    if page:
        (root / "firebase.json").write_text(
            '{"functions": {"source": "functions"}, "hosting": {"public": "site"}}'
        )
    terminal, inside = pty.openpty()
    command = [sys.executable, "-m", "embedded_firebase", "--root", str(root), "--free-ports"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=inside, text=True) as process:
        addresses = ready(process)
        said = ""
        while "Ctrl+C" not in said:
            said += os.read(terminal, 4096).decode()
        process.send_signal(signal.SIGINT)
    os.close(inside)
    os.close(terminal)
    assert (f"The page: {addresses['hosting']}" in said) is page
    assert f"Look at what it holds: {addresses['hosting']}/__/emulator" in said
    for service in ("functions", "firestore", "storage", "auth", "hosting", "tasks"):
        assert addresses[service] in said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_everything_is_and_ends_on_a_signal(root: Path, number: signal.Signals) -> None:
    with emulator(root, "--free-ports", "--project", "demo-x") as process:
        addresses = ready(process)
        services = {"functions", "firestore", "storage", "auth", "hosting", "tasks"}
        assert set(addresses) == {"ready", "project", *services}
        assert addresses["ready"] is True
        assert addresses["functions"].endswith("/demo-x/us-central1")
        assert greet(addresses)["data"] is None
        process.send_signal(number)
        rest, _ = process.communicate(timeout=10)
    assert process.returncode == 0
    assert rest == ""


def test_settings_come_from_files_and_the_environment_wins(root: Path) -> None:
    with emulator(root, "--free-ports") as process:
        answer = greet(ready(process))
        assert (answer["greeting"], answer["secret"]) == ("from the file", "whispered")
    with emulator(root, "--free-ports", GREETING="from the environment") as process:
        assert greet(ready(process))["greeting"] == "from the environment"


def test_a_taken_port_is_named_with_its_service(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for service in ("storage", "firestore"):
            free = {name: {"port": 0} for name in ("functions", "firestore", "storage", "auth", "hosting")}
            configuration = {"emulators": {**free, service: {"port": port}}}
            (root / "firebase.json").write_text(json.dumps(configuration))
            with emulator(root) as process:
                output, errors = process.communicate(timeout=20)
            assert process.returncode == 1
            assert output == ""
            assert f"port {port} on 127.0.0.1, where {service} should listen, is taken" in errors
            assert "--free-ports" in errors


def test_a_host_that_is_not_this_machines_is_said_in_a_line(root: Path) -> None:
    with emulator(root, "--free-ports", "--host", "192.0.2.1") as process:
        output, errors = process.communicate(timeout=20)
    assert (process.returncode, output) == (1, "")
    assert "cannot listen on 192.0.2.1" in errors
    assert "Traceback" not in errors


def test_a_folder_without_a_project_is_warned_of(tmp_path: Path) -> None:
    with emulator(tmp_path, "--free-ports") as process:
        ready(process)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=10)
    assert f"no firebase.json in {tmp_path}" in errors


def test_a_codebase_that_does_not_load_is_said_with_its_traceback(root: Path) -> None:
    (root / "functions" / "main.py").write_text("raise RuntimeError('broken codebase')\n")
    with emulator(root, "--free-ports") as process:
        output, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert output == ""
    assert "main.py" in errors
    assert "broken codebase" in errors


def test_requests_are_logged_without_secrets(root: Path) -> None:
    with emulator(root, "--free-ports", "--log-requests") as process:
        addresses = ready(process)
        send("GET", f"{addresses['storage']}/v0/b/x/o/y?alt=media&token=bearer-secret")
        send(
            "POST",
            f"http://{addresses['auth']}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=api-key",
            {},
        )
        process.terminate()
        _, errors = process.communicate(timeout=10)
    logged = [json.loads(line) for line in errors.splitlines() if line.startswith('{"time"')]
    assert [(entry["service"], entry["method"], entry["status"]) for entry in logged] == [
        ("storage", "GET", 403),
        ("auth", "POST", 200),
    ]
    assert logged[0]["path"] == "/v0/b/x/o/y?alt=media&token=[secret]"
    assert "bearer-secret" not in errors
    assert "api-key" not in errors


def test_what_was_there_at_the_end_is_there_at_the_next_start(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "state"
    with emulator(root, "--free-ports", "--export-on-exit", str(folder)) as process:
        addresses = ready(process)
        url = f"{addresses['storage']}/upload/storage/v1/b/pictures/o?uploadType=media&name=a.txt"
        send("POST", url, b"kept", {"Content-Type": "text/plain"})
        process.terminate()
        process.communicate(timeout=10)
    with emulator(root, "--free-ports", "--import", str(folder), "--export-on-exit") as process:
        addresses = ready(process)
        assert send("GET", f"{addresses['storage']}/storage/v1/b/pictures/o/a.txt?alt=media").body == b"kept"
        process.terminate()
        process.communicate(timeout=10)
    assert process.returncode == 0


def test_functions_that_hang_do_not_keep_it_from_ending(root: Path) -> None:
    with emulator(root, "--free-ports") as process:
        answer = send("POST", f"{ready(process)['functions']}/dawdle", {"data": None})
        assert answer.status == 504
        process.terminate()
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "left behind: dawdle-1" in errors
