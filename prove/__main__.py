"""`python -m prove`: the options, parsed before the import of any package that has to be installed."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

PROVIDERS = ("openai", "openrouter", "replicate", "huggingface", "painter")


def main(arguments: Sequence[str]) -> int:
    """Run a proof and return its exit status: 0 if all that was measured holds, 2 if not, 1 if it cannot be run."""
    chosen = _parser().parse_args(arguments)
    try:
        from prove.command import prove
    except ModuleNotFoundError as missing:
        sys.stderr.write(f"{missing}. `make prove` installs what it needs, and starts it.\n")
        return 1
    return prove(chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m prove",
        description="Shows whether prompts, likeness, prices and times hold on a real image model, within a budget.",
    )
    parser.add_argument("--provider", required=True, choices=PROVIDERS, help="whose model is tried")
    parser.add_argument(
        "--budget",
        type=_usd,
        default=0,
        metavar="USD",
        help="the most that this proof may ever cost, over all its runs (default: nothing)",
    )
    parser.add_argument("--photo", type=Path, help="a photo of yourself to start from (default: a drawn one)")
    parser.add_argument("--folder", type=Path, help="where it is kept (default: build/prove/PROVIDER)")
    return parser


def _usd(text: str) -> int:
    """Return an amount in millionths of a USD. Raises ArgumentTypeError."""
    try:
        micros = round(float(text.removeprefix("$")) * 1_000_000)
    except (ValueError, OverflowError):
        micros = -1
    if not 0 <= micros <= 1_000_000_000:
        raise argparse.ArgumentTypeError("must be an amount in USD, such as 1.00, of at most 1000")
    return micros


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
