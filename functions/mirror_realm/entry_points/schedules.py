"""The scheduled functions, each at most once at a time."""

from zoneinfo import ZoneInfo

from firebase_functions import scheduler_fn

from mirror_realm import bootstrap, settings
from mirror_realm.api import schedules


@scheduler_fn.on_schedule(
    schedule="every 5 minutes", timeout_sec=540, max_instances=1, secrets=settings.PSEUDONYM_SECRETS
)
def reap(event: scheduler_fn.ScheduledEvent) -> None:
    """What a dead worker left behind is taken up again or ended."""
    schedules.run("reap", lambda: bootstrap.services().reaping.run())


@scheduler_fn.on_schedule(
    schedule="every day 03:30",
    timezone=ZoneInfo("UTC"),
    timeout_sec=540,
    max_instances=1,
    secrets=settings.PSEUDONYM_SECRETS,
)
def sweep(event: scheduler_fn.ScheduledEvent) -> None:
    """What nobody needs any more goes."""
    schedules.run("sweep", lambda: bootstrap.services().sweeping.run())


@scheduler_fn.on_schedule(
    schedule="every 15 minutes", timeout_sec=540, max_instances=1, secrets=settings.PROVIDER_SECRETS
)
def evolve_at_night(event: scheduler_fn.ScheduledEvent) -> None:
    """Milestones whose night has come are rendered, where the setting says so."""
    schedules.run("evolve_at_night", lambda: bootstrap.services().nights.run())
