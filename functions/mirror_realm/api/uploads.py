"""The handlers of the Storage triggers. `triggers.handle_upload` passes them only the files that are uploads."""

from mirror_realm import bootstrap
from mirror_realm.services.ports.photos import Upload


def count_upload(uid: str, upload: Upload) -> None:
    """Count a new upload of the user."""
    bootstrap.services().upload_limits.arrived(uid, upload)


def release_upload(uid: str, _: Upload) -> None:
    """Count that an upload of the user was deleted."""
    bootstrap.services().upload_limits.left(uid)
