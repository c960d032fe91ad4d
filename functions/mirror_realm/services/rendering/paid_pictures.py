"""Paid pictures: a call's picture is stored with a note before anything else, so that a later worker finds it.

The note is the metadata of the largest file, which is stored last: it needs no other write, and means that the picture
is complete.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mirror_realm import events
from mirror_realm.domain.avatar import Picture
from mirror_realm.domain.quality import Quality
from mirror_realm.domain.render_job import Outcome, RenderJob
from mirror_realm.errors import Cancelled, ContentRejected, RenderFailure
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.pictures import (
    EncodedPicture,
    Note,
    NotedPicture,
    PictureFiles,
    PictureStore,
)
from mirror_realm.services.rendering.booking import Booking
from mirror_realm.services.rendering.completion import ERASED, WITHDRAWN, consents
from mirror_realm.services.store import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """A usable picture in Storage."""

    folder: str
    picture: Picture
    number: int
    """The number of its call within the job, from 0."""

    @property
    def quality(self) -> Quality | None:
        return self.picture.quality

    def judged(self, quality: Quality | None) -> "Kept":
        """Return the picture with another quality."""
        return replace(self, picture=replace(self.picture, quality=quality))


@dataclass(frozen=True, slots=True)
class Found:
    """The pictures that earlier workers of a job stored."""

    kept: Kept | None
    """The best picture; None if there is none, or none that may be used."""
    outcomes: tuple[Outcome, ...] = ()
    """The outcomes of the calls with a note."""
    refused: RenderFailure | None = None
    """The reason why the pictures may not be used; they were deleted then."""


@dataclass(frozen=True, slots=True)
class PaidPictures:
    store: Store
    booking: Booking
    pictures: PictureStore
    files: PictureFiles

    def keep(
        self,
        job: RenderJob,
        picture: EncodedPicture,
        quality: Quality | None,
        outcome: Outcome,
        looks: str | None = None,
    ) -> Kept:
        """Store a call's picture, with its note. Raises what `refused` returns.

        looks: those of the person in a personal picture, if the painter made it.
        """
        if (refused := self.refused(job)) is not None:
            raise refused
        folder = files.of_call(job, outcome.number)
        note = Note(
            outcome.number,
            outcome.cost_micros,
            picture.blurhash,
            quality,
            looks if job.recipe.personal else None,
        )
        urls = self.pictures.save(folder, picture, private=job.recipe.personal, note=note)
        return _kept(NotedPicture(folder, urls, note))

    def find(self, job: RenderJob) -> Found:
        """Return the pictures of earlier calls of the job. Without a call nothing is listed.

        If the user is being erased, or the consent is not the one of the admission, no picture is used: the cost of the
        calls is booked, and the folders are deleted at once.
        """
        noted = self.pictures.find(files.of_job(job)) if job.calls else ()
        noted = self._fit(job, [one for one in noted if one.note.number < len(job.calls)])
        if not noted:
            return Found(None)
        outcomes = tuple(Outcome(one.note.number, one.note.cost_micros) for one in noted)
        if (refused := self.refused(job)) is not None:
            for outcome in outcomes:  # while the notes are there: what comes next may have to begin again
                self.booking.book(job, outcome)
            self.delete([one.folder for one in noted])
            return Found(None, outcomes, refused)
        best = max(noted, key=lambda one: one.note.quality.score if one.note.quality is not None else 0.0)
        events.picture_found(job.render_id, best.note.number)
        return Found(_kept(best), outcomes)

    def _fit(self, job: RenderJob, noted: Sequence[NotedPicture]) -> Sequence[NotedPicture]:
        """Return the pictures that may be shown; book what the others cost, and delete them."""
        unfit = [one for one in noted if job.calls[one.note.number].refused]
        for one in unfit:
            self.booking.book(job, Outcome(one.note.number, one.note.cost_micros))
            self.delete([one.folder])
        return [one for one in noted if one not in unfit]

    def refused(self, job: RenderJob) -> RenderFailure | None:
        """Return the reason why a personal picture may not be stored; None if it may, or if the picture is shared."""
        if not job.recipe.personal:
            return None
        fence, profile = self.store.read(documents.fence(job.uid), documents.profile(job.uid))
        if fence is not None:
            return Cancelled(ERASED.message)
        if not consents(job, profile):
            return ContentRejected(WITHDRAWN.message)
        return None

    def leave(self, job: RenderJob, folders: Sequence[str]) -> None:
        """Delete personal pictures that will never be shown, after their worker has lost the job.

        While the job is open, another worker may settle from them.
        """
        if not job.recipe.personal:
            return
        stored, avatar = self.store.read(
            documents.render_job(job.render_id), documents.avatar(job.uid, job.avatar_id)
        )
        shown = avatar.picture.image_path if avatar is not None and avatar.picture is not None else None
        ended = stored is None or not stored.live
        if self.refused(job) is not None:
            self.delete(folders)
        elif ended:
            self.delete([folder for folder in folders if not files.is_in(shown, folder)])

    def book_late(self, job: RenderJob, folder: str) -> None:
        """Book the cost in the note of a folder, if the job ended without knowing it."""
        for noted in self.pictures.find(files.below(folder)):
            self.booking.book(job, Outcome(noted.note.number, noted.note.cost_micros))

    def delete(self, folders: Sequence[str]) -> None:
        for folder in folders:
            self.files.delete(folder)


def _kept(noted: NotedPicture) -> Kept:
    largest, *_, smallest = sorted(noted.urls, reverse=True)
    picture = Picture(
        image_path=files.picture(noted.folder, largest),
        image_url=noted.urls[largest],
        thumbnail_url=noted.urls[smallest],
        blurhash=noted.note.blurhash,
        quality=noted.note.quality,
    )
    return Kept(noted.folder, picture, noted.note.number)
