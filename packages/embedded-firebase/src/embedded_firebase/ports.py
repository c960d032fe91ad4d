"""The ports of the suite: those of firebase-tools by default, and a clear error when one is taken."""

import errno
import socket
from collections.abc import Mapping
from types import MappingProxyType

SERVICES = ("functions", "firestore", "storage", "auth", "hosting", "tasks")

DEFAULT_PORTS: Mapping[str, int] = MappingProxyType(
    {
        "functions": 5001,
        "firestore": 8080,
        "storage": 9199,
        "auth": 9099,
        "hosting": 5000,
        "tasks": 9499,
    }
)
"""The ports that firebase-tools uses when firebase.json names none."""


class PortTaken(OSError):
    """Another program listens on a port that a service of the suite needs."""

    def __init__(self, service: str, host: str, port: int) -> None:
        self.service, self.host, self.port = service, host, port
        super().__init__(
            errno.EADDRINUSE,
            f"port {port} on {host}, where {service} should listen, is taken by another program. "
            f'Stop that program, pass --free-ports, or set "emulators": {{"{service}": {{"port": ...}}}} '
            "in firebase.json.",
        )

    def __str__(self) -> str:
        return str(self.strerror)


def listen(service: str, host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes any free port.

    Raises:
        PortTaken: if another program has the port.
        OSError: if the host is not an address of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's algorithm off, which else costs 40 ms a response, only for sockets declared as TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    # A port whose last owner has just ended may be taken over at once; one with a live owner may not.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortTaken(service, host, port) from error
        raise OSError(error.errno, f"cannot listen on {host}: {error.strerror}") from error
    listener.setblocking(False)
    return listener


def require_free(service: str, host: str, port: int) -> None:
    """Raise `PortTaken` if the port is taken. Port 0 never is."""
    if port:
        listen(service, host, port).close()


def address(host: str, port: int) -> str:
    """Return `HOST:PORT`, with an IPv6 host in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
