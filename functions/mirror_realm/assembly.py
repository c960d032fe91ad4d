"""The composition of the services: `assemble(ports, settings)` returns them, each built on first use.

Production (`bootstrap.py`) and the tests' house both use it; a service is named here and nowhere else. Imports stand in
the methods that build, so that a cold start pays for what it uses: a hit needs neither Storage nor the sweep.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from mirror_realm.errors import Misconfigured
from mirror_realm.once import Lazy, once
from mirror_realm.providers import PAINTER, PROVIDERS
from mirror_realm.settings import Settings

if TYPE_CHECKING:
    from mirror_realm.domain.plans import PlanClaim
    from mirror_realm.services.administration.books import Books
    from mirror_realm.services.administration.desks import Desks
    from mirror_realm.services.administration.erasing_others import ErasingOthers
    from mirror_realm.services.administration.job_stories import JobStories
    from mirror_realm.services.administration.limit_effects import LimitEffectsView
    from mirror_realm.services.administration.makers import MakersView
    from mirror_realm.services.administration.persons import Persons
    from mirror_realm.services.admission.admission import Admission
    from mirror_realm.services.admission.limit_memory import LimitMemory
    from mirror_realm.services.admission.milestones import Milestones
    from mirror_realm.services.admission.nights import Nights
    from mirror_realm.services.admission.photo_references import Referencing
    from mirror_realm.services.admission.refusal_memory import RefusalMemory
    from mirror_realm.services.admission.throttle import Throttle
    from mirror_realm.services.admission.waiting import Waiting
    from mirror_realm.services.admission.wish_documents import Answering
    from mirror_realm.services.alerts.alerting import Alerting
    from mirror_realm.services.allowance.account_plans import AccountPlans
    from mirror_realm.services.allowance.day_sums import DaySums
    from mirror_realm.services.allowance.giving_back import GivingBack
    from mirror_realm.services.allowance.grants import Granting
    from mirror_realm.services.allowance.income import Incomes
    from mirror_realm.services.allowance.policy import Policy
    from mirror_realm.services.allowance.quota_calendar import QuotaCalendar
    from mirror_realm.services.allowance.split_days import SplitDays
    from mirror_realm.services.auditing import Auditing
    from mirror_realm.services.credits.history import CreditHistory
    from mirror_realm.services.credits.payments import Selling
    from mirror_realm.services.exports.contents import Contents
    from mirror_realm.services.exports.export_pages import ExportPages
    from mirror_realm.services.exports.exports import Exports
    from mirror_realm.services.fallback.ladder import Ladder
    from mirror_realm.services.fallback.placeholders import Placeholders
    from mirror_realm.services.fan_out.enqueue import Enqueuing
    from mirror_realm.services.fan_out.pages import Page, Paging
    from mirror_realm.services.jobs.start import JobStarter
    from mirror_realm.services.maintenance.dead_letters import DeadLetters
    from mirror_realm.services.maintenance.model_guard import ModelGuard
    from mirror_realm.services.maintenance.reaper import Reaping
    from mirror_realm.services.maintenance.sweeper import Sweeping
    from mirror_realm.services.moderation.credibility import Credibility
    from mirror_realm.services.moderation.report import Reporting
    from mirror_realm.services.moderation.review import Reviewing
    from mirror_realm.services.moderation.takedown import Takedown
    from mirror_realm.services.moderation.takedown_pages import TakedownPages
    from mirror_realm.services.naming import Naming
    from mirror_realm.services.pace.pacing import Pacing
    from mirror_realm.services.pace.queue_places import QueuePlaces
    from mirror_realm.services.pace.starting import Starting
    from mirror_realm.services.pace.turns import Turns
    from mirror_realm.services.photos.consent import Consenting
    from mirror_realm.services.photos.delete_avatar import Deleting
    from mirror_realm.services.photos.delete_project import Ending
    from mirror_realm.services.photos.personal_data import PersonalData
    from mirror_realm.services.photos.upload_avatar import Uploading
    from mirror_realm.services.photos.upload_limits import UploadLimits
    from mirror_realm.services.ports.accounts import People, Tokens
    from mirror_realm.services.ports.administration import AdministrationQueries
    from mirror_realm.services.ports.alerts import AlertSender
    from mirror_realm.services.ports.census import Census
    from mirror_realm.services.ports.erasure_records import ErasureRecords
    from mirror_realm.services.ports.exports import ExportFiles, OwnRecords
    from mirror_realm.services.ports.figures import Figures
    from mirror_realm.services.ports.person_files import PersonFiles
    from mirror_realm.services.ports.photos import Moderation, PhotoFiles, PhotoReader
    from mirror_realm.services.ports.pictures import PictureCodec, PictureFiles, PictureStore
    from mirror_realm.services.ports.providers import AnyProvider
    from mirror_realm.services.ports.push import PushSender
    from mirror_realm.services.ports.quality import QualityJudge, VisionJudge
    from mirror_realm.services.ports.queries import Queries
    from mirror_realm.services.ports.reels import ReelFiles, ReelMaker
    from mirror_realm.services.ports.renderers import Renderers
    from mirror_realm.services.ports.runtime import Runtime
    from mirror_realm.services.ports.store import Database
    from mirror_realm.services.ports.tasks import Tasks
    from mirror_realm.services.privacy.account_merge import Merging
    from mirror_realm.services.privacy.erasure import Erasing
    from mirror_realm.services.privacy.erasure_pages import ErasurePages
    from mirror_realm.services.privacy.erasure_replay import ErasureReplay
    from mirror_realm.services.privacy.erasure_steps import ErasureSteps
    from mirror_realm.services.privacy.merge_pages import MergePages
    from mirror_realm.services.privacy.orphaned_accounts import OrphanedAccounts
    from mirror_realm.services.projects.projects import Projects
    from mirror_realm.services.push.devices import Devices
    from mirror_realm.services.push.pushes import Pushes
    from mirror_realm.services.rendering.booking import Booking
    from mirror_realm.services.rendering.breakers import Breakers
    from mirror_realm.services.rendering.cancel import Cancelling
    from mirror_realm.services.rendering.completion import Completion
    from mirror_realm.services.rendering.follower_pages import FollowerPages
    from mirror_realm.services.rendering.followers import Followers
    from mirror_realm.services.rendering.lease import Leasing
    from mirror_realm.services.rendering.paid_pictures import PaidPictures
    from mirror_realm.services.rendering.predictions import Predictions
    from mirror_realm.services.rendering.release_photos import Releasing
    from mirror_realm.services.rendering.vision import Vision
    from mirror_realm.services.rendering.worker import Rendering
    from mirror_realm.services.sharing.sharing import Sharing
    from mirror_realm.services.sharing.standing import Standing
    from mirror_realm.services.sharing.views import Viewing
    from mirror_realm.services.statistics.advising import Advising, CountingNights
    from mirror_realm.services.statistics.closing import Closing
    from mirror_realm.services.statistics.usage_reports import UsageReports
    from mirror_realm.services.store import Store, Transaction
    from mirror_realm.services.timeline.overview import Overviews
    from mirror_realm.services.timeline.own_figures import OwnFigures
    from mirror_realm.services.timeline.pages import TimelinePages
    from mirror_realm.services.timeline.reels import Reels
    from mirror_realm.services.timeline.timeline import Timeline
    from mirror_realm.services.timeline.variation_choice import VariationChoice
    from mirror_realm.services.uses.uses import Uses


class Ports(Protocol):
    """The ports that the services need. An attribute may be built on first use."""

    @property
    def runtime(self) -> "Runtime": ...
    @property
    def database(self) -> "Database": ...
    @property
    def queries(self) -> "Queries": ...
    @property
    def figures(self) -> "Figures": ...
    @property
    def administration(self) -> "AdministrationQueries": ...
    @property
    def pictures(self) -> "PictureStore": ...
    @property
    def picture_files(self) -> "PictureFiles": ...
    @property
    def photos(self) -> "PhotoFiles": ...
    @property
    def person_files(self) -> "PersonFiles": ...
    @property
    def censuses(self) -> "Mapping[str, Census]": ...
    @property
    def people(self) -> "People": ...
    @property
    def tokens(self) -> "Tokens": ...
    def provider(self, name: str) -> "AnyProvider":
        """Return the provider of this name in the table of providers. Raises Misconfigured."""

    @property
    def codec(self) -> "PictureCodec": ...
    @property
    def judge(self) -> "QualityJudge": ...
    @property
    def vision(self) -> "VisionJudge | None": ...
    @property
    def reader(self) -> "PhotoReader": ...
    @property
    def moderation(self) -> "Moderation": ...
    @property
    def reels(self) -> "ReelFiles": ...
    @property
    def reel_maker(self) -> "ReelMaker": ...
    @property
    def tasks(self) -> "Tasks | None":
        """Return the queue of page tasks; None where there is none."""

    @property
    def push(self) -> "PushSender": ...
    @property
    def alerts(self) -> "AlertSender": ...
    @property
    def erasure_records(self) -> "ErasureRecords": ...
    @property
    def own_records(self) -> "OwnRecords": ...
    @property
    def export_files(self) -> "ExportFiles": ...


def assemble(ports: Ports, settings: Settings) -> "Services":
    """Return the services on these ports. Raises Misconfigured if the settings leave a job no time for a call."""
    return Services(ports, settings, policy_of(settings))


class Services(Lazy):
    """The services that entry points call, and their parts."""

    def __init__(self, ports: Ports, settings: Settings, policy: "Policy") -> None:
        super().__init__()
        self.ports = ports
        self.settings = settings
        self.policy = replace(policy, calendars=lambda now: self.quota_calendar.of(now))
        self.runtime = ports.runtime

    @once
    def store(self) -> "Store":
        from mirror_realm.services.store import Store

        return Store(self.ports.database, self.runtime)

    @property
    def people(self) -> "People":
        return self.ports.people

    # Admission

    @once
    def quota_calendar(self) -> "QuotaCalendar":
        from mirror_realm.services.allowance.quota_calendar import QuotaCalendar

        return QuotaCalendar(self.store, self.settings.quota_timezone)

    @once
    def renderers(self) -> "Renderers":
        from mirror_realm.services.ports.renderers import Renderers

        settings, provider = self.settings, self.ports.provider
        return Renderers(
            chosen=lambda: provider(settings.provider),
            of_photos=lambda: provider(settings.provider_of_photos),
            fallbacks=self._fallbacks,
            maker_of=lambda renderer: provider(settings.provider_for(renderer)),
            painter=provider(PAINTER.name),
            quality=self.settings.image_quality,
            timeout=self.policy.provider_timeout,
            sealed=lambda text: self.policy.pseudonyms.sealed(text),
            seeing_micros=self._seeing_micros if settings.pictures_seen else None,
        )

    def _seeing_micros(self, renderer: str, references: int) -> int:
        """Return what a call by a renderer holds for a vision model's look at its picture."""
        return self.vision.worst_case_micros(renderer, references)

    @once
    def vision(self) -> "Vision":
        from mirror_realm.services.rendering.vision import Vision

        return Vision(lambda: self.ports.vision, self.runtime)

    def _fallbacks(self) -> tuple[str, ...]:
        """Return the renderers of FALLBACK_PROVIDERS, in their order."""
        named = (entry.partition(":") for entry in self.settings.fallbacks)
        return tuple(
            PROVIDERS[name].prefix + model if model else self.ports.provider(name).renderer(personal=False)
            for name, _, model in named
        )

    @once
    def placeholders(self) -> "Placeholders":
        from mirror_realm.services.fallback.placeholders import Placeholders

        return Placeholders(self.settings.hosting_url)

    @once
    def starter(self) -> "JobStarter":
        from mirror_realm.services.jobs.start import JobStarter

        return JobStarter(self.policy)

    @once
    def ladder(self) -> "Ladder":
        from mirror_realm.services.fallback.ladder import Ladder

        return Ladder(self.renderers.painter.renderer(personal=False), self.ports.queries, self.starter)

    @once
    def limit_memory(self) -> "LimitMemory":
        from mirror_realm.services.admission.limit_memory import LimitMemory

        return LimitMemory()

    @once
    def split_days(self) -> "SplitDays":
        from mirror_realm.services.allowance.split_days import SplitDays

        return SplitDays(self.store, self.policy, self.runtime)

    @once
    def refusals(self) -> "RefusalMemory":
        from mirror_realm.services.admission.refusal_memory import RefusalMemory

        return RefusalMemory()

    @once
    def quotes(self) -> "RefusalMemory":
        from mirror_realm.services.admission.refusal_memory import RefusalMemory

        return RefusalMemory()

    @once
    def referencing(self) -> "Referencing":
        from mirror_realm.services.admission.photo_references import Referencing

        judged = self.settings.photos_judged
        return Referencing(self.store, self.ports.photos, self.policy.photo_recipients, judged, self.runtime)

    @once
    def admission(self) -> "Admission":
        from mirror_realm.services.admission.admission import Admission

        return Admission(self, self.runtime)

    @once
    def answering(self) -> "Answering":
        from mirror_realm.services.admission.wish_documents import Answering

        return Answering(self.store, self.admission, self.runtime)

    @once
    def milestones(self) -> "Milestones":
        from mirror_realm.services.admission.milestones import Milestones

        return Milestones(self.store, self.admission, self.policy, self.runtime)

    @once
    def nights(self) -> "Nights":
        from mirror_realm.services.admission.nights import Nights

        queries, split = self.ports.queries, self.split_days
        return Nights(self.store, queries, self.people, self.milestones, split, self.policy, self.runtime)

    @once
    def waiting(self) -> "Waiting":
        from threading import BoundedSemaphore

        from mirror_realm.services.admission.waiting import Waiting

        return Waiting(self.store, self.runtime, BoundedSemaphore(self.settings.concurrency - 1))

    @once
    def throttle(self) -> "Throttle":
        from mirror_realm.domain.rate import Rate
        from mirror_realm.services.admission.throttle import Throttle

        return Throttle(Rate(self.settings.calls_per_minute), self.runtime)

    @once
    def plans(self) -> "AccountPlans":
        """Return what decides the plan of a call by its token."""
        from mirror_realm.services.allowance.account_plans import AccountPlans

        return AccountPlans(plan_claim_of(self.settings))

    @once
    def granting(self) -> "Granting":
        from mirror_realm.services.allowance.grants import Granting

        return Granting(self.store, self.naming, self.auditing, self.policy, self.runtime)

    @once
    def selling(self) -> "Selling":
        from mirror_realm.services.credits.payments import Selling

        return Selling(self.store, self.naming, self.policy, self.runtime)

    @once
    def credit_history(self) -> "CreditHistory":
        from mirror_realm.services.credits.history import CreditHistory

        return CreditHistory(self.store, self.books, self.policy, self.runtime)

    @once
    def incomes(self) -> "Incomes":
        from mirror_realm.services.allowance.income import Incomes

        return Incomes(self.ports.own_records, self.naming)

    @once
    def giving_back(self) -> "GivingBack":
        from mirror_realm.services.allowance.giving_back import GivingBack

        return GivingBack(self.store, self.naming, self.auditing, self.policy, self.runtime)

    @once
    def naming(self) -> "Naming":
        from mirror_realm.services.naming import Naming

        return Naming(self.store, self.policy.pseudonyms, self.runtime)

    # Pace

    @once
    def pacing(self) -> "Pacing":
        from mirror_realm.services.pace.pacing import Pacing

        return Pacing(self.policy.images_per_minute)

    @once
    def queue_places(self) -> "QueuePlaces":
        from mirror_realm.services.pace.queue_places import QueuePlaces

        return QueuePlaces(self.ports.queries)

    @once
    def starting(self) -> "Starting":
        from mirror_realm.services.pace.starting import Starting

        return Starting(
            self.store, self.ports.queries, self.starter, self.pacing, self.enqueuing, self.runtime
        )

    def turns(self, transaction: "Transaction", now: datetime) -> "Turns":
        """Return the turns of the jobs that one transaction admits."""
        from mirror_realm.services.pace.turns import Turns

        return Turns(self.pacing, self.queue_places, self.starting, transaction, now)

    # Fan-out

    @once
    def enqueuing(self) -> "Enqueuing":
        from mirror_realm.services.fan_out.enqueue import Enqueuing

        return Enqueuing(self.ports.tasks, self.runtime)

    @once
    def paging(self) -> "Paging":
        from mirror_realm.domain.page_task import FanOut
        from mirror_realm.services.fan_out.pages import Paging

        kinds: dict[FanOut, Callable[[], Page]] = {
            FanOut.FOLLOWERS: lambda: self.follower_pages.page,
            FanOut.TAKEDOWN: lambda: self.takedown_pages.page,
            FanOut.ERASURE: lambda: self.erasure_pages.page,
            FanOut.MERGE: lambda: self.merge_pages.page,
            FanOut.SWEEP: lambda: self.sweeping.page,
            FanOut.EXPORT: lambda: self.export_pages.page,
            FanOut.LINKS: lambda: self.export_pages.end_address,
            FanOut.STARTS: lambda: self.starting.page,
            FanOut.STATISTICS: lambda: self.closing_days.page,
        }
        return Paging(kinds, self.runtime)

    # Rendering

    @once
    def leasing(self) -> "Leasing":
        from mirror_realm.services.rendering.lease import Leasing

        return Leasing(self.store, self.booking, self.split_days, self.pacing, self.policy, self.runtime)

    @once
    def booking(self) -> "Booking":
        from mirror_realm.services.rendering.booking import Booking

        return Booking(self.store, self.policy, self.runtime)

    @once
    def completion(self) -> "Completion":
        from mirror_realm.services.rendering.completion import Completion

        return Completion(self.ladder, self.policy, self.pushes)

    @once
    def followers(self) -> "Followers":
        from mirror_realm.services.rendering.followers import Followers

        return Followers(
            self.store, self.ports.queries, self.ladder, self.pushes, self.enqueuing, self.runtime
        )

    @once
    def follower_pages(self) -> "FollowerPages":
        from mirror_realm.services.rendering.follower_pages import FollowerPages

        return FollowerPages(self.store, self.ports.queries, self.followers, self.enqueuing)

    @once
    def paid(self) -> "PaidPictures":
        from mirror_realm.services.rendering.paid_pictures import PaidPictures

        return PaidPictures(self.store, self.booking, self.ports.pictures, self.ports.picture_files)

    @once
    def predictions(self) -> "Predictions":
        from mirror_realm.services.rendering.predictions import Predictions

        return Predictions(self.store, self.booking, self.renderers, self.policy, self.runtime)

    @once
    def breakers(self) -> "Breakers":
        from mirror_realm.services.rendering.breakers import Breakers

        shared = bool(self.settings.fallbacks)
        return Breakers(
            self.store,
            self.runtime,
            shared,
            lambda text: self.policy.pseudonyms.sealed(text),
            self.alerting.note_provider if self.settings.alert_webhook_url else None,
        )

    @once
    def releasing(self) -> "Releasing":
        from mirror_realm.services.rendering.release_photos import Releasing

        return Releasing(self.store, self.ports.photos)

    @once
    def rendering(self) -> "Rendering":
        from mirror_realm.services.rendering.inputs import Inputs
        from mirror_realm.services.rendering.settle import Settling
        from mirror_realm.services.rendering.worker import Rendering

        ports = self.ports
        return Rendering(
            leasing=self.leasing,
            settling=Settling(self.store, self.completion, self.runtime),
            followers=self.followers,
            renderers=self.renderers,
            codec=ports.codec,
            judge=ports.judge,
            vision=self.vision,
            paid=self.paid,
            inputs=Inputs(
                self.store,
                ports.photos,
                ports.reader,
                ports.moderation,
                ports.pictures,
                self.policy.photo_recipients,
            ),
            releasing=self.releasing,
            predictions=self.predictions,
            policy=self.policy,
            runtime=self.runtime,
            breakers=self.breakers,
        )

    @once
    def cancelling(self) -> "Cancelling":
        from mirror_realm.services.rendering.cancel import Cancelling

        return Cancelling(
            self.store,
            self.completion,
            self.followers,
            self.releasing,
            self.paid,
            self.predictions,
            self.runtime,
        )

    # Pushes

    @once
    def devices(self) -> "Devices":
        from mirror_realm.services.push.devices import Devices

        return Devices(self.store, self.runtime)

    @once
    def pushes(self) -> "Pushes":
        from mirror_realm.services.push.pushes import Pushes

        sends, ports = self.settings.sends_pushes, self.ports
        return Pushes(self.devices, ports.queries, lambda: ports.push, sends, self.runtime)

    # Users' pictures, photos, reports

    @once
    def timeline(self) -> "Timeline":
        from mirror_realm.services.timeline.timeline import Timeline

        return Timeline(self.store, self.ports.queries, self.timeline_pages, self.runtime)

    @once
    def variation_choice(self) -> "VariationChoice":
        from mirror_realm.services.timeline.variation_choice import VariationChoice

        return VariationChoice(self.store, self.runtime)

    @once
    def timeline_pages(self) -> "TimelinePages | None":
        from mirror_realm.services.timeline.pages import TimelinePages

        if not self.settings.timeline_pages:
            return None
        return TimelinePages(self.store, self.ports.queries, self.runtime)

    @once
    def standing(self) -> "Standing":
        from mirror_realm.services.sharing.standing import Standing

        return Standing(self.store, self.policy, self.runtime)

    @once
    def sharing(self) -> "Sharing":
        from mirror_realm.services.sharing.sharing import Sharing

        return Sharing(self.store, self.ports.queries, self.standing, self.policy, self.runtime)

    @once
    def viewing(self) -> "Viewing":
        from mirror_realm.services.sharing.views import Viewing

        return Viewing(self.ports.queries, self.standing, self.ports.pictures)

    @once
    def overviews(self) -> "Overviews":
        from mirror_realm.services.timeline.overview import Overviews

        return Overviews(self.store, self.policy, self.runtime)

    @once
    def own_figures(self) -> "OwnFigures":
        from mirror_realm.services.timeline.own_figures import OwnFigures

        ports = self.ports
        return OwnFigures(self.store, ports.own_records, ports.queries, self.incomes, self.policy)

    @once
    def reels(self) -> "Reels":
        from mirror_realm.services.timeline.reels import Reels

        ports = self.ports
        return Reels(
            self.store, ports.queries, ports.pictures, ports.picture_files, ports.reels, ports.reel_maker
        )

    @once
    def personal(self) -> "PersonalData":
        from mirror_realm.services.photos.personal_data import PersonalData

        ports = self.ports
        return PersonalData(
            self.store, ports.queries, ports.photos, ports.picture_files, self.exports, self.runtime
        )

    @once
    def consenting(self) -> "Consenting":
        from mirror_realm.services.photos.consent import Consenting

        return Consenting(self.store, self.personal, self.policy.photo_recipients, self.runtime)

    @once
    def uploading(self) -> "Uploading":
        from mirror_realm.services.admission.photo_references import Referencing
        from mirror_realm.services.photos.upload_avatar import Uploading

        ports, judged = self.ports, self.settings.uploads_judged
        recipients = self.policy.photo_recipients
        return Uploading(
            store=self.store,
            referencing=Referencing(self.store, ports.photos, recipients, judged, self.runtime),
            photos=ports.photos,
            reader=ports.reader,
            moderation=ports.moderation,
            codec=ports.codec,
            pictures=ports.pictures,
            files=ports.picture_files,
            placeholders=self.placeholders,
            pseudonyms=self.policy.pseudonyms,
            runtime=self.runtime,
        )

    @once
    def upload_limits(self) -> "UploadLimits":
        from mirror_realm.services.photos.upload_limits import UploadLimits

        return UploadLimits(self.store, self.ports.photos, self.runtime)

    @once
    def deleting(self) -> "Deleting":
        from mirror_realm.services.photos.delete_avatar import Deleting

        return Deleting(self.store, self.cancelling, self.personal)

    @once
    def projects(self) -> "Projects":
        from mirror_realm.services.projects.projects import Projects

        return Projects(self.store, self.ports.queries, self.runtime)

    @once
    def ending(self) -> "Ending":
        """Return what ends projects."""
        from mirror_realm.services.photos.delete_project import Ending

        return Ending(self.store, self.ports.queries, self.deleting, self.runtime)

    @once
    def uses(self) -> "Uses":
        from mirror_realm.services.uses.uses import Uses

        return Uses(self.store, self.ports.queries, self.runtime)

    @once
    def takedown(self) -> "Takedown":
        from mirror_realm.services.moderation.takedown import Takedown

        ports = self.ports
        return Takedown(
            self.store, ports.queries, self.ladder, ports.picture_files, self.enqueuing, self.runtime
        )

    @once
    def takedown_pages(self) -> "TakedownPages":
        from mirror_realm.services.moderation.takedown_pages import TakedownPages

        return TakedownPages(self.store, self.ports.queries, self.takedown, self.enqueuing, self.runtime)

    @once
    def reporting(self) -> "Reporting":
        from mirror_realm.services.moderation.report import Reporting

        return Reporting(
            self.store,
            self.naming,
            self.ladder,
            self.personal,
            self.takedown,
            self.credibility,
            self.runtime,
        )

    @once
    def credibility(self) -> "Credibility":
        from mirror_realm.services.moderation.credibility import Credibility

        return Credibility(self.ports.queries, self.people, self.runtime)

    @once
    def reviewing(self) -> "Reviewing":
        from mirror_realm.services.moderation.review import Reviewing

        ports = self.ports
        return Reviewing(
            self.store, ports.queries, ports.pictures, self.takedown, self.auditing, self.runtime
        )

    # Erasure and merging

    @once
    def erasure_steps(self) -> "ErasureSteps":
        from mirror_realm.services.privacy.erasure_steps import ErasureSteps

        return ErasureSteps(
            store=self.store,
            queries=self.ports.queries,
            files=self.ports.person_files,
            records=self.ports.erasure_records,
            people=self.people,
            naming=self.naming,
            completion=self.completion,
            followers=self.followers,
            paid=self.paid,
            predictions=self.predictions,
            runtime=self.runtime,
        )

    @once
    def erasing(self) -> "Erasing":
        from mirror_realm.services.privacy.erasure import Erasing

        queries = self.ports.queries
        return Erasing(self.store, queries, self.erasure_steps, self.enqueuing, self.runtime)

    @once
    def erasure_pages(self) -> "ErasurePages":
        from mirror_realm.services.privacy.erasure_pages import ErasurePages

        return ErasurePages(self.store, self.ports.queries, self.erasing, self.enqueuing, self.runtime)

    @once
    def erasure_replay(self) -> "ErasureReplay":
        from mirror_realm.services.privacy.erasure_replay import ErasureReplay

        ports = self.ports
        return ErasureReplay(
            ports.erasure_records,
            ports.censuses,
            self.store,
            self.people,
            self.erasing,
            self.policy.pseudonyms,
        )

    @once
    def merging(self) -> "Merging":
        from mirror_realm.services.privacy.account_merge import Merging
        from mirror_realm.services.privacy.merged_credits import MergedCredits
        from mirror_realm.services.sharing.moving import MovingShares

        ports = self.ports
        return Merging(
            store=self.store,
            queries=ports.queries,
            pictures=ports.pictures,
            files=ports.picture_files,
            people=self.people,
            tokens=ports.tokens,
            erasing=self.erasing,
            credits=MergedCredits(self.store, self.incomes, self.naming, self.policy, self.runtime),
            shares=MovingShares(self.store, ports.queries),
            naming=self.naming,
            enqueuing=self.enqueuing,
            runtime=self.runtime,
        )

    @once
    def merge_pages(self) -> "MergePages":
        from mirror_realm.services.privacy.merge_pages import MergePages

        return MergePages(self.store, self.ports.queries, self.merging, self.enqueuing, self.runtime)

    @once
    def orphaned_accounts(self) -> "OrphanedAccounts":
        from mirror_realm.services.privacy.orphaned_accounts import OrphanedAccounts

        return OrphanedAccounts(
            self.store,
            self.ports.censuses,
            self.people,
            self.erasing,
            self.policy.pseudonyms,
            self.runtime,
        )

    # Exports

    @once
    def exports(self) -> "Exports":
        from mirror_realm.services.exports.exports import Exports

        ports = self.ports
        return Exports(self.store, ports.export_files, ports.picture_files, self.enqueuing, self.runtime)

    @once
    def export_contents(self) -> "Contents":
        from mirror_realm.services.exports.contents import Contents

        ports = self.ports
        return Contents(self.store, ports.own_records, ports.pictures, ports.photos, self.naming)

    @once
    def export_pages(self) -> "ExportPages":
        from mirror_realm.services.exports.export_pages import ExportPages

        ports = self.ports
        return ExportPages(
            store=self.store,
            queries=ports.queries,
            exports=self.exports,
            contents=self.export_contents,
            zips=ports.export_files,
            person_files=ports.person_files,
            enqueuing=self.enqueuing,
            runtime=self.runtime,
        )

    # Schedules and operators

    @once
    def reaping(self) -> "Reaping":
        from mirror_realm.services.maintenance.reaper import Reaping

        return Reaping(
            store=self.store,
            queries=self.ports.queries,
            completion=self.completion,
            followers=self.followers,
            follower_pages=self.follower_pages,
            releasing=self.releasing,
            starter=self.starter,
            takedown=self.takedown,
            takedown_pages=self.takedown_pages,
            merge_pages=self.merge_pages,
            export_pages=self.export_pages,
            erasing=self.erasing,
            ending=self.ending,
            paid=self.paid,
            predictions=self.predictions,
            sums=self.day_sums,
            starting=self.starting,
            alerting=self.alerting,
            policy=self.policy,
            runtime=self.runtime,
        )

    @once
    def day_sums(self) -> "DaySums":
        from mirror_realm.services.allowance.day_sums import DaySums

        return DaySums(self.store, self.split_days, self.policy)

    @once
    def sweeping(self) -> "Sweeping":
        from mirror_realm.services.maintenance.expiring_variations import ExpiringVariations
        from mirror_realm.services.maintenance.sweep_pages import SweepPages
        from mirror_realm.services.maintenance.sweeper import Sweeping

        ports = self.ports
        return Sweeping(
            store=self.store,
            queries=ports.queries,
            files=ports.picture_files,
            photos=ports.photos,
            uploads=self.upload_limits,
            paid=self.paid,
            orphaned_accounts=self.orphaned_accounts,
            records=ports.erasure_records,
            variations=ExpiringVariations(ports.queries, self.variation_choice, self.personal, self.runtime),
            pages=SweepPages(self.store, self.enqueuing, self.runtime),
            runtime=self.runtime,
        )

    @once
    def closing_days(self) -> "Closing":
        from mirror_realm.services.statistics.closing import Closing
        from mirror_realm.services.statistics.walking import Walking

        figures = self.ports.figures
        walking = Walking(self.store, figures, self.runtime)
        return Closing(
            self.store, figures, walking, self.quota_calendar, self.enqueuing, self.policy, self.runtime
        )

    @once
    def usage_reports(self) -> "UsageReports":
        from mirror_realm.services.statistics.usage_reports import UsageReports

        return UsageReports(
            self.store, self.ports.figures, self.quota_calendar, self.runtime, self.policy.other_plans
        )

    @once
    def advising(self) -> "Advising":
        from mirror_realm.domain.advice import Setup
        from mirror_realm.services.statistics.advising import Advising

        settings, limits = self.settings, self.policy.limits
        setup = Setup(
            pictures=limits.global_daily,
            budget_micros=limits.budget_micros,
            degrade_from=settings.degrade_from,
            quality=settings.image_quality,
            detail=settings.recipe_detail,
            fallbacks=bool(settings.fallbacks),
            paced=settings.chosen_provider in settings.images_per_minute,
            shares=settings.global_day_shares,
            instances=settings.max_instances,
        )
        return Advising(self.usage_reports, setup)

    @once
    def counting_nights(self) -> "CountingNights":
        from mirror_realm.services.statistics.advising import CountingNights

        return CountingNights(self.closing_days, self.advising)

    @once
    def model_guard(self) -> "ModelGuard":
        from mirror_realm.services.maintenance.model_guard import ModelGuard

        configured = self.settings.configured_providers
        return ModelGuard(
            self.store,
            lambda: [self.ports.provider(name) for name in configured],
            self._fallbacks,
            self.policy,
            self.runtime,
        )

    @once
    def dead_letters(self) -> "DeadLetters":
        from mirror_realm.services.maintenance.dead_letters import DeadLetters

        return DeadLetters(self.store, self.ports.queries, self.auditing, self.runtime)

    # Administrators

    @once
    def auditing(self) -> "Auditing":
        from mirror_realm.services.auditing import Auditing

        return Auditing(self.store, self.naming, self.runtime)

    @once
    def desks(self) -> "Desks":
        from mirror_realm.services.administration.desks import Desks

        queries, shared = self.ports.administration, bool(self.settings.fallbacks)
        return Desks(self.store, queries, self._configured, shared, self.policy, self.runtime)

    @once
    def books(self) -> "Books":
        from mirror_realm.services.administration.books import Books

        return Books(self.ports.administration, self.naming)

    @once
    def persons(self) -> "Persons":
        from mirror_realm.services.administration.persons import Persons

        return Persons(
            self.store,
            self.ports.queries,
            self.people,
            self.naming,
            self.auditing,
            self.policy,
            self.runtime,
        )

    @once
    def job_stories(self) -> "JobStories":
        from mirror_realm.services.administration.job_stories import JobStories

        ports, pseudonyms = self.ports, self.policy.pseudonyms
        return JobStories(
            self.store, ports.queries, ports.administration, self.books, pseudonyms, self.runtime
        )

    @once
    def makers(self) -> "MakersView":
        from mirror_realm.services.administration.makers import MakersView

        return MakersView(
            self.store,
            self.ports.provider,
            self._configured,
            self.renderers,
            self.ports.queries,
            self.policy,
            self.runtime,
        )

    @once
    def limit_effects(self) -> "LimitEffectsView":
        from mirror_realm.services.administration.limit_effects import LimitEffectsView

        return LimitEffectsView(self.store, self.policy, self.runtime)

    @once
    def erasing_others(self) -> "ErasingOthers":
        from mirror_realm.services.administration.erasing_others import ErasingOthers

        return ErasingOthers(self.store, self.persons, self.erasing, self.auditing)

    def _configured(self) -> tuple[str, ...]:
        return self.settings.configured_providers

    @once
    def alerting(self) -> "Alerting":
        from mirror_realm.services.alerts.alerting import Alerting

        ports, enabled = self.ports, bool(self.settings.alert_webhook_url)
        return Alerting(self.store, ports.queries, lambda: ports.alerts, enabled, self.policy, self.runtime)


def plan_claim_of(settings: Settings) -> "PlanClaim":
    """Return how accounts name the plans in the settings."""
    from mirror_realm.domain.plans import FREE, PlanClaim

    given = settings.plans_given
    return PlanClaim(settings.plan_claim, {FREE: 0} | {plan: one.priority for plan, one in given.items()})


def policy_of(settings: Settings) -> "Policy":
    """Return the policy in the settings. Raises Misconfigured if it leaves a job no time for a single call."""
    from mirror_realm.domain.limits import planned
    from mirror_realm.domain.money import micros_from_usd
    from mirror_realm.services.allowance.policy import AFTER_CALL, Policy

    policy = Policy(
        limits=planned(
            settings.plans_given,
            user_daily=settings.user_daily_limit,
            global_daily=settings.global_daily_limit,
            guest_share=settings.anonymous_daily_share,
            budget_micros=micros_from_usd(settings.daily_budget_usd),
            user_paintings=settings.user_daily_paintings,
            global_paintings=settings.global_daily_paintings,
            jobs_per_minute=settings.jobs_per_minute,
        ),
        zone=settings.quota_timezone,
        detail=settings.recipe_detail,
        cache_ttl=timedelta(days=settings.cache_ttl_days),
        provider_timeout=timedelta(seconds=settings.provider_timeout_seconds),
        images_per_minute=settings.images_per_minute,
        max_provider_calls=settings.max_provider_calls,
        max_attempts=settings.max_attempts,
        retry_after_timeout=settings.retry_after_timeout,
        lease=timedelta(seconds=settings.lease_seconds),
        project=settings.project,
        pseudonym_secret=settings.pseudonym_secret,
        night_share=settings.night_share,
        degrade_from=settings.degrade_from,
        credits_per_avatar=settings.credits_per_avatar,
        initial_credits=settings.initial_credits,
        credits_kept_for=settings.credits_kept_for,
        shares=settings.global_day_shares,
        photo_recipients=settings.photo_recipients,
    )
    if policy.provider_timeout + AFTER_CALL > policy.working_time:
        raise Misconfigured(
            "PROVIDER_TIMEOUT_SECONDS is longer than MAX_ATTEMPTS and LEASE_SECONDS give a job: none could be rendered"
        )
    if policy.shares > 1:
        from mirror_realm.domain.day_shares import too_many

        if why := too_many(policy.shares, policy.limits):
            raise Misconfigured(f"GLOBAL_DAY_SHARES={policy.shares} {why}")
    return policy
