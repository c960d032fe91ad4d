"""One call of a provider, the same as a render job makes it; and what its picture is worth."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mirror_realm.domain.listed_price import ListedPrice, worst_case_micros
from mirror_realm.domain.quality import Quality
from mirror_realm.domain.styles import StyleId
from mirror_realm.errors import MirrorRealmError, ProviderTimeout
from mirror_realm.services.ports.pictures import EncodedPicture, PictureCodec
from mirror_realm.services.ports.providers import (
    AnyProvider,
    CallName,
    ImageRequest,
    ListsPrices,
    ProviderImage,
    QueuedProvider,
    ReferenceImage,
    as_queue,
    render,
)
from mirror_realm.services.ports.quality import QualityJudge

KEY = "0" * 32
"""The key of an order's webhook, which nobody calls here: the picture is collected."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The provider, and the adapters that production puts behind it."""

    provider: AnyProvider
    codec: PictureCodec
    judge: QualityJudge
    now: Callable[[], datetime]

    def listed(self, renderer: str) -> ListedPrice | None:
        """Return the provider's own price where it is above our table's. Raises a MirrorRealmError if it has none."""
        if not isinstance(self.provider, ListsPrices):
            return None
        table, listed = self.provider.table_rate(renderer), self.provider.listed_rate(renderer)
        return ListedPrice(renderer, listed.at_least(table), self.now()) if listed.exceeds(table) else None

    def worst_case_micros(self, request: ImageRequest) -> int:
        """Return the most that the call can cost, in millionths of a USD."""
        own = self.provider.worst_case_micros(request)
        return worst_case_micros(request.listed, own, len(request.references))

    def picture(self, request: ImageRequest, ordered: Callable[[str], None], look: str) -> ProviderImage:
        """Make the call and return its answer.

        ordered: gets the handle of an order as soon as it is known; the picture is collected by it.

        Raises a MirrorRealmError.
        """
        queue = as_queue(self.provider)
        if queue is None:
            return render(self.provider, request)
        handle = queue.start(request, CallName(f"prove-{look}", 0, KEY))
        ordered(handle)
        return self.collected(handle, request.timeout_seconds)

    def collected(self, handle: str, timeout_seconds: float) -> ProviderImage:
        """Return the picture of an order. Raises a MirrorRealmError."""
        queue = as_queue(self.provider)
        assert queue is not None
        image = queue.collect(handle, self.now() + timedelta(seconds=timeout_seconds))
        if image is None:
            raise ProviderTimeout(
                "the provider gave no picture in time", cost_micros=_cancelled(queue, handle)
            )
        return image

    def encoded(self, data: bytes, size: int) -> EncodedPicture:
        """Return the picture as the product would store it. Raises BadOutput."""
        return self.codec.encode(data, size)

    def judged(
        self, picture: EncodedPicture, style: StyleId, references: Sequence[ReferenceImage]
    ) -> Quality:
        """Return what the product's judge says of it."""
        return self.judge.judge(picture, style, references)


def _cancelled(queue: QueuedProvider, handle: str) -> int | None:
    """End an order that is not waited for any more, and return its cost; None if that is not known."""
    try:
        return queue.cancel(handle)
    except MirrorRealmError:
        return None


class Stopwatch:
    """Measures seconds since it was made."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began


def cost_of(error: MirrorRealmError) -> int | None:
    """Return the cost of a failed call in millionths of a USD; None if it is unknown. What was never sent costs 0."""
    cost: int | None = getattr(error, "cost_micros", 0)
    return cost
