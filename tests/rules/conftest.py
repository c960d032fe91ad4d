"""Which engine judges, and that the run says so."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from emulator import Suite
from emulator.rules import FIRESTORE, STORAGE, Ruleset
from tests.rules.embedded import EmbeddedFirebase
from tests.rules.engines import Engine, Evaluator

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session", params=["evaluator", "embedded"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine in turn. The official emulators would be another one here."""
    if request.param == "evaluator":
        rules = (ROOT / "firestore.rules", FIRESTORE), (ROOT / "storage.rules", STORAGE)
        judge: Engine = Evaluator(*(Ruleset.load(*one) for one in rules), datetime.now(UTC))
        yield judge
        return
    with Suite(root=ROOT, free_ports=True, functions=False) as suite, EmbeddedFirebase(suite) as judge:
        yield judge
