"""Booking: the cost of a provider call is booked by its number, also after its job has another worker or has ended.

A call with an unknown outcome was booked at its worst case. When its cost becomes known, from a late worker or from the
note in a folder that the sweep finds, the day's money is lowered, once: the call then has its known cost.
"""

from dataclasses import dataclass

from mirror_realm.domain.render_job import Outcome, RenderJob
from mirror_realm.providers import provider_of
from mirror_realm.services.allowance.global_days import GlobalDays, overrun_days
from mirror_realm.services.allowance.job_account import JobAccount
from mirror_realm.services.allowance.policy import Policy
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.ports.store import Missing
from mirror_realm.services.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Booking:
    store: Store
    policy: Policy
    runtime: Runtime

    def book(self, job: RenderJob, outcome: Outcome) -> RenderJob | None:
        """Book the cost of one of the job's calls and return the job as stored; None if it was deleted.

        Booking twice changes nothing; a booked call is only corrected. For a deleted job, call or day nothing is booked
        and nothing raised.
        """
        if not 0 <= outcome.number < len(job.calls):
            return self.store.read(documents.render_job(job.render_id))

        def work(transaction: Transaction) -> RenderJob | None:
            stored = transaction.read(documents.render_job(job.render_id))
            if stored is None:
                return None
            book = self._book if stored.live else self._correct
            return book(transaction, stored, outcome)

        try:
            return self.store.transact(work)
        except Missing:
            return self.store.read(documents.render_job(job.render_id))

    def _book(self, transaction: Transaction, job: RenderJob, outcome: Outcome) -> RenderJob:
        call = job.calls[outcome.number]
        spent = call.held_micros if outcome.cost_micros is None else outcome.cost_micros
        days = GlobalDays(transaction, self.policy.limits)
        days.read(overrun_days(job, [outcome]))
        days.book(call, spent, provider_of(job.recipe.renderer))
        booked = job.book(outcome.number, spent, self.runtime.now())
        if booked is not job:
            transaction.put(documents.render_job(job.render_id), booked)
        days.write()
        return booked

    def _correct(self, transaction: Transaction, ended: RenderJob, outcome: Outcome) -> RenderJob:
        """Correct the cost assumed at the job's end, or book a call that stayed open.

        The ledger entry of the job's end stays unchanged, and gets another beside it.
        """
        account = JobAccount.of(transaction, self.policy, ended, [outcome])
        corrected = account.book(ended, [outcome])
        if corrected is not ended:
            account.correct(ended, corrected, outcome.number, self.runtime.now())
            transaction.put(documents.render_job(ended.render_id), corrected)
        account.write()
        return corrected
