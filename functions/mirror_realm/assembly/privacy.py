"""The services of `privacy`: erasure, merging, orphaned accounts."""

from typing import TYPE_CHECKING

from mirror_realm.assembly.rendering import RenderingParts
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.privacy.account_merge import Merging
    from mirror_realm.services.privacy.erasure import Erasing
    from mirror_realm.services.privacy.erasure_pages import ErasurePages
    from mirror_realm.services.privacy.erasure_replay import ErasureReplay
    from mirror_realm.services.privacy.erasure_steps import ErasureSteps
    from mirror_realm.services.privacy.merge_pages import MergePages
    from mirror_realm.services.privacy.orphaned_accounts import OrphanedAccounts


class PrivacyParts(RenderingParts):
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
