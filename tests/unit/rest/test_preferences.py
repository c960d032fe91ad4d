"""The `Prefer` header, as clients spell it."""

import pytest

from mirror_realm.rest.preferences import Preferences, preferred


@pytest.mark.parametrize(
    ("header", "read"),
    [
        (None, Preferences()),
        ("", Preferences()),
        ("wait=20", Preferences(wait_seconds=20)),
        ('wait="20"', Preferences(wait_seconds=20)),
        ("respond-async", Preferences(respond_async=True)),
        ("Respond-Async, WAIT=5", Preferences(wait_seconds=5, respond_async=True)),
        ("wait=5, wait=9", Preferences(wait_seconds=5)),
        ("wait=5; foo=bar, return=minimal", Preferences(wait_seconds=5)),
        ("wait=9999", Preferences(wait_seconds=50)),
        ("wait=-1", Preferences()),
        ("wait=1.5", Preferences()),
        ("wait", Preferences()),
        ("wait=٣", Preferences()),
        ("wait=" + "9" * 5000, Preferences()),
    ],
)
def test_it_is_read_and_the_unknown_ignored(header: str | None, read: Preferences) -> None:
    assert preferred(header) == read


@pytest.mark.parametrize(
    ("preferences", "applied"),
    [
        (Preferences(), ""),
        (Preferences(wait_seconds=0), "wait=0"),
        (Preferences(wait_seconds=20, respond_async=True), "wait=20, respond-async"),
    ],
)
def test_what_was_applied_is_answered(preferences: Preferences, applied: str) -> None:
    assert preferences.applied == applied
