"""The public pages, each a function behind a rewrite of Hosting."""

from firebase_functions import https_fn
from flask import Request, Response

from mirror_realm import bootstrap, settings


@https_fn.on_request(timeout_sec=30, secrets=settings.PSEUDONYM_SECRETS)
def shared_page(request: Request) -> Response:
    """Answer `/s/**`: the page of a shared picture, and the picture."""
    from mirror_realm.api.shared_pages import shared_page as act

    return act(request, bootstrap.services())
