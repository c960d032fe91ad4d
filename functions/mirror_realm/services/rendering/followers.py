"""Following: avatars that waited behind somebody else's job get its picture, or the ladder. Never charged.

Followers are listed nowhere: each names the job it waits for, and is resolved in a transaction of its own that reads
the cache entry. So there is no hot document, and a run that dies half way is taken up again where it stopped.
"""

from dataclasses import dataclass

from mirror_realm import events
from mirror_realm.domain.avatar import Avatar, Problem, Source
from mirror_realm.domain.cache_entry import CacheEntry
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.errors import Cancelled, Expired
from mirror_realm.services.best_effort import Turns
from mirror_realm.services.fallback.ladder import Ladder
from mirror_realm.services.fallback.visibility import withheld
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Ambient
from mirror_realm.services.store import Store, Transaction

PAGE = 50
_LEADER_FAILED = Problem("provider_unavailable", "the picture this one waited for could not be made", True)
"""Also where its person took the wish back: that is theirs to know."""


@dataclass(frozen=True, slots=True)
class Following:
    store: Store
    queries: Queries
    ladder: Ladder
    ambient: Ambient

    def resolve(self, render_id: str, problem: Problem | None = None) -> int:
        """Resolve every avatar that still waits behind this ended job, and return how many. Safe to repeat.

        `problem` is why the job failed, where it did. One whose transaction fails is left to the reaper and keeps
        none of the others waiting; an error that was not contention is raised at the end.
        """
        count, turns = 0, Turns()
        while page := self.queries.followers(render_id, PAGE):
            moved = sum(
                bool(
                    turns.take(
                        lambda found: self.resolve_one(found[0], found[1].avatar_id, render_id, problem), one
                    )
                )
                for one in page
            )
            count += moved
            if not moved:
                break
        if count:
            events.followers_resolved(render_id, count)
        turns.end()
        return count

    def problem_of(self, ended: RenderJob) -> Problem | None:
        """Return why there is no picture for those who follow this job.

        None where there is one, and where nobody has tried: the job was taken back, or only its time went by.
        """
        problem = ended.problem
        if problem is None or problem.reason == Cancelled.reason:
            return None
        never = problem.reason == Expired.reason and ended.untried(self.ladder.starter.policy.max_attempts)
        return None if never else problem

    def resolve_one(self, uid: str, avatar_id: str, render_id: str, problem: Problem | None) -> bool:
        """Resolves one follower; False if it no longer waits behind this job.

        One whose person is being erased goes at once, so that it keeps no page from ending.
        """

        def work(transaction: Transaction) -> bool:
            now = self.ambient.now()
            ref = documents.avatar(uid, avatar_id)
            fence, avatar = transaction.read(documents.erasure(uid), ref)
            if avatar is None or avatar.follows != render_id or not avatar.under_way:
                return False
            if fence is not None:
                transaction.delete(ref)
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
                return True
            if entry is not None and entry.rendering and entry.render_id != render_id:
                transaction.put(ref, self._behind(avatar, entry.render_id))
                return True
            failed = problem if problem is not None and problem.reason != Cancelled.reason else None
            why = failed or _LEADER_FAILED
            upgrade_at = now if why.retryable else None
            last = failed is not None and (avatar.degraded or look == self.ladder.painted(look))
            if avatar.degraded and failed is None and avatar.problem is not None:
                # Nobody has tried to paint it: whoever still wants it does, for the reason they are painted for.
                why, upgrade_at = avatar.problem, avatar.upgrade_at
            if last or not avatar.allow_fallback:
                transaction.put(ref, avatar.fail(why, now=now))
                return True
            # Behind a leader that was cancelled, or is gone, it is nothing of the follower's that starts a painting.
            paintings = self.ladder.paintings_behind(uid, avatar, now, owned=failed is not None)
            rung, _ = self.ladder.afford(transaction, uid, avatar.recipe, now, paintings)
            self.ladder.take(
                transaction,
                avatar,
                uid,
                rung,
                because=why,
                upgrade_at=upgrade_at,
                now=now,
            )
            paintings.write(transaction)
            return True

        return self.store.transact(work)

    def _awaited(
        self, transaction: Transaction, uid: str, avatar: Avatar
    ) -> tuple[Recipe, CacheEntry | None]:
        """Return the look that the avatar waits for, with its entry: of a fallback the painting that stands in."""
        if not avatar.degraded:
            return avatar.recipe, transaction.read(documents.cache_entry(avatar.recipe.cache_key))
        painting = self.ladder.painting(transaction, uid, avatar.recipe)
        return painting or (self.ladder.painted(avatar.recipe), None)

    def _behind(self, avatar: Avatar, render_id: str) -> Avatar:
        """Somebody asked anew meanwhile: waits behind that job instead."""
        return avatar.queue(
            now=self.ambient.now(),
            follows=render_id,
            instead=avatar.problem if avatar.degraded else None,
            upgrade_at=avatar.upgrade_at,
        )
