"""Inputs: the pictures that a personal picture is edited from, prepared for a model."""

from collections.abc import Sequence
from dataclasses import dataclass

from mirror_realm.domain.reference import Input, InputKind
from mirror_realm.domain.render_job import CONSENT_WITHDRAWN, RenderJob
from mirror_realm.errors import ContentRejected, Expired, NotFound
from mirror_realm.providers import PAINTER, provider_of
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
    recipients: frozenset[str]
    """The providers that get photos now."""

    def read(self, job: RenderJob) -> Sequence[ReferenceImage]:
        """Return the job's input pictures, in the order that the prompt numbers them; none for a shared picture.

        Raises ContentRejected for a photo that may not or cannot be used or whose consent was withdrawn, Expired for a
        deleted one, ProviderUnavailable if moderation gave no verdict.
        """
        if job.inputs:
            self._check_consent(job)
        try:
            return [
                ReferenceImage(given.kind, self._prepared(given), self._looks(job, given))
                for given in job.inputs
            ]
        except NotFound as error:
            raise Expired("the photo was deleted; upload it again") from error

    def _check_consent(self, job: RenderJob) -> None:
        """Raise ContentRejected unless the consent of the job's admission is in force and names all recipients."""
        profile = self.store.read(documents.profile(job.uid))
        consent = profile.consent if profile is not None else None
        maker = {provider_of(job.recipe.renderer)} - {PAINTER.name}
        agreed = consent is not None and job.consent_version in (None, consent.version)
        if consent is None or not agreed or not consent.covers(self.recipients | maker):
            raise ContentRejected(CONSENT_WITHDRAWN.message)

    def _prepared(self, given: Input) -> bytes:
        if given.kind is not InputKind.PHOTO:
            return self.pictures.read(given.path)
        jpeg = self.reader.prepare(self.photos.read(given.path))
        self.moderation.check(jpeg)
        return jpeg

    def _looks(self, job: RenderJob, given: Input) -> str | None:
        """Return the looks that the painter stored with the first picture. Only the painter can read them."""
        if given.kind is not InputKind.FIRST or provider_of(job.recipe.renderer) != PAINTER.name:
            return None
        return self.pictures.looks(given.path)
