"""The services of `administration`: what administrators look at and do."""

from typing import TYPE_CHECKING

from mirror_realm.assembly.privacy import PrivacyParts
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.administration.books import Books
    from mirror_realm.services.administration.desks import Desks
    from mirror_realm.services.administration.erasing_others import ErasingOthers
    from mirror_realm.services.administration.job_stories import JobStories
    from mirror_realm.services.administration.limit_effects import LimitEffectsView
    from mirror_realm.services.administration.makers import MakersView
    from mirror_realm.services.administration.persons import Persons


class AdministrationParts(PrivacyParts):
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
