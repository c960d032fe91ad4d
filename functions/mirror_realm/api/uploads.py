"""What the Storage triggers do: each is told of every file of the bucket, uploads are what they are about."""

from mirror_realm import bootstrap
from mirror_realm.services.ports.photos import Upload


def count_upload(uid: str, upload: Upload) -> None:
    """A photo of this person has arrived."""
    bootstrap.services().upload_limits.arrived(uid, upload)


def release_upload(uid: str, _: Upload) -> None:
    """A photo of this person is gone."""
    bootstrap.services().upload_limits.left(uid)
