"""The services of `timeline`: lists, reels, figures of one user."""

from typing import TYPE_CHECKING

from mirror_realm.assembly.core import Core
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.timeline.overview import Overviews
    from mirror_realm.services.timeline.own_figures import OwnFigures
    from mirror_realm.services.timeline.pages import TimelinePages
    from mirror_realm.services.timeline.reels import Reels
    from mirror_realm.services.timeline.timeline import Timeline
    from mirror_realm.services.timeline.variation_choice import VariationChoice


class TimelineParts(Core):
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
