"""Who a picture shows is read from it roughly, read the same again from what was painted of it, and kept.

Figures, as stored JPEGs. Of 63 people in every style, stage and kind of hair the painter reads in its own plain
pictures the kind of hair in 63, the complexion in 61, the colour of hair in 59, of clothes in 60. Of 42 in any
persona, time of life, pose and with traits: 38, 36, 30 and 33. In painted pictures taken for photos, whose face it
must first find: the kind of hair in a third, the complexion in half, in ordinary styles the clothes in most.
"""

import base64
import hashlib
import io
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import cache

import pytest
from PIL import Image

from demo import snapshot
from demo.people import PEOPLE
from mirror_realm.adapters.painter import Painter, paint
from mirror_realm.adapters.painter.appearance import SKINS, Appearance, appearance_for
from mirror_realm.adapters.painter.likeness import kept, likeness, measure, remade, tables
from mirror_realm.adapters.painter.likeness.faces import face_of
from mirror_realm.adapters.painter.likeness.kept import person_of
from mirror_realm.adapters.painter.likeness.palette import HAIRS, OUTFITS, SCARVES
from mirror_realm.adapters.painter.likeness.unmeasured import snapped, unmeasured
from mirror_realm.adapters.photos.decoding import prepared
from mirror_realm.domain.characters import HairKind, Skin
from mirror_realm.domain.progress import STAGES, EvolutionStage
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.reference import InputKind
from mirror_realm.domain.styles import StyleId
from mirror_realm.services.ports.providers import ImageRequest, ReferenceImage
from tests.unit.adapters.painter.recipes import a_recipe, difference

DIGESTS = ("a photo's digest",)


def personal(stage: EvolutionStage = STAGES[0], style: StyleId = StyleId.DAYMI, size: int = 512) -> Recipe:
    return a_recipe(None, stage, style, size, uid="somebody", references=DIGESTS)


def as_jpeg(picture: Image.Image) -> bytes:
    encoded = io.BytesIO()
    picture.save(encoded, "JPEG", quality=81)
    return encoded.getvalue()


@cache
def photo() -> ReferenceImage:
    return ReferenceImage(InputKind.PHOTO, prepared(snapshot.PHOTO.read_bytes()))


def rendered(recipe: Recipe, *references: ReferenceImage) -> bytes:
    return Painter().render(ImageRequest(recipe, "", "", 9, references)).data


def somebody(number: int) -> Appearance:
    """People of every kind of hair, complexion and colour, with nothing that cannot be measured."""
    dice = random.Random(number)
    kind = list(HairKind)[number % len(HairKind)]
    hair = dice.choice(SCARVES if kind is HairKind.HEADSCARF else HAIRS)
    person = replace(unmeasured(DIGESTS), hair_kind=kind, hair=hair, skin=SKINS[dice.choice(list(Skin))])
    return snapped(replace(person, outfit=dice.choice(OUTFITS)))


READ = [style for style in StyleId if style is not StyleId.CINEMATIC_HERO]
STEADY = (StyleId.ANIME, StyleId.COMIC)
"""Two very different ones, of which each run reads a picture; each takes seconds."""

MEASURED = {"hair_kind", "skin", "hair", "outfit"}


def read_right(number: int) -> set[str]:
    """Return what is read as it was painted, in a picture of somebody in one of the styles to read."""
    person = somebody(number)
    painted = paint(personal(STAGES[number % 6], READ[number]), person)
    seen = likeness(personal(), (ReferenceImage(InputKind.FIRST, as_jpeg(painted)),))
    return {what for what in MEASURED if getattr(seen, what) == getattr(person, what)}


class TestThePhoto:
    def test_the_demo_persons_photo_is_read_as_its_sitter(self) -> None:
        seen, sitter = likeness(personal(), (photo(),)), snapshot.SITTER

        assert seen.hair_kind is sitter.hair_kind
        assert (seen.skin, seen.hair, seen.outfit) == (sitter.skin, sitter.hair, sitter.outfit)

    def test_the_demo_person_has_one_face_in_pictures_of_her_character_and_of_her_photo(self) -> None:
        digest = base64.b64encode(hashlib.md5(snapshot.PHOTO.read_bytes()).digest()).decode()
        seen = likeness(replace(personal(), references=(digest,)), (photo(),))
        drawn = appearance_for(a_recipe(PEOPLE["mira"].character))

        for feature in ("hair_kind", "hair", "skin", "outfit", "eyes", "build", "glasses"):
            assert getattr(seen, feature) == getattr(drawn, feature), feature

    def test_the_demo_persons_photo_is_the_one_that_is_drawn_and_small(self) -> None:
        with Image.open(snapshot.PHOTO) as stored:
            assert difference(stored.convert("RGB"), snapshot.snapshot()) < 6
        assert snapshot.PHOTO.stat().st_size < 80_000

    @pytest.mark.drawn(one_in=12)
    @pytest.mark.parametrize("size", [(640, 480), (1024, 200), (200, 1024), (200, 200)])
    @pytest.mark.parametrize("colour", ["black", "white", "tan"])
    def test_a_photo_of_nobody_still_gives_somebody(self, size: tuple[int, int], colour: str) -> None:
        empty = ReferenceImage(InputKind.PHOTO, as_jpeg(Image.new("RGB", size, colour)))

        assert likeness(personal(), (empty,)).skin in SKINS.values()

    @pytest.mark.drawn(one_in=6)
    @pytest.mark.parametrize("across", [-90, 0, 90])
    def test_the_face_is_found_where_it_moved_to(self, across: int) -> None:
        picture = snapshot.snapshot()
        moved = Image.new("RGB", picture.size, "grey")
        moved.paste(picture, (across, 0))

        assert face_of(moved).x - face_of(picture).x == pytest.approx(across / picture.width, abs=0.04)


class TestTheChain:
    @pytest.mark.drawn(one_in=4)
    @pytest.mark.parametrize("style", [StyleId.DAYMI, StyleId.NOIR_HERO])
    def test_from_the_photo_to_the_last_stage_it_is_the_same_person(self, style: StyleId) -> None:
        first = ReferenceImage(InputKind.FIRST, rendered(personal(style=style), photo()))

        assert likeness(personal(STAGES[5], StyleId.COMIC), (first,)) == likeness(personal(), (photo(),))

    @pytest.mark.whole
    @pytest.mark.parametrize("number", [number for number, style in enumerate(READ) if style in STEADY])
    def test_measuring_what_was_painted_gives_who_was_painted(self, number: int) -> None:
        assert read_right(number) == MEASURED

    @pytest.mark.soak
    def test_measuring_what_was_painted_in_any_style_is_wrong_once_at_most(self) -> None:
        right = [read_right(number) for number in range(len(READ))]

        assert all(sum(what in found for found in right) >= len(READ) - 1 for what in MEASURED), right

    def test_a_later_picture_changes_nothing(self) -> None:
        later = ReferenceImage(InputKind.LATEST, as_jpeg(paint(personal(), somebody(3))))

        assert likeness(personal(), (photo(), later)) == likeness(personal(), (photo(),))

    def test_the_same_picture_is_measured_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        likeness(personal(), (photo(),))
        monkeypatch.setattr(measure, "_measured", lambda *_: pytest.fail("measured again"))

        likeness(personal(STAGES[3], StyleId.ANIME), (photo(),))

    def test_who_ask_together_wait_for_one_measuring(self, monkeypatch: pytest.MonkeyPatch) -> None:
        both, measured = threading.Barrier(2), []

        def slowly(*_: object) -> Appearance:
            measured.append(1)
            with suppress(threading.BrokenBarrierError):
                both.wait(0.2)  # for another to measure too, which never comes
            return unmeasured(DIGESTS)

        monkeypatch.setattr(measure, "_measured", slowly)
        new = ReferenceImage(InputKind.PHOTO, b"a photo nobody has seen")
        with ThreadPoolExecutor(2) as threads:
            for asking in [threads.submit(likeness, personal(), (new,)) for _ in range(2)]:
                asking.result()

        assert measured == [1]


class TestKeptLooks:
    def test_the_painter_gives_the_looks_with_a_picture_of_a_person_and_with_no_other(self) -> None:
        request = ImageRequest(personal(), "", "", 9, (photo(),))
        looks = Painter().render(request).looks

        assert looks is not None
        assert Painter().render(replace(request, references=())).looks is None
        assert person_of(looks, DIGESTS) == likeness(personal(), (photo(),))

    @pytest.mark.parametrize("number", range(len(HairKind)))
    def test_anybody_is_the_same_person_again(self, number: int) -> None:
        assert person_of(kept(somebody(number)), DIGESTS) == somebody(number)

    def test_a_picture_with_its_looks_is_not_measured(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(measure, "_measured", lambda *_: pytest.fail("measured"))
        first = ReferenceImage(InputKind.FIRST, b"never decoded", kept(somebody(5)))

        assert likeness(personal(STAGES[4], StyleId.COMIC), (first,)) == somebody(5)

    @pytest.mark.parametrize(
        "damaged",
        [
            "",
            "{}",
            "[]",
            "null",
            '{"version":2}',
            kept(somebody(1)).replace('"hair":[', '"hair":["a",'),
            kept(somebody(1)).replace('"skin":"', '"skin":"x'),
        ],
    )
    def test_looks_that_cannot_be_read_are_measured_instead(self, damaged: str) -> None:
        assert person_of(damaged, DIGESTS) is None
        assert likeness(personal(), (replace(photo(), looks=damaged),)) == likeness(personal(), (photo(),))

    def test_what_the_sitters_show_is_stored_as_it_is_measured(self) -> None:
        known, now = tables.stored(), remade.measured()

        assert list(known.patterns) == [pytest.approx(pattern, abs=1e-3) for pattern in now.patterns]
        assert known.outlines == {
            kind: pytest.approx(outline, abs=1e-3) for kind, outline in now.outlines.items()
        }
        assert all(difference(known.places[place], tiny) < 1 for place, tiny in now.places.items())


class TestThePainter:
    def test_it_paints_who_the_references_show(self) -> None:
        recipe = personal(STAGES[2])
        picture = Image.open(io.BytesIO(rendered(recipe, photo())))

        assert difference(picture, paint(recipe, likeness(recipe, (photo(),)))) < 2
        assert difference(picture, paint(recipe)) > 5

    def test_what_no_colour_tells_is_nobodys(self) -> None:
        seen = likeness(personal(), (photo(),))

        assert not seen.glasses
        assert seen.marks == type(seen.marks)()
