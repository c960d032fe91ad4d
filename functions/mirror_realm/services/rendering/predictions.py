"""Predictions of queued providers: each is ordered once, collected by any worker, and closed after its job's end.

The order of steps: authorise the call, order with one request, store the handle in a transaction, collect. A worker
that finds an open call with a handle collects it. One that finds an open call without a handle orders nothing: it waits
until the handle is known, from the webhook or by listing, or until the provider has surely ended the prediction.

An ended job keeps its open call until the prediction is cancelled, has ended, or is surely over. Only then its cost is
booked.
"""

from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from mirror_realm import events
from mirror_realm.domain import backoff
from mirror_realm.domain.render_job import Call, Outcome, RenderJob
from mirror_realm.errors import Misconfigured, NewerSchema, ProviderUnavailable, RenderFailure
from mirror_realm.services.allowance.policy import AFTER_CALL, ORDERING, Policy
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.providers import (
    CallName,
    ImageRequest,
    ProviderImage,
    QueuedProvider,
    as_queue,
)
from mirror_realm.services.ports.renderers import Renderers
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.rendering.booking import Booking
from mirror_realm.services.store import Store, Transaction


class Unfinished(Exception):
    """The prediction has not ended, as far as is known."""

    def __init__(self, *, over: bool) -> None:
        """Hold whether it is surely over: then the job fails, else it stays open for a later worker."""
        self.over = over
        super().__init__("the prediction has not ended")


@dataclass(frozen=True, slots=True)
class Predictions:
    store: Store
    booking: Booking
    renderers: Renderers
    policy: Policy
    runtime: Runtime

    def order(self, queue: QueuedProvider, job: RenderJob, request: ImageRequest) -> str:
        """Order the job's open call with a single request, and return its handle.

        Nothing is ordered by a worker that was held up since it authorised the call. Raises as `QueuedProvider.start`.
        """
        number, call = _open(job)
        if self.runtime.now() > call.authorised_at + ORDERING:
            raise ProviderUnavailable("the worker was held up before its order")
        return queue.start(request, CallName(job.render_id, number, call.key or ""))

    def store_handle(self, job: RenderJob, number: int, handle: str) -> RenderJob:
        """Store the handle of a call's prediction, and return the job as stored.

        Any worker may do this: a handle stays true when the job passes on to another worker. A call that is closed or
        has a handle is left as it is.
        """

        def work(transaction: Transaction) -> RenderJob | None:
            ref = documents.render_job(job.render_id)
            stored = transaction.read(ref)
            if stored is None:
                return None
            known = stored.with_handle(number, handle)
            if known is not stored:
                transaction.put(ref, known)
            return known

        stored = self.store.transact(work)
        if stored is None:
            return job
        if stored.calls[number].handle != handle:
            events.prediction_unexpected(job.render_id, number)
        return stored

    def collect(self, queue: QueuedProvider, job: RenderJob, until: datetime) -> ProviderImage:
        """Return the picture of the job's open call.

        until: the end of the worker's own time; it stops earlier than its lease does.

        Raises Unfinished if it is not known to have ended, and what `QueuedProvider.collect` raises.
        """
        number, call = _open(job)
        if job.lease is not None:
            until = min(until, job.lease.expires_at - AFTER_CALL)
        handle, image = call.handle or self._missing_handle(queue, job, until), None
        try:
            image = queue.collect(handle, until) if handle is not None else None
        except Misconfigured:  # the key has changed since the order: the prediction goes on without it
            events.prediction_unreachable(job.render_id, number)
        if image is not None:
            return image
        raise Unfinished(over=call.over(self.runtime.now()))

    def close(self, job: RenderJob) -> RenderJob:
        """Cancel the prediction of an ended job and book its cost, and return the job as stored.

        The call stays open while the provider does not answer, until the prediction is surely over.
        """
        if job.live or job.open_order is None:
            return job
        number, call = _open(job)
        over, cost = call.over(self.runtime.now()), None
        if call.handle is None and not over:
            return job
        if call.handle is not None:
            try:
                queue = as_queue(self.renderers.for_recipe(job.recipe))
                cost = queue.cancel(call.handle) if queue is not None else None
            except (Misconfigured, RenderFailure):
                events.prediction_unreachable(job.render_id, number)
                if not over:
                    return job
        closed = self.booking.book(job, Outcome(number, cost)) or job
        events.prediction_closed(job.render_id, number)
        return closed

    def announced(self, name: CallName, handle: str) -> None:
        """Store the handle that a webhook brought, where the call is open and has none.

        Nothing is written for a job that is unknown, has ended or was erased, or under a wrong key. No attempt starts:
        the worker with the lease, or the next one, finds the handle.
        """

        def work(transaction: Transaction) -> bool:
            ref = documents.render_job(name.render_id)
            stored = transaction.read(ref)
            if stored is None or not stored.live or stored.open_order != name.number:
                return True
            call = stored.calls[name.number]
            if not compare_digest((call.key or "").encode(), name.key.encode()):
                return False
            if call.handle is None:
                transaction.put(ref, stored.with_handle(name.number, handle))
            return call.handle in (None, handle)

        try:
            expected = self.store.transact(work)
        except NewerSchema:
            return
        if not expected:
            events.prediction_unexpected(name.render_id, name.number)

    def _missing_handle(self, queue: QueuedProvider, job: RenderJob, until: datetime) -> str | None:
        """Return the handle of an open call whose answer was lost; None if it is not known by this time.

        The webhook may store it at any moment. Without one, a shared picture's prediction is looked for in the
        provider's listing, which is never searched for a face.
        """
        number, call = _open(job)
        retry = 0
        while True:
            stored = self.store.read(documents.render_job(job.render_id))
            if stored is not None and stored.calls[number].handle is not None:
                return stored.calls[number].handle
            if (found := self._listed(queue, job, call)) is not None:
                return self.store_handle(job, number, found).calls[number].handle
            pause = backoff.delay(retry, self.runtime.chance())
            if (until - self.runtime.now()).total_seconds() <= pause:
                return None
            retry += 1
            self.runtime.sleep(pause)

    def _listed(self, queue: QueuedProvider, job: RenderJob, call: Call) -> str | None:
        if job.recipe.personal:
            return None
        try:
            return queue.find(self.renderers.request(job.recipe), call.authorised_at)
        except (Misconfigured, RenderFailure):
            return None


def _open(job: RenderJob) -> tuple[int, Call]:
    """Return the job's open call of a queued provider, with its number."""
    if job.open_order is None:
        raise ValueError(f"no order of job {job.render_id} is open")
    return job.open_order, job.calls[job.open_order]
