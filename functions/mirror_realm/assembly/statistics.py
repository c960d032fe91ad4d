"""The services of `statistics`: closed days, reports, advice."""

from typing import TYPE_CHECKING

from mirror_realm.assembly.core import Core
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.statistics.advising import Advising, CountingNights
    from mirror_realm.services.statistics.closing import Closing
    from mirror_realm.services.statistics.usage_reports import UsageReports


class StatisticsParts(Core):
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
