"""Every small wrong change to the rules is noticed by the acts: the suite is as strict as the rules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from unittest import mock

import pytest

from embedded_firebase.rules import (
    FIRESTORE,
    STORAGE,
    Decision,
    InvalidRules,
    Request,
    Ruleset,
    ServiceKind,
    ruleset,
)
from embedded_firebase.rules.evaluation import DocumentLookup, Evaluator
from embedded_firebase.rules.scopes import Scope
from embedded_firebase.rules.syntax import Expression, Span
from embedded_firebase.rules.values import Value
from tests.drawing import Draw
from tests.rules.acts import FirestoreAct, StorageAct
from tests.rules.engines import Evaluator as JudgeByEvaluator
from tests.rules.firestore_acts import firestore_acts
from tests.rules.mutation import Mutant, mutants_of
from tests.rules.storage_acts import storage_acts

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

ONE_IN = 6
"""Of the mutants one in so many is tried in `make test`."""

SHARES = 8
"""Into how many tests the mutants are dealt out, for several workers to run."""

SOURCES = {
    kind: (ROOT / name).read_text()
    for kind, name in ((FIRESTORE, "firestore.rules"), (STORAGE, "storage.rules"))
}

AT_LOADING = "the check at loading"
"""What notices a mutant that is no file of rules any more."""

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
    evaluated: frozenset[Span]
    """What the rules as they are evaluate for the answer."""
    last: Span | None
    """What they evaluate last."""


class _Recorder:
    """Stands in for a ruleset to learn what it is asked, and asks it."""

    def __init__(self, rules: Ruleset) -> None:
        self._rules = rules
        self.asked: list[tuple[Request, DocumentLookup, frozenset[Span], Span | None]] = []

    def decide(self, request: Request, documents: DocumentLookup) -> Decision:
        evaluated: list[Span] = []

        class Watching(Evaluator):
            def evaluate(self, expression: Expression, scope: Scope) -> Value:
                evaluated.append(expression.span)
                return super().evaluate(expression, scope)

        with mock.patch.object(ruleset, "Evaluator", Watching):
            decision = self._rules.decide(request, documents)
        last = evaluated[-1] if evaluated else None
        self.asked.append((request, documents, frozenset(evaluated), last))
        return decision


@cache
def questions(kind: ServiceKind) -> Sequence[Question]:
    """Every question to a service's rules, once."""
    acts: Sequence[FirestoreAct | StorageAct] = (
        firestore_acts(NOW.date()) if kind is FIRESTORE else storage_acts()
    )
    rules = Ruleset(SOURCES[kind], kind)
    found: list[Question] = []
    for act in acts:
        recorder = _Recorder(rules)
        judge = JudgeByEvaluator(recorder, recorder, NOW)
        if isinstance(act, FirestoreAct):
            judge.allows_firestore(act)
        else:
            judge.allows_storage(act)
        found.extend(Question(act.title, act.allowed, *asked) for asked in recorder.asked)
    return found


@cache
def spans_evaluated(kind: ServiceKind) -> frozenset[Span]:
    """Return what is evaluated for any question: as good as every condition there is."""
    return frozenset().union(*(question.evaluated for question in questions(kind)))


def likely_killers(mutant: Mutant, kind: ServiceKind) -> Sequence[Question]:
    """Return the questions whose answer the mutant can change, those that end nearest to the change first.

    A change of an expression changes no answer that is found without it. A change of verbs or paths may
    change any.
    """
    every = questions(kind)
    around = [span for span in spans_evaluated(kind) if _covers(span, mutant.span)]
    if around:
        innermost = min(around, key=lambda span: span.end - span.start)
        every = [question for question in every if innermost in question.evaluated]
    return sorted(every, key=lambda question: _distance(question, mutant.span))


def _covers(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _distance(question: Question, span: Span) -> int:
    return abs(question.last.start - span.start) if question.last else 0


def killer_of(mutant: Mutant, kind: ServiceKind) -> str | None:
    """Return what notices a mutant; None if nothing does."""
    try:
        mutated = Ruleset(mutant.source, kind)
    except InvalidRules:
        return AT_LOADING
    for question in likely_killers(mutant, kind):
        if mutated.decide(question.request, question.documents).allowed is not question.right:
            return question.title
    return None


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("kind", [FIRESTORE, STORAGE], ids=lambda kind: kind.name)
def test_every_mutant_is_killed(
    kind: ServiceKind, share: int, draw: Draw, record_property: Callable[[str, object], None]
) -> None:
    rows, survivors = [], []
    dealt = mutants_of(SOURCES[kind])[share::SHARES]
    for mutant in draw.of(dealt, ONE_IN, f"mutants of {kind.name}, share {share}"):
        killer = killer_of(mutant, kind)
        reason = EQUIVALENT.get((kind.name, mutant.before, mutant.after))
        if (killer is None) != (reason is not None):
            survivors.append(f"{mutant}: {killer or 'SURVIVED'}")
        verdict = f"equivalent: {reason}" if reason else killer or "SURVIVED"
        rows.append((kind.name, mutant.span.line, mutant.kind, f"{mutant.before} -> {mutant.after}", verdict))
    record_property("mutants", rows)
    assert not survivors


def test_there_are_enough_mutants_of_every_kind() -> None:
    kinds = [mutant.kind for source in SOURCES.values() for mutant in mutants_of(source)]
    assert len(kinds) >= 300
    for kind in ("drop a condition", "flip an operator", "move a number", "change a verb", "open a path"):
        assert kinds.count(kind) >= 5
