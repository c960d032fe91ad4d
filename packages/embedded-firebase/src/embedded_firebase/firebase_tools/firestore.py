"""The embedded Firestore with the command line of Google's emulator, for firebase-tools to start."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from embedded_firebase.firebase_tools.eventarc import EventarcDelivery
from embedded_firebase.firestore import FirestoreEmulator
from embedded_firebase.rules_files import RulesUnusable, load_firestore_rules


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM, and return the exit status.

    Options that mean nothing here are ignored: firebase-tools passes many.
    """
    options, _ = _parser().parse_known_args(arguments)
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    try:
        emulator = FirestoreEmulator(access=load_firestore_rules(options.rules) if options.rules else None)
        delivery = EventarcDelivery(emulator, options.functions_emulator)
        port = emulator.start(options.host, options.port)
    except (RulesUnusable, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    # firebase-tools and people wait for this line.
    sys.stdout.write(f"Dev App Server is now running at {options.host}:{port}.\n")
    sys.stdout.flush()
    stopped.wait()
    emulator.stop()
    delivery.stop()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m embedded_firebase.firebase_tools.firestore", description=__doc__
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--functions_emulator", default="127.0.0.1:5001", metavar="HOST:PORT")
    parser.add_argument(
        "--rules", type=Path, metavar="FILE", help="security rules; without, everything is allowed"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
