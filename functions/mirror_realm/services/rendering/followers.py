"""Followers: avatars that waited for another user's job get its picture, or a fallback, and are never charged.

There is no list of followers: each avatar names the job it waits for, and is completed in a transaction of its own that
reads the cache entry. So there is no hot document, and an interrupted run continues where it stopped. More than a page
of them is left to tasks of the queue, where there is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.avatar import Avatar, Problem, Source
from mirror_realm.domain.cache_entry import CacheEntry
from mirror_realm.domain.page_task import FanOut
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.errors import Cancelled, Expired
from mirror_realm.services.best_effort import BestEffort
from mirror_realm.services.fallback.ladder import Ladder
from mirror_realm.services.fallback.visibility import withheld
from mirror_realm.services.fan_out.enqueue import Enqueuing
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.push.pushes import Pushes
from mirror_realm.services.store import Store, Transaction
from mirror_realm.services.timeline.pages import drop_page

PAGE = 50
_LEADER_FAILED = Problem("provider_unavailable", "the picture this one waited for could not be made", True)
"""Also used if the leader's user cancelled the wish, which is private to them."""


@dataclass(frozen=True, slots=True)
class Followers:
    store: Store
    queries: Queries
    ladder: Ladder
    pushes: Pushes
    enqueuing: Enqueuing
    runtime: Runtime

    def resolve(self, render_id: str, problem: Problem | None = None, *, most: int | None = None) -> int:
        """Complete the avatars that still wait for this ended job, and return the number. It is safe to repeat.

        problem: the reason why the job failed, if it did.
        most: the number of avatars after which the rest is left to the reaper; None: all.

        A full page is left to the queue with all that follow, if there is a queue. An avatar whose transaction fails is
        left to the reaper and does not stop the others; an error other than contention is raised at the end.
        """
        count, effort, offered = 0, BestEffort(), False
        while page := self.queries.followers(render_id, PAGE):
            if len(page) == PAGE and not offered:
                offered = True
                if self.enqueuing.start(FanOut.FOLLOWERS, render_id):
                    break
            moved = self.resolve_page(page, render_id, problem, effort)
            count += moved
            if not moved or (most is not None and count >= most):
                break
        if count:
            events.followers_resolved(render_id, count)
        effort.end()
        return count

    def resolve_page(
        self,
        page: Sequence[tuple[str, Avatar]],
        render_id: str,
        problem: Problem | None,
        effort: BestEffort,
    ) -> int:
        """Complete these followers, and return the number. Errors are noted in `effort`."""
        return sum(
            bool(
                effort.take(
                    lambda found: self.resolve_one(found[0], found[1].avatar_id, render_id, problem), one
                )
            )
            for one in page
        )

    def problem_of(self, ended: RenderJob) -> Problem | None:
        """Return the reason why there is no picture for the followers of this job.

        None if there is one, and if it was never tried: the job was cancelled, or only ran out of time.
        """
        problem = ended.problem
        if problem is None or problem.reason == Cancelled.reason:
            return None
        never = problem.reason == Expired.reason and ended.untried(self.ladder.starter.policy.max_attempts)
        return None if never else problem

    def resolve_one(self, uid: str, avatar_id: str, render_id: str, problem: Problem | None) -> bool:
        """Complete one follower; return False if it no longer waits for this job.

        The avatar of a user who is being erased is deleted at once, so that every page ends.
        """

        def work(transaction: Transaction) -> bool:
            now = self.runtime.now()
            ref = documents.avatar(uid, avatar_id)
            fence, avatar = transaction.read(documents.erasure(uid), ref)
            if avatar is None or avatar.follows != render_id or not avatar.under_way:
                return False
            if fence is not None:
                transaction.delete(ref)
                drop_page(transaction, uid)
                return True
            look, entry = self._awaited(transaction, uid, avatar)
            hidden = (
                entry is not None
                and withheld(transaction, entry, uid, self.ladder.starter.policy) is not None
            )
            if entry is not None and entry.usable(now) and entry.picture is not None and not hidden:
                if avatar.degraded and avatar.problem is not None:
                    shown = avatar.degrade(
                        entry.picture,
                        source=Source.PAINTED,
                        problem=avatar.problem,
                        upgrade_at=avatar.upgrade_at,
                        now=now,
                    )
                else:
                    shown = avatar.complete(entry.picture, source=Source.CACHE, cost_micros=0, now=now)
                transaction.put(ref, shown)
                self.pushes.ended(transaction, uid, avatar, shown)
                return True
            if entry is not None and entry.rendering and entry.render_id != render_id:
                transaction.put(ref, self._behind(avatar, entry.render_id))
                return True
            failed = problem if problem is not None and problem.reason != Cancelled.reason else None
            why = failed or _LEADER_FAILED
            upgrade_at = now if why.retryable else None
            last = failed is not None and (avatar.degraded or look == self.ladder.painted(look))
            if avatar.degraded and failed is None and avatar.problem is not None:
                # The fallback render was cancelled before it ran. Start a new one and keep the original failure reason.
                why, upgrade_at = avatar.problem, avatar.upgrade_at
            if last or not avatar.allow_fallback:
                unmade = avatar.fail(why, now=now)
                transaction.put(ref, unmade)
                self.pushes.ended(transaction, uid, avatar, unmade)
                return True
            # Behind a cancelled or deleted leader, no action of the follower starts the painting.
            fallbacks = self.ladder.fallback_renders_behind(uid, avatar, now, owned=failed is not None)
            rung, _ = self.ladder.afford(transaction, uid, avatar.recipe, now, fallbacks)
            taken = self.ladder.take(
                transaction,
                avatar,
                uid,
                rung,
                because=why,
                upgrade_at=upgrade_at,
                now=now,
            )
            self.pushes.ended(transaction, uid, avatar, taken)
            fallbacks.write(transaction)
            return True

        return self.store.transact(work)

    def _awaited(
        self, transaction: Transaction, uid: str, avatar: Avatar
    ) -> tuple[Recipe, CacheEntry | None]:
        """Return the recipe that the avatar waits for, with its entry; for a fallback that of the painting."""
        if not avatar.degraded:
            awaited = avatar.made_recipe
            return awaited, transaction.read(documents.cache_entry(awaited.cache_key))
        painting = self.ladder.fallback_render(transaction, uid, avatar.recipe)
        return painting or (self.ladder.painted(avatar.recipe), None)

    def _behind(self, avatar: Avatar, render_id: str) -> Avatar:
        """Return the avatar waiting for the newer job of another user's wish instead."""
        return avatar.queue(
            now=self.runtime.now(),
            follows=render_id,
            instead=avatar.problem if avatar.degraded else None,
            upgrade_at=avatar.upgrade_at,
        )
