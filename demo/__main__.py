"""`python -m demo`: the options, parsed before the import of any package that has to be installed."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str]) -> int:
    """Run the demo and return its exit status: 0 if every avatar was completed, 130 after Ctrl-C, else 1."""
    chosen = _parser().parse_args(arguments)
    try:
        from demo.command import live
    except ModuleNotFoundError as missing:
        sys.stderr.write(f"{missing}. `make run` installs what the demo needs, and starts it.\n")
        return 1
    return live(chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m demo",
        description="Half a year with a demo person, through the real callables, on the embedded Firebase.",
    )
    parser.add_argument(
        "--exit", action="store_true", help="end after the tables (default: stay until Ctrl-C)"
    )
    parser.add_argument("--short", action="store_true", help="leave out the second act, made from a photo")
    parser.add_argument(
        "--yes", action="store_true", help="with a provider's key: spend money without asking"
    )
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
