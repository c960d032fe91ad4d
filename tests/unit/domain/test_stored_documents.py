"""Stored documents: what earlier deployments wrote is read, and written again, exactly as they did.

golden/documents.json holds documents of every kind as cecf284 wrote them, and what it read in their fields (`repr`, by
the names that the fields have now). They are never made anew.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import fields, replace
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain import (
    alerts,
    allowance,
    audit,
    avatar,
    cache_entry,
    costumes,
    days,
    erasure,
    ledger,
    listed_price,
    merge,
    model_state,
    night,
    pace,
    preferences,
    profile,
    progress,
    project,
    pseudonyms,
    push_device,
    quality,
    recipe,
    reference,
    render_job,
    report,
    share,
    statistics,
    timeline_page,
    use,
    variation_set,
    wish_document,
)
from mirror_realm.domain.avatar import Avatar, Status
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.codec import ClosedDocument, DocumentWithId
from mirror_realm.domain.costumes import COSTUMED, Costume, PaletteId, PlaceId, PowerId, chosen
from mirror_realm.domain.people_sketch import Sketch
from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.timeline_page import TimelinePage
from mirror_realm.services.ports import bookkeeping

GOLDEN = Path(__file__).parent / "golden" / "documents.json"
MODULES = (
    alerts, allowance, audit, avatar, bookkeeping, cache_entry, costumes, days, erasure, ledger, listed_price, merge,
    model_state, night, pace, preferences, profile, progress, project, pseudonyms,
    push_device, quality, recipe, reference, render_job, report, share, statistics, timeline_page, use,
    variation_set, wish_document,
)  # fmt: skip
KINDS: dict[str, Any] = {
    name: kind
    for module in MODULES
    for name, kind in vars(module).items()
    if isinstance(kind, type) and kind.__module__ == module.__name__ and hasattr(kind, "from_document")
}
WITHOUT = {
    *("AlertBook", "Amounts", "Answer", "AuditEntry", "Calendar", "Call", "Costume", "CountedThrough", "DayOfUse"),
    *("Given", "Identity", "Lease", "Merge", "MergeEntry", "Month", "MonthlyEntry", "Noted", "Orphan", "Pace"),
    *("PaymentEntry", "Project", "PushDevice", "Queue", "Share", "Statistics", "Taken", "TimelinePage", "Totals"),
    *("VariationSet", "Walk"),
}  # fmt: skip
"""Kinds that have no golden document of their own: they are stored within others, or came later."""

LATER: dict[str, set[str]] = {"Avatar": {"made_by"}, "Preferences": {"locale"}}
"""Fields by kind that came after the golden documents: stored now, and absent there."""


def with_times(entry: dict[str, Any]) -> Any:
    return datetime.fromisoformat(entry["$time"]) if "$time" in entry else entry


CASES = json.loads(GOLDEN.read_text(), object_hook=with_times)


def read(kind: str, data: dict[str, Any], document_id: str = "id") -> Any:
    by_id = issubclass(KINDS[kind], DocumentWithId)
    return KINDS[kind].from_document(*([document_id] if by_id else []), data)


def paths(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Return where every field of a document is, however deep."""
    for name, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(data, dict):
            yield (*at, name)
        if isinstance(value, dict | list):
            yield from paths(value, (*at, name))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["kind"])
def test_a_document_of_old_is_read_as_what_it_was_made_from(case: dict[str, Any]) -> None:
    record = read(case["kind"], case["document"], case.get("id", ""))
    assert {name: repr(getattr(record, name)) for name in case["record"]} == case["record"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["kind"])
def test_a_document_of_old_is_stored_again_as_it_was(case: dict[str, Any]) -> None:
    stored = read(case["kind"], case["document"]).to_document()
    assert stored.keys() - case["document"].keys() == LATER.get(case["kind"], set())
    assert {name: stored[name] for name in case["document"]} == case["document"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["kind"])
def test_a_document_with_a_field_of_a_newer_deployment_is_read_unless_it_is_closed(
    case: dict[str, Any],
) -> None:
    newer = {**case["document"], "newer": 1}
    if issubclass(KINDS[case["kind"]], ClosedDocument):
        with pytest.raises(TypeError, match="has no field newer"):
            read(case["kind"], newer)
    elif case["kind"] != "WishDocument":  # there it is the person's
        assert read(case["kind"], newer) == read(case["kind"], case["document"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["kind"])
def test_a_damaged_document_is_read_or_raises_what_the_adapters_expect(case: dict[str, Any]) -> None:
    for path in paths(case["document"]):
        for wrong in (None, 0, "", "x", [], [None], {}, {"x": 1}, True):
            damaged = place = deepcopy(case["document"])
            for name in path[:-1]:
                place = place[name]
            place[path[-1]] = wrong
            with suppress(AttributeError, LookupError, TypeError, ValueError):
                read(case["kind"], damaged)


def test_every_kind_has_a_golden_document() -> None:
    assert {case["kind"] for case in CASES} == KINDS.keys() - WITHOUT


BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "active_days": st.integers(0, 36_500),
    "goals_completed": st.integers(0, 100_000),
    "day": st.dates().map(str),
    "character": st.sampled_from(sorted(CHARACTERS)),
    "time_zone": st.none() | st.just("Europe/Berlin"),
    "locale": st.none() | st.just("de-AT"),
    "image_path": st.text(min_size=1),
    "schema_version": st.just(1),
    "plan": st.sampled_from((GUEST, FREE)),
}
"""Fields that not every value of their type suits."""
SKETCHES = st.lists(st.integers(0, 2**64 - 1), max_size=3).map(lambda people: Sketch().with_people(*people))


@cache
def records(kind: Any, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return records of a kind that can be stored whole."""
    if kind is Recipe and not given:
        digests = st.lists(st.text(), min_size=1, max_size=2).map(tuple)
        shared = {"uid": st.none(), "references": st.just(())}
        personal = {"character": st.none(), "uid": st.text(), "references": digests}
        plain = {"costume": st.none()}
        dressed = {"style": st.sampled_from(COSTUMED), "costume": st.none() | records(Costume)}
        return (
            records(Recipe, **shared, **plain)
            | records(Recipe, **personal, **plain)
            | records(Recipe, **shared, **dressed)
        )
    if kind is Costume:
        choices = [st.none() | st.sampled_from(ids) for ids in (PaletteId, PowerId, PlaceId)]
        return st.builds(chosen, *choices).filter(lambda costume: costume is not None)
    if kind is Avatar:
        given = {"status": st.sampled_from(Status)}
    if kind is TimelinePage:
        given = {"avatars": st.lists(records(Avatar), min_size=1, max_size=2).map(tuple)}
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind) if field.name not in given]
    drawn = {name: BY_NAME[name] if name in BY_NAME else values(hints[name]) for name in names}
    built = st.builds(kind, **drawn, **given)
    if kind is Profile:
        return built.map(
            lambda profile: profile if profile.latest else replace(profile, latest_avatar_id=None)
        )
    return built


def values(hint: Any) -> st.SearchStrategy[Any]:
    if NoneType in get_args(hint):
        return st.none() | values(next(one for one in get_args(hint) if one is not NoneType))
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=3).map(tuple)
    if get_origin(hint) is Mapping:
        return st.dictionaries(st.text(), st.integers(), max_size=3)
    if issubclass(hint, datetime):
        return st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    if hint is Sketch:
        return SKETCHES
    return records(hint) if hasattr(hint, "from_document") else st.from_type(hint)


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"WishDocument"}))
@given(st.data())
def test_whatever_is_stored_reads_back_the_same(kind: str, data: st.DataObject) -> None:
    record = data.draw(records(KINDS[kind]))
    document_id = getattr(record, fields(record)[0].name)
    assert read(kind, record.to_document(), document_id) == record
