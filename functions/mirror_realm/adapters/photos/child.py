"""Child: the program of the sandbox's process. Limits first, then one photo from stdin to stdout."""

import resource
import signal
import sys

from mirror_realm.adapters.photos.refusals import Refusal, Refused
from mirror_realm.adapters.photos.sandbox import READY, REFUSED


def main() -> None:
    """Arguments: sys.path as JSON, CPU seconds, bytes of address space, the shape that is wanted."""
    _limit(float(sys.argv[2]), int(sys.argv[3]))
    from mirror_realm.adapters.photos.decoding import prepared
    from mirror_realm.adapters.photos.formats import Shape

    data = sys.stdin.buffer.read()
    _say(READY)
    try:
        _say(prepared(data, Shape(sys.argv[4])))
    except Refused as refused:
        _refuse(refused.refusal)
    except MemoryError:
        _refuse(Refusal.TOO_COSTLY)


def _limit(cpu_seconds: float, address_space: int) -> None:
    # The signal's default action ends the process at any point of a decoder's work.
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    for limit, most in (
        (resource.RLIMIT_CORE, 0),  # a photo in a core file would outlive its deletion
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, address_space),
    ):
        _, hard = resource.getrlimit(limit)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(limit, (most, most))
        except ValueError:
            # macOS bounds no address space. What is deployed runs on Linux.
            if sys.platform == "linux":
                raise


def _say(what: bytes) -> None:
    sys.stdout.buffer.write(what)
    sys.stdout.buffer.flush()


def _refuse(refusal: Refusal) -> None:
    _say(refusal.name.encode())
    sys.exit(REFUSED)
