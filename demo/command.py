"""The demo as a program: its log, its signals and its error messages."""

import argparse
import logging
import os
import signal
import sys
from typing import NoReturn

from demo import ROOT
from demo.claim import Claim, FolderTaken, claimed
from demo.keepsakes import Keepsakes
from demo.output import Output
from demo.quiet import quiet
from demo.run import FORESEEN, Options, run

ENDED_EARLY = 130
"""The exit status that shells expect after Ctrl-C."""


def live(chosen: argparse.Namespace) -> int:
    """Run the demo with the options of the command line, and return its exit status."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    keepsakes = Keepsakes(chosen.folder)
    try:
        with claimed(chosen.folder) as claim, quiet(keepsakes.log) as terminal:
            logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
            output = Output(terminal)
            try:
                return _run(chosen, keepsakes, claim, output)
            except KeyboardInterrupt:
                output.say("[soft]Ended before the half year was over.[/]")
                return ENDED_EARLY
    except FolderTaken as taken:
        Output(sys.stdout).problem(str(taken))
        return 1


def _run(chosen: argparse.Namespace, keepsakes: Keepsakes, claim: Claim, output: Output) -> int:
    """Run the demo, print an error in one line, and return the exit status."""
    output.welcome(chosen.seed_name)
    options = Options(
        name=chosen.seed_name,
        root=ROOT,
        keepsakes=keepsakes,
        claim=claim,
        photo=not chosen.short,
        stay=not chosen.exit,
        assume_yes=chosen.yes,
        free_ports=chosen.free_ports,
    )
    try:
        return 0 if run(options, output) else 1
    except FORESEEN as error:
        output.problem(str(error))
        output.say(f"[soft]What the functions logged: {os.path.relpath(keepsakes.log)}[/]")
    except Exception as error:
        logging.getLogger("demo").exception("the demo failed")
        output.problem(
            f"The demo failed: {type(error).__name__}. The traceback is in {os.path.relpath(keepsakes.log)}"
        )
    return 1


def _interrupt(*_: object) -> NoReturn:
    # The demo ends cleanly from here on: a second Ctrl-C must not interrupt that.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt
