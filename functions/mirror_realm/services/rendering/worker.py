"""The worker: one attempt of a render job, from its trigger to its end.

claim -> authorise -> provider -> check, encode, judge -> upload -> settle, or fail. Raises only before the job is
claimed (the platform then redelivers the event); afterwards errors on our side are logged and left to the reaper.

Paid pictures are kept: a usable picture is stored with its note before anything else; then the worker tries to settle
until shortly before its function's time is over; and a later worker settles from the note.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from mirror_realm import events, tracing
from mirror_realm.domain import backoff
from mirror_realm.domain.quality import Quality
from mirror_realm.domain.render_job import Lease, Outcome, RenderJob
from mirror_realm.errors import (
    BadOutput,
    BlackPicture,
    Contention,
    ContentRejected,
    LeaseLost,
    LimitReached,
    MirrorRealmError,
    Misconfigured,
    ProviderRateLimited,
    ProviderTimeout,
    ProviderUnavailable,
    RenderFailure,
)
from mirror_realm.providers import blackens
from mirror_realm.services.allowance.policy import AFTER_CALL, Policy
from mirror_realm.services.best_effort import BestEffort
from mirror_realm.services.ports.pictures import EncodedPicture, PictureCodec
from mirror_realm.services.ports.providers import (
    AnyProvider,
    ImageRequest,
    ProviderImage,
    QueuedProvider,
    ReferenceImage,
    as_queue,
    render,
)
from mirror_realm.services.ports.quality import QualityJudge
from mirror_realm.services.ports.renderers import Renderers
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.rendering.breakers import Breakers
from mirror_realm.services.rendering.followers import Followers
from mirror_realm.services.rendering.inputs import Inputs
from mirror_realm.services.rendering.lease import FirstCall, Leasing
from mirror_realm.services.rendering.paid_pictures import Kept, PaidPictures
from mirror_realm.services.rendering.predictions import Predictions, Unfinished
from mirror_realm.services.rendering.release_photos import Releasing
from mirror_realm.services.rendering.settle import Settling
from mirror_realm.services.rendering.vision import Vision
from mirror_realm.services.store import Unfenced

Result = TypeVar("Result")

DOUBTED = 3
"""A reported cost above this many worst cases is an error of the provider, and the cost counts as unknown."""

PATIENCE = timedelta(seconds=510)
"""The time of an attempt without a limit from its function."""

_BUGS = (AssertionError, AttributeError, FileExistsError, LookupError, TypeError, ValueError, Unfenced)
"""Errors of the program, which a retry does not fix."""

INPUT_RETRIES = 2
"""Moderation is free and quick, so a failed check is repeated before the job fails."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A usable stored picture, and the job as of the last authorised call."""

    job: RenderJob
    kept: Kept
    outcomes: tuple[Outcome, ...]
    """The outcomes of the calls whose cost may not be booked yet."""
    spare: tuple[str, ...] = ()
    """The folders of usable pictures that are not the best."""

    @property
    def folders(self) -> tuple[str, ...]:
        return (self.kept.folder, *self.spare)


@dataclass(frozen=True, slots=True)
class Rendering:
    leasing: Leasing
    settling: Settling
    followers: Followers
    renderers: Renderers
    codec: PictureCodec
    judge: QualityJudge
    vision: Vision
    paid: PaidPictures
    inputs: Inputs
    releasing: Releasing
    predictions: Predictions
    policy: Policy
    runtime: Runtime
    breakers: Breakers

    def run(self, render_id: str, attempt: int, until: datetime | None = None) -> None:
        """Run one attempt to its end. Duplicate and late deliveries do nothing.

        until: the time by which a paid picture must be settled, shortly before the function's time is over.
        """
        until = until or self.runtime.now() + PATIENCE
        job = self.leasing.claim(render_id, attempt, self._first_call)
        if job is not None and job.lease is not None:
            with tracing.traced(job.trace):
                self._run(job, job.lease, attempt, until)

    def _first_call(self, job: RenderJob) -> FirstCall | None:
        """Return the call that a worker of a shared picture makes at once; None if something has to be done before.

        What keeps it from being made, such as a provider that is down, is found again when it is to be made.
        """
        if job.recipe.personal or job.calls or job.attempt != 1:
            return None
        try:
            provider = self.renderers.for_recipe(job.recipe)
            if not self.breakers.closed(provider.name):
                return None
            request = self.renderers.request(job.recipe, job.person(self.policy.pseudonyms))
            timeout, queued = timedelta(seconds=request.timeout_seconds), as_queue(provider) is not None
            return FirstCall(self.renderers.call_micros(provider, request), timeout, queued)
        except (Misconfigured, RenderFailure):
            return None

    def _run(self, job: RenderJob, lease: Lease, attempt: int, until: datetime) -> None:
        render_id = job.render_id
        try:
            ended = self._work(job, lease, until)
        except LeaseLost:
            events.lease_lost(render_id, attempt)
            return
        except Unfinished:  # the reaper starts the next attempt, which collects it
            events.prediction_left(render_id, attempt)
            return
        except Exception:  # the lease runs out and the reaper starts the next attempt; nothing is lost
            events.attempt_died(render_id, attempt)
            return
        after = BestEffort()
        after.take(self.releasing.release, ended)
        after.take(lambda job: self.followers.resolve(render_id, self.followers.problem_of(job)), ended)
        after.take(self.predictions.close, ended)
        after.take(lambda _: self.breakers.share(), ended)
        after.take(lambda _: self.followers.pushes.send(), ended)
        try:
            after.end()
        except Exception:  # the job has ended nevertheless: the sweep and the reaper do the rest
            events.aftermath_failed(render_id, attempt)

    def _work(self, job: RenderJob, lease: Lease, until: datetime) -> RenderJob:
        made: _Made | None = None
        try:
            made = self._left_before(job) or self._resumed(job, until)
            made = made or self._best(job, self._references(job), until)
        except _GaveUp as end:
            failed = end
        except (Misconfigured, LimitReached, RenderFailure) as error:
            failed = _GaveUp(job, error, ())
        if made is None and not failed.final and (left := self._left_before(job)) is not None:
            made = replace(left, outcomes=(*left.outcomes, *failed.outcomes))
        if made is None:
            return self._fail(job, lease, failed, until)
        return self._settle(job, lease, made, until)

    def _fail(self, job: RenderJob, lease: Lease, failed: "_GaveUp", until: datetime) -> RenderJob:
        try:
            return self._insist(
                lambda: self.settling.fail(job, lease.token, failed.error, failed.outcomes), until
            )
        except LeaseLost:
            self._book_late(failed.job, failed.outcomes)
            raise

    def _settle(self, job: RenderJob, lease: Lease, made: _Made, until: datetime) -> RenderJob:
        try:
            ended, shown = self._insist(
                lambda: self.settling.settle(job, lease.token, made.kept.picture, made.outcomes), until
            )
        except LeaseLost:
            self._leave(made)
            raise
        if shown is None:
            BestEffort().take(lambda folders: self.paid.leave(made.job, folders), made.folders)
            return ended
        unneeded = made.spare if shown or not job.recipe.personal else made.folders
        BestEffort().take(self.paid.delete, unneeded)  # the sweep deletes the rest
        return ended

    def _leave(self, made: _Made) -> None:
        """Book known costs of calls and delete personal pictures, after another worker has taken over the job."""
        self._book_late(made.job, made.outcomes)
        BestEffort().take(lambda folders: self.paid.leave(made.job, folders), made.folders)

    def _book_late(self, job: RenderJob, outcomes: Sequence[Outcome]) -> None:
        """Book what calls of a job that others have, or have ended, cost; what cannot be booked stays as assumed."""
        effort = BestEffort()
        for outcome in outcomes:
            effort.take(lambda known: self.leasing.book(job, known), outcome)

    def _left_before(self, job: RenderJob) -> _Made | None:
        """Return the paid picture of an earlier worker, if there is one.

        Raises _GaveUp if it may not be used.
        """
        if job.attempt == 1:
            return None
        found = self.paid.find(job)
        if found.refused is not None:
            raise _GaveUp(job, found.refused, found.outcomes, final=True)
        return _Made(job, found.kept, found.outcomes) if found.kept is not None else None

    def _resumed(self, job: RenderJob, until: datetime) -> _Made | None:
        """Return the picture of a prediction that an earlier worker ordered; None if none was.

        Raises what `_received` and `Predictions.collect` raise.
        """
        if not job.ordered or job.attempt == 1:  # the order of a first attempt is its own, not made yet
            return None
        if job.open_order is None:
            # A worker that had lost the job booked the prediction, and left no picture.
            raise _GaveUp(job, ProviderTimeout("the prediction gave no picture"), (), repeats=False)
        try:
            queue = as_queue(self.renderers.for_recipe(job.recipe))
        except Misconfigured as error:
            # The provider was changed since. The call is closed once its prediction is surely over.
            if not job.calls[job.open_order].over(self.runtime.now()):
                raise Unfinished(over=False) from error
            queue = None
        if queue is None:
            raise _GaveUp(job, ProviderTimeout("its provider is no longer configured"), (), repeats=False)
        return self._received(job, queue, partial(self.predictions.collect, queue, job, until), (), until)

    def _references(self, job: RenderJob) -> Sequence[ReferenceImage]:
        """Return the job's input pictures; retry a few times after a temporary fault of moderation.

        Raises what `Inputs.read` raises.
        """
        retry = 0
        while True:
            try:
                return self.inputs.read(job)
            except (ProviderRateLimited, ProviderUnavailable, ProviderTimeout) as error:
                asked = error.retry_after if isinstance(error, ProviderRateLimited) else None
                pause = backoff.delay(retry, self.runtime.chance(), asked)
                if retry == INPUT_RETRIES or not self._may_retry(job, pause):
                    raise
                retry += 1
                self.runtime.sleep(pause)

    def _best(self, job: RenderJob, references: Sequence[ReferenceImage], until: datetime) -> _Made:
        """Return a usable picture; of a poor one and another, the better one. Raises what `_make` raises.

        If the second call fails in any way, the first picture stays.
        """
        made = self._make(job, references, until)
        quality = made.kept.quality
        provider = self.renderers.for_recipe(job.recipe)
        # The painter would draw the same picture again; a queued provider is given one order a job.
        if quality is None or not quality.poor or provider is self.renderers.painter or as_queue(provider):
            return made
        after = self.runtime.now() + self.policy.provider_timeout + AFTER_CALL
        if after > until or not self._may_retry(made.job, 0.0):
            return made
        events.picture_poor(job.render_id, quality.score, quality.why)
        try:
            for outcome in made.outcomes:
                made = replace(made, job=self.leasing.book(made.job, outcome))
            request = self.renderers.request(
                job.recipe, job.person(self.policy.pseudonyms), references=references
            )
            another = self._call(provider, made.job, request, self.runtime.now())
        except _GaveUp as end:
            return replace(made, job=end.job, outcomes=(*made.outcomes, *end.outcomes))
        except (Misconfigured, LimitReached, LeaseLost, RenderFailure):
            return made
        except Exception:
            events.improvement_failed(job.render_id)
            return made
        better, other = sorted((another, made), key=lambda one: _score(one.kept.quality), reverse=True)
        if _score(better.kept.quality) == _score(other.kept.quality):
            better, other = made, another
        return _Made(another.job, better.kept, (*made.outcomes, *another.outcomes), (other.kept.folder,))

    def _make(self, job: RenderJob, references: Sequence[ReferenceImage], until: datetime) -> _Made:
        """Call the provider until there is a usable picture, within the job's calls and time.

        Raises _GaveUp with the last call not yet booked; Misconfigured, Expired or BudgetExhausted with none open.
        """
        provider = self.renderers.for_recipe(job.recipe)
        safer, retry = False, 0
        while True:
            request = self.renderers.request(
                job.recipe, job.person(self.policy.pseudonyms), references=references, safer=safer
            )
            try:
                return self._call(provider, job, request, until)
            except _GaveUp as end:
                error = end.error
                pause = backoff.delay(
                    retry,
                    self.runtime.chance(),
                    error.retry_after if isinstance(error, ProviderRateLimited) else None,
                )
                milder = isinstance(error, ContentRejected) and not safer
                unknown = _outcome_unknown(error) and not self.policy.retry_after_timeout
                again = (error.retryable or milder) and not unknown and end.repeats
                if not again or not self._may_retry(end.job, pause):
                    raise
                job = end.job
                for outcome in end.outcomes:
                    job = self.leasing.book(job, outcome)
                safer, retry = safer or milder, retry + 1
                self.runtime.sleep(0.0 if milder else pause)
            # A worker that was taken over may have stored its paid picture since.
            if (left := self._left_before(job)) is not None:
                return left

    def _call(self, provider: AnyProvider, job: RenderJob, request: ImageRequest, until: datetime) -> _Made:
        """Make one authorised call, and store its picture.

        Raises _GaveUp with the call not yet booked; ProviderUnavailable, Expired or BudgetExhausted if none was made.
        """
        queue = as_queue(provider)
        if not (job.calls and job.calls[-1].under_way):  # else it was authorised with the claim
            worst_case = self.renderers.call_micros(provider, request)
            self.breakers.allow(provider.name)
            timeout = timedelta(seconds=request.timeout_seconds)
            authorised = self.leasing.authorise(
                job, worst_case, timeout, references=len(request.references), queued=queue is not None
            )
            job, request = authorised.job, replace(request, listed=authorised.listed)
            ahead = (job.calls[-1].authorised_at - self.runtime.now()).total_seconds()
            if ahead > 0:  # the slot that the provider's pace has for the call
                self.runtime.sleep(ahead)
        if queue is None:
            return self._received(job, provider, lambda: render(provider, request), request.references, until)
        job = self._ordered(queue, job, request, until)
        collect = partial(self.predictions.collect, queue, job, until)
        return self._received(job, queue, collect, request.references, until)

    def _ordered(
        self, queue: QueuedProvider, job: RenderJob, request: ImageRequest, until: datetime
    ) -> RenderJob:
        """Order the picture with one request, and return the job with its handle, if that is known.

        Without a handle a prediction may have been created, so nothing is ordered again. Raises _GaveUp with the call
        not yet booked if nothing was created. Another order, as another call, is made only after the provider asked to
        wait or could not be reached.
        """
        number = len(job.calls) - 1
        try:
            handle = self.predictions.order(queue, job, request)
        except Misconfigured as error:
            self.breakers.refuse(queue.name, error)
            raise _GaveUp(job, error, (Outcome(number, 0),), repeats=False) from error
        except RenderFailure as error:
            self.breakers.learn(queue.name, job.uid, error)
            events.provider_call_failed(job.render_id, len(job.calls), error.reason)
            if error.cost_micros is None:
                return job
            repeats = isinstance(error, ProviderRateLimited | ProviderUnavailable)
            outcomes = (Outcome(number, error.cost_micros),)
            raise _GaveUp(job, error, outcomes, repeats=repeats) from error
        stored = self._insist(lambda: self.predictions.store_handle(job, number, handle), until)
        if job.lease is not None:
            stored.check_token(job.lease.token)
        return stored

    def _received(
        self,
        job: RenderJob,
        provider: AnyProvider,
        answer: Callable[[], ProviderImage],
        references: Sequence[ReferenceImage],
        until: datetime,
    ) -> _Made:
        """Store the picture that the job's last call is answered with.

        Raises _GaveUp with the call not yet booked.
        """
        worst_case, learn = job.calls[-1].held_micros, partial(self.breakers.learn, provider.name, job.uid)
        outcome = Outcome(len(job.calls) - 1, None)
        answered, queued = False, job.calls[-1].queued
        try:
            image = answer()
            answered = True
            learn(None)
            outcome = replace(outcome, cost_micros=self._believed(job, image.cost_micros, worst_case))
            picture = self._encoded(image.data, job)
        except Unfinished as left:
            if not left.over:
                raise
            # The call stays open: the prediction is cancelled first, where it is known.
            error = ProviderTimeout("the provider gave no picture in time", cost_micros=None)
            learn(error)
            raise _GaveUp(job, error, (), repeats=False) from left
        except Misconfigured as error:
            self.breakers.refuse(provider.name, error)
            raise _GaveUp(job, error, (replace(outcome, cost_micros=0),)) from error
        except RenderFailure as error:
            if not answered:
                learn(error)
                outcome = replace(outcome, cost_micros=self._believed(job, error.cost_micros, worst_case))
            events.provider_call_failed(job.render_id, len(job.calls), error.reason)
            raise _GaveUp(job, error, (outcome,), repeats=not queued) from error
        quality = self._judged(picture, job, references)
        looking = self.vision.expected(job, outcome, len(references))
        noted = outcome.plus(looking)
        try:
            kept = self._insist(lambda: self.paid.keep(job, picture, quality, noted, image.looks), until)
        except RenderFailure as refused:
            raise _GaveUp(job, refused, (outcome,), final=True) from refused
        if not looking:
            return _Made(job, kept, (outcome,))
        quality, outcome = self.vision.look(job, picture, quality, references, noted)
        if quality is not None and quality.unfit:
            raise self._refused(job, kept, outcome, until)
        return _Made(job, kept.judged(quality), (outcome,))

    def _refused(self, job: RenderJob, kept: Kept, outcome: Outcome, until: datetime) -> "_GaveUp":
        """Return the end of a call whose picture is not fit to be shown; no worker settles from it any more.

        Raises LeaseLost if another worker has the job: the picture is then that one's.
        """
        marked = self._insist(lambda: self.leasing.refuse(job, outcome.number), until)
        BestEffort().take(self.paid.delete, [kept.folder])  # the sweep deletes the rest
        return _GaveUp(marked, ContentRejected("the picture is not fit to be shown"), (outcome,))

    def _encoded(self, data: bytes, job: RenderJob) -> EncodedPicture:
        try:
            return self.codec.encode(data, job.recipe.size)
        except BlackPicture as error:
            if blackens(job.recipe.renderer):
                raise ContentRejected("the provider's safety checker blackened the picture") from error
            raise
        except RenderFailure:
            raise
        except Exception as error:
            raise BadOutput("the provider's data does not decode as a picture") from error

    def _judged(
        self, picture: EncodedPicture, job: RenderJob, references: Sequence[ReferenceImage]
    ) -> Quality | None:
        """Return the quality of a picture; None if judging fails, which must not lose the picture."""
        try:
            return self.judge.judge(picture, job.recipe.style, references)
        except Exception:
            events.improvement_failed(job.render_id)
            return None

    def _insist(self, act: Callable[[], Result], until: datetime) -> Result:
        """Return the result of `act`, with retries while the database or Storage fails. `act` is safe to repeat.

        Raises a permanent error at once, and the last temporary one once the time is over.
        """
        retry = 0
        while True:
            try:
                return act()
            except _BUGS:
                raise
            except Exception as error:
                pause = backoff.delay(retry, self.runtime.chance())
                passing = isinstance(error, Contention) or not isinstance(error, MirrorRealmError)
                if not passing or self.runtime.now() + timedelta(seconds=pause) >= until:
                    raise
            retry += 1
            self.runtime.sleep(pause)

    def _believed(self, job: RenderJob, cost_micros: int | None, worst_case: int) -> int | None:
        """Return the cost that a provider reports; None if it is impossible, above `DOUBTED` worst cases."""
        if cost_micros is None or cost_micros <= worst_case:
            return cost_micros
        number = len(job.calls)
        if cost_micros > DOUBTED * worst_case:
            events.cost_doubted(job.render_id, number, held_micros=worst_case, said_micros=cost_micros)
            return None
        events.budget_overrun(job.render_id, number, held_micros=worst_case, cost_micros=cost_micros)
        return cost_micros

    def _may_retry(self, job: RenderJob, pause: float) -> bool:
        """Return whether another call fits the job's cap, its time, and the lease while waiting."""
        after = self.runtime.now() + timedelta(seconds=pause)
        ends = after + self.policy.provider_timeout + AFTER_CALL
        in_time = ends <= job.deadline_at and job.lease is not None and after < job.lease.expires_at
        return in_time and len(job.calls) < self.policy.max_provider_calls


def _score(quality: Quality | None) -> float:
    """Return the score by which pictures are compared; one without a verdict counts as the worse."""
    return quality.score if quality is not None else 0.0


def _outcome_unknown(error: MirrorRealmError) -> bool:
    """Return whether the provider may have made, and charged for, a picture that never arrived."""
    return isinstance(error, ProviderTimeout | ProviderUnavailable) and error.cost_micros is None


class _GaveUp(Exception):
    """The job's calls gave no usable picture. The code that ends the job, or calls again, books them."""

    def __init__(
        self,
        job: RenderJob,
        error: RenderFailure | Misconfigured | LimitReached,
        outcomes: tuple[Outcome, ...],
        *,
        final: bool = False,
        repeats: bool = True,
    ) -> None:
        """Hold the error and the outcomes of a job's calls.

        final: no picture may be used, also none that another worker left.
        repeats: whether another call may help.
        """
        self.job, self.error, self.outcomes, self.final = job, error, outcomes, final
        self.repeats = repeats and not final
        super().__init__(str(error))
