"""The paths of all documents; no other code builds them.

Classes that a hit does not read are imported in functions, because a cold start pays for every import.
"""

import hashlib
from functools import partial
from typing import TYPE_CHECKING, Any

from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.cache_entry import CacheEntry
from mirror_realm.services.ports.store import Listing, Ref

if TYPE_CHECKING:
    from mirror_realm.domain.alerts import AlertBook
    from mirror_realm.domain.allowance import FallbackShare, GlobalDay, UserDay
    from mirror_realm.domain.audit import AuditEntry
    from mirror_realm.domain.breaker_state import BreakerState
    from mirror_realm.domain.days import Calendar
    from mirror_realm.domain.erasure import Erasure
    from mirror_realm.domain.export import Export
    from mirror_realm.domain.ledger import (
        Given,
        Grant,
        LedgerEntry,
        MergeEntry,
        MonthlyEntry,
        PaymentEntry,
        Taken,
    )
    from mirror_realm.domain.merge import Merge
    from mirror_realm.domain.model_state import ModelStates
    from mirror_realm.domain.night import Night
    from mirror_realm.domain.pace import Pace
    from mirror_realm.domain.payments import PaymentBook
    from mirror_realm.domain.preferences import Preferences
    from mirror_realm.domain.profile import Profile
    from mirror_realm.domain.progress import Progress
    from mirror_realm.domain.project import Project
    from mirror_realm.domain.pseudonyms import Identity
    from mirror_realm.domain.push_device import PushDevice
    from mirror_realm.domain.reference import Reference
    from mirror_realm.domain.render_job import RenderJob
    from mirror_realm.domain.report import Report, Review
    from mirror_realm.domain.share import Share
    from mirror_realm.domain.statistics import CountedThrough, Month, Statistics
    from mirror_realm.domain.timeline_page import TimelinePage
    from mirror_realm.domain.uploads import UploadCount
    from mirror_realm.domain.use import DayOfUse
    from mirror_realm.domain.wish_document import WishDocument
    from mirror_realm.services.ports.bookkeeping import (
        AsWritten,
        Attempt,
        DeadLetter,
        Orphan,
        SweepPlace,
        SweepTasks,
    )


def dead_letter(event_id: str) -> "Ref[DeadLetter]":
    from mirror_realm.services.ports.bookkeeping import DeadLetter

    return Ref(f"dead_letters/{event_id}", DeadLetter.from_document)


def place(name: str) -> "Ref[SweepPlace]":
    from mirror_realm.services.ports.bookkeeping import SweepPlace

    return Ref(f"maintenance/{name}", SweepPlace.from_document)


def models() -> "Ref[ModelStates]":
    from mirror_realm.domain.model_state import ModelStates

    return Ref("maintenance/models", ModelStates.from_document)


def alerts() -> "Ref[AlertBook]":
    from mirror_realm.domain.alerts import AlertBook

    return Ref("maintenance/alerts", AlertBook.from_document)


def sweep_place(kind: str) -> "Ref[SweepPlace]":
    return place(f"sweep-{kind}")


def sweep_tasks(step: str) -> "Ref[SweepTasks]":
    from mirror_realm.services.ports.bookkeeping import SweepTasks

    return Ref(f"maintenance/sweep-tasks-{step}", SweepTasks.from_document)


def census_place(name: str) -> "Ref[SweepPlace]":
    return place(f"census-{name}")


def orphan(folder: str) -> "Ref[Orphan]":
    """Return the place of a folder's orphan record, which is always the same for a folder."""
    from mirror_realm.services.ports import files
    from mirror_realm.services.ports.bookkeeping import Orphan

    uid = files.user_of(folder)
    owner = f"users/{uid}/" if uid is not None else ""
    return Ref(f"{owner}orphans/{hashlib.sha256(folder.encode()).hexdigest()[:32]}", Orphan.from_document)


def profile(uid: str) -> "Ref[Profile]":
    from mirror_realm.domain.profile import Profile

    return Ref(f"users/{uid}", Profile.from_document)


def identity(uid: str) -> "Ref[Identity]":
    from mirror_realm.domain.pseudonyms import Identity

    return Ref(f"users/{uid}/private/identity", Identity.from_document)


def avatar(uid: str, avatar_id: str) -> Ref[Avatar]:
    return Ref(f"users/{uid}/avatars/{avatar_id}", partial(Avatar.from_document, avatar_id))


def avatars(uid: str) -> Listing[Avatar]:
    return Listing(f"users/{uid}/avatars", "created_at", Avatar.from_document)


def project(uid: str, project_id: str) -> "Ref[Project]":
    from mirror_realm.domain.project import Project

    return Ref(f"users/{uid}/projects/{project_id}", partial(Project.from_document, project_id))


def projects(uid: str) -> "Listing[Project]":
    from mirror_realm.domain.project import Project

    return Listing(f"users/{uid}/projects", "created_at", Project.from_document)


def use(uid: str, avatar_id: str, use_id: str) -> "Ref[DayOfUse]":
    """Return the place of the uses of an avatar by one app on one day."""
    from mirror_realm.domain.use import DayOfUse

    return Ref(f"users/{uid}/avatars/{avatar_id}/uses/{use_id}", partial(DayOfUse.from_document, use_id))


def uses(uid: str, avatar_id: str) -> "Listing[DayOfUse]":
    from mirror_realm.domain.use import DayOfUse

    return Listing(f"users/{uid}/avatars/{avatar_id}/uses", "first_at", DayOfUse.from_document)


def timeline_page(uid: str) -> "Ref[TimelinePage]":
    """Return the place of the page of a user's newest avatars; older ones have none."""
    from mirror_realm.domain.timeline_page import TimelinePage

    return Ref(f"users/{uid}/pages/1", TimelinePage.from_document)


def user_day(uid: str, day: str) -> "Ref[UserDay]":
    from mirror_realm.domain.allowance import UserDay

    return Ref(f"users/{uid}/usage/{day}", UserDay.from_document)


def global_day(day: str) -> "Ref[GlobalDay]":
    from mirror_realm.domain.allowance import GlobalDay

    return Ref(f"global_usage/{day}", GlobalDay.from_document)


def day_share(day: str, share: int | None) -> "Ref[GlobalDay]":
    """Return the place of a share of a split day; of the day itself if there is no share."""
    return global_day(day if share is None else f"{day}-{share}")


def fallback_share(day: str, share: int) -> "Ref[FallbackShare]":
    from mirror_realm.domain.allowance import FallbackShare

    return Ref(f"paintings/{day}-{share}", FallbackShare.from_document)


def cache_entry(cache_key: str) -> Ref[CacheEntry]:
    return Ref(f"cache/{cache_key}", CacheEntry.from_document)


def render_job(render_id: str) -> "Ref[RenderJob]":
    from mirror_realm.domain.render_job import RenderJob

    return Ref(f"renders/{render_id}", partial(RenderJob.from_document, render_id))


def attempt(render_id: str, number: int) -> "Ref[Attempt]":
    from mirror_realm.services.ports.bookkeeping import Attempt

    return Ref(f"renders/{render_id}/attempts/{number}", Attempt.from_document)


def ledger_entry(entry: "LedgerEntry | MonthlyEntry") -> "Ref[LedgerEntry | MonthlyEntry]":
    return Ref(f"ledger/{entry.id}", _write_only)


def reference(uid: str, reference_id: str) -> "Ref[Reference]":
    from mirror_realm.domain.reference import Reference

    return Ref(f"users/{uid}/references/{reference_id}", Reference.from_document)


def upload_count(uid: str) -> "Ref[UploadCount]":
    from mirror_realm.domain.uploads import UploadCount

    return Ref(f"users/{uid}/uploads/current", UploadCount.from_document)


def report(report_id: str) -> "Ref[Report]":
    from mirror_realm.domain.report import Report

    return Ref(f"reports/{report_id}", Report.from_document)


def review(review_id: str) -> "Ref[Review]":
    from mirror_realm.domain.report import Review

    return Ref(f"reviews/{review_id}", partial(Review.from_document, review_id))


def night(uid: str) -> "Ref[Night]":
    from mirror_realm.domain.night import Night

    return Ref(f"nights/{uid}", Night.from_document)


def wish_document(uid: str, request_id: str) -> "Ref[WishDocument]":
    from mirror_realm.domain.wish_document import WishDocument

    return Ref(f"users/{uid}/avatarRequests/{request_id}", WishDocument.from_document)


def progress(uid: str) -> "Ref[Progress]":
    from mirror_realm.domain.progress import Progress

    return Ref(f"users/{uid}/progress/current", Progress.from_document)


def preferences(uid: str) -> "Ref[Preferences]":
    from mirror_realm.domain.preferences import Preferences

    return Ref(f"users/{uid}/settings/current", Preferences.from_document)


def grant(key: str) -> "Ref[Grant]":
    from mirror_realm.domain.ledger import Grant

    return Ref(f"ledger/grant-{key}", partial(Grant.from_document, key))


def taken(key: str) -> "Ref[Taken]":
    from mirror_realm.domain.ledger import Taken

    return Ref(f"ledger/take-{key}", partial(Taken.from_document, key))


def given(key: str) -> "Ref[Given]":
    from mirror_realm.domain.ledger import Given

    return Ref(f"ledger/give-{key}", partial(Given.from_document, key))


def payment_entry(entry_id: str) -> "Ref[PaymentEntry]":
    from mirror_realm.domain.ledger import PaymentEntry

    return Ref(f"ledger/{entry_id}", partial(PaymentEntry.from_document, entry_id))


def merge_entry(entry_id: str) -> "Ref[MergeEntry]":
    from mirror_realm.domain.ledger import MergeEntry

    return Ref(f"ledger/{entry_id}", partial(MergeEntry.from_document, entry_id))


def payment_book(uid: str, payment_id: str) -> "Ref[PaymentBook]":
    from mirror_realm.domain.payments import PaymentBook

    return Ref(f"users/{uid}/payments/{payment_id}", PaymentBook.from_document)


def payment(uid: str, payment_id: str) -> "Ref[AsWritten]":
    """Return the place of a payment, which the Stripe extension writes, as it does products and prices."""
    return as_written(f"customers/{uid}/payments/{payment_id}")


def product(product_id: str) -> "Ref[AsWritten]":
    return as_written(f"products/{product_id}")


def price(product_id: str, price_id: str) -> "Ref[AsWritten]":
    return as_written(f"products/{product_id}/prices/{price_id}")


def audit(entry_id: str) -> "Ref[AuditEntry]":
    from mirror_realm.domain.audit import AuditEntry

    return Ref(f"audit/{entry_id}", partial(AuditEntry.from_document, entry_id))


def erasure(uid: str) -> "Ref[Erasure]":
    from mirror_realm.domain.erasure import Erasure

    return Ref(f"erasures/{uid}", Erasure.from_document)


def export(uid: str) -> "Ref[Export]":
    from mirror_realm.domain.export import Export

    return Ref(f"users/{uid}/exports/current", Export.from_document)


def share(uid: str, share_id: str) -> "Ref[Share]":
    from mirror_realm.domain.share import Share

    return Ref(f"users/{uid}/shares/{share_id}", Share.from_document)


def shares(uid: str) -> "Listing[Share]":
    from mirror_realm.domain.share import Share

    return Listing(f"users/{uid}/shares", "created_at", lambda _, data: Share.from_document(data))


def merging(merge_id: str) -> "Ref[Merge]":
    from mirror_realm.domain.merge import Merge

    return Ref(f"merges/{merge_id}", Merge.from_document)


def fence(uid: str) -> Ref[Any]:
    """Return the place of a user's erasure, not decoded, to check whether it exists."""
    return anything(f"erasures/{uid}")


def as_written(path: str) -> "Ref[AsWritten]":
    from mirror_realm.services.ports.bookkeeping import AsWritten

    return Ref(path, AsWritten)


def anything(path: str) -> Ref[Any]:
    """Return a reference by which any document can be checked for existence or deleted, but not decoded."""
    return Ref(path, dict)


def _write_only(_: dict[str, Any]) -> "LedgerEntry":
    raise TypeError("the ledger is written here and read by auditors")


def breaker(provider: str) -> "Ref[BreakerState]":
    from mirror_realm.domain.breaker_state import BreakerState

    return Ref(f"maintenance/breaker-{provider}", BreakerState.from_document)


def pace(provider: str, part: int) -> "Ref[Pace]":
    from mirror_realm.domain.pace import Pace

    return Ref(f"maintenance/pace-{provider}-{part}", Pace.from_document)


def push_device(digest: str) -> "Ref[PushDevice]":
    from mirror_realm.domain.push_device import PushDevice

    return Ref(f"push_tokens/{digest}", PushDevice.from_document)


def calendar() -> "Ref[Calendar]":
    from mirror_realm.domain.days import Calendar

    return Ref("maintenance/calendar", Calendar.from_document)


def statistics(period: str) -> "Ref[Statistics]":
    """Return the place of the statistics of a day or of a month."""
    from mirror_realm.domain.statistics import Statistics

    return Ref(f"stats/{period}", Statistics.from_document)


def statistics_month(month: str) -> "Ref[Month]":
    """Return the place of a month that is not closed yet."""
    from mirror_realm.domain.statistics import Month

    return Ref(f"maintenance/statistics-{month}", Month.from_document)


def statistics_place() -> "Ref[CountedThrough]":
    from mirror_realm.domain.statistics import CountedThrough

    return Ref("maintenance/statistics", CountedThrough.from_document)
