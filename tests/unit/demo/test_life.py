"""Whose half year it is: every name has a person, and every person's wishes are in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo import life
from mirror_realm.api.wish_request import parse_wish
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.progress import STAGES, EvolutionStage
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import User


@given(st.text(min_size=1, max_size=60))
def test_any_name_has_six_chapters_and_an_address(name: str) -> None:
    person = life.person_named(name)

    assert tuple(person.chapters) == STAGES
    assert person.email.isascii()


def test_a_name_looks_the_same_on_every_day() -> None:
    assert life.person_named("Ada L.").character == life.person_named("ada l.").character


def test_a_characters_name_looks_like_that_character() -> None:
    assert life.person_named("Juniper").character == "juniper"


@pytest.mark.parametrize("stage", STAGES)
def test_each_wish_is_one_the_backend_takes(stage: str) -> None:
    person = life.person_named("Mira")

    wish = parse_wish(life.wish(person, EvolutionStage(stage), wait_seconds=0), User("uid", FREE))

    assert wish.stage == stage
    assert wish.progress == person.chapters[EvolutionStage(stage)]


def test_somebody_else_has_the_same_look_and_another_account() -> None:
    mira = life.person_named("Mira")
    other = life.passer_by(mira)

    assert other.character == mira.character
    assert other.email != mira.email


@pytest.mark.parametrize("stage", STAGES)
def test_a_wish_from_a_photo_names_the_photo_and_no_character(stage: str) -> None:
    person = life.person_named("Mira")

    data = life.photo_wish(
        person, EvolutionStage(stage), StyleId.COMIC, "uploads/uid/photo.jpg", wait_seconds=0
    )
    wish = parse_wish(data, User("uid", FREE))

    assert (wish.photo, wish.character, wish.style) == ("uploads/uid/photo.jpg", None, StyleId.COMIC)


def test_the_photo_brings_the_whole_way_in_one_style_and_part_of_it_in_another() -> None:
    whole, part = life.PHOTO_STAGES.values()

    assert whole == STAGES
    assert 1 < len(part) < len(STAGES)
