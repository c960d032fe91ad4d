"""The functions that providers call."""

from firebase_functions import https_fn
from flask import Request, Response

from mirror_realm import bootstrap, settings


@https_fn.on_request(timeout_sec=30, secrets=settings.WEBHOOK_SECRETS)
def provider_webhook(request: Request) -> Response:
    """Take a signed message of an image provider about a prediction."""
    from mirror_realm.api.webhooks import provider_webhook as act

    return act(request, bootstrap.services())
