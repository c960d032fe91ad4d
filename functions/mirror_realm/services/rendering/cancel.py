"""Cancelling a wish that is still queued."""

from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.render_job import JobState, RenderJob
from mirror_realm.errors import Cancelled, NotFound
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.problems import problem_of
from mirror_realm.services.ports.runtime import Ambient
from mirror_realm.services.rendering.completion import Ending, waiting
from mirror_realm.services.rendering.followers import Following
from mirror_realm.services.rendering.release_photos import Releasing
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Cancelling:
    store: Store
    ending: Ending
    following: Following
    releasing: Releasing
    ambient: Ambient

    def cancel(self, uid: str, avatar_id: str) -> Avatar:
        """Cancel a queued avatar's job, return its allowance, and return the avatar.

        An avatar that is generating or finished is returned unchanged. Followers of a cancelled job get a fallback.
        Raises NotFound, BeingErased.
        """
        problem = problem_of(Cancelled("the wish was taken back"))

        def work(transaction: Transaction) -> tuple[Avatar, RenderJob | None]:
            now, ref = self.ambient.now(), documents.avatar(uid, avatar_id)
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
            cancelled = self.ending.fail(transaction, job, None, problem, (), now)
            transaction.put(ref, ended)
            return ended, cancelled

        avatar, cancelled = self.store.transact_for(uid, work)
        if cancelled is not None:
            events.render_failed(cancelled.render_id, problem.reason, refunded=True)
            self.releasing.release(cancelled)
            self.following.resolve(cancelled.render_id, problem)
        return avatar
