"""Apply the metrics, objectives and alert policies of this folder to a project. It is safe to repeat.

    python3 monitoring/apply.py --project your-project --channel projects/your-project/notificationChannels/0000000000

`gcloud` has to be installed and signed in; the script uses its account, needs no package, and asks for nothing. What
exists is updated, what does not is created, in the order in which one needs the other: log-based metrics, the service
with its objectives, policies. In the files PROJECT and CHANNEL take the place of the two arguments.

`--dry-run` prints every command and request, and runs none.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
SERVICE = "mirror-realm"
LABEL = "mirror_realm"
"""The user label of our policies, with the name of the policy's file."""
TITLE = "mirror_realm: "
"""The beginning of the name of every policy, those of earlier versions too."""
API = "https://monitoring.googleapis.com"
SECONDS = 120

NOT_YET = "A policy can name a metric some ten minutes after its creation: run this again then."


class Failed(Exception):
    """A command or request that was refused."""


@dataclass
class Applying:
    project: str
    channels: list[str]
    dry_run: bool
    failures: list[str] = field(default_factory=list)
    _token: str = field(default="", repr=False)

    def run(self) -> None:
        """Apply everything. A failure of one does not stop the others."""
        with tempfile.TemporaryDirectory() as folder:
            self._metrics(Path(folder))
            self._objectives()
            self._policies(Path(folder))

    def _metrics(self, folder: Path) -> None:
        listed = self._gcloud("logging", "metrics", "list", "--format=value(name)", reads=True).split()
        for name, metric in read("metrics"):
            verb = "update" if metric["name"] in listed else "create"
            file = self._file(folder, f"metric-{name}", metric)
            self._try("logging", "metrics", verb, metric["name"], f"--config-from-file={file}")

    def _objectives(self) -> None:
        objectives = dict(read("objectives"))
        service = objectives.pop("service")
        services = f"{api()}/v3/projects/{self.project}/services"
        self._put(services, "serviceId", SERVICE, service)
        for name, objective in objectives.items():
            self._put(
                f"{services}/{SERVICE}/serviceLevelObjectives", "serviceLevelObjectiveId", name, objective
            )

    def _policies(self, folder: Path) -> None:
        text = self._gcloud("monitoring", "policies", "list", "--format=json", reads=True)
        found = [one for one in json.loads(text or "[]") if one["displayName"].startswith(TITLE)]
        ours = {one.get("userLabels", {}).get(LABEL, ""): one["name"] for one in found}
        wanted = dict(read("policies"))
        for name, policy in wanted.items():
            file = self._file(folder, f"policy-{name}", {**policy, "notificationChannels": self.channels})
            if name in ours:
                self._try("monitoring", "policies", "update", ours[name], f"--policy-from-file={file}")
            else:
                self._try("monitoring", "policies", "create", f"--policy-from-file={file}")
        for one in found:
            if one.get("userLabels", {}).get(LABEL, "") not in wanted:
                say(f"left alone: {one['displayName']!r}, which no file describes any more. It goes by:")
                say(f"  gcloud monitoring policies delete {one['name']} --project={self.project}")

    def _file(self, folder: Path, name: str, data: Any) -> Path:
        """Write a file for gcloud, with the project filled in, and return its path."""
        file = folder / f"{name}.json"
        file.write_text(json.dumps(data).replace("projects/PROJECT/", f"projects/{self.project}/"))
        return file

    def _try(self, *words: str) -> None:
        try:
            self._gcloud(*words)
        except Failed as failed:
            self.failures.append(str(failed))

    def _gcloud(self, *words: str, reads: bool = False) -> str:
        """Run gcloud and return what it prints. Raises Failed."""
        command = ["gcloud", *words, f"--project={self.project}", "--quiet"]
        if self.dry_run:
            say(" ".join(command))
            return ""
        ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        if ran.returncode:
            raise Failed(f"{' '.join(words[:4])}: {ran.stderr.strip()}")
        if not reads:
            say(f"done: {' '.join(words[:4])}")
        return ran.stdout

    def _put(self, collection: str, id_field: str, name: str, body: Any) -> None:
        """Create a resource of the API, or update the one that exists."""
        if self.dry_run:
            say(f"POST {collection}?{id_field}={name}, or PATCH {collection}/{name} if it exists")
            return
        try:
            if not self._send("POST", f"{collection}?{id_field}={name}", body):
                self._send("PATCH", f"{collection}/{name}?updateMask={','.join(sorted(body))}", body)
            say(f"done: {name}")
        except Failed as failed:
            self.failures.append(str(failed))

    def _send(self, method: str, url: str, body: Any) -> bool:
        """Send a request; return False if the resource exists already. Raises Failed."""
        self._token = self._token or self._gcloud("auth", "print-access-token", reads=True).strip()
        request = urllib.request.Request(url, json.dumps(body).encode(), method=method)
        request.add_header("Authorization", f"Bearer {self._token}")
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=SECONDS):
                return True
        except urllib.error.HTTPError as error:
            if method == "POST" and error.code == 409:
                return False
            answer = error.read(2000).decode(errors="replace")
            raise Failed(f"{method} {url}: {error.code} {answer}") from None
        except OSError as error:
            raise Failed(f"{method} {url}: {error}") from None


def read(folder: str) -> Iterator[tuple[str, Any]]:
    """Yield the name and content of each file of a folder."""
    for file in sorted((FOLDER / folder).glob("*.json")):
        yield file.stem, json.loads(file.read_text(encoding="utf-8"))


def api() -> str:
    """Return the address of the API, or of a server on this machine, for tests: a token goes there."""
    given = os.environ.get("MONITORING_API", API)
    if given != API and not re.fullmatch(r"http://(127\.0\.0\.1|localhost):\d+", given):
        raise SystemExit("MONITORING_API must be a server on this machine")
    return given


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def arguments(words: list[str] | None) -> argparse.Namespace:
    """Return the arguments. Exits with a message if one cannot be right."""
    parser = argparse.ArgumentParser(description="Apply metrics, objectives and alerts to a project.")
    parser.add_argument("--project", required=True, help="the project's id")
    parser.add_argument("--channel", action="append", required=True, help="where alerts go; may be repeated")
    parser.add_argument("--dry-run", action="store_true", help="print what would be done")
    given = parser.parse_args(words)
    if not re.fullmatch(r"[a-z][a-z0-9-]{4,28}[a-z0-9]", given.project):
        parser.error("--project is the id of a project, for instance my-project-1234")
    for channel in given.channel:
        if not re.fullmatch(r"projects/[a-z0-9-]+/notificationChannels/[A-Za-z0-9_-]+", channel):
            parser.error("--channel is a name that `gcloud beta monitoring channels list` prints")
    return given


def main(words: list[str] | None = None) -> int:
    given = arguments(words)
    applying = Applying(given.project, given.channel, given.dry_run)
    try:
        applying.run()
    except (Failed, FileNotFoundError, subprocess.TimeoutExpired) as failed:
        applying.failures.append(str(failed))
    for failure in applying.failures:
        sys.stderr.write(f"FAILED {failure}\n")
    if applying.failures:
        sys.stderr.write(NOT_YET + "\n")
    return 1 if applying.failures else 0


if __name__ == "__main__":
    sys.exit(main())
