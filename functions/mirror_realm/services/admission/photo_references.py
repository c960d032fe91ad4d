"""Photo references: the photo of a wish, resolved from Storage's metadata outside any transaction."""

import re
from dataclasses import dataclass

from mirror_realm.domain.profile import Consent, Profile
from mirror_realm.domain.reference import Reference, reference_id
from mirror_realm.errors import BeingErased, ConsentMissing, InvalidRequest, Misconfigured, NotFound
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.photos import PhotoFiles
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store

LARGEST = 10 * 1024 * 1024
"""Bytes; the rules refuse larger uploads."""

PHOTO_LABEL = re.compile(
    "(?i)((image/(jpe?g|pjpeg|jfif|png|x-png|webp|hei[cf](-sequence)?|[*])|(application|binary)/octet-stream)( *;.*)?)?"
)
"""Content types that an upload may have, as in the rules: those that phones and browsers use for a photo, or none.

The type is the app's guess. The bytes decide the format when the photo is read.
"""


@dataclass(frozen=True, slots=True)
class Referred:
    """A photo of a wish, and the place of its record."""

    id: str
    reference: Reference
    """The record as it will be stored once a job needs it."""


@dataclass(frozen=True, slots=True)
class Referencing:
    store: Store
    photos: PhotoFiles
    recipients: frozenset[str]
    """The providers that get photos now."""
    judged: bool
    """Whether a photo is judged before anyone gets it; if not, none is taken."""
    runtime: Runtime

    def resolve(self, uid: str, path: str) -> Referred:
        """Return the reference of a user's upload: of the stored photo, else of its record.

        Raises Misconfigured if photos cannot be judged, InvalidRequest for a path that is not the user's upload or a
        file that is not a photo, BeingErased, ConsentMissing, NotFound for a photo that never existed.
        """
        if not self.judged:
            raise Misconfigured("photos cannot be used: the operator has set no key for their moderation")
        if not files.is_upload_of(uid, path):
            raise InvalidRequest({"reference_path": "must be one of your own uploads"})
        known_as = reference_id(path)
        fence, profile, remembered = self.store.read(
            documents.erasure(uid), documents.profile(uid), documents.reference(uid, known_as)
        )
        if fence is not None:
            raise BeingErased
        consent = check_consent(profile, self.recipients)
        stored = self.photos.find(path)
        gone_at = remembered.photo_gone_at if remembered is not None else None
        if stored is not None and (gone_at is None or stored.uploaded_at > gone_at):
            if stored.size > LARGEST:
                raise InvalidRequest({"reference_path": "must be at most 10 MB"})
            if PHOTO_LABEL.fullmatch(stored.content_type) is None:
                why = "must be labelled as a photo (image/jpeg, image/png, image/webp or image/heic)"
                raise InvalidRequest({"reference_path": why})
            if remembered is None or remembered.digest != stored.digest or gone_at is not None:
                now = self.runtime.now()
                remembered = Reference(path, stored.digest, consent.version, now)
        if remembered is None:
            raise NotFound("there is no such photo")
        return Referred(known_as, remembered)


def check_consent(profile: Profile | None, recipients: frozenset[str]) -> Consent:
    """Return the consent in force. Raises ConsentMissing if there is none for all who get photos now."""
    consent = profile.consent if profile is not None else None
    if consent is None:
        raise ConsentMissing("the use of a photo needs recorded consent", recipients)
    if not consent.covers(recipients):
        raise ConsentMissing(
            "photos go to others now than when consent was given; ask for it again", recipients
        )
    return consent
