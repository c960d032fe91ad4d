"""The demo as a program: its log, signals, and what it says of an error."""

import argparse
import logging
import os
import signal
from typing import NoReturn

from demo import ROOT
from demo.keepsakes import Keepsakes
from demo.quiet import quiet
from demo.run import FORESEEN, Options, run
from demo.telling import Telling

ENDED_EARLY = 130
"""What shells expect of a program that Ctrl-C ended."""


def live(chosen: argparse.Namespace) -> int:
    """Run the demo with the options of the command line, and return its exit status."""
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
    """Run the demo, and print what went wrong, if anything did, in a line."""
    telling.welcome(chosen.seed_name)
    options = Options(
        name=chosen.seed_name,
        root=ROOT,
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


def _interrupt(*_: object) -> NoReturn:
    # What follows is the clean end: a second Ctrl-C must not break it off.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt
