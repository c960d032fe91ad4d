"""Uploading an avatar: a user's own picture becomes an avatar as it is. No image model gets it.

It is judged before anything is stored, and nothing is reserved for it: its bound is that of uploads. The order is that
of every picture: its folder is recorded as an orphan, the files are stored, one transaction makes the avatar, and the
upload is deleted last. A call that dies in between leaves files that the sweep deletes, and can be repeated: the same
picture is the same avatar, and the same folder.
"""

from dataclasses import dataclass
from datetime import datetime

from mirror_realm import events
from mirror_realm.domain.avatar import Avatar, Picture, RequestedBy, avatar_id_for
from mirror_realm.domain.narrative.messages import message_with_upload
from mirror_realm.domain.origin import Origin
from mirror_realm.domain.own_picture import own_picture
from mirror_realm.domain.plans import named
from mirror_realm.domain.profile import Consent
from mirror_realm.domain.pseudonyms import Pseudonyms
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.report import ReviewState
from mirror_realm.domain.wish import User
from mirror_realm.errors import (
    BadOutput,
    BeingErased,
    ConsentMissing,
    Contention,
    ContentRejected,
    LookHidden,
    NotFound,
    PhotoRefused,
    PhotoUnjudged,
    RenderFailure,
)
from mirror_realm.services.admission.photo_references import Referencing, Referred, check_consent
from mirror_realm.services.best_effort import BestEffort
from mirror_realm.services.fallback.placeholders import Placeholders
from mirror_realm.services.fallback.visibility import REPORTED, TAKEN_DOWN, UNDER_REVIEW, own_report
from mirror_realm.services.orphans import record_orphan
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.photos import Moderation, PhotoFiles, PhotoReader
from mirror_realm.services.ports.pictures import EncodedPicture, PictureCodec, PictureFiles, PictureStore
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.ports.store import Reader
from mirror_realm.services.store import Store, Transaction

SIDE = max(files.SIDES)


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """A user's request to use their own picture as it is."""

    user: User
    path: str
    """The path of the upload."""
    name: str = ""
    note: str = ""
    locale: str | None = None
    """The language tag of I-There's message; None for English."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A request, with what was known when it came."""

    request: OwnPicture
    referred: Referred
    recipe: Recipe
    consent: Consent

    @property
    def uid(self) -> str:
        return self.request.user.uid

    @property
    def avatar_id(self) -> str:
        return avatar_id_for(self.uid, self.recipe)


@dataclass(frozen=True, slots=True)
class Uploading:
    store: Store
    referencing: Referencing
    photos: PhotoFiles
    reader: PhotoReader
    moderation: Moderation
    codec: PictureCodec
    pictures: PictureStore
    files: PictureFiles
    placeholders: Placeholders
    pseudonyms: Pseudonyms
    runtime: Runtime

    def upload(self, request: OwnPicture) -> Avatar:
        """Return the avatar of a user's own picture, made now or before. The upload is deleted.

        A repetition returns the avatar as it is. A refused picture is deleted, too; without a verdict it is kept for
        another call.

        Raises Misconfigured, InvalidRequest, BeingErased, ConsentMissing, NotFound, PhotoRefused, PhotoUnjudged,
        LookHidden for a picture that was reported or taken down, Contention.
        """
        uid = request.user.uid
        referred = self.referencing.resolve(uid, request.path)
        recipe = own_picture(uid, referred.reference.digest)
        profile, known = self.store.read(
            documents.profile(uid), documents.avatar(uid, avatar_id_for(uid, recipe))
        )
        case = _Case(request, referred, recipe, check_consent(profile, self.referencing.recipients))
        picture = self._stored(case) if known is None else None
        avatar, new = self._commit(case, picture)
        self._release(case)
        if new:
            events.avatar_uploaded()
        return avatar

    def _stored(self, case: _Case) -> Picture:
        """Judge the picture, store its files and return it."""
        encoded = self._judged(case)
        folder = files.of_own_picture(case.uid, case.avatar_id, encoded.jpegs[SIDE])

        def begin(transaction: Transaction) -> None:
            self._check_allowed(transaction, case.uid, files.largest(folder))
            record_orphan(transaction, folder, self.runtime.now())

        self.store.transact_for(case.uid, begin)
        urls = self.pictures.save(folder, encoded, private=True)
        return Picture(
            image_path=files.largest(folder),
            image_url=urls[SIDE],
            thumbnail_url=urls[min(files.SIDES)],
            blurhash=encoded.blurhash,
        )

    def _judged(self, case: _Case) -> EncodedPicture:
        """Return the picture in all sizes. The very pixels that will be shown are judged."""
        try:
            jpeg = self.reader.square(self.photos.read(case.request.path))
            self.moderation.check(jpeg)
            return self.codec.encode(jpeg, SIDE)
        except NotFound:
            raise NotFound("the photo was deleted; upload it again") from None
        except (ContentRejected, BadOutput) as refused:
            self._release(case)
            why = "the photo shows nothing: it is blank" if isinstance(refused, BadOutput) else str(refused)
            raise PhotoRefused(why) from None
        except RenderFailure as fault:
            raise PhotoUnjudged from fault

    def _commit(self, case: _Case, picture: Picture | None) -> tuple[Avatar, bool]:
        """Store the avatar with this picture, unless it is there; return it, and whether it is new.

        picture: None if the avatar was there when the request came.
        """
        known_as = documents.reference(case.uid, case.referred.id)

        def work(transaction: Transaction) -> tuple[Avatar, bool]:
            ref = documents.avatar(case.uid, case.avatar_id)
            profile, known, remembered = transaction.read(documents.profile(case.uid), ref, known_as)
            if picture is not None:
                self._check_allowed(transaction, case.uid, picture.image_path)
            now = self.runtime.now()
            reference = case.referred.reference.since(remembered).used(now)
            if profile is None or profile.consent != case.consent:
                raise ConsentMissing("consent was withdrawn meanwhile", self.referencing.recipients)
            if known is not None and not known.kept:
                raise LookHidden(known.problem.message if known.problem is not None else REPORTED.message)
            if reference != remembered:
                transaction.put(known_as, reference)
            if known is not None:
                return known, False
            if picture is None:
                raise Contention("the avatar was deleted meanwhile")
            avatar = self._draft(case, now).keep(picture, now)
            transaction.put(ref, avatar)
            latest = profile.with_latest(avatar.avatar_id, picture, now)
            transaction.put(documents.profile(case.uid), latest)
            return avatar, True

        try:
            avatar, new = self.store.transact_for(case.uid, work)
        except (BeingErased, ConsentMissing, LookHidden):
            self._take_back(picture)
            raise
        if avatar.picture is not None and picture is not None and avatar.picture != picture:
            self._take_back(picture)
        return avatar, new

    def _draft(self, case: _Case, now: datetime) -> Avatar:
        request = case.request
        return Avatar(
            avatar_id=case.avatar_id,
            recipe=case.recipe,
            placeholder_url=self.placeholders.url(case.recipe.style, case.recipe.stage),
            requested_by=RequestedBy.CALL,
            ithere_message=message_with_upload(case.avatar_id, request.locale),
            created_at=now,
            updated_at=now,
            guest=request.user.guest,
            plan=named(request.user.plan),
            name=request.name,
            note=request.note,
            origin=Origin.UPLOAD,
        )

    def _check_allowed(self, reader: Reader, uid: str, path: str) -> None:
        """Raise LookHidden if this very picture was taken down, or reported by the user."""
        review_id = files.review_id_of(path)
        review = reader.read(documents.review(review_id))
        if review is None:
            return
        if review.state is ReviewState.TAKEN_DOWN:
            raise LookHidden(TAKEN_DOWN.message)
        if review.state is ReviewState.HIDDEN:
            raise LookHidden(UNDER_REVIEW.message)
        report = own_report(reader, uid, self.pseudonyms, review_id)
        if report is not None and report.image_path == path:
            raise LookHidden(REPORTED.message)

    def _take_back(self, picture: Picture | None) -> None:
        """Delete files that no document refers to. After an error with an unknown outcome of the write they stay."""
        if picture is not None:
            self.files.delete(files.folder_of(picture.image_path))

    def _release(self, case: _Case) -> None:
        """Delete the upload, unless a job reads it. The sweep deletes what stays."""

        def delete(path: str) -> None:
            reference = self.store.read(documents.reference(case.uid, case.referred.id))
            if reference is None or reference.open_renders == 0:
                self.photos.delete(path)

        BestEffort().take(delete, case.request.path)
