"""Followers: what goes wrong with one keeps none of the others waiting, nor makes the job that settled look dead."""

from collections.abc import Callable
from typing import TypeVar

import pytest

from mirror_realm.domain.avatar import Status
from mirror_realm.errors import Contention
from mirror_realm.services.ports.store import DatabaseTransaction
from tests.fakes.house import House
from tests.fakes.memory_store import MemoryStore

Result = TypeVar("Result")


class OneContends(MemoryStore):
    """A database in which the first transactions that touch a user's avatar never get through."""

    contended: str = "users/nobody/"
    times: int = 1

    def transact(self, work: Callable[[DatabaseTransaction], Result]) -> Result:
        touched: list[bool] = []

        def watched(transaction: DatabaseTransaction) -> Result:
            result = work(transaction)
            touched.append(any(path.startswith(self.contended) for path in transaction.written))  # type: ignore[attr-defined]
            if touched[-1] and self.times:
                self.times -= 1
                raise Contention("busy")
            return result

        return super().transact(watched)


def test_a_followers_contention_ends_the_fan_out_for_nobody_else(caplog: pytest.LogCaptureFixture) -> None:
    store = OneContends()
    house = House(store=store)
    house.ask()
    others = {uid: house.ask(uid) for uid in ("bo", "cy", "di")}
    store.contended = "users/bo/"
    house.deliver()

    assert [house.avatar(others[uid], uid).status for uid in ("cy", "di")] == [Status.COMPLETED] * 2
    assert "attempt_died" not in caplog.text
    house.clock.sleep(600)
    house.reaping.run()
    house.check()
