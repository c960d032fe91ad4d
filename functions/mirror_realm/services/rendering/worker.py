"""Rendering: one attempt of a render job, from its trigger to its end.

claim -> authorise -> provider -> check, encode, judge -> upload -> settle, or fail. Raises only before the job is
claimed (the platform then delivers again); afterwards whatever goes wrong on our side is logged and left to the reaper.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from mirror_realm import events
from mirror_realm.domain import backoff
from mirror_realm.domain.avatar import Picture
from mirror_realm.domain.quality import Quality
from mirror_realm.domain.render_job import Lease, RenderJob
from mirror_realm.errors import (
    Cancelled,
    ContentRejected,
    LeaseLost,
    LimitReached,
    Misconfigured,
    ProviderRateLimited,
    ProviderTimeout,
    ProviderUnavailable,
    RenderFailure,
)
from mirror_realm.services.allowance.policy import AFTER_CALL, Policy
from mirror_realm.services.best_effort import Turns
from mirror_realm.services.ports import files
from mirror_realm.services.ports.pictures import EncodedPicture, PictureCodec, PictureFiles, PictureStore
from mirror_realm.services.ports.providers import ImageProvider, ImageRequest, ReferenceImage
from mirror_realm.services.ports.quality import QualityJudge
from mirror_realm.services.ports.renderers import Renderers
from mirror_realm.services.ports.runtime import Ambient
from mirror_realm.services.rendering.breaker import Breaker
from mirror_realm.services.rendering.completion import ERASED
from mirror_realm.services.rendering.followers import Following
from mirror_realm.services.rendering.inputs import Inputs
from mirror_realm.services.rendering.lease import Leasing
from mirror_realm.services.rendering.release_photos import Releasing
from mirror_realm.services.rendering.settle import Settling

DOUBTED = 3
"""A cost beyond so many worst cases is a mistake of the provider's: nobody knows what the call cost."""

INPUT_RETRIES = 2
"""Moderation is free and quick: it is asked anew before a person is told to wish again."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A usable picture, and the job as it stood when the last call was authorised."""

    job: RenderJob
    picture: EncodedPicture
    quality: Quality
    spent_micros: int | None
    """What that call cost, not yet booked; None: nobody knows."""


@dataclass(frozen=True, slots=True)
class Rendering:
    leasing: Leasing
    settling: Settling
    following: Following
    renderers: Renderers
    codec: PictureCodec
    judge: QualityJudge
    pictures: PictureStore
    files: PictureFiles
    inputs: Inputs
    releasing: Releasing
    policy: Policy
    ambient: Ambient
    breakers: dict[str, Breaker] = field(default_factory=dict)
    """By provider; this instance's."""

    def run(self, render_id: str, attempt: int) -> None:
        """Works one attempt to its end. Duplicate and late deliveries do nothing."""
        job = self.leasing.claim(render_id, attempt)
        if job is None or job.lease is None:
            return
        try:
            ended = self._work(job, job.lease)
        except LeaseLost:
            events.lease_lost(render_id, attempt)
            return
        except Exception:  # the lease runs out and the reaper starts the next attempt; nothing is lost
            events.attempt_died(render_id, attempt)
            return
        after = Turns()
        after.take(self.releasing.release, ended)
        after.take(lambda job: self.following.resolve(render_id, self.following.problem_of(job)), ended)
        try:
            after.end()
        except Exception:  # the job has ended all the same: the sweep and the reaper take up the rest
            events.aftermath_failed(render_id, attempt)

    def _work(self, job: RenderJob, lease: Lease) -> RenderJob:
        try:
            made = self._best(job, self._references(job))
        except _GaveUp as end:
            return self.settling.fail(job, lease.token, end.error, end.spent_micros)
        except (Misconfigured, LimitReached, RenderFailure) as error:
            return self.settling.fail(job, lease.token, error, 0)
        folder = files.of_attempt(made.job)
        if job.recipe.personal and self.leasing.unwanted(job):
            return self.settling.fail(job, lease.token, Cancelled(ERASED.message), made.spent_micros)
        urls = self.pictures.save(folder, made.picture, private=job.recipe.personal)
        largest, *_, smallest = sorted(made.picture.jpegs, reverse=True)
        picture = Picture(
            image_path=files.picture(folder, largest),
            image_url=urls[largest],
            thumbnail_url=urls[smallest],
            blurhash=made.picture.blurhash,
            quality=made.quality,
        )
        try:
            return self.settling.settle(job, lease.token, picture, made.spent_micros)
        except LeaseLost:
            if job.recipe.personal and self.leasing.unwanted(job):
                self.files.delete(folder)  # whoever erased the person may have been here before it was stored
            raise

    def _references(self, job: RenderJob) -> Sequence[ReferenceImage]:
        """The job's input pictures; what is only a fault of the moment in judging them is tried again, a few times.

        Raises what `Inputs.read` raises.
        """
        retry = 0
        while True:
            try:
                return self.inputs.read(job)
            except (ProviderRateLimited, ProviderUnavailable, ProviderTimeout) as error:
                asked = error.retry_after if isinstance(error, ProviderRateLimited) else None
                pause = backoff.delay(retry, self.ambient.chance(), asked)
                if retry == INPUT_RETRIES or not self._may_retry(job, pause):
                    raise
                retry += 1
                self.ambient.sleep(pause)

    def _best(self, job: RenderJob, references: Sequence[ReferenceImage]) -> _Made:
        """A usable picture; where it is a poor one, the better of it and one more. Raises what `_make` raises."""
        made = self._make(job, references)
        provider = self.renderers.for_recipe(job.recipe)
        # The painter would only draw the same again.
        if not made.quality.poor or provider is self.renderers.painter or not self._may_retry(made.job, 0.0):
            return made
        events.picture_poor(job.render_id, made.quality.score, made.quality.reasons)
        made = replace(made, job=self.leasing.book(made.job, made.spent_micros))
        try:
            another = self._call(
                provider, made.job, self.renderers.request(job.recipe, job.uid, references=references)
            )
        except _GaveUp as end:
            return replace(made, job=end.job, spent_micros=end.spent_micros)
        except (Misconfigured, LimitReached, RenderFailure):
            return made
        if another.quality.score > made.quality.score:
            return another
        return replace(made, job=another.job, spent_micros=another.spent_micros)

    def _make(self, job: RenderJob, references: Sequence[ReferenceImage]) -> _Made:
        """Calls the provider until there is a usable picture, within the job's calls and time.

        Raises _GaveUp with the last call not yet booked; Misconfigured, Expired or BudgetExhausted with none open.
        """
        provider = self.renderers.for_recipe(job.recipe)
        safer, retry = False, 0
        while True:
            request = self.renderers.request(job.recipe, job.uid, references=references, safer=safer)
            try:
                return self._call(provider, job, request)
            except _GaveUp as end:
                error = end.error
                pause = backoff.delay(
                    retry,
                    self.ambient.chance(),
                    error.retry_after if isinstance(error, ProviderRateLimited) else None,
                )
                milder = isinstance(error, ContentRejected) and not safer
                unknown = _outcome_unknown(error) and not self.policy.retry_after_timeout
                if not (error.retryable or milder) or unknown or not self._may_retry(end.job, pause):
                    raise
                job = self.leasing.book(end.job, end.spent_micros)
                safer, retry = safer or milder, retry + 1
                self.ambient.sleep(0.0 if milder else pause)

    def _call(self, provider: ImageProvider, job: RenderJob, request: ImageRequest) -> _Made:
        """One call, authorised. Raises _GaveUp with it not yet booked; ProviderUnavailable, Expired or BudgetExhausted
        where none was made.
        """
        worst_case = provider.worst_case_micros(request)
        breaker = self.breaker(provider.name)
        breaker.allow(self.ambient.now())
        job = self.leasing.authorise(job, worst_case, timedelta(seconds=request.timeout_seconds))
        spent: int | None = None
        try:
            image = provider.render(request)
            breaker.learn(None, self.ambient.now())
            spent = self._believed(job, image.cost_micros, worst_case)
            picture = self.codec.encode(image.data, job.recipe.size)
        except Misconfigured as error:
            raise _GaveUp(job, error, 0) from error
        except RenderFailure as error:
            if spent is None:
                breaker.learn(error, self.ambient.now())
            events.provider_call_failed(job.render_id, len(job.calls), error.reason)
            cost = self._believed(job, error.cost_micros, worst_case) if spent is None else spent
            raise _GaveUp(job, error, cost) from error
        return _Made(job, picture, self.judge.judge(picture, job.recipe.style, request.references), spent)

    def _believed(self, job: RenderJob, cost_micros: int | None, worst_case: int) -> int | None:
        """Return what a provider says its call cost; None where that cannot be true, beyond `DOUBTED` worst cases."""
        if cost_micros is None or cost_micros <= worst_case:
            return cost_micros
        number = len(job.calls)
        if cost_micros > DOUBTED * worst_case:
            events.cost_doubted(job.render_id, number, held_micros=worst_case, said_micros=cost_micros)
            return None
        events.budget_overrun(job.render_id, number, held_micros=worst_case, cost_micros=cost_micros)
        return cost_micros

    def breaker(self, provider: str) -> Breaker:
        return self.breakers.setdefault(provider, Breaker(provider))

    def _may_retry(self, job: RenderJob, pause: float) -> bool:
        """Whether another call fits the job's cap, its time, and the lease while waiting."""
        after = self.ambient.now() + timedelta(seconds=pause)
        ends = after + self.policy.provider_timeout + AFTER_CALL
        in_time = ends <= job.deadline_at and job.lease is not None and after < job.lease.expires_at
        return in_time and len(job.calls) < self.policy.max_provider_calls


def _outcome_unknown(error: RenderFailure | Misconfigured) -> bool:
    """Return whether the provider may have made, and charged for, a picture that never arrived."""
    return isinstance(error, ProviderTimeout | ProviderUnavailable) and error.cost_micros is None


class _GaveUp(Exception):
    """An authorised call without a usable picture: who ends the job, or calls again, books it."""

    def __init__(
        self, job: RenderJob, error: RenderFailure | Misconfigured, spent_micros: int | None
    ) -> None:
        self.job, self.error, self.spent_micros = job, error, spent_micros
        super().__init__(str(error))
