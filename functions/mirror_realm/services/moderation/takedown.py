"""Takedown: it removes a reported picture from the avatars that show it, and carries out a decision.

Each avatar is changed in a transaction of its own that finds a fallback for it, so a run can stop anywhere: the review
stays `pending` until there is nothing left to do, and the reaper continues. A takedown first overwrites the files with
a placeholder, which every known address then serves, and deletes them last, when no avatar shows them. The cache entry
makes the picture unusable from the moment of the decision. More than a page of avatars is left to tasks of the queue,
where there is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from mirror_realm import events
from mirror_realm.domain.avatar import Avatar, Picture, Problem
from mirror_realm.domain.page_task import FanOut
from mirror_realm.domain.plans import Plan
from mirror_realm.domain.report import Review, ReviewState
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased
from mirror_realm.services.allowance.fallback_renders import FallbackRenders
from mirror_realm.services.fallback.ladder import Ladder, Rung
from mirror_realm.services.fallback.visibility import REPORTED, TAKEN_DOWN, UNDER_REVIEW
from mirror_realm.services.fan_out.enqueue import Enqueuing
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.pictures import PictureFiles
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction
from mirror_realm.services.timeline.pages import drop_page

PAGE = 50
MOST = 3_000
"""The most avatars that one run changes; the rest is left to the next run."""
TIME = timedelta(seconds=120)
"""The time that one run changes avatars. The call and two passes of the reaper are within a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class Takedown:
    store: Store
    queries: Queries
    ladder: Ladder
    files: PictureFiles
    enqueuing: Enqueuing
    runtime: Runtime

    def run(self, review_id: str, until: datetime | None = None) -> bool:
        """Carry out the review's decision; return whether that is complete. It is safe to repeat.

        until: the time at which the rest is left to the next run, after at least a page; None for the usual time.

        A full page of avatars is left to the queue with all that follow, if there is a queue.
        """
        review = self.store.read(documents.review(review_id))
        if review is None or not review.pending:
            return True
        self._replace_files(review)
        if withdrawn_as(review) is not None and self._left_to_tasks(review):
            return False
        return self._carry_out(review, until or self.runtime.now() + TIME)[0]

    def _left_to_tasks(self, review: Review) -> bool:
        """Enqueue the first page if more than a page of avatars shows the picture; return whether tasks do the rest."""
        if self.enqueuing.tasks is None or self.queries.count_showing(files.of_review(review), PAGE) < PAGE:
            return False
        return self.enqueuing.start(FanOut.TAKEDOWN, review.review_id, review.fan_out_round)

    def turn(self, review_id: str, until: datetime) -> bool:
        """Carry out the decision until then; return whether there is more to do that does not fail."""
        review = self.store.read(documents.review(review_id))
        if review is None or not review.pending:
            return False
        self._replace_files(review)
        complete, moved = self._carry_out(review, until)
        return not complete and moved > 0

    def _replace_files(self, review: Review) -> None:
        """Overwrite files that are taken down: their links are known, and must not serve the picture any more."""
        if review.state is ReviewState.TAKEN_DOWN:
            self.files.replace_with_placeholder(files.of_review(review))

    def _carry_out(self, review: Review, until: datetime) -> tuple[bool, int]:
        """Return whether the decision is carried out, and how many avatars and profiles changed."""
        moved, problem = 0, withdrawn_as(review)
        if problem is not None:
            clean, moved = self._from_everybody(review, problem, until)
            if not clean:
                return False, moved
        if review.state is ReviewState.TAKEN_DOWN:
            self.files.delete(files.of_review(review))
        if review.decided_at is not None:
            self._close_reports(review.review_id)
            if not self._weigh_reporters(review):
                return False, moved
        return self._finish(review), moved

    def from_reporter(self, user: User, picture: Picture) -> None:
        """Remove the picture from the reporter's other avatars and delete reels made of it. It is safe to repeat."""
        uid, plan, path, url = user.uid, user.plan, picture.image_path, picture.image_url
        while own := self.queries.own_with_image(uid, url, PAGE):
            if not sum(self._from_avatar(uid, one.avatar_id, path, url, REPORTED, plan) for one in own):
                break
        self._from_profile(uid, path, plan)  # chosen since
        self.files.delete(files.of_reels(uid))

    def _from_everybody(self, review: Review, problem: Problem, until: datetime) -> tuple[bool, int]:
        """Remove the picture from avatars and profiles; return whether none shows it any more, and how many changed."""
        avatars = profiles = 0
        folder = files.of_review(review)
        while page := self.queries.avatars_showing(folder, PAGE):
            before = avatars
            avatars += self.withdraw(review, page, problem)
            if avatars >= MOST or avatars == before or self.runtime.now() >= until:
                break
        while chosen := self.queries.profiles_showing(folder, PAGE):
            before = profiles
            profiles += sum(self._from_profile(uid, files.below(folder)) for uid in chosen)
            if profiles >= MOST or profiles == before or self.runtime.now() >= until:
                break
        clean = not (self.queries.avatars_showing(folder, 1) or self.queries.profiles_showing(folder, 1))
        return clean, avatars + profiles

    def withdraw(self, review: Review, page: Sequence[tuple[str, Avatar]], problem: Problem) -> int:
        """Remove the picture from these avatars, and delete their owners' reels; return how many changed."""
        count = 0
        for uid, avatar in page:
            if avatar.picture is not None:
                path, url = avatar.picture.image_path, avatar.picture.image_url
                count += self._from_avatar(uid, avatar.avatar_id, path, url, problem)
            self.files.delete(files.of_reels(uid))
        if count:
            events.pictures_withdrawn(review.review_id, avatars=count)
        return count

    def withdraw_from_profiles(self, review: Review, uids: Sequence[str]) -> None:
        """Remove the picture from those of these users' profiles that show it."""
        below = files.below(files.of_review(review))
        profiles = self.store.read_all([documents.profile(uid) for uid in uids])
        for uid in dict.fromkeys(uids):
            profile = profiles.get(documents.profile(uid).path)
            if (
                profile is not None
                and profile.latest is not None
                and profile.latest.image_path.startswith(below)
            ):
                self._from_profile(uid, below)

    def _from_avatar(
        self, uid: str, avatar_id: str, path: str, url: str, problem: Problem, plan: Plan | None = None
    ) -> bool:
        """Give the avatar a fallback or the static placeholder; return whether it showed the picture."""

        def work(transaction: Transaction) -> bool:
            now, ref = self.runtime.now(), documents.avatar(uid, avatar_id)
            avatar = transaction.read(ref)
            if avatar is None:
                return False
            if avatar.picture is None or avatar.picture.image_path != path:
                if avatar.meanwhile_url != url:
                    return False
                transaction.put(ref, avatar.without_meanwhile(url))
                drop_page(transaction, uid)
                return True
            bare = avatar.without_picture(path if problem is REPORTED else None)
            if avatar.under_way:
                transaction.put(ref, bare)
                drop_page(transaction, uid)
                return True
            rung, fallbacks = self.fallback(transaction, uid, avatar, path, now, plan=plan)
            self.ladder.take(transaction, bare, uid, rung, because=problem, upgrade_at=None, now=now)
            fallbacks.write(transaction)
            drop_page(transaction, uid)
            return True

        try:
            return self.store.transact_for(uid, work)
        except BeingErased:
            return False  # data that is being erased is not written any more

    def fallback(
        self,
        transaction: Transaction,
        uid: str,
        avatar: Avatar,
        path: str,
        now: datetime,
        *,
        plan: Plan | None,
    ) -> tuple[Rung | None, FallbackRenders]:
        """Return the best fallback but this picture (None for the placeholder), and the counters of its painting.

        plan: the user's plan if the user reports; None if the painting counts on no user's day.
        """
        if plan is None:
            fallbacks = self.ladder.fallback_renders_behind(uid, avatar, now, owned=False)
        else:
            fallbacks = self.ladder.fallback_renders(uid, plan, now)
        if not avatar.allow_fallback:
            return None, fallbacks
        rung, _ = self.ladder.afford(transaction, uid, avatar.recipe, now, fallbacks, but=path)
        return rung, fallbacks

    def _from_profile(self, uid: str, under: str, plan: Plan | None = None) -> bool:
        """Remove the user's latest picture if its path begins so; return whether it did. They have none until the next.

        plan: as in `fallback`.
        """

        def work(transaction: Transaction) -> Picture | None:
            ref = documents.profile(uid)
            profile = transaction.read(ref)
            if profile is None or profile.latest is None:
                return None
            if not profile.latest.image_path.startswith(under):
                return None
            transaction.put(ref, profile.without_latest())
            return profile.latest

        try:
            latest = self.store.transact_for(uid, work)
        except BeingErased:
            return False
        if latest is not None:
            for avatar in self.queries.own_with_image(uid, latest.image_url, PAGE):
                path, url = latest.image_path, latest.image_url
                self._from_avatar(uid, avatar.avatar_id, path, url, UNDER_REVIEW, plan)
        return latest is not None

    def _close_reports(self, review_id: str) -> None:
        """Close the review's reports, which are deleted some time later."""
        while found := self.queries.open_reports(review_id, PAGE):
            for report_id, _ in found:
                self.store.transact(partial(self._close, report_id=report_id))

    def _close(self, transaction: Transaction, report_id: str) -> None:
        report = transaction.read(documents.report(report_id))
        if report is not None and report.decided_at is None:
            transaction.put(documents.report(report_id), report.close(self.runtime.now()))

    def _weigh_reporters(self, review: Review) -> bool:
        """Note the decision with everyone whose report counted; return whether that is done.

        Who reported stands with the reporters alone: the review and its reports name none of them.
        """
        # Where it is taken down, reports that an earlier restoration spoke against were right after all.
        for restored in (False, True) if review.state is ReviewState.TAKEN_DOWN else (False,):
            while uids := self.queries.reporters_of(review.review_id, restored, PAGE):
                if not sum(self._weigh(uid, review) for uid in uids):
                    if len(uids) == PAGE:
                        return False
                    break  # the others are being erased, or the review is decided anew
        return True

    def _weigh(self, uid: str, seen: Review) -> bool:
        def work(transaction: Transaction) -> bool:
            profile, review = transaction.read(documents.profile(uid), documents.review(seen.review_id))
            if profile is None or review is None or review.decided_at != seen.decided_at:
                return False
            restored = review.state is ReviewState.RESTORED
            decided = profile.with_decision(review.review_id, restored=restored)
            if decided == profile:
                return False
            transaction.put(documents.profile(uid), decided)
            return True

        try:
            return self.store.transact_for(uid, work)
        except BeingErased:
            return False

    def _finish(self, seen: Review) -> bool:
        def work(transaction: Transaction) -> bool:
            ref = documents.review(seen.review_id)
            review = transaction.read(ref)
            if review is None or (review.state, review.decided_at) != (seen.state, seen.decided_at):
                return False  # decided again since: there is more to do
            if review.pending:
                transaction.put(ref, review.done(self.runtime.now()))
            return True

        return self.store.transact(work)


def withdrawn_as(review: Review) -> Problem | None:
    """Return the problem that avatars of the review's picture show; None if the review leaves it with them."""
    match review.state:
        case ReviewState.HIDDEN:
            return UNDER_REVIEW
        case ReviewState.TAKEN_DOWN:
            return TAKEN_DOWN
    return None
