"""Retry-After in every form the standard and the API know."""

from datetime import UTC, datetime

import pytest

from mirror_realm.adapters.providers.wire.waiting import retry_after

NOW = datetime(2026, 11, 10, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9.0),
        ({"retry-after": "Tue, 10 Nov 2026 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Tue, 10 Nov 2026 12:00:30"}, 30.0),
        ({"retry-after": "Tue, 10 Nov 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "later"}, None),
        ({}, None),
    ],
)
def test_the_wait_is_read_in_seconds(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds
