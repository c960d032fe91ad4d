"""Descriptions: one for each choice, short, and no two alike."""

from collections.abc import Mapping
from typing import Any

import pytest

from mirror_realm.domain import descriptions
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.persona_catalogue import PERSONAS
from mirror_realm.domain.progress import STAGES
from mirror_realm.domain.style_catalogue import STYLES


@pytest.mark.parametrize(
    ("described", "choices"),
    [
        (descriptions.STYLES, STYLES),
        (descriptions.PERSONAS, PERSONAS),
        (descriptions.CHARACTERS, CHARACTERS),
        (descriptions.STAGES, STAGES),
    ],
)
def test_every_choice_has_its_own_short_one(described: Mapping[Any, str], choices: Any) -> None:
    assert set(described) == set(choices)
    assert len(set(described.values())) == len(described)
    assert all(10 < len(text) <= 60 and not text.endswith(".") for text in described.values())
