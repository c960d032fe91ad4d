"""The functions that Firebase calls: decorated, a few lines each, without logic. `main.py` loads one module of them.

This file has the options that all of them declare to the platform: region, size, and allowed origins of browsers.
"""

from collections.abc import Callable
from typing import Any

from firebase_functions import https_fn, options

from mirror_realm import bootstrap, settings
from mirror_realm.api import bodies, library_logs

THREADS = 4
"""Requests that an instance serves at once: the threads of functions-framework on one CPU. The default would be 80."""

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
    """Declare a callable. Its body is checked before it is parsed; browsers on `CORS_ORIGINS` may call it."""

    def declare(handler: Handler) -> bodies.Function:
        declared_function: bodies.Function = https_fn.on_call(cors=CORS, **declared)(handler)  # type: ignore[assignment]  # typed as what it decorates
        return bodies.bounded(declared_function)

    return declare
