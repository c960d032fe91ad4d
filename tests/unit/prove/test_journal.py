"""The journal knows every call that may have been paid, whatever the process died of."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from prove.journal import Ending, Journal, OtherProof

OF = {"provider": "openai", "models": "flare"}
NOW = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "proof" / "journal.jsonl"


def test_what_was_written_is_read_again(path: Path) -> None:
    journal = Journal.opened(path, OF)
    journal.begin("a", 50_000, NOW)
    journal.ordered(0, "p0")
    journal.made(0, 40_000, 7.5)
    journal.begin("b", 60_000, NOW)
    journal.failed(1, None, 120.0, "provider_timeout", "no answer", again=False)
    journal.begin("c", 70_000, NOW)
    again = Journal.opened(path, OF)
    assert again.calls == journal.calls
    assert [call.ending for call in again.calls] == [Ending.MADE, Ending.FAILED, None]
    assert again.calls[0].handle == "p0"


def test_a_cost_that_is_not_known_and_a_call_that_was_lost_count_as_their_worst_case(path: Path) -> None:
    journal = Journal.opened(path, OF)
    journal.begin("a", 50_000, NOW)
    journal.made(0, 40_000, 1.0)
    journal.begin("b", 60_000, NOW)
    journal.failed(1, None, 1.0, "provider_timeout", "no answer", again=False)
    journal.begin("c", 70_000, NOW)
    assert Journal.opened(path, OF).booked_micros == 40_000 + 60_000 + 70_000


@pytest.mark.parametrize("cut", [1, 10, 40])
def test_a_line_that_was_cut_off_took_no_effect(path: Path, cut: int) -> None:
    journal = Journal.opened(path, OF)
    journal.begin("a", 50_000, NOW)
    whole = path.read_text()
    journal.begin("b", 50_000, NOW)
    path.write_text(path.read_text()[: len(whole) + cut])
    again = Journal.opened(path, OF)
    assert [call.look for call in again.calls] == ["a"]
    again.begin("c", 50_000, NOW)
    assert [call.look for call in Journal.opened(path, OF).calls] == ["a", "c"]


def test_a_line_that_is_damaged_before_the_last_is_not_gone_on_with(path: Path) -> None:
    journal = Journal.opened(path, OF)
    journal.begin("a", 50_000, NOW)
    path.write_text(path.read_text().replace('"call"', '"call'))
    journal.begin("b", 50_000, NOW)
    with pytest.raises(OtherProof, match="line 2"):
        Journal.opened(path, OF)


def test_a_proof_of_something_else_is_not_gone_on_with(path: Path) -> None:
    Journal.opened(path, OF)
    with pytest.raises(OtherProof, match="models flare"):
        Journal.opened(path, {**OF, "models": "glow"})
