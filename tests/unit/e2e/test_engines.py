"""Which program judges where: Google's where it is at hand, else ours; nothing is downloaded."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e import engines

JARS = {"firestore": "cloud-firestore-emulator-v1.jar", "storage": "cloud-storage-rules-runtime-v1.jar"}


class Machine:
    """A machine with this and that on it, and nothing else."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._patch = patch
        self.downloads = folder / "downloads.json"
        self.downloads.write_text(
            json.dumps({slot: {"downloadPathRelativeToCacheDir": jar} for slot, jar in JARS.items()})
        )
        (folder / "bin").mkdir()
        (folder / "cache").mkdir()
        patch.setenv("PATH", str(folder / "bin"))
        patch.setenv("FIREBASE_EMULATORS_PATH", str(folder / "cache"))
        patch.setattr(engines, "_gcloud_folders", lambda: iter([folder / "gcloud"]))

    def java(self, version: str) -> None:
        program = self._folder / "bin" / "java"
        program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2026-01-01' >&2\n")
        program.chmod(0o755)

    def download(self, *slots: str) -> None:
        for slot in slots:
            (self._folder / "cache" / JARS[slot]).touch()

    def gcloud(self) -> None:
        jar = self._folder / "gcloud" / engines.GCLOUD_JAR
        jar.parent.mkdir(parents=True)
        jar.touch()

    def judges(self, *, embedded: bool = False) -> tuple[str | None, str | None]:
        """Return the programs that stand in, in the slots of Firestore and of the rules of Storage."""
        found = engines.at_hand(embedded=embedded, downloads=self.downloads)
        return found.firestore.stand_in, found.storage.stand_in


OURS = ("embedded-firestore", "embedded-storage-rules")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_a_bare_machine_has_ours(machine: Machine) -> None:
    assert machine.judges() == OURS


def test_what_firebase_tools_has_downloaded_it_starts_itself(machine: Machine) -> None:
    machine.java("21.0.4")
    machine.download("firestore", "storage")

    assert machine.judges() == (None, None)


def test_each_slot_is_filled_for_itself(machine: Machine) -> None:
    machine.java("25")
    machine.download("firestore")

    assert machine.judges() == (None, "embedded-storage-rules")


def test_a_java_that_firebase_tools_refuses_is_as_none(machine: Machine) -> None:
    machine.java("17.0.15")
    machine.download("firestore", "storage")

    assert machine.judges() == OURS


def test_the_google_cloud_clis_firestore_is_content_with_an_older_java(machine: Machine) -> None:
    machine.gcloud()
    assert machine.judges() == OURS

    machine.java("17.0.15")
    assert machine.judges() == ("gcloud-firestore", "embedded-storage-rules")


def test_firebase_tools_own_goes_before_the_google_cloud_clis(machine: Machine) -> None:
    machine.java("21")
    machine.gcloud()
    machine.download("firestore")

    assert machine.judges() == (None, "embedded-storage-rules")


def test_ours_can_be_asked_for(machine: Machine) -> None:
    machine.java("21")
    machine.gcloud()
    machine.download("firestore", "storage")

    assert machine.judges(embedded=True) == OURS


def test_firebase_tools_is_told_of_stand_ins_only(machine: Machine, tmp_path: Path) -> None:
    machine.java("21")
    machine.download("firestore")
    told = engines.at_hand(downloads=machine.downloads).environment(tmp_path)

    assert "FIRESTORE_EMULATOR_BINARY_PATH" not in told
    assert Path(told["STORAGE_EMULATOR_BINARY_PATH"]).is_file()
    assert told["PATH"].startswith(str(engines.STAND_IN))

    machine.download("storage")
    assert engines.at_hand(downloads=machine.downloads).environment(tmp_path) == {}


def test_the_stand_in_says_a_version_that_firebase_tools_takes() -> None:
    said = subprocess.run(
        [engines.STAND_IN / "java", "-Duser.language=en", "-version"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert f'version "{engines.LEAST_JAVA}"' in said.stderr


def test_the_stand_in_starts_our_rules_of_storage(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "E2E_ROOT": str(engines.ROOT), "E2E_PYTHON": sys.executable}
    jar = tmp_path / "embedded-storage-rules"
    command: list[str | Path] = [
        engines.STAND_IN / "java",
        "-Djava.security.manager=disallow",
        "-jar",
        jar,
        "serve",
    ]
    said = subprocess.run(command, env=environment, input="", capture_output=True, text=True, check=True)

    assert json.loads(said.stdout) == {"id": -1, "status": "ok"}


def test_the_stand_in_leaves_other_jars_to_the_genuine_java(tmp_path: Path) -> None:
    genuine = tmp_path / "java"
    genuine.write_text('#!/bin/sh\necho "$@"\n')
    genuine.chmod(0o755)
    command: list[str | Path] = [
        engines.STAND_IN / "java",
        "-jar",
        "/cache/cloud-firestore-emulator-v1.jar",
        "--port",
        "1",
    ]
    said = subprocess.run(command, env={"E2E_JAVA": str(genuine)}, capture_output=True, text=True, check=True)

    assert said.stdout.split() == command[1:]
