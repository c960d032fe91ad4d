"""The Figures port on Cloud Firestore. Every index these need is in firestore.indexes.json."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from google.cloud.firestore_v1.base_query import FieldFilter

from mirror_realm import events
from mirror_realm.domain.ledger import Movement
from mirror_realm.services.ports.figures import Shown, Sum, verdict_of

if TYPE_CHECKING:
    from google.cloud.firestore import Client

_LOOKED_AT = ["completed_at", "source", "style", "evolution_stage", "guest", "preset", "quality"]


class FirestoreFigures:
    def __init__(self, client: "Client") -> None:
        self._client = client

    def pictures_by_source(self, source: str, since: datetime, until: datetime, most: int) -> int:
        return self._pictures("source", source, since, until, most)

    def pictures_by_style(self, style: str, since: datetime, until: datetime, most: int) -> int:
        return self._pictures("style", style, since, until, most)

    def pictures_by_stage(self, stage: str, since: datetime, until: datetime, most: int) -> int:
        return self._pictures("evolution_stage", stage, since, until, most)

    def shown_after(
        self, after: datetime | None, since: datetime, until: datetime, most: int
    ) -> Sequence[Shown]:
        query = self._completed(since, until)
        if after is not None:
            query = query.where(filter=FieldFilter("completed_at", ">", after))
        return _shown(query.order_by("completed_at").limit(most))

    def shown_last(self, since: datetime, until: datetime, most: int) -> Sequence[Shown]:
        newest = self._completed(since, until).order_by("completed_at", direction="DESCENDING")
        return _shown(newest.limit(most))

    def movements(self, movement: Movement, day: str, most: int) -> int:
        return _count(self._ledger(("movement", "==", movement), ("day", "==", day)), most)

    def settled_within(self, seconds: int, day: str, most: int) -> int:
        settled = ("movement", "==", Movement.SETTLED)
        return _count(self._ledger(settled, ("day", "==", day), ("seconds", "<=", seconds)), most)

    def next_reason(self, after: str, day: str) -> str | None:
        query = self._ledger(("day", "==", day), ("reason", ">", after)).order_by("reason")
        found: str | None = _first(query, "reason")
        return found

    def refunds_for(self, reason: str, day: str, most: int) -> int:
        return _count(self._ledger(("day", "==", day), ("reason", "==", reason)), most)

    def next_renderer(self, after: str, day: str) -> str | None:
        query = self._ledger(("day", "==", day), ("renderer", ">", after))
        found: str | None = _first(query.order_by("renderer").order_by("cost_micros"), "renderer")
        return found

    def spent_on(self, renderer: str, day: str, most: int) -> Sum:
        return _sum(self._ledger(("day", "==", day), ("renderer", "==", renderer)), "cost_micros", most)

    def people_asking(self, day: str, most: int) -> int:
        return _count(self._usage(day), most)

    def refused(self, day: str, most: int) -> Sum:
        return _sum(self._usage(day), "refused", most)

    def jobs_in(self, state: str, most: int) -> int:
        return _count(
            self._client.collection("renders").where(filter=FieldFilter("state", "==", state)), most
        )

    def oldest_queued(self) -> datetime | None:
        queued = self._client.collection("renders").where(filter=FieldFilter("state", "==", "queued"))
        found: datetime | None = _first(queued.order_by("created_at"), "created_at")
        return found

    def first_day(self) -> str | None:
        found: str | None = _first(self._client.collection("global_usage").order_by("day"), "day")
        return found

    def _pictures(self, field: str, value: str, since: datetime, until: datetime, most: int) -> int:
        return _count(self._completed(since, until).where(filter=FieldFilter(field, "==", value)), most)

    def _completed(self, since: datetime, until: datetime) -> Any:
        query: Any = self._client.collection_group("avatars")
        return query.where(filter=FieldFilter("completed_at", ">=", since)).where(
            filter=FieldFilter("completed_at", "<", until)
        )

    def _ledger(self, *conditions: tuple[str, str, Any]) -> Any:
        query: Any = self._client.collection("ledger")
        for condition in conditions:
            query = query.where(filter=FieldFilter(*condition))
        return query

    def _usage(self, day: str) -> Any:
        query: Any = self._client.collection_group("usage")
        return query.where(filter=FieldFilter("day", "==", day))


def _count(query: Any, most: int) -> int:
    return int(query.limit(most).count(alias="n").get()[0][0].value)


def _sum(query: Any, field: str, most: int) -> Sum:
    (found,) = query.limit(most).count(alias="n").sum(field, alias="total").get()
    numbers = {one.alias: int(one.value) for one in found}
    return Sum(numbers["n"], numbers["total"])


def _first(query: Any, field: str) -> Any:
    found = query.select([field]).limit(1).stream()
    return next((snapshot.to_dict()[field] for snapshot in found), None)


def _shown(query: Any) -> Sequence[Shown]:
    found = []
    for snapshot in query.select(_LOOKED_AT).stream():
        try:
            found.append(_one(snapshot))
        except (LookupError, AttributeError) as error:
            events.document_unreadable("avatars", snapshot.id, type(error).__name__)
    return found


def _one(snapshot: Any) -> Shown:
    data = snapshot.to_dict()
    return Shown(
        uid=snapshot.reference.parent.parent.id,
        completed_at=data["completed_at"],
        source=data["source"] or "",
        style=data["style"],
        stage=data["evolution_stage"],
        guest=data.get("guest", False),
        preset=data.get("preset") or "",
        verdict=verdict_of(data),
    )
