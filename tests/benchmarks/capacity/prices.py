"""The price table: list prices of us-central1 in USD, what is free, and where and when each was read.

The dates are those on which the price was quoted from Google's page, by public sources where the page itself could not
be opened. A price that changes is changed here, with its date; `make capacity` then writes the page anew.
"""

from dataclasses import dataclass

FIRESTORE = "https://cloud.google.com/firestore/pricing"
RUN = "https://cloud.google.com/run/pricing"
STORAGE = "https://cloud.google.com/storage/pricing"
SCHEDULER = "https://cloud.google.com/scheduler/pricing"
DAYS_A_MONTH = 30
HOURS_A_MONTH = 730


@dataclass(frozen=True, slots=True)
class Price:
    """What one unit costs, and what is free of it in a month."""

    unit: str
    dollars: float
    """For so many units."""
    per: float
    source: str
    read_on: str
    free: float = 0.0
    """Units a month; a daily amount is thirty of it."""
    free_daily: bool = False
    """Whether what is free is free by the day, so that a busy day's excess is billed."""

    @property
    def free_a_day(self) -> float:
        return self.free / DAYS_A_MONTH

    def bill(self, used: float) -> float:
        """Return the dollars for a month's use."""
        return max(0.0, used - self.free) / self.per * self.dollars


PRICES = {
    "reads": Price("document reads", 0.03, 1e5, FIRESTORE, "2026-10-08", 50_000 * 30, free_daily=True),
    "writes": Price("document writes", 0.09, 1e5, FIRESTORE, "2026-10-08", 20_000 * 30, free_daily=True),
    "deletes": Price("document deletes", 0.01, 1e5, FIRESTORE, "2026-10-08", 20_000 * 30, free_daily=True),
    "ttl_deletes": Price("deletes by TTL", 0.01, 1e5, FIRESTORE, "2026-10-08"),
    "document_gib": Price("GiB of documents", 0.15, 1, FIRESTORE, "2026-10-08", 1),
    "invocations": Price("invocations", 0.40, 1e6, RUN, "2026-09-19", 2e6),
    "vcpu_seconds": Price("vCPU-seconds", 0.000024, 1, RUN, "2026-09-19", 180_000),
    "gib_seconds": Price("GiB-seconds", 0.0000025, 1, RUN, "2026-09-19", 360_000),
    "file_gib": Price("GiB of files", 0.000027397 * HOURS_A_MONTH, 1, STORAGE, "2026-09-20", 5),
    "uploads": Price("file uploads and lists", 0.005, 1e3, STORAGE, "2026-09-20", 5_000),
    "downloads": Price("file downloads", 0.0004, 1e3, STORAGE, "2026-09-20", 50_000),
    "egress_gib": Price("GiB sent to apps", 0.12, 1, STORAGE, "2026-09-20", 100),
    "schedules": Price("scheduled jobs", 0.10, 1, SCHEDULER, "2026-09-23", 3),
}
"""By the name of the quantity. The amounts free a day of Firestore are also Google's page of 2026-10-08."""

NOT_COUNTED = (
    "sign-in (free up to 50 000 people a month without phone numbers), App Check, Hosting (placeholders and the page), "
    "logs, builds and their images, backups, taxes"
)
