"""Firebase Hosting: the public directory, and the addresses a page needs to find the suite."""

from embedded_firebase.hosting.site import HostingService

__all__ = ["HostingService"]
