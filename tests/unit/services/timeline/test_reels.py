"""Reels: one's own stages and nobody else's, made once, kept while they are asked for, gone with what is in them."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.progress import STAGES, EvolutionStage
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.styles import StyleId
from mirror_realm.errors import BeingErased, NotFound
from mirror_realm.services.ports.providers import ProviderImage
from mirror_realm.services.timeline.reels import Reels
from tests.fakes.house import House
from tests.fakes.outside import PlainReelMaker

HOUR = timedelta(hours=1)


@dataclass
class Studio:
    house: House
    maker: PlainReelMaker
    reels: Reels

    def show(self, days: int, uid: str = "ada", **wish: Any) -> None:
        """Has a reflection made; its file says whose and of when."""
        self.house.provider.script.append(ProviderImage(f"{uid}:{days};".encode(), 13_000))
        self.house.ask(uid, days=days, **wish)
        self.house.deliver()
        self.house.provider.script.clear()
        self.house.clock.time += HOUR

    def stored(self, uid: str = "ada") -> set[str]:
        """Folders of reels."""
        found = [name for name in self.house.pictures.files if name.startswith(f"people/{uid}/reels/")]
        return {name.rpartition("/")[0] for name in found}


@pytest.fixture
def studio() -> Studio:
    house = House(user_limit=20, global_limit=100)
    return Studio(house, house.reel_maker, house.reels)


def test_a_reel_goes_from_the_first_stage_to_the_latest_whenever_they_were_made(studio: Studio) -> None:
    for days in (90, 7, 0):
        studio.show(days)

    reel = studio.reels.of("ada", None)

    assert [avatar.recipe.stage for avatar in reel.avatars] == [STAGES[0], STAGES[1], STAGES[4]]
    assert [frame.jpeg for frame in studio.maker.made[0]] == [b"ada:0;", b"ada:7;", b"ada:90;"]
    assert [frame.active_days for frame in studio.maker.made[0]] == [0, 7, 90]


def test_of_a_stage_the_newest_picture_is_in_it(studio: Studio) -> None:
    for days in (0, 35, 40, 36):
        studio.show(days, variation=days)

    assert [avatar.active_days for avatar in studio.reels.of("ada", None).avatars] == [0, 36]


def test_nobody_elses_picture_is_in_it(studio: Studio) -> None:
    for uid in ("ada", "bo"):
        for days in (0, 40):
            studio.show(days, uid, character="wren" if uid == "ada" else "kai")

    reel = studio.reels.of("ada", None)

    assert b"bo" not in b"".join(frame.jpeg for frame in studio.maker.made[0])
    assert reel.links.reel_url.startswith("https://files.test/people/ada/reels/")


def test_other_times_of_life_are_no_stages_of_it(studio: Studio) -> None:
    for days in (0, 40):
        studio.show(days)
        studio.show(days + 1, timeline=Timeline.FUTURE_2048)

    assert [avatar.active_days for avatar in studio.reels.of("ada", None).avatars] == [0, 40]


def test_it_can_keep_to_one_style(studio: Studio) -> None:
    for days in (0, 40):
        studio.show(days, style=StyleId.COMIC)
    for days in (7, 40):
        studio.show(days, style=StyleId.NOIR_HERO)

    assert [a.recipe.stage for a in studio.reels.of("ada", StyleId.COMIC).avatars] == [STAGES[0], STAGES[3]]
    assert len(studio.reels.of("ada", None).avatars) == 3


def test_a_stand_in_is_shown_only_where_there_is_nothing_better(studio: Studio) -> None:
    studio.show(0)
    studio.show(40)
    for days, variation in ((41, 1), (90, 2)):
        studio.show(days, variation=variation)
        path = next(path for path, data in studio.house.documents.items() if data.get("active_days") == days)
        studio.house.write(path, {**studio.house.documents[path], "degraded": True})

    reel = studio.reels.of("ada", None)

    assert [(avatar.active_days, avatar.degraded) for avatar in reel.avatars] == [
        (0, False),
        (40, False),
        (90, True),
    ]


@pytest.mark.parametrize("made", [(), (3,), (3, 4)])
def test_without_two_stages_there_is_none_and_why_is_said(studio: Studio, made: tuple[int, ...]) -> None:
    for days in made:
        studio.show(days, variation=days)

    with pytest.raises(NotFound, match="at least two stages"):
        studio.reels.of("ada", None)
    assert studio.maker.made == []


def test_the_same_reel_is_not_made_twice_and_a_new_picture_makes_a_new_one(studio: Studio) -> None:
    for days in (0, 40):
        studio.show(days)
    first = studio.reels.of("ada", None)
    assert studio.reels.of("ada", None).links == first.links
    assert studio.reels.of("ada", StyleId.DAYMI).links == first.links
    assert len(studio.maker.made) == 1

    studio.show(45, variation=1)

    assert studio.reels.of("ada", None).links != first.links
    assert len(studio.maker.made) == 2


def test_a_picture_deleted_while_its_reel_is_made_takes_the_reel_with_it(studio: Studio) -> None:
    for days in (0, 40):
        studio.show(days)
    lost = studio.house.queries.avatars_of("ada", None, None, 1)[0].avatar_id
    studio.maker.meanwhile = lambda: studio.house.remove(f"users/ada/avatars/{lost}")

    with pytest.raises(NotFound, match="deleted"):
        studio.reels.of("ada", None)
    assert studio.stored() == set()


def test_an_erasure_under_way_keeps_no_reel(studio: Studio) -> None:
    for days in (0, 40):
        studio.show(days)
    studio.maker.meanwhile = lambda: studio.house.erasing.begin("ada")

    with pytest.raises(BeingErased):
        studio.reels.of("ada", None)
    assert studio.stored() == set()


def test_withdrawing_consent_takes_the_reels_of_the_person_and_of_nobody_else(studio: Studio) -> None:
    for uid in ("ada", "bo"):
        for days in (0, 40):
            studio.show(days, uid)
        studio.reels.of(uid, None)
    studio.house.consenting.give("ada", "2026-11")

    studio.house.consenting.withdraw("ada")

    assert (len(studio.stored("ada")), len(studio.stored("bo"))) == (0, 1)


def test_the_sweep_leaves_a_reel_that_was_asked_for_today_and_takes_it_a_day_later(studio: Studio) -> None:
    for days in (0, 40):
        studio.show(days)
    studio.reels.of("ada", None)
    studio.house.clock.time += 23 * HOUR
    studio.reels.of("ada", None)
    studio.house.clock.time += 2 * HOUR
    studio.house.sweeping.run()
    assert len(studio.stored()) == 1

    studio.house.clock.time += 23 * HOUR
    studio.house.sweeping.run()

    assert studio.stored() == set()
    studio.house.check()
    studio.reels.of("ada", None)
    assert len(studio.maker.made) == 2


@pytest.mark.parametrize(
    "stray",
    ["people/ada/x.jpg", "people/ada/a/b/c/x.jpg", "people//a/b-1/x.jpg", "shared/x.jpg", "shared//b-1/x"],
)
def test_the_sweep_leaves_alone_what_has_no_shape_of_ours(studio: Studio, stray: str) -> None:
    studio.show(0)
    studio.house.pictures.files[stray] = b"x"
    studio.house.pictures.stored_at[stray] = studio.house.clock.time
    studio.house.clock.time += 49 * HOUR

    studio.house.sweeping.run()

    assert stray in studio.house.pictures.files


def test_another_day_on_the_sheet_is_another_reel(studio: Studio) -> None:
    for days in (0, 40):
        studio.show(days)
    studio.reels.of("ada", None)
    newest = studio.house.queries.reflections_of("ada", EvolutionStage.MONTH, None, 1)[0]
    later = replace(newest, active_days=44).to_document()
    studio.house.write(f"users/ada/avatars/{newest.avatar_id}", later)

    studio.reels.of("ada", None)

    assert [frame.active_days for frame in studio.maker.made[1]] == [0, 44]
