"""What the Figures port may be asked of a house: every method, with arguments that find something and others."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

from mirror_realm.domain.avatar import Source
from mirror_realm.domain.ledger import Movement
from mirror_realm.domain.progress import STAGES
from mirror_realm.domain.render_job import JobState
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.waiting_times import BOUNDS
from mirror_realm.services.ports.figures import Figures
from tests.fakes.house import House

METHODS = [name for name in vars(Figures) if not name.startswith("_")]
WITHOUT_MOST = ("next_reason", "next_renderer", "oldest_queued", "first_day")


def each(house: House) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Return each method with arguments, all but how much it shall count."""
    began = house.clock.time - timedelta(days=3650)
    ended = house.clock.time + timedelta(days=1)
    times = [(began, ended), (ended - timedelta(days=2), ended)]
    days = [
        *sorted({path.split("/")[1] for path in house.documents if path.startswith("global_usage/")}),
        "2020-01-01",
    ]
    avatars = [data for path, data in house.documents.items() if "/avatars/" in path and path.count("/") == 3]
    moments = [data["completed_at"] for data in avatars]
    renderers = ["", "model-1", "nobody"]
    arguments: dict[str, Any] = {
        "pictures_by_source": [(str(name), *time) for name, time in product(Source, times)],
        "pictures_by_style": [(str(name), *time) for name, time in product(list(StyleId)[:3], times)],
        "pictures_by_stage": [(str(name), *time) for name, time in product(STAGES[2:4], times)],
        "shown_after": [
            (after, *time) for after, time in product((None, *filter(None, moments[::5])), times)
        ],
        "shown_last": times,
        "movements": list(product((Movement.SETTLED, Movement.REFUNDED), days)),
        "settled_under": list(product(("pro", "max"), days)),
        "settled_within": list(product((*BOUNDS[:2], 10**9), days)),
        "next_reason": list(product(("", "content_rejected", "zzz"), days)),
        "refunds_for": list(product(("content_rejected", "cancelled"), days)),
        "next_renderer": list(product(renderers, days)),
        "spent_on": list(product(renderers, days)),
        "people_asking": [(day,) for day in days],
        "refused": [(day,) for day in days],
        "jobs_in": [(state,) for state in JobState],
        "oldest_queued": [()],
        "first_day": [()],
    }
    for method in METHODS:
        for what in arguments[method]:
            yield method, what


def ask(figures: Figures, method: str, what: tuple[Any, ...], most: int = 1000) -> Any:
    """Return the answer."""
    how_many = () if method in WITHOUT_MOST else (most,)
    return getattr(figures, method)(*what, *how_many)
