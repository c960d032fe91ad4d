"""Which requests a suite answers: those sent to a name of this machine and, from web pages, those of its own pages.

Any web page that a developer opens may send requests to the ports of the developer's machine. It could call functions
with tokens it made up, and read accounts and files. So an `Origin` from elsewhere is refused, and, as a domain of an
attacker may be made to point at 127.0.0.1 (DNS rebinding), so is a `Host` from elsewhere. Programs, apps and tests send
no `Origin` and call by an address or `localhost`: they notice nothing.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

OWN_PAGES = "/__/"
"""Addresses of the suite itself: no other origin reads them, not even one of this machine."""

ANY = "*"


@dataclass(frozen=True)
class Doors:
    """Decide about requests by their `Host`, `Origin` and `Sec-Fetch-Site`."""

    allowed: tuple[str, ...] = ()
    """Further names to be called by and to take pages from: `app.test`; `.app.test`, it and all below it; `*`, any."""

    def refusal(self, path: str, headers: Mapping[str, str]) -> str | None:
        """Return why a request is refused, in a sentence; None if it may pass.

        Args:
            path: the path of its address.
            headers: by names in lower case.
        """
        host, origin = headers.get("host", ""), headers.get("origin")
        name = _hostname(f"//{host}")
        if host and not (_is_address(name) or self._is_local(name)):
            return f"The host {name!r} is not this machine; allow it with --allow-host if it is meant to be."
        if origin is not None and not _same(origin, host):
            if path.startswith(OWN_PAGES):
                return f"{OWN_PAGES} is not for pages of other origins."
            page = _hostname(origin)
            # A page that this suite serves by an address of the local network calls its other ports there.
            if not ((page == name and name) or _is_loopback(page) or self._is_local(page)):
                return f"The origin {origin!r} is not of this machine; allow its host with --allow-host."
        if path.startswith(OWN_PAGES) and _is_embedded_elsewhere(headers):
            return f"{OWN_PAGES} is not for pages of other origins."
        return None

    def _is_local(self, name: str) -> bool:
        return (
            name == "localhost"
            or name.endswith(".localhost")
            or any(one == ANY or _covers(one.lower(), name) for one in self.allowed)
        )


def _covers(allowed: str, name: str) -> bool:
    return name == allowed.lstrip(".") or (allowed.startswith(".") and name.endswith(allowed))


def _hostname(url: str) -> str:
    """Return the name in an address, in lower case; an empty one if there is none, as in the origin `null`."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # raises where what follows the name is no number
        return (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""


def _same(origin: str, host: str) -> bool:
    try:
        return bool(host) and urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    """Return whether a name is an IP address. No one can make another site's pages come from it."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(name: str) -> bool:
    return _is_address(name) and ipaddress.ip_address(name).is_loopback


def _is_embedded_elsewhere(headers: Mapping[str, str]) -> bool:
    """Return whether another origin's page includes this address, as a script or picture: that sends no `Origin`."""
    return (
        headers.get("sec-fetch-site") in ("cross-site", "same-site")
        and headers.get("sec-fetch-mode") != "navigate"
    )
