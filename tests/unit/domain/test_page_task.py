"""Page tasks: what the queue is given and gives back, and that nothing else is taken for one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.page_task import LIFE, FanOut, PageTask, micros_of, time_of
from mirror_realm.errors import InvalidRequest

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TASK = PageTask.first(FanOut.FOLLOWERS, "abc123", 2, NOW)


def test_a_task_comes_back_as_it_was_sent() -> None:
    task = TASK.next("1763640000000000").again().next("folder-1-0_17")
    assert PageTask.from_payload(task.to_payload()) == task


def test_equal_pages_have_one_name_and_others_another() -> None:
    assert TASK.name == "followers-abc123-2-0-start"
    later = PageTask.first(FanOut.FOLLOWERS, "abc123", 2, NOW + timedelta(hours=1))
    assert later.name == TASK.name, "the page is the same, whenever it was enqueued"
    others = [
        TASK,
        TASK.next("7"),
        TASK.again(),
        TASK.again().next("7"),
        PageTask.first(FanOut.FOLLOWERS, "abc123", 3, NOW),
        PageTask.first(FanOut.TAKEDOWN, "abc123", 2, NOW),
        PageTask.first(FanOut.FOLLOWERS, "abc124", 2, NOW),
    ]
    assert len({task.name for task in others}) == len(others)


def test_a_task_expires_in_a_day() -> None:
    assert not TASK.expired(NOW + LIFE - timedelta(seconds=1))
    assert TASK.expired(NOW + LIFE)
    assert TASK.next("7").expired(NOW + LIFE), "a chain of pages does not grow older than its first"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("of", "everything"),
        ("of", None),
        ("of", ["followers"]),
        ("id", ""),
        ("id", "a/b"),
        ("id", "x" * 129),
        ("id", 7),
        ("round", -1),
        ("round", "1"),
        ("round", True),
        ("round", 1.0),
        ("turn", None),
        ("after", None),
        ("after", "users/ada"),
        ("after", "x" * 161),
        ("expires_at", 10**12 + 1),
        ("expires_at", 10**12),
        ("expires_at", "tomorrow"),
    ],
)
def test_a_malformed_task_is_refused_by_the_field(field: str, value: Any) -> None:
    with pytest.raises(InvalidRequest) as refused:
        PageTask.from_payload({**TASK.to_payload(), field: value})
    assert field in str(refused.value.fields)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=4))
def test_what_is_no_object_is_refused(data: Any) -> None:
    with pytest.raises(InvalidRequest):
        PageTask.from_payload(data)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2999, 1, 1)))
def test_a_time_survives_as_text(time: datetime) -> None:
    moment = time.replace(tzinfo=UTC)
    assert time_of(micros_of(moment)) == moment


@given(st.text())
def test_another_text_is_no_time_or_one(text: str) -> None:
    found = time_of(text)
    assert found is None or found.tzinfo is UTC
