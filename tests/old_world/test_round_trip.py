"""Documents that cecf284 stored are read as they are, and written back field for field.

A field that later code adds to a document is named in `ADDED`: a reader then knows that old code will drop it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from mirror_realm.domain.ledger import LedgerEntry
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.store import Ref
from tests.fakes.frozen import frozen
from tests.old_world.opening import matches, old_world, under


def fallback_share(name: str) -> Ref[Any]:
    day, _, share = name.rpartition("-")
    return documents.fallback_share(day, int(share))


def ledger_entry(name: str) -> Ref[Any]:
    """Return how an auditor reads an entry; the services only write them."""
    if name.startswith("grant-"):
        return documents.grant(name.removeprefix("grant-"))
    return Ref(f"ledger/{name}", LedgerEntry.from_document)


def place(name: str) -> Ref[Any]:
    return documents.place(name) if name == "sweep" else documents.census_place(name.removeprefix("census-"))


KINDS: Mapping[str, Callable[..., Ref[Any]]] = {
    "users/*": documents.profile,
    "users/*/avatars/*": documents.avatar,
    "users/*/avatarRequests/*": documents.wish_document,
    "users/*/progress/current": documents.progress,
    "users/*/references/*": documents.reference,
    "users/*/settings/current": documents.preferences,
    "users/*/usage/*": documents.user_day,
    "cache/*": documents.cache_entry,
    "dead_letters/*": documents.dead_letter,
    "erasures/*": documents.erasure,
    "global_usage/*": documents.global_day,
    "ledger/*": ledger_entry,
    "maintenance/*": place,
    "nights/*": documents.night,
    "paintings/*": fallback_share,
    "renders/*": documents.render_job,
    "renders/*/attempts/*": lambda render_id, number: documents.attempt(render_id, int(number)),
    "reports/*": documents.report,
    "reviews/*": documents.review,
}
"""By pattern of their paths: where they are read, given the names that `*` stands for."""

ADDED: Mapping[str, set[str]] = {
    "users/*/avatars/*": {"made_by"},
    "users/*/avatarRequests/*": {"answer", "expires_at"},  # what the app wrote is not answered yet
    "users/*/settings/current": {"locale"},
}


@pytest.mark.parametrize("pattern", KINDS)
def test_a_stored_document_is_written_back_field_for_field(pattern: str) -> None:
    found = under(old_world().documents, pattern)
    assert found
    for path, stored in found.items():
        names = [
            one for one, wanted in zip(path.split("/"), pattern.split("/"), strict=True) if wanted == "*"
        ]
        ref = KINDS[pattern](*names)
        assert ref.path == path
        written = frozen(ref.decode(frozen(stored)).to_document())
        assert {name: value for name, value in written.items() if name in stored} == stored, path
        assert written.keys() - stored.keys() <= ADDED.get(pattern, set()), path


def test_there_is_no_other_kind_of_document() -> None:
    kinds = [pattern.split("/") for pattern in KINDS]
    assert [
        path for path in old_world().documents if not any(matches(path.split("/"), one) for one in kinds)
    ] == []
