"""The services of `maintenance`: reaper, sweeper, model guard, dead letters."""

from typing import TYPE_CHECKING

from mirror_realm.assembly.albums import AlbumParts
from mirror_realm.assembly.moderation import ModerationParts
from mirror_realm.assembly.privacy import PrivacyParts
from mirror_realm.assembly.timeline import TimelineParts
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.maintenance.dead_letters import DeadLetters
    from mirror_realm.services.maintenance.model_guard import ModelGuard
    from mirror_realm.services.maintenance.reaper import Reaping
    from mirror_realm.services.maintenance.sweeper import Sweeping


class MaintenanceParts(ModerationParts, PrivacyParts, AlbumParts, TimelineParts):
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
