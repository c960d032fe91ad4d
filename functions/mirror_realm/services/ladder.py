"""The ladder: what stands in for a wish that cannot have its own picture now.

Today it has one rung, `painted`: the same look by our own painter, shared like any other, rendered once by a free job.
`similar` and `stage` come before it behind the same two steps: `look` reads, `take` writes.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from mirror_realm.domain.avatar import Avatar, Picture, Problem, Source
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.services import documents
from mirror_realm.services.starting import JobStarter
from mirror_realm.services.store import Reader, Transaction


@dataclass(frozen=True, slots=True)
class Rung:
    """The best stand-in there is: a picture at once, a job under way to wait behind, or neither (a job to start)."""

    recipe: Recipe
    source: Source
    picture: Picture | None = None
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    painter: str
    """The painter's renderer name, `painter-N`."""
    starter: JobStarter

    def look(self, reader: Reader, wished: Recipe, now: datetime) -> Rung:
        """Finds the best rung. Reads only."""
        painted = self.painted(wished)
        entry = reader.read(documents.cache_entry(painted.cache_key))
        if entry is not None and entry.usable(now):
            return Rung(painted, Source.PAINTED, picture=entry.picture)
        if entry is not None and entry.rendering:
            return Rung(painted, Source.PAINTED, follows=entry.render_id)
        return Rung(painted, Source.PAINTED)

    def take(
        self,
        transaction: Transaction,
        avatar: Avatar,
        uid: str,
        rung: Rung,
        *,
        because: Problem,
        upgrade_at: datetime | None,
        render_id: str,
        now: datetime,
    ) -> Avatar:
        """Writes the avatar on this rung and returns it; `render_id` names the free job, where one is to be started."""
        if rung.picture is not None:
            degraded = avatar.degrade(
                rung.picture, source=rung.source, problem=because, upgrade_at=upgrade_at, now=now
            )
        elif avatar.picture is not None and avatar.source is not None:
            degraded = avatar.degrade(
                avatar.picture, source=avatar.source, problem=because, upgrade_at=upgrade_at, now=now
            )
        elif rung.follows is not None:
            degraded = avatar.queue(now=now, follows=rung.follows, instead=because, upgrade_at=upgrade_at)
        else:
            self.starter.start(
                transaction,
                render_id=render_id,
                uid=uid,
                avatar_id=avatar.avatar_id,
                recipe=rung.recipe,
                reservation=None,
                now=now,
            )
            degraded = avatar.queue(now=now, render_id=render_id, instead=because, upgrade_at=upgrade_at)
        transaction.put(documents.avatar(uid, avatar.avatar_id), degraded)
        return degraded

    def helps(self, failed: RenderJob) -> bool:
        """Whether there is a rung below a job that failed: not below a stand-in, nor below the painter itself."""
        return failed.reservation is not None and failed.recipe != self.painted(failed.recipe)

    def painted(self, wished: Recipe) -> Recipe:
        """The wish as the painter would draw it."""
        return replace(wished, renderer=self.painter)
