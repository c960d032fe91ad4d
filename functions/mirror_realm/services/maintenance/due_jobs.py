"""Due jobs: a pass of the reaper takes them up before anything else, and again before each turn of a fan-out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mirror_realm.domain.render_job import RenderJob
from mirror_realm.services.best_effort import BestEffort
from mirror_realm.services.fan_out.turns import A_TURN, Turn
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime

PAGE = 50

STUCK = timedelta(minutes=30)
"""A job that is due for longer, and could not be taken up again, is stuck: six passes have failed to."""


@dataclass(slots=True)
class DueJobs:
    """The due jobs of one pass, each once: one that stays due, because it fails, is left to the next pass."""

    queries: Queries
    runtime: Runtime
    act: Callable[[RenderJob], RenderJob | None]
    """Takes up a job and returns it; None if it was no longer due."""
    until: datetime
    effort: BestEffort
    requeued: int = 0
    ended: int = 0
    stuck: int = 0
    """Those that stay due, and have been due for long."""
    _seen: set[str] = field(default_factory=set)
    _looked_at: datetime | None = None

    def take_up(self) -> None:
        """Take up due jobs, page after page, until none is left or the time is over."""
        while True:
            self._looked_at = self.runtime.now()
            found = self.queries.due_jobs(self._looked_at, PAGE + len(self._seen))
            fresh = [job for job in found if job.render_id not in self._seen]
            for job in fresh:
                if self.runtime.now() >= self.until:
                    return
                self._seen.add(job.render_id)
                moved = self.effort.take(self.act, job)
                self.requeued += moved is not None and moved.live
                self.ended += moved is not None and not moved.live
                self.stuck += moved is None and _stuck(job, self.runtime.now())
            if not fresh:
                return

    def before(self, turn: Turn) -> bool:
        """Take up the jobs that have become due during the turns of others, then take this turn."""
        if self._looked_at is None or self.runtime.now() >= self._looked_at + A_TURN:
            self.take_up()
        return self.runtime.now() < self.until and turn()


def _stuck(job: RenderJob, now: datetime) -> bool:
    return job.live and job.due_at is not None and job.due_at <= now - STUCK
