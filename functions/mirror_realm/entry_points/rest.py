"""The REST API, one function behind Hosting's rewrite of `/api/**`."""

from firebase_functions import https_fn
from flask import Request, Response

from mirror_realm import settings
from mirror_realm.entry_points import ROOMY_MB


@https_fn.on_request(timeout_sec=300, memory=ROOMY_MB, secrets=settings.PROVIDER_SECRETS)
def avatar_api(request: Request) -> Response:
    """Answer `/api/v1`: the acts of the callables, in the words of HTTP."""
    from mirror_realm.rest.wsgi import serve

    return serve(request)
