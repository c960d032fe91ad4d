"""Render jobs as administrators see them: what is queued, running or stuck, and the whole story of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mirror_realm.domain.cache_entry import CacheEntry
from mirror_realm.domain.pseudonyms import Pseudonyms
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.errors import NotFound
from mirror_realm.services.administration.books import Books
from mirror_realm.services.administration.desks import STUCK_AFTER
from mirror_realm.services.administration.figures import Figures
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.administration import AdministrationQueries, Counted
from mirror_realm.services.ports.bookkeeping import Attempt
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store

UNKNOWN_JOB = "there is no such render job; ended ones are deleted after 30 days"


@dataclass(frozen=True, slots=True)
class JobList:
    at: datetime
    queued: int | None
    running: int | None
    stuck: int | None
    oldest_queued: datetime | None
    jobs: Sequence[RenderJob] | None
    reads: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JobStory:
    at: datetime
    job: RenderJob
    person: str | None
    """The user's pseudonym; None for a free job."""
    attempts: Sequence[tuple[int, Attempt]]
    ledger: Sequence[tuple[str, Mapping[str, Any]]] | None
    cache: CacheEntry | None
    reads: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JobStories:
    store: Store
    queries: Queries
    own: AdministrationQueries
    books: Books
    pseudonyms: Pseudonyms
    runtime: Runtime

    def list(self, *, stuck: bool, most: int) -> JobList:
        """Return counts, and jobs: those that are overdue, or all that are under way, the oldest first."""
        now, figures = self.runtime.now(), Figures()
        past = now - STUCK_AFTER

        def ask() -> Sequence[RenderJob]:
            return self.queries.due_jobs(past, most) if stuck else self.own.jobs_under_way(most)

        jobs = figures.get("jobs", ask)
        figures.reads += max(1, len(jobs or ()))
        return JobList(
            at=now,
            queued=figures.count("queued", lambda: self.own.count(Counted.QUEUED_JOBS, now)),
            running=figures.count("running", lambda: self.own.count(Counted.RUNNING_JOBS, now)),
            stuck=figures.count("stuck", lambda: self.own.count(Counted.STUCK_JOBS, past)),
            oldest_queued=figures.get("oldest_queued", self.own.oldest_queued, reads=1),
            jobs=jobs,
            reads=figures.reads,
            unknown=tuple(figures.unknown),
        )

    def story(self, render_id: str) -> JobStory:
        """Return everything about a job that names no word of a user. Raises NotFound, NewerSchema."""
        job, figures = self.store.read(documents.render_job(render_id)), Figures(reads=1)
        if job is None:
            raise NotFound(UNKNOWN_JOB)
        refs = [documents.attempt(render_id, number) for number in range(1, job.attempt + 1)]
        attempts = figures.get("attempts", lambda: self.store.read_all(refs), reads=len(refs)) or {}
        ledger = figures.get("ledger", lambda: self.books.of_job(render_id))
        figures.reads += ledger.reads if ledger is not None else 1
        cache_key = job.cache_key
        cache = None
        if cache_key is not None:
            ref = documents.cache_entry(cache_key)
            cache = figures.get("cache", lambda: self.store.read(ref), reads=1)
        return JobStory(
            at=self.runtime.now(),
            job=job,
            person=job.person(self.pseudonyms),
            attempts=sorted((attempt.number, attempt) for attempt in attempts.values()),
            ledger=ledger.entries if ledger is not None else None,
            cache=cache,
            reads=figures.reads,
            unknown=tuple(figures.unknown),
        )
