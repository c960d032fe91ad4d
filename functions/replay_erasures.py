"""After the database was restored from a backup: erase again the users whose erasure began since that backup.

    GOOGLE_CLOUD_PROJECT=your-project PSEUDONYM_SALT=... \\
      functions/venv/bin/python functions/replay_erasures.py --since 2026-11-20

docs/runbooks.md says when and how. It only begins the erasures: `reap` does the work. It is safe to repeat.
"""

import argparse
import os
import sys
from dataclasses import replace
from datetime import date, timedelta

from mirror_realm import bootstrap
from mirror_realm.errors import Misconfigured

SLACK = timedelta(days=1)
"""An erasure is recorded under the day on which it began, which may be the day before it is in no backup any more."""


def main(words: list[str] | None = None) -> int:
    """Begin the erasures and print how many. Returns the exit status."""
    parser = argparse.ArgumentParser(description="Erase again who was erased since a backup was made.")
    parser.add_argument("--since", required=True, type=date.fromisoformat, help="the day of the backup (UTC)")
    given = parser.parse_args(words)
    services = bootstrap.services()
    former = [
        replace(services.policy.pseudonyms, secret=salt)
        for salt in os.environ.get("PSEUDONYM_SALTS_BEFORE", "").split(",")
        if salt
    ]
    try:
        done = services.erasure_replay.run(given.since - SLACK, former)
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(
        f"{done.recorded} erasures recorded since then, {done.users} users with data, "
        f"{len(done.erasing)} of them are erased again\n"
    )
    for uid in done.returned:
        sys.stderr.write(
            f"NOT ERASED AGAIN: {uid} came back after their erasure, and their data is newer than it. "
            "If some of it is older after all, erase them by `erase_person`.\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
