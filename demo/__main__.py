"""`python -m demo`: options, signals, exit status."""

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from demo.keepsakes import Keepsakes
from demo.quiet import quiet
from demo.run import FORESEEN, Options, run
from demo.telling import Telling

ENDED_EARLY = 130
"""What shells expect of a program that Ctrl-C ended."""


def main(arguments: Sequence[str]) -> int:
    """The exit status: 0 if every avatar was completed, 130 if the demo was ended before, else 1."""
    chosen = _parser().parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    keepsakes = Keepsakes(chosen.folder)
    with quiet(keepsakes.log) as terminal:
        logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
        telling = Telling(terminal)
        try:
            return _told(chosen, keepsakes, telling)
        except KeyboardInterrupt:
            telling.say("[soft]Ended before the half year was over.[/]")
            return ENDED_EARLY


def _told(chosen: argparse.Namespace, keepsakes: Keepsakes, telling: Telling) -> int:
    """Run the demo; say what went wrong, if it did, in a line."""
    telling.welcome(chosen.seed_name)
    options = Options(
        name=chosen.seed_name,
        root=Path(),
        keepsakes=keepsakes,
        photo=not chosen.short,
        stay=not chosen.exit,
        assume_yes=chosen.yes,
        free_ports=chosen.free_ports,
    )
    try:
        return 0 if run(options, telling) else 1
    except FORESEEN as error:
        telling.problem(str(error))
        telling.say(f"[soft]What the functions logged: {os.path.relpath(keepsakes.log)}[/]")
    except Exception as error:
        logging.getLogger("demo").exception("the demo broke off")
        telling.problem(
            f"The demo broke off: {type(error).__name__}. The whole story: {os.path.relpath(keepsakes.log)}"
        )
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m demo",
        description="Half a year with a demo person, through the real callables, on the embedded Firebase.",
    )
    parser.add_argument(
        "--exit", action="store_true", help="end after the tables (default: stay until Ctrl-C)"
    )
    parser.add_argument("--short", action="store_true", help="leave out the second act, made from a photo")
    parser.add_argument("--yes", action="store_true", help="with OPENAI_API_KEY: spend money without asking")
    parser.add_argument(
        "--seed-name",
        default="Mira",
        metavar="NAME",
        help="whose half year it is; each name has its own looks (default: %(default)s)",
    )
    parser.add_argument("--free-ports", action="store_true", help="take any free ports")
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path("build/demo"),
        help="where pictures, contact sheet and log go (default: %(default)s)",
    )
    return parser


def _interrupt(*_: object) -> NoReturn:
    # What follows is the clean end: a second Ctrl-C must not break it off.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
