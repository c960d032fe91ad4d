"""Devices: users register the devices on which they want a push, and take this back.

A token belongs to one user. Registering it again, also by another user on the same device, moves it.
"""

from dataclasses import dataclass

from mirror_realm.domain.profile import Profile
from mirror_realm.domain.push_device import PushDevice, digest_of
from mirror_realm.errors import BeingErased, Contention
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Devices:
    store: Store
    runtime: Runtime

    def register(self, uid: str, token: str) -> int:
        """Store a device of a user, and return the number of their devices.

        The device that was registered longest ago is forgotten if there are too many. Registering the user's last
        device again writes nothing. Raises BeingErased, Contention.
        """
        digest = digest_of(token)

        def work(transaction: Transaction) -> int:
            profile, known = transaction.read(documents.profile(uid), documents.push_device(digest))
            before = profile or Profile()
            after = before.with_push_devices(digest)
            left = _own_of(transaction, uid, set(before.push_devices) - set(after.push_devices))
            if known is None or known.uid != uid:
                device = PushDevice(uid, token, self.runtime.now())
                transaction.put(documents.push_device(digest), device)
            for one in left:
                transaction.delete(documents.push_device(one))
            if after != before:
                transaction.put(documents.profile(uid), after)
            return len(after.push_devices)

        return self.store.transact_for(uid, work)

    def forget(self, uid: str, token: str) -> int:
        """Forget a device of a user, and return the number of their devices; another user's stays.

        Raises BeingErased, Contention.
        """
        digest = digest_of(token)

        def work(transaction: Transaction) -> int:
            profile, known = transaction.read(documents.profile(uid), documents.push_device(digest))
            before = profile or Profile()
            after = before.without_push_device(digest)
            if known is not None and known.uid == uid:
                transaction.delete(documents.push_device(digest))
            if after != before:
                transaction.put(documents.profile(uid), after)
            return len(after.push_devices)

        return self.store.transact_for(uid, work)

    def drop(self, device: PushDevice) -> None:
        """Forget a device that is gone. If that fails, the next push finds out again."""
        try:
            self.forget(device.uid, device.token)
        except (BeingErased, Contention):
            return


def moved_devices(
    transaction: Transaction, old: str, new: str, theirs: Profile, left: Profile | None
) -> tuple[Profile, dict[str, PushDevice | None]]:
    """Return the new account's profile with the old one's devices, and the documents to write: None is to be deleted.

    Of too many devices the old account's stay: the user is on one of them. It only reads.
    """
    brought: dict[str, PushDevice | None] = {}
    for digest in left.push_devices if left is not None else ():
        device = transaction.read(documents.push_device(digest))
        if device is not None and device.uid in (old, new):
            brought[digest] = PushDevice(new, device.token, device.registered_at)
    if not brought:
        return theirs, {}
    profile = theirs.with_push_devices(*brought)
    over = _own_of(transaction, new, set(theirs.push_devices) - set(profile.push_devices))
    return profile, {**brought, **dict.fromkeys(over)}


def _own_of(transaction: Transaction, uid: str, digests: set[str]) -> list[str]:
    """Return the digests whose tokens still belong to this user."""
    found = {digest: transaction.read(documents.push_device(digest)) for digest in sorted(digests)}
    return [digest for digest, device in found.items() if device is not None and device.uid == uid]
