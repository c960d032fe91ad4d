"""Which program judges where firebase-tools would download one: Google's where it is at hand, else ours."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
STAND_IN = FOLDER / "stand_in"
DOWNLOADS = FOLDER / "node_modules/firebase-tools/lib/emulator/downloadableEmulatorInfo.json"
"""Where firebase-tools says which jars it wants."""

GCLOUD_JAR = Path("platform/cloud-firestore-emulator/cloud-firestore-emulator.jar")
"""In the folder of the Google Cloud CLI."""

LEAST_JAVA = 21
"""firebase-tools refuses what is older. gcloud's jar is content with less."""

_VERSION = re.compile(r'version "(\d+)')


@dataclass(frozen=True)
class Engine:
    """A program in one of firebase-tools' slots."""

    told: str
    """What it is, for people."""
    stand_in: str | None = None
    """The name by which the stand-in for java knows it; None: firebase-tools starts it itself."""


@dataclass(frozen=True)
class Java:
    """A Java on the path."""

    path: Path
    version: int


@dataclass(frozen=True)
class Engines:
    """The programs in the two slots that firebase-tools fills with jars."""

    firestore: Engine
    storage: Engine
    java: Java | None
    gcloud_jar: Path | None

    def environment(self, folder: Path) -> Mapping[str, str]:
        """Return the variables that point firebase-tools to the programs, which it marks as executable in `folder`."""
        told = {}
        for slot, engine in (("FIRESTORE", self.firestore), ("STORAGE", self.storage)):
            if engine.stand_in:
                program = folder / engine.stand_in
                program.touch()
                told[f"{slot}_EMULATOR_BINARY_PATH"] = str(program)
        if not told:
            return {}
        return {
            **told,
            "PATH": f"{STAND_IN}{os.pathsep}{os.environ['PATH']}",
            "E2E_ROOT": str(ROOT),
            "E2E_PYTHON": sys.executable,
            "E2E_JAVA": str(self.java.path) if self.java else "there-is-no-java",
            "E2E_GCLOUD_JAR": str(self.gcloud_jar or ""),
        }


def at_hand(*, embedded: bool = False, downloads: Path = DOWNLOADS) -> Engines:
    """Return what is on this machine; `embedded` leaves out Google's. Nothing is downloaded."""
    java = None if embedded else find_java()
    gcloud_jar = find_gcloud_jar() if java else None
    why = "as asked" if embedded else "Google's is not here"
    firestore = Engine(f"ours, embedded: {why}", "embedded-firestore")
    storage = Engine(f"ours, embedded: {why}", "embedded-storage-rules")
    if gcloud_jar and java:
        firestore = Engine(f"Google's, of the Google Cloud CLI, on Java {java.version}", "gcloud-firestore")
    if java and java.version >= LEAST_JAVA:
        jars = {slot: _downloaded(slot, downloads) for slot in ("firestore", "storage")}
        firestore = (
            Engine(f"Google's: {jars['firestore'].name}") if jars["firestore"].is_file() else firestore
        )
        storage = Engine(f"Google's: {jars['storage'].name}") if jars["storage"].is_file() else storage
    return Engines(firestore, storage, java, gcloud_jar)


def find_java() -> Java | None:
    """Return the Java on the path, if it runs."""
    path = shutil.which("java")
    if path is None:
        return None
    said = subprocess.run([path, "-version"], capture_output=True, text=True, check=False).stderr
    found = _VERSION.search(said)
    return Java(Path(path), int(found[1])) if found else None


def find_gcloud_jar() -> Path | None:
    """Return the Firestore emulator that `gcloud components install cloud-firestore-emulator` brings."""
    return next((jar for folder in _gcloud_folders() if (jar := folder / GCLOUD_JAR).is_file()), None)


def _gcloud_folders() -> Iterator[Path]:
    if found := shutil.which("gcloud"):
        yield Path(found).resolve().parents[1]
    with suppress(KeyError):
        yield Path(os.environ["CLOUDSDK_ROOT_DIR"])
    yield Path("/usr/lib/google-cloud-sdk")  # where Debian's and Ubuntu's package puts it


def _downloaded(slot: str, downloads: Path) -> Path:
    """Where firebase-tools keeps the jar of a slot once it has downloaded it."""
    cache = os.environ.get("FIREBASE_EMULATORS_PATH") or Path.home() / ".cache" / "firebase" / "emulators"
    wanted = json.loads(downloads.read_text(encoding="utf-8"))
    return Path(cache) / str(wanted[slot]["downloadPathRelativeToCacheDir"])
