"""The command line: `make capacity`."""

import argparse
import logging
import sys
from collections.abc import Sequence
from dataclasses import replace

from tests.benchmarks.capacity import figures, page


def main(arguments: Sequence[str]) -> int:
    """Write docs/capacity.md from the stored figures, or from new ones. Returns 0."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.capacity", description=__doc__)
    options.add_argument("--count", action="store_true", help="count the acts anew first: seconds")
    options.add_argument("--simulate", action="store_true", help="and simulate the populations: minutes")
    options.add_argument(
        "--costumes", action="store_true", help="simulate only those who choose costumes: seconds"
    )
    chosen = options.parse_args(arguments)
    if chosen.count or chosen.simulate:
        logging.getLogger("mirror_realm").addHandler(logging.NullHandler())
        anew = figures.measured(simulate=chosen.simulate)
        figures.FILE.write_text(anew.to_json(), encoding="utf-8")
    elif chosen.costumes:
        anew = replace(figures.stored(), costumes=figures.costumed())
        figures.FILE.write_text(anew.to_json(), encoding="utf-8")
    known = figures.stored()
    page.FILE.write_text(page.text(known), encoding="utf-8")
    sys.stdout.write(f"{page.FILE} is written.\n")
    for people, free, binds, made in page.free_tier(known):
        sys.stdout.write(
            f"{people} people: {free} free wishes a day, opens of the timeline included; {binds} bind."
        )
        sys.stdout.write(f" They make {made}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
