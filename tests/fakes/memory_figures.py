"""The Figures port over the memory store, each number counted in plain Python: what Firestore's must agree with."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from mirror_realm.domain.ledger import Movement
from mirror_realm.services.ports.figures import Shown, Sum, verdict_of
from tests.fakes.memory_store import MemoryStore

Data = dict[str, Any]


class MemoryFigures:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def pictures_by_source(self, source: str, since: datetime, until: datetime, most: int) -> int:
        return self._number(most, (one.source == source for one in self._shown(since, until)))

    def pictures_by_style(self, style: str, since: datetime, until: datetime, most: int) -> int:
        return self._number(most, (one.style == style for one in self._shown(since, until)))

    def pictures_by_stage(self, stage: str, since: datetime, until: datetime, most: int) -> int:
        return self._number(most, (one.stage == stage for one in self._shown(since, until)))

    def shown_after(
        self, after: datetime | None, since: datetime, until: datetime, most: int
    ) -> Sequence[Shown]:
        return [one for one in self._shown(since, until) if after is None or one.completed_at > after][:most]

    def shown_last(self, since: datetime, until: datetime, most: int) -> Sequence[Shown]:
        return self._shown(since, until)[::-1][:most]

    def movements(self, movement: Movement, day: str, most: int) -> int:
        return self._number(most, (one["movement"] == movement for one in self._ledger(day)))

    def settled_within(self, seconds: int, day: str, most: int) -> int:
        found = [one for one in self._ledger(day) if one["movement"] == "settled" and "seconds" in one]
        return self._number(most, (one["seconds"] <= seconds for one in found))

    def next_reason(self, after: str, day: str) -> str | None:
        return min(
            (one["reason"] for one in self._ledger(day) if (one["reason"] or "") > after), default=None
        )

    def refunds_for(self, reason: str, day: str, most: int) -> int:
        return self._number(most, (one["reason"] == reason for one in self._ledger(day)))

    def next_renderer(self, after: str, day: str) -> str | None:
        named = [one["renderer"] for one in self._ledger(day) if "renderer" in one]
        return min((name for name in named if name > after), default=None)

    def spent_on(self, renderer: str, day: str, most: int) -> Sum:
        found = [one["cost_micros"] for one in self._ledger(day) if one.get("renderer") == renderer]
        return Sum(len(found[:most]), sum(found[:most]))

    def people_asking(self, day: str, most: int) -> int:
        return min(most, len(self._usage(day)))

    def refused(self, day: str, most: int) -> Sum:
        found = [one["refused"] for one in self._usage(day) if "refused" in one][:most]
        return Sum(len(found), sum(found))

    def jobs_in(self, state: str, most: int) -> int:
        return self._number(most, (one["state"] == state for _, one in self._under("renders", 2)))

    def oldest_queued(self) -> datetime | None:
        queued = [one["created_at"] for _, one in self._under("renders", 2) if one["state"] == "queued"]
        return min(queued, default=None)

    def first_day(self) -> str | None:
        return min((one["day"] for _, one in self._under("global_usage", 2)), default=None)

    @staticmethod
    def _number(most: int, fit: Iterable[bool]) -> int:
        return min(most, sum(fit))

    def _shown(self, since: datetime, until: datetime) -> list[Shown]:
        found = [
            Shown(
                uid=path.split("/")[1],
                completed_at=data["completed_at"],
                source=data["source"] or "",
                style=data["style"],
                stage=data["evolution_stage"],
                guest=data.get("guest", False),
                preset=data.get("preset") or "",
                verdict=verdict_of(data),
            )
            for path, data in self._under("users", 4)
            if "/avatars/" in path and data["completed_at"] and since <= data["completed_at"] < until
        ]
        return sorted(found, key=lambda one: (one.completed_at, one.uid))

    def _ledger(self, day: str) -> list[Data]:
        return [one for _, one in self._under("ledger", 2) if one.get("day") == day]

    def _usage(self, day: str) -> list[Data]:
        return [one for path, one in self._under("users", 4) if "/usage/" in path and one["day"] == day]

    def _under(self, collection: str, depth: int) -> Iterator[tuple[str, Data]]:
        prefix = f"{collection}/"
        for path, data in self._store.documents.items():
            if path.startswith(prefix) and path.count("/") == depth - 1:
                yield path, data
