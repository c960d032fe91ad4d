"""Firebase Hosting: the public directory, and the addresses a page needs to find the suite."""

from emulator.hosting.site import HostingService

__all__ = ["HostingService"]
