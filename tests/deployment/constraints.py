"""functions/constraints.txt: the version of every package, also of those that nobody asked for by name.

    python -m tests.deployment.constraints           compares it with what is installed here (`make check`)
    python -m tests.deployment.constraints --remake  resolves everything anew and writes it (`make constraints`)

`functions/requirements.txt` refers to it, so that a deployment installs these versions too. The reference carries a
digest: the build's cache of packages looks at requirements.txt alone and would miss a change of the other file.
It imports nothing but Python's own library, because it also runs where nothing is installed yet.
"""

import hashlib
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONSTRAINTS = ROOT / "functions" / "constraints.txt"
REQUIREMENTS = ROOT / "functions" / "requirements.txt"
OURS = ("embedded-firebase", "mirror-realm-avatars")
INSTALLERS = ("pip", "setuptools", "wheel")
HEADING = (
    "# Every version that is installed and deployed. Written by `make constraints`; not edited by hand.\n"
)

_REFERENCE = re.compile(r"^-c constraints\.txt  # (\S+):", re.MULTILINE)


def pins(text: str) -> dict[str, str]:
    """Return the version of each package of a constraints file, by normalized name."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    found = (line.partition("==") for line in lines if line)
    return {normalized(name): version for name, _, version in found}


def installed() -> dict[str, str]:
    """Return the version of each package of this environment that is neither ours nor an installer."""
    found = {normalized(each.name): each.version for each in metadata.distributions()}
    return {name: version for name, version in found.items() if name not in (*OURS, *INSTALLERS)}


def differences(pinned: Mapping[str, str], here: Mapping[str, str]) -> list[str]:
    """Return, as sentences, which installed packages are not the pinned ones. Those not installed do not matter."""
    return [
        f"{name} {version} is installed; {f'{pinned[name]} is pinned' if name in pinned else 'it is not pinned'}"
        for name, version in sorted(here.items())
        if pinned.get(name) != version
    ]


def normalized(name: str) -> str:
    """Return a package's name as PyPI compares names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def digest(constraints: str) -> str:
    """Return what the reference to these constraints has to carry."""
    return hashlib.sha256(constraints.encode()).hexdigest()[:12]


def referred(requirements: str) -> str:
    """Return the digest in the requirements' reference. Raises ValueError where there is no reference."""
    found = _REFERENCE.search(requirements)
    if found is None:
        raise ValueError("functions/requirements.txt does not refer to constraints.txt")
    return found[1]


def with_reference(requirements: str, constraints: str) -> str:
    """Return the requirements with the reference to these constraints."""
    return requirements.replace(
        f"-c constraints.txt  # {referred(requirements)}:", f"-c constraints.txt  # {digest(constraints)}:"
    )


def without_reference(requirements: str) -> str:
    """Return the requirements as they can be resolved anew."""
    return "".join(line for line in requirements.splitlines(keepends=True) if not _REFERENCE.match(line))


def resolved() -> str:
    """Install everything into an environment of its own, unconstrained, and return what came as a constraints file."""
    with tempfile.TemporaryDirectory(prefix="mirror-realm-constraints-") as folder:
        requirements = Path(folder) / "requirements.txt"
        requirements.write_text(without_reference(REQUIREMENTS.read_text(encoding="utf-8")), encoding="utf-8")
        venv.create(Path(folder) / "venv", with_pip=True)
        _pip(folder, "install", "--quiet", "pip>=25.1")
        _pip(
            folder,
            *("install", "--quiet", "-r", str(requirements), "--group", "dev"),
            f"{ROOT / 'packages' / 'embedded-firebase'}[rules]",
        )
        excluded = [argument for name in OURS for argument in ("--exclude", name)]
        frozen = _pip(folder, "freeze", *excluded).splitlines()
    return HEADING + "\n".join(sorted(frozen, key=str.lower)) + "\n"


def check() -> list[str]:
    """Return what does not agree: the environment with the file, or the file with its reference."""
    text = CONSTRAINTS.read_text(encoding="utf-8")
    found = differences(pins(text), installed())
    if referred(REQUIREMENTS.read_text(encoding="utf-8")) != digest(text):
        found.append("functions/requirements.txt refers to another constraints.txt")
    return found


def remake() -> None:
    """Write the constraints as they are resolved now, and the reference to them."""
    constraints = resolved()
    CONSTRAINTS.write_text(constraints, encoding="utf-8")
    requirements = REQUIREMENTS.read_text(encoding="utf-8")
    REQUIREMENTS.write_text(with_reference(requirements, constraints), encoding="utf-8")


def _pip(folder: str, *arguments: str) -> str:
    command = [
        str(Path(folder) / "venv" / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", *arguments,
    ]  # fmt: skip
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


if __name__ == "__main__":
    if "--remake" in sys.argv[1:]:
        remake()
    elif found := check():
        sys.exit("\n".join([*found, "`make constraints` writes functions/constraints.txt anew."]))
