"""Every small wrong change to the rules is noticed by the acts: the suite is as strict as the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from emulator.rules import FIRESTORE, STORAGE, Decision, InvalidRules, Request, Ruleset, ServiceKind
from emulator.rules.evaluation import DocumentLookup
from tests.rules.acts import FirestoreAct, StorageAct
from tests.rules.engines import Evaluator
from tests.rules.firestore_acts import firestore_acts
from tests.rules.mutation import Mutant, mutants_of
from tests.rules.storage_acts import storage_acts

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

SHARES = 8
"""Into how many tests the mutants are dealt out, for several workers to run."""

SOURCES = {
    kind: (ROOT / name).read_text()
    for kind, name in ((FIRESTORE, "firestore.rules"), (STORAGE, "storage.rules"))
}

EQUIVALENT = {
    (
        STORAGE.name,
        "create",
        "create, update",
    ): "what could be updated is there, and `resource == null` refuses",
}
"""Changes that change nothing, and why."""


@dataclass(frozen=True)
class Question:
    """What the rules are asked when an act is tried, and the right answer."""

    title: str
    right: bool
    request: Request
    documents: DocumentLookup


class _Recorder:
    """Stands in for a ruleset to learn what it would be asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Request, DocumentLookup]] = []

    def decide(self, request: Request, documents: DocumentLookup) -> Decision:
        self.asked.append((request, documents))
        return Decision(True, (), 0, 0)


@cache
def questions(kind: ServiceKind) -> Sequence[Question]:
    """Every question to a service's rules, once."""
    acts: Sequence[FirestoreAct | StorageAct] = (
        firestore_acts(NOW.date()) if kind is FIRESTORE else storage_acts()
    )
    found = []
    for act in acts:
        recorder = _Recorder()
        evaluator = Evaluator(recorder, recorder, NOW)
        if isinstance(act, FirestoreAct):
            evaluator.allows_firestore(act)
        else:
            evaluator.allows_storage(act)
        found.extend(Question(act.title, act.allowed, *asked) for asked in recorder.asked)
    return found


def killer_of(mutant: Mutant, kind: ServiceKind, order: list[Question]) -> str | None:
    """What notices a mutant; None if nothing does. Whatever has noticed one is asked first from then on."""
    try:
        ruleset = Ruleset(mutant.source, kind)
    except InvalidRules:
        return "the check at loading"
    for index, question in enumerate(order):
        if ruleset.decide(question.request, question.documents).allowed is not question.right:
            order.insert(0, order.pop(index))
            return question.title
    return None


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("kind", [FIRESTORE, STORAGE], ids=lambda kind: kind.name)
def test_every_mutant_is_killed(kind: ServiceKind, share: int, record_property: pytest.Item) -> None:
    order = list(questions(kind))
    rows, survivors = [], []
    for mutant in mutants_of(SOURCES[kind])[share::SHARES]:
        killer = killer_of(mutant, kind, order)
        reason = EQUIVALENT.get((kind.name, mutant.before, mutant.after))
        if (killer is None) != (reason is not None):
            survivors.append(f"{mutant}: {killer or 'SURVIVED'}")
        verdict = f"equivalent: {reason}" if reason else killer or "SURVIVED"
        rows.append((kind.name, mutant.line, mutant.kind, f"{mutant.before} -> {mutant.after}", verdict))
    record_property("mutants", rows)
    assert not survivors


def test_there_are_enough_mutants_of_every_kind() -> None:
    kinds = [mutant.kind for source in SOURCES.values() for mutant in mutants_of(source)]
    assert len(kinds) >= 300
    for kind in ("drop a condition", "flip an operator", "move a number", "change a verb", "open a path"):
        assert kinds.count(kind) >= 5
