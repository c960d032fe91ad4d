"""`make prove` with the real adapters, against local servers of each provider."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from prove.__main__ import main
from tests.faults import FaultServer
from tests.faults.huggingface import HUGGINGFACE
from tests.faults.openrouter import OPENROUTER
from tests.faults.pictures import picture
from tests.faults.replicate import ReplicateServer
from tests.faults.scenarios import SCENARIOS

pytestmark = pytest.mark.drawn(one_in=4)

Server = FaultServer | ReplicateServer


def _plain(of: Callable[[], FaultServer]) -> FaultServer:
    server = of()
    server.files = {"/files/1.png": picture(encoding="PNG")}
    return server


SERVERS: dict[str, Callable[[], AbstractContextManager[Server]]] = {
    "openai": lambda: _plain(lambda: FaultServer("ok", of=SCENARIOS)),
    "openrouter": lambda: _plain(lambda: FaultServer("ok", of=OPENROUTER)),
    "huggingface": lambda: _plain(lambda: FaultServer("ok", of=HUGGINGFACE)),
    "replicate": ReplicateServer,
}
KEYS = {
    "openai": ("OPENAI_API_KEY", "sk-test", "OPENAI_BASE_URL"),
    "openrouter": ("OPENROUTER_API_KEY", "sk-or-0", "OPENROUTER_BASE_URL"),
    "huggingface": ("HF_TOKEN", "hf_0", "HF_BASE_URL"),
    "replicate": ("REPLICATE_API_TOKEN", "r8_0", "REPLICATE_BASE_URL"),
}


def _spent(told: str) -> float:
    """Return the money that a run says was spent, in USD."""
    found = re.search(r"^spent \$(\S+) of", told, re.MULTILINE)
    assert found is not None, told
    return float(found[1])


def paid(server: Server) -> int:
    return server.orders if isinstance(server, ReplicateServer) else len(server.calls)


@pytest.mark.parametrize("provider", SERVERS)
def test_a_proof_is_run_within_its_budget_gone_on_with_and_reported(
    provider: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key, value, base_url = KEYS[provider]
    with SERVERS[provider]() as server:
        monkeypatch.setenv(key, value)
        monkeypatch.setenv(
            base_url, server.base_url.removesuffix("/v1") if provider == "huggingface" else server.base_url
        )
        proof = ["--provider", provider, "--folder", str(tmp_path), "--budget"]
        assert main([*proof, "0"]) == 0, "nothing was measured, so nothing fails to hold"
        assert paid(server) == 0
        capsys.readouterr()
        main([*proof, "0.25"])
        first = paid(server)
        assert first >= 1
        spent = _spent(capsys.readouterr().out)
        assert 0 < spent <= 0.25
        main([*proof, "0.25"])
        assert paid(server) == first, "nothing is paid twice"
        assert _spent(capsys.readouterr().out) == spent
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert value not in report
    assert value not in (tmp_path / "journal.jsonl").read_text(encoding="utf-8")
    for shown in re.findall(r"(?:src|href)='(pictures/[^']+)'", report):
        assert (tmp_path / shown).is_file(), shown


def test_without_a_key_it_says_which_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert main(["--provider", "openai", "--budget", "1", "--folder", str(tmp_path)]) == 1
    assert "openai needs OPENAI_API_KEY" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("budget", ["-1", "much", "nan", "inf", "1001"])
def test_a_budget_that_is_none_is_refused(budget: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--provider", "painter", f"--budget={budget}"])
    assert "an amount in USD" in capsys.readouterr().err
