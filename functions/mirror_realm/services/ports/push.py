"""The port to the service that delivers pushes to devices."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from mirror_realm.domain.narrative.push_lines import PushText


@dataclass(frozen=True, slots=True)
class Push:
    """A push about one avatar. It has nothing of the user but the avatar's id."""

    avatar_id: str
    """Also what it is collapsed by: a device shows only the last push about an avatar."""
    status: str
    """The avatar's status, `completed` or `failed`."""
    text: PushText


class Delivery(Enum):
    """What became of a push to one device."""

    SENT = auto()
    GONE = auto()
    """There is no such device any more: forget its token."""
    REFUSED = auto()
    """This device cannot be reached now, which says nothing about others."""


class PushFailed(Exception):
    """The service delivers nothing at present, to no device."""

    def __init__(self, reason: str) -> None:
        """Hold the reason: a word of our own, with nothing of the request or of the answer in it."""
        self.reason = reason
        super().__init__(reason)


class PushSender(Protocol):
    def send(self, token: str, push: Push, timeout_seconds: float) -> Delivery:
        """Send a push to the device with this token, once, within the time. Raises PushFailed."""
