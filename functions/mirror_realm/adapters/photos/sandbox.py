"""Sandbox: it decodes one photo in a child process with bounded time and memory and without secrets.

Picture decoders are large C libraries with a history of exploits by crafted files; Pillow's own limits stop the known
ones. A separate process limits the unknown ones: the kernel enforces CPU time and address space, a crash ends only the
child, and its environment contains no key. It costs about 0.1 s a photo (`import PIL`).
"""

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass

from mirror_realm.adapters.photos.formats import Shape
from mirror_realm.adapters.photos.refusals import Refusal, Refused
from mirror_realm.errors import ProviderUnavailable

CPU_SECONDS = 10.0
"""Noisy HEICs of 50 megapixels and 10 MB, which cost most, take 2 s with 8 bits a sample and 4 s with 10 (measured on a
busy machine, with the interpreter's start); a deployed instance may have half the speed."""

ADDRESS_SPACE = 300 * 1024 * 1024
"""Bytes, the interpreter's and the libraries' own 60 MB included."""

WALL_SECONDS = 40.0
"""A decoder never waits, so a child that needs four times its CPU time shares the processor with too many others."""

READY = b"ready\n"
"""Sent by the child after its resource limits are set. If it exits before this, the photo is not to blame."""

REFUSED = 3
"""The exit code of a child that refuses: the refusal's name follows READY."""

_OUT_OF_BOUNDS = (-signal.SIGPROF, -signal.SIGKILL, -signal.SIGABRT)
"""The signals of a child that used up its CPU time, was killed for memory, or whose C++ library ran out of memory."""

_KIND = re.compile(rb"^([A-Za-z_.]{1,60})(?::[^\n]*)?\s*\Z", re.MULTILINE)

_PROGRAM = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from mirror_realm.adapters.photos.child import main; main()"
)
_PASSED_ON = ("LD_LIBRARY_PATH", "SYSTEMROOT")
"""All of the environment that an interpreter may need to start."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Decode photos, each in a child process of its own."""

    cpu_seconds: float = CPU_SECONDS
    address_space: int = ADDRESS_SPACE
    wall_seconds: float = WALL_SECONDS

    def decode(self, data: bytes, shape: Shape = Shape.WHOLE) -> bytes:
        """Return the prepared JPEG. Raises Refused; ProviderUnavailable if this machine is at fault, not the photo."""
        try:
            child = subprocess.run(
                self._command(shape),
                input=data,
                capture_output=True,
                env={name: os.environ[name] for name in _PASSED_ON if name in os.environ}
                # One arena: each further one reserves 64 MB of the address space.
                | {"MALLOC_ARENA_MAX": "1"},
                timeout=self.wall_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ProviderUnavailable("there was too little time to open the photo") from None
        except OSError as error:
            raise ProviderUnavailable("the photo could not be opened for want of resources") from error
        if not child.stdout.startswith(READY):
            raise ProviderUnavailable(f"the reader of photos did not start ({_last_error(child.stderr)})")
        return _answer(child.returncode, child.stdout.removeprefix(READY), child.stderr)

    def _command(self, shape: Shape) -> list[str]:
        # The child imports the same modules as this process, from the same places, without site hooks.
        limits = [str(self.cpu_seconds), str(self.address_space)]
        return [sys.executable, "-I", "-S", "-c", _PROGRAM, json.dumps(sys.path), *limits, shape]


def _answer(code: int, said: bytes, complaints: bytes) -> bytes:
    if code == 0:
        return said
    if code == REFUSED and said.decode("ascii", "replace") in Refusal.__members__:
        raise Refused(Refusal[said.decode("ascii")])
    if code in _OUT_OF_BOUNDS:
        raise Refused(Refusal.TOO_COSTLY)
    if code < 0:
        raise Refused(Refusal.DAMAGED)
    raise ProviderUnavailable(f"the reader of photos failed ({_last_error(complaints)})")


def _last_error(complaints: bytes) -> str:
    """Return the type of the error that ends a traceback, without its message, which may quote the photo."""
    kind = _KIND.search(complaints)
    return kind[1].decode() if kind else "no traceback"
