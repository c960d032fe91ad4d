"""Pushes: a user whose picture was waited for gets one when the wait ends, if they registered a device.

The transaction that ends the wait notes it in memory after its commit, and the code that ran the transaction sends what
is noted once everything else is done. So a push never delays or fails a picture. It is sent once; one that is lost (the
process died after the commit, the service does not answer) is not sent again, because the picture is in its document.
"""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from mirror_realm import events
from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.narrative.push_lines import push_text
from mirror_realm.domain.push_device import MOST_DEVICES
from mirror_realm.services.ports.push import Delivery, Push, PushFailed, PushSender
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.push.devices import Devices
from mirror_realm.services.store import Transaction

SECONDS = 3.0
"""The time of one push."""

A_PASS = timedelta(seconds=20)
"""The time of all pushes of one call of `send`, for the followers of a popular picture."""


@dataclass(frozen=True, slots=True)
class _Ended:
    uid: str
    push: Push


@dataclass(frozen=True, slots=True)
class Pushes:
    devices: Devices
    queries: Queries
    sender: Callable[[], PushSender]
    on: bool
    """Whether this deployment sends any."""
    runtime: Runtime
    _ended: deque[_Ended] = field(default_factory=deque)
    """The ends of waits whose pushes are not sent yet; shared by the threads of an instance."""

    def ended(self, transaction: Transaction, uid: str, before: Avatar, after: Avatar) -> None:
        """Note, after the commit, that an avatar's wait ends with this transaction, if it does.

        before: the avatar as it waited. after: as the transaction writes it.
        """
        if not self.on or not before.push or after.under_way:
            return
        ready = after.status is Status.COMPLETED and after.picture != before.picture
        push = Push(after.avatar_id, str(after.status), push_text(ready=ready))
        transaction.after_commit(lambda _: self._ended.append(_Ended(uid, push)))

    def send(self) -> None:
        """Send what is noted. It does not raise: what is not sent is dropped, and logged."""
        until, counts = self.runtime.now() + A_PASS, Counter[Delivery]()
        while (ended := self._next()) is not None:
            try:
                if self.runtime.now() >= until:
                    raise PushFailed("no_time")
                self._send(ended, counts)
            except PushFailed as failed:
                events.pushes_dropped(failed.reason, dropped=1 + self._drop())
            except Exception:  # the pictures are in their documents nevertheless
                events.pushing_failed(dropped=1 + self._drop())
        if counts:
            sent, gone, refused = (counts[one] for one in Delivery)
            events.pushes_sent(sent=sent, gone=gone, refused=refused)

    def _send(self, ended: _Ended, counts: Counter[Delivery]) -> None:
        for device in self.queries.push_devices_of(ended.uid, MOST_DEVICES):
            delivery = self.sender().send(device.token, ended.push, SECONDS)
            counts[delivery] += 1
            if delivery is Delivery.GONE:
                self.devices.drop(device)

    def _next(self) -> _Ended | None:
        """Return one that no other thread has taken; None if there is none."""
        try:
            return self._ended.popleft()
        except IndexError:
            return None

    def _drop(self) -> int:
        """Forget the rest, and return their number."""
        dropped = 0
        while self._next() is not None:
            dropped += 1
        return dropped
