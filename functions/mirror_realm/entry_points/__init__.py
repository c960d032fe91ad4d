"""What Firebase calls: a decorated function each, a few lines, no logic. `main.py` loads the module that is needed.

Here is what all of them declare to the platform: where they run, how large, and who may call from a browser.
"""

from collections.abc import Callable
from typing import Any

from firebase_functions import https_fn, options

from mirror_realm import bootstrap, settings
from mirror_realm.api import bodies, library_logs

THREADS = 4
"""Requests an instance serves at a time: as many as functions-framework has threads on one CPU (it would get 80)."""

Request = https_fn.CallableRequest[Any]
Handler = Callable[[Request], Any]

bootstrap.initialize_admin()
library_logs.hush()
options.set_global_options(
    region=settings.REGION.value,
    memory=options.MemoryOption.MB_512,
    max_instances=10,
    concurrency=THREADS,
    cpu=1,
)
CORS = options.CorsOptions(cors_origins=settings.CORS_ORIGINS.value or "*", cors_methods=["POST"])


def call(**declared: Any) -> Callable[[Handler], bodies.Function]:
    """Declare a callable: its body is bounded before anything parses it; browsers of `CORS_ORIGINS` may call it."""

    def declare(handler: Handler) -> bodies.Function:
        declared_function: bodies.Function = https_fn.on_call(cors=CORS, **declared)(handler)  # type: ignore[assignment]  # typed as what it decorates
        return bodies.bounded(declared_function)

    return declare
