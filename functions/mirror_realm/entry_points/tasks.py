"""The function of the queue, which works on fan-outs page by page."""

from firebase_functions import options, tasks_fn

from mirror_realm import settings
from mirror_realm.api import pages
from mirror_realm.entry_points import Request


# The name has no underscore: the queue is named after the function, and names of queues have none.
@tasks_fn.on_task_dispatched(
    timeout_sec=120,
    max_instances=16,
    secrets=settings.PROVIDER_SECRETS,
    rate_limits=options.RateLimits(max_concurrent_dispatches=64, max_dispatches_per_second=100),
    retry_config=options.RetryConfig(max_attempts=5, min_backoff_seconds=2, max_backoff_seconds=60),
)
def fanout(request: Request) -> None:
    """Do one page of a fan-out."""
    pages.run(request.data)
