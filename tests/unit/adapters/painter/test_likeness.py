"""The same person is recognised at every stage; stages are told apart; people are told apart."""

from functools import cache

import pytest
from PIL import Image, ImageStat

from mirror_realm.adapters.painter.looks.stages import STAGE_LOOKS
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.progress import STAGES, EvolutionStage
from mirror_realm.domain.styles import StyleId
from tests.unit.adapters.painter.recipes import a_recipe, bits_apart, difference, painted, perceptual_hash

pytestmark = pytest.mark.drawn(one_in=6, of_file=True)

SIZE = 128


@cache
def _face(character: str, stage: EvolutionStage) -> Image.Image:
    """Head and hair held upright, small, the stage's light taken out: every channel has the same mean."""
    look = STAGE_LOOKS[stage]
    scale = look.closeness * SIZE / 1024
    x, y = SIZE / 2 + (look.pose.tilt * 1.2 + look.pose.turn * 8) * scale, SIZE * 0.879 - 482 * scale
    upright = painted(a_recipe(character, stage, size=SIZE)).rotate(
        look.pose.tilt, Image.Resampling.BILINEAR, center=(x, y)
    )
    box = (x - 160 * scale, y - 230 * scale, x + 160 * scale, y + 195 * scale)
    left, top, right, bottom = map(round, box)
    small = upright.crop((left, top, right, bottom)).resize((12, 12), Image.Resampling.BOX)
    means = ImageStat.Stat(small).mean
    return small.point([min(255, max(0, round(v + 120 - mean))) for mean in means for v in range(256)])


@pytest.mark.parametrize("character", CHARACTERS)
def test_a_character_at_other_stages_is_nearer_than_other_characters(character: str) -> None:
    own = [difference(_face(character, a), _face(character, b)) for a in STAGES for b in STAGES if a is not b]
    others = [
        difference(_face(character, stage), _face(other, stage))
        for stage in STAGES
        for other in CHARACTERS
        if other != character
    ]
    assert sum(own) / len(own) < 0.7 * sum(others) / len(others)


@pytest.mark.parametrize("stage", STAGES)
def test_a_face_is_recognised_among_all_faces_of_all_other_stages(stage: EvolutionStage) -> None:
    known = [(who, other) for who in CHARACTERS for other in STAGES if other is not stage]
    for character in CHARACTERS:
        seen = _face(character, stage)
        nearest = min(known, key=lambda one: difference(seen, _face(*one)))
        assert nearest[0] == character


@pytest.mark.parametrize("character", CHARACTERS)
def test_stages_are_told_apart_at_thumbnail_size(character: str) -> None:
    thumbnails = [
        painted(a_recipe(character, stage)).resize((48, 48), Image.Resampling.LANCZOS) for stage in STAGES
    ]
    for later in range(len(STAGES)):
        for earlier in range(later):
            assert difference(thumbnails[earlier], thumbnails[later]) > 18


def test_no_two_characters_share_a_silhouette() -> None:
    hashes = [perceptual_hash(painted(a_recipe(who))) for who in CHARACTERS]
    for later in range(len(hashes)):
        for earlier in range(later):
            assert bits_apart(hashes[earlier], hashes[later]) >= 8


def test_styles_are_told_apart() -> None:
    pictures = [painted(a_recipe(style=style)) for style in StyleId]
    for later in range(len(pictures)):
        for earlier in range(later):
            assert difference(pictures[earlier], pictures[later]) > 20
