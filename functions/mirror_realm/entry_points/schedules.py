"""The scheduled functions, each running at most once at a time."""

from zoneinfo import ZoneInfo

from firebase_functions import scheduler_fn

from mirror_realm import settings
from mirror_realm.api import schedules


@scheduler_fn.on_schedule(
    schedule="every 5 minutes",
    timeout_sec=540,
    max_instances=1,
    secrets=[*settings.PROVIDER_SECRETS, *settings.ALERT_SECRETS],
)
def reap(event: scheduler_fn.ScheduledEvent) -> None:
    """Requeue or end the jobs of workers that died."""
    schedules.serve("reap", lambda services: services.reaping.run())


@scheduler_fn.on_schedule(
    schedule="every day 03:30",
    timezone=settings.midnight_zone(),
    timeout_sec=540,
    max_instances=1,
    secrets=[*settings.PSEUDONYM_SECRETS, *settings.ALERT_SECRETS],
)
def sweep(event: scheduler_fn.ScheduledEvent) -> None:
    """Delete files and documents that are no longer needed, count the days that are closed, and log what to change."""
    schedules.serve(
        "sweep",
        lambda services: services.sweeping.run(),
        lambda services: services.counting_nights.run(),
    )


@scheduler_fn.on_schedule(
    schedule="every 15 minutes",
    timeout_sec=540,
    max_instances=1,
    secrets=[*settings.PROVIDER_SECRETS, *settings.ALERT_SECRETS],
)
def evolve_at_night(event: scheduler_fn.ScheduledEvent) -> None:
    """Render the milestones of this night, if EVOLUTION_AT_NIGHT is on."""
    schedules.serve("evolve_at_night", lambda services: services.nights.run())


@scheduler_fn.on_schedule(
    schedule="every day 02:40",
    timezone=ZoneInfo("UTC"),
    timeout_sec=300,
    max_instances=1,
    secrets=[*settings.PROVIDER_SECRETS, *settings.ALERT_SECRETS],
)
def check_models(event: scheduler_fn.ScheduledEvent) -> None:
    """Ask the providers whether the configured models are shut down soon."""
    schedules.serve("check_models", lambda services: services.model_guard.run())
