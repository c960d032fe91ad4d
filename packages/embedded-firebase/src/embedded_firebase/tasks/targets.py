"""The function that a task calls, found by the task's address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from embedded_firebase.functions.hosted import HostedFunction

CALLED_OVER_HTTP = ("callable", "http", "task")


@dataclass(frozen=True)
class Target:
    """A hosted function, and the rest of the address under which it is called."""

    function: HostedFunction
    prefix: str
    """The part of the path that names the function."""
    path: str
    """The path that the function sees."""
    query: str = ""


class Targets:
    """Find hosted functions by their addresses, here or in production."""

    def __init__(self, functions: Mapping[str, HostedFunction], project: str, address: str) -> None:
        """Take the functions, their project, and `HOST:PORT` of the functions host."""
        self._functions = functions
        self._project = project
        self._address = address
        self._deployed = re.compile(rf"([a-z0-9-]+)-{re.escape(project)}\.cloudfunctions\.net")

    def url_of(self, name: str, region: str) -> str:
        """Return the address of a function."""
        return f"http://{self._address}/{self._project}/{region}/{name}"

    def find(self, url: str) -> Target | None:
        """Return the hosted function at an address; None if there is none."""
        parts = urlsplit(url)
        if parts.netloc == self._address:
            matched = re.fullmatch(rf"/{re.escape(self._project)}/([^/]+)/([^/]+)(/.*)?", parts.path)
            region, name, rest = matched.groups() if matched else ("", "", None)
            prefix = f"/{self._project}/{region}/{name}"
        else:
            deployed = self._deployed.fullmatch(parts.netloc)
            matched = re.fullmatch(r"/([^/]+)(/.*)?", parts.path)
            region, (name, rest) = (
                deployed[1] if deployed else "",
                matched.groups() if matched else ("", None),
            )
            prefix = f"/{name}"
        function = self._functions.get(name)
        if function is None or region not in function.regions or function.kind not in CALLED_OVER_HTTP:
            return None
        return Target(function, prefix, unquote(rest or "/"), parts.query)
