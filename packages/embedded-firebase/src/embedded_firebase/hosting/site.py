"""Static files as Hosting serves them: index pages, clean addresses, headers, rewrites, a 404 page."""

import mimetypes
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from werkzeug.security import safe_join
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from embedded_firebase.configuration import HostingSite
from embedded_firebase.hosting.globs import compiled_glob

NOT_FOUND = "<!doctype html><title>Page not found</title><h1>Page not found</h1>\n"

Page = Callable[[Request], Response | None]
"""An address of the suite's own under `/__/`; None if the page does not know it."""


class HostingService:
    """Serve a site; without one, only the suite's own pages."""

    def __init__(self, site: HostingSite | None, *own_pages: Page) -> None:
        self._site = site
        self._own_pages = own_pages

    def handle(self, request: Request) -> Response:
        """Answer one request."""
        if request.path.startswith("/__/"):
            answers = (page(request) for page in self._own_pages)
            return next((answer for answer in answers if answer is not None), _not_found(None))
        if request.method not in ("GET", "HEAD"):
            return Response("Method not allowed\n", 405, {"Allow": "GET, HEAD"})
        if self._site is None:
            return redirect("/__/emulator", 302) if request.path == "/" else _not_found(None)
        response = self._serve(request, self._site)
        for name, value in _headers(self._site.headers, request.path):
            response.headers[name] = value
        return response

    def _serve(self, request: Request, site: HostingSite) -> Response:
        path = request.path
        if site.clean_urls and (path.endswith((".html", "/index"))):
            return redirect(re.sub(r"(/index)?(\.html)?$", "", path) or "/", 301)
        file = file_for(site, path) or _rewritten(site, path)
        if file is None:
            return _not_found(site)
        content_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        response = Response(file.read_bytes(), content_type=content_type)
        if content_type.startswith("text/"):
            response.headers["Content-Type"] = f"{content_type}; charset=utf-8"
        response.headers["Cache-Control"] = "max-age=3600"
        response.last_modified = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        response.add_etag()
        return response.make_conditional(request)


def file_for(site: HostingSite, path: str) -> Path | None:
    """Return the file an address names, never one outside the public directory."""
    relative = path.lstrip("/")
    candidates = [relative, f"{relative.rstrip('/')}/index.html".lstrip("/")]
    if site.clean_urls and relative:
        candidates.append(f"{relative.rstrip('/')}.html")
    for candidate in candidates:
        joined = safe_join(str(site.public), candidate) if candidate else None
        if joined is not None and Path(joined).is_file() and not _ignored(site, candidate):
            return Path(joined)
    return None


def _ignored(site: HostingSite, name: str) -> bool:
    return any(compiled_glob(pattern).fullmatch(name) for pattern in site.ignore)


def rewrite_of(site: HostingSite, path: str) -> Mapping[str, Any] | None:
    """Return the first rewrite whose glob matches an address."""
    matching = (one for one in site.rewrites if compiled_glob(str(one.get("source", "**"))).fullmatch(path))
    return next(matching, None)


def _rewritten(site: HostingSite, path: str) -> Path | None:
    """Return the file that a rewrite puts in an address's place."""
    rewrite = rewrite_of(site, path)
    return file_for(site, str(rewrite["destination"])) if rewrite and "destination" in rewrite else None


def _headers(rules: tuple[Mapping[str, Any], ...], path: str) -> Iterator[tuple[str, str]]:
    for rule in rules:
        if compiled_glob(str(rule.get("source", "**"))).fullmatch(path):
            yield from ((str(header["key"]), str(header["value"])) for header in rule.get("headers", ()))


def _not_found(site: HostingSite | None) -> Response:
    page = site.public / "404.html" if site is not None else None
    body = page.read_bytes() if page is not None and page.is_file() else NOT_FOUND.encode()
    return Response(body, 404, content_type="text/html; charset=utf-8")
