"""The services of `fallback`, and the start of jobs."""

from typing import TYPE_CHECKING

from mirror_realm.assembly.core import Core
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.fallback.ladder import Ladder
    from mirror_realm.services.fallback.placeholders import Placeholders
    from mirror_realm.services.jobs.start import JobStarter


class FallbackParts(Core):
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
