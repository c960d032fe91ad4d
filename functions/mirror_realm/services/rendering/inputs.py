"""Inputs: the pictures that a personal picture is edited from, prepared for a model."""

from collections.abc import Sequence
from dataclasses import dataclass

from mirror_realm.domain.reference import Input, InputKind
from mirror_realm.domain.render_job import CONSENT_WITHDRAWN, RenderJob
from mirror_realm.errors import ContentRejected, Expired, NotFound
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.photos import Moderation, PhotoFiles, PhotoReader
from mirror_realm.services.ports.pictures import PictureStore
from mirror_realm.services.ports.providers import ReferenceImage
from mirror_realm.services.store import Store


@dataclass(frozen=True, slots=True)
class Inputs:
    store: Store
    photos: PhotoFiles
    reader: PhotoReader
    moderation: Moderation
    pictures: PictureStore

    def read(self, job: RenderJob) -> Sequence[ReferenceImage]:
        """Return the job's input pictures, in the order that the prompt numbers them; none for a shared picture.

        Raises ContentRejected for a photo that may not or cannot be used or whose consent was withdrawn, Expired for a
        deleted one, ProviderUnavailable if moderation gave no verdict.
        """
        if job.inputs:
            self._check_consent(job)
        try:
            return [ReferenceImage(given.kind, self._prepared(given)) for given in job.inputs]
        except NotFound as error:
            raise Expired("the photo was deleted; upload it again") from error

    def _check_consent(self, job: RenderJob) -> None:
        profile = self.store.read(documents.profile(job.uid))
        if profile is None or profile.consent is None:
            raise ContentRejected(CONSENT_WITHDRAWN.message)

    def _prepared(self, given: Input) -> bytes:
        if given.kind is not InputKind.PHOTO:
            return self.pictures.read(given.path)
        jpeg = self.reader.prepare(self.photos.read(given.path))
        self.moderation.check(jpeg)
        return jpeg
