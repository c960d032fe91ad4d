"""Events: one JSON line each, as Cloud Logging reads it, and nothing in it that is somebody's."""

import inspect
import json
import logging
import sys
from collections.abc import Callable, Iterable
from io import StringIO
from typing import Any

import pytest

from mirror_realm import events
from mirror_realm.domain.progress import Progress
from mirror_realm.errors import ProviderUnavailable, UserDailyLimit
from tests.fakes.house import House, a_wish

EVENTS: dict[str, Callable[..., None]] = {
    name: function
    for name, function in vars(events).items()
    if inspect.isfunction(function) and function.__module__ == events.__name__ and not name.startswith("_")
}
del EVENTS["to_stderr"]

NAMES_OF_NOBODY = {
    "outcome",
    "style",
    "stage",
    "reason",
    "reasons",
    "why",
    "render_id",
    "function",
    "instead_of",
    "provider",
    "renderer",
    "on",
    "event_id",
    "dead_letter_id",
    "error_id",
    "review_id",
    "payment_id",
    "decision",
    "collection",
    "of",
    "document_id",
    "day",
    "act",
    "role",
    "plan",
    "setting",
    "text",  # of `advised`: our own sentences, with figures in them
}
"""Texts an event may carry: words from our own lists, and ids that only the backend can turn into a person."""

SAMPLES: dict[Any, Any] = {
    str: "text",
    str | None: None,
    int: 7,
    int | None: None,
    float: 1.25,
    float | None: 1.25,
    bool: True,
    Iterable[str]: ["text"],
}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """Return what events write to stderr, in a process where nobody has set up their writing before."""
    log, stream = logging.getLogger("mirror_realm"), StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(log, "handlers", [])
    monkeypatch.setattr(log, "propagate", True)
    events.to_stderr()
    return stream


def lines(written: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def arguments(function: Callable[..., None]) -> dict[str, Any]:
    """One value for each parameter, by its type."""
    parameters = inspect.signature(function).parameters
    return {name: SAMPLES[parameter.annotation] for name, parameter in parameters.items()}


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_is_one_line_with_its_name_severity_and_fields(written: StringIO, name: str) -> None:
    fields = arguments(EVENTS[name])
    EVENTS[name](**fields)

    (line,) = lines(written)
    assert line.pop("severity") in {"INFO", "WARNING", "ERROR"}
    assert line.pop("message").startswith(name)
    assert line == {"event": name, **fields}


@pytest.mark.parametrize("name", EVENTS)
def test_no_event_can_carry_a_uid_a_token_or_free_text(name: str) -> None:
    texts = {
        parameter.name
        for parameter in inspect.signature(EVENTS[name]).parameters.values()
        if parameter.annotation not in (int, int | None, float, float | None, bool)
    }
    assert texts <= NAMES_OF_NOBODY


def test_writing_is_set_up_once_and_not_repeated_by_other_logs(written: StringIO) -> None:
    events.to_stderr()
    events.wish_refused("invalid_request")
    assert len(lines(written)) == 1
    assert logging.getLogger("mirror_realm").propagate is False


def test_an_error_comes_with_where_it_happened_on_the_same_line(written: StringIO) -> None:
    try:
        raise ProviderUnavailable("the image provider is down")
    except ProviderUnavailable:
        events.attempt_died("render-1", 2)

    (line,) = lines(written)
    assert line["severity"] == "ERROR"
    assert "Traceback (most recent call last)" in line["message"]
    assert "test_an_error_comes_with_where_it_happened" in line["message"]
    assert line["message"].endswith("ProviderUnavailable: the image provider is down")


def test_what_a_library_says_of_an_error_stays_out_of_the_log(written: StringIO) -> None:
    path, text = "users/ada/progress/current", "dear diary"
    try:
        try:
            raise LookupError(path)
        except LookupError as cause:
            raise ValueError(text) from cause
    except ValueError:
        events.callable_failed("generate_avatar.act", "error-1")

    (line,) = lines(written)
    assert path not in line["message"]
    assert text not in line["message"]
    assert "builtins.LookupError" in line["message"]
    assert line["message"].endswith("builtins.ValueError")


def test_errors_that_lead_to_each_other_are_told_once(written: StringIO) -> None:
    first, second = LookupError(), ValueError()
    first.__cause__, second.__cause__ = second, first
    try:
        raise second
    except ValueError:
        events.callable_failed("generate_avatar.act", "error-1")
    (line,) = lines(written)
    assert line["message"].count("builtins.LookupError") == 1
    assert line["message"].endswith("builtins.ValueError")


def test_an_error_without_a_context_that_matters_shows_none(written: StringIO) -> None:
    try:
        try:
            raise LookupError
        except LookupError:
            raise ValueError from None
    except ValueError:
        events.callable_failed("generate_avatar.act", "error-1")
    assert "builtins.LookupError" not in lines(written)[0]["message"]


def test_a_day_in_the_house_leaves_nothing_of_anybody_in_the_log(written: StringIO) -> None:
    uid, free_text = "uid-of-ada-lovelace", "wrote the first program"
    house = House(user_limit=4, budget_micros=200_000)
    house.provider.script = [ProviderUnavailable("down"), RuntimeError(f"{uid}: {free_text}")]
    progress = Progress(40, free_text, None, (free_text,), 1)
    house.documents[f"users/{uid}/progress/current"] = progress.to_document()
    house.milestones.progressed(a_wish(uid).user)
    house.deliver()
    for variation in range(5):
        house.ask(uid, progress=progress, variation=variation)
        house.deliver()
    with pytest.raises(UserDailyLimit):
        house.ask(uid, progress=progress, variation=9, allow_fallback=False)
    try:
        raise KeyError(f"users/{uid}")
    except KeyError as error:
        letters = house.dead_letters
        letters.put_aside("event-1", "answer_wish", f"users/{uid}/avatarRequests/20261120-00", error)
    house.clock.sleep(600)
    house.reaping.run()
    house.sweeping.run()

    said = {line["event"] for line in lines(written)}
    assert said >= {
        "wish_admitted",
        "render_claimed",
        "provider_call_failed",
        "attempt_died",
        "render_settled",
    }
    assert said >= {"limit_reached", "dead_letter", "reaped", "render_requeued", "swept"}
    prompts = [call.prompt for call in house.provider.calls]
    tokens = [job["lease"]["token"] for job in house.documents.values() if job.get("lease")]
    for secret in (uid, free_text, *prompts, *tokens, "files.test"):
        assert secret not in written.getvalue()
    assert prompts
