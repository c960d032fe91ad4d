"""Choosing one of a set: it stays, the others expire in a day; if nobody chooses, the first completed one stays."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.variation_set import UNCHOSEN, UNDO
from mirror_realm.domain.wish import User
from mirror_realm.errors import BadOutput, NotFound, VariationExpired, VariationFailed, VariationUnderWay
from tests.fakes.house import House, a_wish

DAY = timedelta(days=1)


def a_set(house: House, variations: int = 4, **wish: Any) -> list[str]:
    """Return the ids of the avatars of ada's set."""
    made = house.admission.admit_variations(a_wish(variations=variations, **wish))
    return [one.avatar.avatar_id for one in made]


def a_made_set(house: House, variations: int = 4, **wish: Any) -> list[str]:
    """Return the ids of a set whose pictures were made, the last one of the set last."""
    ids = a_set(house, variations, **wish)
    attempts = house.take_attempts()
    jobs = {house.documents[f"renders/{render_id}"]["avatar_id"]: (render_id, n) for render_id, n in attempts}
    for avatar_id in ids:
        if avatar_id in jobs:
            house.clock.time += timedelta(minutes=1)
            house.rendering.run(*jobs[avatar_id])
    return ids


def stored(house: House, avatar_id: str, uid: str = "ada") -> Avatar | None:
    data = house.documents.get(f"users/{uid}/avatars/{avatar_id}")
    return Avatar.from_document(avatar_id, data) if data is not None else None


def left(house: House, ids: Sequence[str]) -> list[int]:
    """Return the places of the avatars that exist, in the order of the set."""
    return [number for number, avatar_id in enumerate(ids) if stored(house, avatar_id) is not None]


def in_set(house: House, ids: Sequence[str]) -> list[int]:
    found = [(number, stored(house, avatar_id)) for number, avatar_id in enumerate(ids)]
    return [number for number, one in found if one is not None and one.in_set is not None]


def shown(house: House) -> str | None:
    latest: dict[str, str] | None = house.documents["users/ada"]["latest"]
    return latest["avatar_id"] if latest else None


@pytest.fixture
def house() -> House:
    return House(user_limit=8)


def test_the_chosen_one_stays_and_the_others_go_after_a_day(house: House) -> None:
    ids = a_made_set(house)
    chosen = house.variation_choice.choose("ada", ids[1])
    assert chosen.in_set is not None
    assert chosen.in_set.expires_at is None
    house.clock.time += UNDO - timedelta(minutes=1)
    assert house.sweeping.run().variations == 0
    house.clock.time += timedelta(minutes=2)
    assert house.sweeping.run().variations == 3
    assert left(house, ids) == [1]
    assert in_set(house, ids) == []
    house.check()


def test_choosing_again_changes_nothing(house: House) -> None:
    ids = a_made_set(house)
    first = house.variation_choice.choose("ada", ids[1])
    before = {path: dict(data) for path, data in house.documents.items()}
    house.clock.time += timedelta(hours=3)
    assert house.variation_choice.choose("ada", ids[1]) == first
    assert house.documents == before


def test_within_the_day_another_one_can_be_chosen(house: House) -> None:
    ids = a_made_set(house)
    house.variation_choice.choose("ada", ids[1])
    house.clock.time += timedelta(hours=20)
    house.variation_choice.choose("ada", ids[3])
    house.clock.time += timedelta(hours=5)
    house.sweeping.run()
    assert left(house, ids) == [1, 3]
    house.clock.time += timedelta(hours=20)
    house.sweeping.run()
    assert left(house, ids) == [3]
    assert in_set(house, ids) == []


def test_if_nobody_chooses_the_first_completed_stays(house: House) -> None:
    ids = a_set(house)
    attempts = house.take_attempts()
    for attempt in [attempts[2], attempts[0], attempts[3]]:
        house.clock.time += timedelta(minutes=1)
        house.rendering.run(*attempt)
    house.provider.script = [BadOutput("blank")] * 3
    house.rendering.run(*attempts[1])
    first = house.documents[f"renders/{attempts[2][0]}"]["avatar_id"]
    house.clock.time += UNCHOSEN - timedelta(minutes=10)
    house.sweeping.run()
    assert left(house, ids) == [0, 1, 2, 3]
    house.clock.time += timedelta(minutes=10)
    house.sweeping.run()
    assert [ids[number] for number in left(house, ids)] == [first]
    assert in_set(house, ids) == []
    assert shown(house) == first
    house.check()


def test_if_all_failed_the_first_stays_as_it_is(house: House) -> None:
    house.provider.script = [BadOutput("blank")] * 6
    ids = a_made_set(house, 2)
    house.clock.time += UNCHOSEN
    house.sweeping.run()
    assert left(house, ids) == [0]


def test_what_the_user_had_before_stays_whatever_is_chosen(house: House) -> None:
    house.ask()
    house.deliver()
    ids = a_made_set(house)
    house.variation_choice.choose("ada", ids[2])
    house.clock.time += UNDO
    house.sweeping.run()
    assert left(house, ids) == [0, 2]
    assert in_set(house, ids) == []


def test_what_the_user_had_before_can_be_chosen_and_the_new_ones_go(house: House) -> None:
    house.ask()
    house.deliver()
    ids = a_made_set(house)
    house.variation_choice.choose("ada", ids[0])
    house.clock.time += UNDO
    house.sweeping.run()
    assert left(house, ids) == [0]
    assert in_set(house, ids) == []


def test_one_that_is_asked_for_alone_meanwhile_stays_too(house: House) -> None:
    ids = a_made_set(house)
    house.variation_choice.choose("ada", ids[1])
    house.ask(variation=37 * 3 % 100)
    house.clock.time += UNDO
    house.sweeping.run()
    assert left(house, ids) == [1, 3]


def test_the_user_is_shown_as_the_one_that_stays(house: House) -> None:
    ids = a_made_set(house)
    assert shown(house) == ids[3]
    house.variation_choice.choose("ada", ids[1])
    assert shown(house) == ids[1]


def test_a_picture_shown_for_the_user_that_is_in_no_set_stays_shown(house: House) -> None:
    house.ask(days=100)
    house.deliver()
    represents = shown(house)
    ids = a_made_set(house)
    house.timeline.select("ada", represents)
    house.variation_choice.choose("ada", ids[1])
    assert shown(house) == represents


def test_one_completed_after_the_choice_does_not_stay_shown(house: House) -> None:
    ids = a_set(house)
    first, *rest = house.take_attempts()
    house.rendering.run(*first)
    chosen = house.documents[f"renders/{first[0]}"]["avatar_id"]
    house.variation_choice.choose("ada", chosen)
    for attempt in rest:
        house.rendering.run(*attempt)
    assert shown(house) != chosen
    house.clock.time += UNDO
    house.sweeping.run()
    assert [ids[number] for number in left(house, ids)] == [chosen]
    assert shown(house) == chosen


def test_one_still_under_way_gets_another_day(house: House) -> None:
    ids = a_set(house, 2)
    first, _ = house.take_attempts()
    house.rendering.run(*first)
    house.clock.time += UNCHOSEN
    assert house.sweeping.run().variations == 0
    assert left(house, ids) == [0, 1]
    house.clock.time += DAY
    house.reaping.run()
    house.reaping.run()
    house.deliver()
    house.sweeping.run()
    assert len(left(house, ids)) == 1


def test_shared_pictures_stay_for_others_and_files_of_ones_own_go(house: House) -> None:
    house.consenting.give("ada", "2026-11")
    path = house.photos.upload("uploads/ada/me.jpg")
    personal = a_made_set(house, 2, photo=path, character=None)
    shared = a_made_set(house, 2)
    house.variation_choice.choose("ada", personal[0])
    house.variation_choice.choose("ada", shared[0])
    house.clock.time += UNDO
    house.sweeping.run()
    assert left(house, personal) == left(house, shared) == [0]
    folders = {name.rsplit("/", 2)[0] for name in house.pictures.files if name.startswith("people/")}
    assert folders == {f"people/ada/{personal[0]}"}
    assert house.ask("bo", variation=37).outcome == "hit"
    house.check()


def test_what_cannot_be_chosen_has_its_reason(house: House) -> None:
    house.provider.script = [BadOutput("blank")] * 3
    ids = a_set(house, 3)
    first, second, third = house.take_attempts()
    house.rendering.run(*first)
    house.rendering.run(*second)
    by_job = {house.documents[f"renders/{one[0]}"]["avatar_id"]: one for one in (first, second, third)}
    failed, made, waits = by_job
    with pytest.raises(VariationFailed):
        house.variation_choice.choose("ada", failed)
    with pytest.raises(VariationUnderWay):
        house.variation_choice.choose("ada", waits)
    with pytest.raises(NotFound):
        house.variation_choice.choose("bo", made)
    house.deleting.delete("ada", failed)
    with pytest.raises(NotFound):
        house.variation_choice.choose("ada", failed)
    house.clock.time += UNCHOSEN
    before = {path: dict(data) for path, data in house.documents.items()}
    with pytest.raises(VariationExpired):
        house.variation_choice.choose("ada", made)
    assert house.documents == before
    assert set(ids) == set(by_job)


def test_one_in_no_set_is_answered_as_it_is(house: House) -> None:
    avatar = house.ask().avatar
    before = dict(house.documents)
    assert house.variation_choice.choose("ada", avatar.avatar_id) == avatar
    assert house.documents == before


def test_an_erasure_takes_all_and_the_sweep_leaves_it_alone(house: House) -> None:
    a_made_set(house)
    house.clock.time += UNCHOSEN
    house.erasing.begin("ada")
    assert house.sweeping.run().variations == 0
    assert house.erasing.erase("ada", 20).done
    assert [path for path in house.documents if path.startswith("users/ada")] == []


def test_a_set_moves_with_its_account_and_is_chosen_there(house: House) -> None:
    house.people.anonymous.add("ada")
    ids = a_made_set(house)
    token = house.tokens.issue("ada", house.clock.time + timedelta(hours=1))
    moved = house.merging.merge(User("bo", FREE), token, personal=False, seconds=20).moved
    house.variation_choice.choose("bo", moved[ids[1]])
    house.clock.time += UNDO
    house.sweeping.run()
    assert [old for old in ids if stored(house, moved[old], "bo") is not None] == [ids[1]]
