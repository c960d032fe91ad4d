"""Reports: a reported picture is hidden from its reporter at once, and an administrator has to decide.

Enough reports of established accounts hide a shared picture from all users, in the transaction that counts the last
one.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from mirror_realm import events
from mirror_realm.domain.allowance import UserDay
from mirror_realm.domain.avatar import Avatar, Picture, Status
from mirror_realm.domain.cache_entry import CacheEntry, CacheState
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.report import (
    AWAITED_AT_MOST,
    COUNTED_A_DAY,
    HIDE_AFTER,
    Reason,
    Report,
    Review,
    ReviewState,
    Weight,
    report_id_of,
    weight_after,
)
from mirror_realm.domain.wish import User
from mirror_realm.errors import NotFound
from mirror_realm.services.fallback.ladder import Ladder
from mirror_realm.services.fallback.visibility import REPORTED
from mirror_realm.services.moderation.credibility import Credibility
from mirror_realm.services.moderation.takedown import Takedown
from mirror_realm.services.naming import Naming
from mirror_realm.services.orphans import record_orphan
from mirror_realm.services.photos.personal_data import PersonalData
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction
from mirror_realm.services.timeline.pages import drop_page

PATIENCE = timedelta(seconds=10)
"""The time that the last reporter's call continues hiding the picture from others; the reaper does the rest."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A user's complaint about the picture of one of their avatars."""

    reason: Reason
    note: str = ""
    image_path: str | None = None
    """The path of the picture; None for the shown one, unless that is a fallback for a picture reported before."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    avatar: Avatar
    picture: Picture | None
    """The reported picture, if it is still stored."""
    new: bool = False
    counted: bool = False
    hidden: Review | None = None
    """The review whose picture this report hid."""


@dataclass(frozen=True, slots=True)
class _Filing:
    """One call, with the data looked up for it."""

    user: User
    avatar_id: str
    complaint: Complaint
    established: bool
    """Whether the reports of the user's account count."""
    hide_after: int | None = None
    """The number of reports that hide the picture; None if not counted yet, which takes a query."""


@dataclass(frozen=True, slots=True)
class Reporting:
    store: Store
    naming: Naming
    ladder: Ladder
    personal: PersonalData
    takedown: Takedown
    credibility: Credibility
    runtime: Runtime

    def report(self, user: User, avatar_id: str, complaint: Complaint) -> Avatar:
        """Report a picture and return the avatar, with a fallback or the static placeholder. Repeating changes nothing.

        Raises BeingErased, Misconfigured, and NotFound if the avatar does not show that picture.
        """
        established = self.credibility.counts(user)
        outcome = self._file(_Filing(user, avatar_id, complaint, established))
        picture, hidden = outcome.picture, outcome.hidden
        if picture is not None:
            self.takedown.from_reporter(user, picture)
        if outcome.new and picture is not None:
            personal = files.look_of(picture.image_path) is None
            events.picture_reported(complaint.reason, counted=outcome.counted, personal=personal)
        if hidden is not None:
            events.look_hidden(hidden.review_id, reports=hidden.reports)
            self.takedown.run(hidden.review_id, self.runtime.now() + PATIENCE)
        return outcome.avatar

    def _file(self, filing: _Filing) -> _Outcome:
        """Store the report; if it could hide the picture, count the owners first."""
        filed = self.store.transact_for(filing.user.uid, partial(self._report, filing=filing))
        if isinstance(filed, _Outcome):
            return filed
        counted = replace(filing, hide_after=self.credibility.hide_after(filed))
        again = self.store.transact_for(filing.user.uid, partial(self._report, filing=counted))
        if not isinstance(again, _Outcome):
            raise AssertionError("it was counted for this very report")
        return again

    def _report(self, transaction: Transaction, filing: _Filing) -> _Outcome | str:
        """Return the outcome; or, with nothing written, the cache key whose owners have to be counted first."""
        user, complaint = filing.user, filing.complaint
        uid, now, ref = user.uid, self.runtime.now(), documents.avatar(user.uid, filing.avatar_id)
        avatar = transaction.read(ref)
        if avatar is None:
            raise NotFound("there is no such avatar")
        shown = avatar.picture if avatar.status is Status.COMPLETED else None
        path = (
            complaint.image_path or avatar.reported_path or (shown.image_path if shown is not None else None)
        )
        if path is None:
            raise NotFound("the avatar shows no picture")
        review_id, look = files.review_id_of(path), files.look_of(path)
        review_ref = documents.review(review_id)
        review = transaction.read(review_ref)
        named = self.naming.find(transaction, uid)
        me, report = _filed(transaction, named.names, review_id)
        report_ref = documents.report(report_id_of(me, review_id))
        if shown is None or shown.image_path != path:
            if report is None or report.image_path != path:
                raise NotFound("the avatar does not show this picture")
            known = review.picture if review is not None and review.picture.image_path == path else None
            return _Outcome(avatar, known)
        entry = transaction.read(documents.cache_entry(look)) if look is not None else None
        recipe = entry.recipe if entry is not None else self._recipe(avatar, look)
        before = review or Review(review_id, shown, recipe, created_at=now, updated_at=now)
        new = report is None or report.decided_at is not None or review is None
        profile = transaction.read(documents.profile(uid))
        weight = _weight(profile) if new and before.takes(shown) and filing.established else Weight.NOTHING
        day = self._day(transaction, uid, now) if weight is not Weight.NOTHING else None
        weight = weight if day is not None else Weight.NOTHING
        least = None if look is None else filing.hide_after or HIDE_AFTER
        after = (
            before.report(shown, complaint.reason, now, weight=weight, hide_after=least) if new else before
        )
        hides = after.state is ReviewState.HIDDEN and before.state is not ReviewState.HIDDEN
        if hides and look is not None and filing.hide_after is None:
            return look
        unlinked = self.personal.unlinked(transaction, uid, path) if look is None else []
        rung, fallbacks = self.takedown.fallback(transaction, uid, avatar, path, now, plan=user.plan)

        counted = day is not None if new else report is not None and report.counted
        filed = Report(me, review_id, look is None, path, complaint.reason, complaint.note, counted, now)
        if not before.takes(shown):
            filed = filed.close(now)

        avatar = self.ladder.take(
            transaction,
            avatar.without_picture(path),
            uid,
            rung,
            because=REPORTED,
            upgrade_at=None,
            now=now,
        )
        drop_page(transaction, uid)
        named.store(transaction)
        fallbacks.write(transaction, user_day=day is None)
        if day is not None:
            transaction.put(documents.user_day(uid, day.day), fallbacks.counted_on(day))
        record_orphan(transaction, files.folder_of(path), now)
        transaction.put(report_ref, filed)
        if after is not review:
            transaction.put(review_ref, after)
        stored = profile or Profile()
        noted = stored.with_report(review_id) if day is not None else stored
        if stored.latest is not None and stored.latest.image_path == path:
            noted = noted.without_latest()
        if noted != stored:
            transaction.put(documents.profile(uid), noted)
        for ref_of_photo, reference in unlinked:
            transaction.put(ref_of_photo, reference)
        if look is not None:
            self._mark_look(transaction, look, entry, recipe, path, now, hide=hides)
        return _Outcome(avatar, shown, new, counted, after if hides else None)

    def _day(self, transaction: Transaction, uid: str, now: datetime) -> UserDay | None:
        """Return the user's day with one more counted report; None if the day's reports are used up."""
        today = self.ladder.starter.policy.today(now)
        day = transaction.read(documents.user_day(uid, today)) or UserDay(today)
        return replace(day, reports=day.reports + 1) if day.reports < COUNTED_A_DAY else None

    def _mark_look(
        self,
        transaction: Transaction,
        look: str,
        entry: CacheEntry | None,
        recipe: Recipe | None,
        path: str,
        now: datetime,
        *,
        hide: bool,
    ) -> None:
        marked = entry.report(path, now) if entry is not None else None
        if hide and recipe is not None:
            marked = (marked or forgotten(recipe, path, now)).hide(now)
        if marked is not None and marked is not entry:
            transaction.put(documents.cache_entry(look), marked)

    def _recipe(self, avatar: Avatar, look: str | None) -> Recipe | None:
        """Return the recipe of the avatar's picture; None if it is not known without its cache entry."""
        if look is None:
            return avatar.recipe
        known = (avatar.recipe, avatar.made_recipe, *self.ladder.painted_variations(avatar.recipe))
        return next((recipe for recipe in known if recipe.cache_key == look), None)


def _filed(transaction: Transaction, names: tuple[str, ...], review_id: str) -> tuple[str, Report | None]:
    """Return the user's report with its pseudonym; an earlier report keeps its place."""
    for name in names:
        report = transaction.read(documents.report(report_id_of(name, review_id)))
        if report is not None:
            return name, report
    return names[0], None


def _weight(reporter: Profile | None) -> Weight:
    """Return the weight of the next report of an established account."""
    if reporter is None:
        return Weight.WHOLE
    if len(reporter.reports_awaited) >= AWAITED_AT_MOST:
        return Weight.NOTHING
    return weight_after(len(reporter.reports_restored))


def forgotten(recipe: Recipe, image_path: str, now: datetime) -> CacheEntry:
    """Return a new entry for a picture without one, so that a decision about it is kept."""
    return CacheEntry(recipe, CacheState.RETIRED, files.job_of(image_path), now)
