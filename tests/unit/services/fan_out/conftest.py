"""Pages of a few, so that small fan-outs have many."""

import pytest

from tests.unit.services.fan_out.fan_outs import SMALL_PAGES


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SMALL_PAGES.items():
        monkeypatch.setattr(f"mirror_realm.services.{name}", value)
