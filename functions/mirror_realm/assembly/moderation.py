"""The services of `moderation`: reports, reviews, takedown."""

from typing import TYPE_CHECKING

from mirror_realm.assembly.photos import PhotoParts
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.moderation.credibility import Credibility
    from mirror_realm.services.moderation.report import Reporting
    from mirror_realm.services.moderation.review import Reviewing
    from mirror_realm.services.moderation.takedown import Takedown
    from mirror_realm.services.moderation.takedown_pages import TakedownPages


class ModerationParts(PhotoParts):
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
