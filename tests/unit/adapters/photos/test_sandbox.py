"""The child process: bounded, ignorant, and told apart from the photo when it is at fault."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mirror_realm.adapters.photos import sandbox
from mirror_realm.adapters.photos.reader import SandboxedReader
from mirror_realm.adapters.photos.refusals import Refusal, Refused
from mirror_realm.adapters.photos.sandbox import Sandbox
from mirror_realm.errors import ContentRejected, ProviderUnavailable
from mirror_realm.services.ports.photos import PhotoReader
from tests.unit.adapters.photos.pictures import encoded, good, many_scans, scene

FUNCTIONS = Path(__file__).parents[4] / "functions"


def child_program(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Another program in the child's place, which says it is ready before it does anything."""
    ready = "import os, sys; sys.stdin.buffer.read(); os.write(1, b'ready\\n'); "
    monkeypatch.setattr(sandbox, "_PROGRAM", ready + program)


def refusal_of(data: bytes, bounds: Sandbox) -> Refusal:
    with pytest.raises(Refused) as refused:
        bounds.decode(data)
    return refused.value.refusal


def test_a_decoder_that_takes_too_long_is_ended() -> None:
    assert refusal_of(many_scans(), Sandbox(cpu_seconds=0.4)) is Refusal.TOO_COSTLY


def test_a_decoder_that_takes_too_much_memory_is_refused_it() -> None:
    large = encoded(scene(4000, 4000), "PNG")

    assert refusal_of(large, Sandbox(address_space=100 * 1024 * 1024)) is Refusal.TOO_COSTLY


def test_a_child_that_crashes_takes_nobody_along(monkeypatch: pytest.MonkeyPatch) -> None:
    child_program(monkeypatch, "os.kill(os.getpid(), 11)")

    assert refusal_of(good("JPEG"), Sandbox()) is Refusal.DAMAGED


def test_an_error_of_our_own_is_not_blamed_on_the_photo_and_does_not_quote_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    child_program(monkeypatch, "raise KeyError('from the photo')")

    with pytest.raises(ProviderUnavailable, match=r"\(KeyError\)$"):
        Sandbox().decode(good("JPEG"))


def test_a_child_that_cannot_start_is_not_blamed_on_the_photo() -> None:
    with pytest.raises(ProviderUnavailable, match="did not start"):
        Sandbox(address_space=20 * 1024 * 1024).decode(good("JPEG"))


def test_a_machine_too_busy_is_not_blamed_on_the_photo(monkeypatch: pytest.MonkeyPatch) -> None:
    child_program(monkeypatch, "import signal; signal.pause()")

    with pytest.raises(ProviderUnavailable, match="too little time"):
        Sandbox(wall_seconds=0.5).decode(good("JPEG"))


def test_the_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    child_program(monkeypatch, "os.write(1, repr(dict(os.environ)).encode())")

    told = Sandbox().decode(good("JPEG"))

    assert b"MALLOC_ARENA_MAX" in told
    assert b"sk-secret" not in told


def test_many_at_once_are_read_one_after_the_other() -> None:
    reader: PhotoReader = SandboxedReader()
    with ThreadPoolExecutor(4) as pool:
        jpegs = list(pool.map(reader.prepare, [good("JPEG")] * 6))

    assert len(set(jpegs)) == 1


def test_a_refusal_reaches_the_person_as_rejected_content_that_cost_nothing() -> None:
    with pytest.raises(ContentRejected, match="no JPEG, PNG, WebP or HEIC") as refused:
        SandboxedReader().prepare(b"GIF89a")

    assert refused.value.cost_micros == 0
    assert not refused.value.retryable


def test_importing_and_using_the_reader_loads_no_imaging_library() -> None:
    program = (
        "import sys; from mirror_realm.adapters.photos.reader import SandboxedReader; "
        "SandboxedReader().prepare(sys.stdin.buffer.read()); "
        "sys.exit(bool({'PIL', 'pillow_heif'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=FUNCTIONS, input=good("JPEG"), timeout=60, check=False
    )

    assert done.returncode == 0
