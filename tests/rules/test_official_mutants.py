"""Google's engine notices every small wrong change to firestore.rules by the same act as ours."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from embedded_firebase.rules import FIRESTORE
from tests.rules.clients import Client
from tests.rules.firestore_acts import firestore_acts
from tests.rules.mutation import Mutant, mutants_of
from tests.rules.test_mutants import AT_LOADING, SOURCES, killer_of

SOURCE = SOURCES[FIRESTORE]


@pytest.fixture
def google(official_firestore: Client) -> Iterator[Client]:
    """Google's Firestore emulator; it judges by the right rules again afterwards."""
    yield official_firestore
    official_firestore.load(SOURCE)


def notices(google: Client, mutant: Mutant) -> bool:
    """Whether Google's engine is wrong about the act that kills the mutant before ours, or refuses to load it too."""
    killer = killer_of(mutant, FIRESTORE)
    loaded = google.load(mutant.source)
    if killer is None or killer == AT_LOADING:
        return killer is not None and not loaded
    act = next(act for act in firestore_acts(datetime.now(UTC).date()) if act.title == killer)
    return loaded and google.allows_firestore(act) is not act.allowed


@pytest.mark.timeout(600)
def test_google_notices_every_mutant_by_the_same_act(
    google: Client, record_property: Callable[[str, object], None]
) -> None:
    mutants = mutants_of(SOURCE)
    missed = [str(mutant) for mutant in mutants if not notices(google, mutant)]
    record_property("mutants judged", (google.name, len(mutants) - len(missed), len(mutants)))
    assert missed == []
