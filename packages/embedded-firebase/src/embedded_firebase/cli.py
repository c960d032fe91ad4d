"""The command line: options, the ready line on stdout, logs on stderr, a clean end on SIGINT and SIGTERM."""

import argparse
import json
import logging
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from embedded_firebase import __version__
from embedded_firebase.functions import DeliveryFaults
from embedded_firebase.options import SuiteOptions
from embedded_firebase.suite import Suite, SuiteFailed

_IMPORTED = Path()
"""Stands for the folder of --import, if --export-on-exit is given without one."""

_logger = logging.getLogger("embedded_firebase")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the options."""
    options = argparse.ArgumentParser(prog="embedded-firebase", description="Firebase in one Python process.")
    options.add_argument(
        "--project", help="project identifier or alias (default: that of .firebaserc, else demo-project)"
    )
    options.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    options.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    options.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a further name to be called by, and whose pages may call; .NAME covers all below it, * is any",
    )
    options.add_argument("--free-ports", action="store_true", help="take any free ports")
    options.add_argument(
        "--root", type=Path, default=Path(), help="folder of firebase.json (default: this one)"
    )
    options.add_argument(
        "--import", dest="import_from", type=Path, metavar="DIR", help="start from an export"
    )
    options.add_argument(
        "--export-on-exit",
        type=Path,
        nargs="?",
        const=_IMPORTED,
        metavar="DIR",
        help="export at the end (default folder: that of --import)",
    )
    options.add_argument("--log-requests", action="store_true", help="a JSON line on stderr for each request")
    triggers = options.add_argument_group("triggers and tasks")
    triggers.add_argument("--trigger-seed", type=int, default=0, help="seed of the disturbances below")
    triggers.add_argument(
        "--trigger-duplicate", type=float, default=0.0, help="share of events and tasks delivered twice"
    )
    triggers.add_argument(
        "--trigger-delay", type=float, default=0.0, help="deliver up to so many seconds late"
    )
    triggers.add_argument(
        "--trigger-reorder", action="store_true", help="let events and tasks overtake each other"
    )
    triggers.add_argument(
        "--retry-time-scale",
        type=float,
        default=1.0,
        help="multiplies the waits between retries (default: 1)",
    )
    return options


def main(arguments: Sequence[str]) -> int:
    """Run the suite until a signal ends it, and return the exit status of the process."""
    command_line = parser()
    chosen = command_line.parse_args(arguments)
    export_to: Path | None = chosen.export_on_exit
    if export_to == _IMPORTED:
        export_to = chosen.import_from
        if export_to is None:
            command_line.error("--export-on-exit needs a folder, or --import to take it from")
    # Functions log to stdout, as on the platform; here stdout carries the ready line alone.
    ready_stream, sys.stdout = sys.stdout, sys.stderr
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    if not (chosen.root / "firebase.json").exists():
        _logger.warning("no firebase.json in %s: no functions, no rules, no indexes", chosen.root.resolve())
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        faults = DeliveryFaults(
            seed=chosen.trigger_seed,
            duplicate=chosen.trigger_duplicate,
            delay_seconds=chosen.trigger_delay,
            reorder=chosen.trigger_reorder,
        )
        options = SuiteOptions(
            project=chosen.project,
            root=chosen.root,
            host=chosen.host,
            allowed_hosts=tuple(chosen.allow_host),
            free_ports=chosen.free_ports,
            import_from=chosen.import_from,
            faults=faults,
            retry_time_scale=chosen.retry_time_scale,
            request_log=sys.stderr if chosen.log_requests else None,
        )
        with Suite(options) as suite:
            ready_stream.write(json.dumps(suite.ready_line()) + "\n")
            ready_stream.flush()
            if sys.stderr.isatty():
                sys.stderr.write(greeting(suite))
            ended.wait()
            if export_to is not None:
                suite.export(export_to)
                _logger.info("exported to %s", export_to)
    except (SuiteFailed, ValueError, OSError) as error:
        _logger.error("%s", error, exc_info=error.__cause__ if isinstance(error, SuiteFailed) else None)
        return 1
    finally:
        sys.stdout = ready_stream
    return 0


def greeting(suite: Suite) -> str:
    """Return where everything is, in words for a terminal."""
    ready = suite.ready_line()
    width = max(map(len, suite.addresses))
    lines = [f"  {service:<{width}}  {ready[service]}" for service in suite.addresses]
    return "\n".join(
        [
            "",
            f"The embedded Firebase of {suite.project} is ready, with {len(suite.functions)} functions.",
            *([f"The page: {ready['hosting']}"] if suite.has_page else []),
            f"Look at what it holds: {ready['hosting']}/__/emulator",
            "",
            *lines,
            "",
            "Ctrl+C ends it.",
            "",
            "",
        ]
    )


def command() -> int:
    """Run the console script."""
    return main(sys.argv[1:])
