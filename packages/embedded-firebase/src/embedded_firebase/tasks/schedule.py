"""A schedule: things that wait for their time."""

import heapq
import itertools
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Schedule(Generic[Item]):
    """Return items by their time, those of one time in the order in which they were added. Each may be removed."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int]] = []
        self._items: dict[int, Item] = {}
        self._numbers: dict[Item, int] = {}
        self._count = itertools.count()

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, item: Item) -> bool:
        return item in self._numbers

    def add(self, item: Item, time: float) -> None:
        """Add an item that is not in the schedule."""
        number = next(self._count)
        self._items[number], self._numbers[item] = item, number
        heapq.heappush(self._heap, (time, number))

    def remove(self, item: Item) -> None:
        """Remove an item if it is in the schedule."""
        # Its entry in the heap stays until it is the first one.
        self._items.pop(self._numbers.pop(item, -1), None)

    def next_time(self) -> float | None:
        """Return the earliest time; None if the schedule is empty."""
        while self._heap and self._heap[0][1] not in self._items:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def pop_due(self, now: float) -> Item | None:
        """Remove and return the first item whose time is not after `now`; None if there is none."""
        time = self.next_time()
        if time is None or time > now:
            return None
        item = self._items.pop(heapq.heappop(self._heap)[1])
        del self._numbers[item]
        return item

    def clear(self) -> None:
        """Remove all items."""
        self._heap.clear()
        self._items.clear()
        self._numbers.clear()
