"""The port to the operator's webhook."""

from typing import Protocol


class AlertUnsent(Exception):
    """The webhook did not take the message."""

    def __init__(self, reason: str) -> None:
        """Hold the reason: a word of our own, with nothing of the address or of the answer in it."""
        self.reason = reason
        super().__init__(reason)


class AlertSender(Protocol):
    def send(self, text: str) -> None:
        """Send a message, within some seconds. It may arrive twice. Raises AlertUnsent."""
