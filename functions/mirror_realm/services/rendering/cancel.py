"""Cancelling a wish that is still queued.

A dead worker may have left a paid picture. A shared one is used for other users, because it belongs to no user. The
wish stays cancelled, and its allowance is returned.
"""

from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.render_job import JobState, RenderJob
from mirror_realm.errors import Cancelled, NotFound
from mirror_realm.services.best_effort import BestEffort
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.problems import problem_of
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.rendering.completion import Completion, waiting
from mirror_realm.services.rendering.followers import Followers
from mirror_realm.services.rendering.paid_pictures import Found, PaidPictures
from mirror_realm.services.rendering.predictions import Predictions
from mirror_realm.services.rendering.release_photos import Releasing
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Cancelling:
    store: Store
    completion: Completion
    followers: Followers
    releasing: Releasing
    paid: PaidPictures
    predictions: Predictions
    runtime: Runtime

    def cancel(self, uid: str, avatar_id: str) -> Avatar:
        """Cancel a queued avatar's job, return its allowance, and return the avatar.

        An avatar that is generating or finished is returned unchanged. Followers of a cancelled job get a fallback, or
        the picture that a worker left. Raises NotFound, BeingErased.
        """
        avatar, job = self._cancel(uid, avatar_id, None)
        if job is None:
            return avatar
        left = Found(None)
        if job.live:  # it has made calls, whose pictures are looked for once
            left = self.paid.find(job)
            avatar, job = self._cancel(uid, avatar_id, left)
        if job is None:
            return avatar
        events.render_failed(job.render_id, Cancelled.reason, refunded=True)
        if left.kept is not None and job.recipe.personal:
            BestEffort().take(self.paid.delete, [left.kept.folder])  # the sweep deletes the rest
        self.releasing.release(job)
        self.followers.resolve(job.render_id, job.problem)
        self.predictions.close(job)
        self.followers.pushes.send()
        return avatar

    def _cancel(self, uid: str, avatar_id: str, left: Found | None) -> tuple[Avatar, RenderJob | None]:
        """Cancel, and return the avatar with the job that this ended.

        left: the pictures of its workers; None if not looked for, in which case a job with calls is returned unchanged.
        """
        problem = problem_of(Cancelled("the wish was taken back"))

        def work(transaction: Transaction) -> tuple[Avatar, RenderJob | None]:
            now, ref = self.runtime.now(), documents.avatar(uid, avatar_id)
            avatar = transaction.read(ref)
            if avatar is None:
                raise NotFound("there is no such avatar")
            if avatar.status is not Status.QUEUED:
                return avatar, None
            ended = avatar.fail(problem, now=now)
            if avatar.follows or avatar.render_id is None:
                transaction.put(ref, ended)
                return ended, None
            job = transaction.read(documents.render_job(avatar.render_id))
            if job is None or job.state is not JobState.QUEUED or waiting(avatar, job) is None:
                return avatar, None
            if job.calls and left is None:
                return avatar, job
            outcomes = left.outcomes if left is not None else ()
            kept = left.kept.picture if left is not None and left.kept is not None else None
            if job.recipe.personal:
                kept = None
            cancelled = self.completion.fail(transaction, job, None, problem, outcomes, now, kept=kept)
            transaction.put(ref, ended)
            return ended, cancelled

        return self.store.transact_for(uid, work)
