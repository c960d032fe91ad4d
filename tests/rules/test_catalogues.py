"""What the rules spell out is what the backend's own catalogues and settings say."""

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import pytest

from embedded_firebase.rules import syntax
from embedded_firebase.rules.parsing import parse
from mirror_realm.api.fields import RequestData
from mirror_realm.api.wish_request import CostumeRequest, ProgressMetrics, WishRequest
from mirror_realm.domain.areas import Area
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.costumes import PaletteId, PlaceId, PowerId
from mirror_realm.domain.narrative.languages import LONGEST_TAG, TAG
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.preferences import Preferences
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.styles import StyleId
from mirror_realm.services.admission.photo_references import PHOTO_LABEL
from mirror_realm.services.ports.files import UPLOAD_NAME
from tests.rules.mutation import parts_of
from tests.rules.storage_acts import OTHER_LABELS, PHOTO_LABELS

SOURCE = (Path(__file__).parents[2] / "firestore.rules").read_text()


def functions() -> dict[str, syntax.Function]:
    """Return the functions that the rules declare, by name."""
    [service] = parse(SOURCE).services
    [root] = service.block.matches
    return {function.name: function for function in root.block.functions}


def texts_in(expression: syntax.Expression) -> list[str]:
    """Return the texts in a list."""
    assert isinstance(expression, syntax.ListLiteral)
    return [str(item.value) for item in expression.items if isinstance(item, syntax.Literal)]


def allowed_keys(function: str) -> list[str]:
    """Return the texts in the list of `data.keys().hasOnly([...])`."""
    waiting = [functions()[function].result]
    while waiting:
        expression = waiting.pop()
        if isinstance(expression, syntax.MethodCall) and expression.name == "hasOnly":
            return texts_in(expression.arguments[0])
        waiting.extend(parts_of(expression))
    raise AssertionError(f"{function} does not say which keys there may be")


@pytest.mark.parametrize(
    ("function", "catalogue"),
    [
        ("stages", EvolutionStage),
        ("styles", StyleId),
        ("personas", PersonaId),
        ("timelines", Timeline),
        ("characters", CHARACTERS),
        ("areas", Area),
        ("palettes", PaletteId),
        ("powers", PowerId),
        ("places", PlaceId),
    ],
)
def test_a_catalogue_in_the_rules_is_the_catalogue(function: str, catalogue: Iterable[str]) -> None:
    """Null stands first: what is absent is chosen by default."""
    assert texts_in(functions()[function].result) == ["None", *catalogue]


@pytest.mark.parametrize(
    ("function", "model"),
    [("isProgress", ProgressMetrics), ("isWish", WishRequest), ("isCostume", CostumeRequest)],
    ids=["progress", "wish", "costume"],
)
def test_the_fields_a_client_may_write_are_those_the_backend_reads(
    function: str, model: type[RequestData]
) -> None:
    # A document makes one picture, since it has one answer.
    assert set(allowed_keys(function)) == set(model.model_fields) - {"variations"}


def test_the_settings_a_client_may_write_are_those_the_backend_reads() -> None:
    assert set(allowed_keys("isSettings")) == {field.name for field in fields(Preferences)}


def test_a_language_tag_is_what_the_backend_reads_as_one() -> None:
    assert f"tag.size() <= {LONGEST_TAG} && tag.matches('{TAG}')" in SOURCE


def test_a_photos_name_is_what_the_rules_of_storage_let_in() -> None:
    rules = (Path(__file__).parents[2] / "storage.rules").read_text()
    assert f"name.matches('{UPLOAD_NAME.pattern}')" in rules


def test_a_photos_label_is_what_the_rules_of_storage_let_in() -> None:
    rules = (Path(__file__).parents[2] / "storage.rules").read_text()
    assert (
        "".join(rules.split()).count(f"file.contentType.matches('{''.join(PHOTO_LABEL.pattern.split())}')")
        == 1
    )
    assert [label for label in PHOTO_LABELS if PHOTO_LABEL.fullmatch(label) is None] == []
    assert [label for label in OTHER_LABELS if PHOTO_LABEL.fullmatch(label)] == []
