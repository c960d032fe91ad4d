"""The PhotoReader port: from an uploaded file to a JPEG that a model may receive."""

import threading
from dataclasses import dataclass, field

from mirror_realm.adapters.photos.formats import Shape, format_of
from mirror_realm.adapters.photos.refusals import Refusal, Refused
from mirror_realm.adapters.photos.sandbox import Sandbox
from mirror_realm.errors import ContentRejected

MOST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SandboxedReader:
    """Read one photo at a time, so that an instance never uses two decoders' memory."""

    sandbox: Sandbox = field(default_factory=Sandbox)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def prepare(self, data: bytes) -> bytes:
        """See the port. What no decoder needs to see is refused before one is started."""
        return self._decoded(data, Shape.WHOLE)

    def square(self, data: bytes) -> bytes:
        return self._decoded(data, Shape.SQUARE)

    def _decoded(self, data: bytes, shape: Shape) -> bytes:
        """Return the JPEG of a photo.

        Raises ContentRejected; ProviderUnavailable where this instance lacks time or memory for any photo.
        """
        try:
            if len(data) > MOST_BYTES:
                raise Refused(Refusal.FILE_TOO_LARGE)
            format_of(data)
            with self._turn:
                return self.sandbox.decode(data, shape)
        except Refused as refused:
            raise ContentRejected(str(refused)) from None
