"""The functions that Firebase calls: decorated, a few lines each, without logic. `main.py` loads one module of them.

This file has the options that all of them declare to the platform: region, size, and allowed origins of browsers.
"""

import os
from collections.abc import Callable
from typing import Any

from firebase_functions import https_fn, options

from mirror_realm import bootstrap, settings
from mirror_realm.api import bodies, library_logs

SIZE = settings.size()
ROOMY_MB = SIZE.memory_at_least(1024)
"""The memory of a function that decodes or encodes pictures."""

Request = https_fn.CallableRequest[Any]
Handler = Callable[[Request], Any]

bootstrap.initialize_admin()
library_logs.hush()
# Read by functions-framework after it has loaded this: an instance has a thread for every request that it is given.
os.environ.setdefault("THREADS", str(SIZE.concurrency))
options.set_global_options(
    region=settings.REGION.value,
    memory=SIZE.memory_mb,
    max_instances=SIZE.max_instances,
    concurrency=SIZE.concurrency,
    cpu=1,
)
CORS = options.CorsOptions(cors_origins=settings.CORS_ORIGINS.value or "*", cors_methods=["POST"])


def call(**declared: Any) -> Callable[[Handler], bodies.Function]:
    """Declare a callable. Its body is checked before it is parsed; browsers on `CORS_ORIGINS` may call it."""

    def declare(handler: Handler) -> bodies.Function:
        declared_function: bodies.Function = https_fn.on_call(cors=CORS, **declared)(handler)  # type: ignore[assignment]  # typed as what it decorates
        return bodies.bounded(declared_function)

    return declare
