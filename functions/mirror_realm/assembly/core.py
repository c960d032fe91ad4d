"""The core: services that parts of several folders need."""

from dataclasses import replace
from typing import TYPE_CHECKING

from mirror_realm.assembly.ports import Ports
from mirror_realm.once import Lazy, once
from mirror_realm.providers import PAINTER, PROVIDERS
from mirror_realm.settings import Settings

if TYPE_CHECKING:
    from mirror_realm.services.alerts.alerting import Alerting
    from mirror_realm.services.allowance.income import Incomes
    from mirror_realm.services.allowance.policy import Policy
    from mirror_realm.services.allowance.quota_calendar import QuotaCalendar
    from mirror_realm.services.auditing import Auditing
    from mirror_realm.services.fan_out.enqueue import Enqueuing
    from mirror_realm.services.naming import Naming
    from mirror_realm.services.ports.accounts import People
    from mirror_realm.services.ports.renderers import Renderers
    from mirror_realm.services.rendering.vision import Vision
    from mirror_realm.services.store import Store


class Core(Lazy):
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
    def incomes(self) -> "Incomes":
        from mirror_realm.services.allowance.income import Incomes

        return Incomes(self.ports.own_records, self.naming)

    @once
    def naming(self) -> "Naming":
        from mirror_realm.services.naming import Naming

        return Naming(self.store, self.policy.pseudonyms, self.runtime)

    @once
    def enqueuing(self) -> "Enqueuing":
        from mirror_realm.services.fan_out.enqueue import Enqueuing

        return Enqueuing(self.ports.tasks, self.runtime)

    @once
    def auditing(self) -> "Auditing":
        from mirror_realm.services.auditing import Auditing

        return Auditing(self.store, self.naming, self.runtime)

    def _configured(self) -> tuple[str, ...]:
        return self.settings.configured_providers

    @once
    def alerting(self) -> "Alerting":
        from mirror_realm.services.alerts.alerting import Alerting

        ports, enabled = self.ports, bool(self.settings.alert_webhook_url)
        return Alerting(self.store, ports.queries, lambda: ports.alerts, enabled, self.policy, self.runtime)
