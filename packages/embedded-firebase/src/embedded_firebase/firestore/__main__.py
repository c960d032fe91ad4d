"""The embedded Firestore alone, with the command line of Google's emulator, for firebase-tools to start."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from embedded_firebase.firestore.access import AccessPolicy
from embedded_firebase.firestore.eventarc import EventarcDelivery
from embedded_firebase.firestore.server import FirestoreEmulator


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM. Options that mean nothing here are ignored, as firebase-tools passes many."""
    parser = argparse.ArgumentParser(prog="python -m embedded_firebase.firestore", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--functions_emulator", default="127.0.0.1:5001", metavar="HOST:PORT")
    parser.add_argument(
        "--rules", type=Path, metavar="FILE", help="security rules; without, everything is allowed"
    )
    options, _ = parser.parse_known_args(arguments)
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    emulator = FirestoreEmulator(access=_access(options.rules))
    delivery = EventarcDelivery(emulator, options.functions_emulator)
    try:
        port = emulator.start(options.host, options.port)
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"Dev App Server is now running at {options.host}:{port}.\n")
    sys.stdout.flush()
    stopped.wait()
    emulator.stop()
    delivery.stop()
    return 0


def _access(rules: Path | None) -> AccessPolicy | None:
    """Raises InvalidRules."""
    if rules is None:
        return None
    # Without rules nobody waits for their parser.
    from embedded_firebase.rules.policies import firestore_rules_policy

    return firestore_rules_policy(rules)


if __name__ == "__main__":
    sys.exit(main())
