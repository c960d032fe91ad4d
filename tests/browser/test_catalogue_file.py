"""hosting/catalogue.json is what the domain says today, and its demo people wish for what they have earned."""

import pytest

from demo import catalogue
from demo.people import PEOPLE, DemoPerson
from mirror_realm.api.wish_request import parse_wish
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.progress import STAGES, has_earned
from mirror_realm.domain.wish import User


def test_the_committed_file_is_current() -> None:
    current = catalogue.FILE.read_text(encoding="utf-8")
    assert current == catalogue.text(), "run `python -m demo.catalogue`"


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_each_chapter_is_a_wish_the_backend_accepts(person: DemoPerson) -> None:
    told = next(one for one in catalogue.catalogue()["people"] if one["id"] == person.id)
    for stage, progress in told["chapters"].items():
        data = {"progress_metrics": progress | {"discovered_traits": list(progress["discovered_traits"])}}
        wish = parse_wish(data | {"evolution_stage": stage}, User("uid", FREE))
        assert wish.stage is not None
        assert has_earned(wish.stage, wish.progress.active_days)


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_chapters_are_the_first_stages_in_order(person: DemoPerson) -> None:
    days = [progress.active_days for progress in person.chapters.values()]
    assert tuple(person.chapters) == STAGES[: len(person.chapters)]
    assert days == sorted(days)
    assert person.character in CHARACTERS
