"""The public pages of shared pictures: `/s/{slug}` and `/s/{slug}.jpg`, behind Hosting's rewrite of `/s/**`.

No visitor is signed in, recognised, counted or recorded: nothing here reads a cookie or an address, or writes anything.
"""

import re
import uuid
from typing import TYPE_CHECKING

from flask import Request, Response

from mirror_realm import events, tracing
from mirror_realm.api.shared_markup import POLICY, fault_page, gone_page, shown_page
from mirror_realm.domain.narrative.languages import ENGLISH, LANGUAGES, nearest
from mirror_realm.services.sharing.views import NoShare, ShareGone

if TYPE_CHECKING:
    from mirror_realm.assembly import Services

_PATH = re.compile(r"/s/([a-z2-7]{1,64})(\.jpg)?", re.ASCII)
LONGEST_LANGUAGES = 200
"""The most characters of `Accept-Language` that are read."""

HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Vary": "Accept-Language",
}
"""Of every answer, whatever it is."""


def shared_page(request: Request, services: "Services") -> Response:
    """Return the page of a share or its picture; 404 without a share, 410 once it has ended, 503 for a fault of ours.

    The answers to 404 and 410 differ in the status alone.
    """
    if request.method not in ("GET", "HEAD"):
        return _answer("", 405, {"Allow": "GET, HEAD"})
    lang = _language(request.headers.get("Accept-Language", ""))
    with tracing.traced(tracing.of_request(request.headers.get)):
        try:
            return _found(request, services, lang)
        except NoShare:
            return _answer(gone_page(lang), 404)
        except ShareGone:
            return _answer(gone_page(lang), 410)
        except Exception:
            events.callable_failed("shared_pages.shared_page", uuid.uuid4().hex)
            return _answer(fault_page(lang), 503, {"Retry-After": "30"})


def _found(request: Request, services: "Services", lang: str) -> Response:
    """Return what is at the address. Raises NoShare, ShareGone."""
    path = _PATH.fullmatch(request.path)
    if path is None:
        raise NoShare("no address of a share has this form")
    slug, picture = path[1], path[2] is not None
    if picture:
        return _answer(services.viewing.picture(slug), 200, {"Content-Type": "image/jpeg"})
    shown = services.viewing.page(slug)
    return _answer(shown_page(shown, slug, services.settings.hosting_url, lang), 200)


def _answer(body: str | bytes, status: int, headers: dict[str, str] | None = None) -> Response:
    """Return the answer; the server leaves its body out where the method is HEAD."""
    return Response(body, status, {"Content-Type": "text/html; charset=utf-8", **HEADERS, **(headers or {})})


def _language(accepted: str) -> str:
    """Return the visitor's first language that is one of ours, as `Accept-Language` ranks them; else English."""
    ranked = []
    for position, entry in enumerate(accepted[:LONGEST_LANGUAGES].split(",")):
        tag, _, parameter = entry.partition(";")
        quality = re.fullmatch(r"\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", parameter)
        weight = float(quality[1]) if quality else 1.0
        if weight > 0 and tag.strip().partition("-")[0].lower() in LANGUAGES:
            ranked.append((-weight, position, nearest(tag.strip())))
    return min(ranked)[2] if ranked else ENGLISH
