"""Sharing: one address for one picture, by an explicit act, bounded, listed, revocable."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.domain.report import Reason
from mirror_realm.domain.share import MOST, MOST_OF_GUEST, SLUG, Share, ShareState, share_id_of, slug_from
from mirror_realm.domain.wish import User
from mirror_realm.errors import (
    BeingErased,
    ConsentMissing,
    InvalidRequest,
    LookHidden,
    NotFound,
    NotReady,
    TooManyShares,
)
from mirror_realm.services.moderation.report import Complaint
from tests.fakes.captured import capturing
from tests.fakes.house import House

ADA, GUEST_ADA = User("ada", FREE), User("ada", GUEST)
DAY = timedelta(days=1)
PHOTO = "uploads/ada/me.jpg"


@pytest.fixture
def house() -> House:
    return House(user_limit=20)


def pictured(house: House, uid: str = "ada", **wish: Any) -> str:
    admitted = house.ask(uid, **wish)
    house.deliver()
    return admitted.avatar.avatar_id


def stored(house: House, uid: str = "ada") -> list[dict[str, Any]]:
    return [data for path, data in house.documents.items() if path.startswith(f"users/{uid}/shares/")]


def states(house: House, uid: str = "ada") -> list[ShareState]:
    return [state for _, state in house.sharing.page(uid, None, 50).shares]


def test_a_slug_is_long_plain_and_not_to_be_derived_from_what_is_looked_up() -> None:
    slugs = {slug_from(f"a{number}", f"b{number}") for number in range(200)}
    assert len(slugs) == 200
    assert all(SLUG.fullmatch(slug) for slug in slugs)
    slug = slugs.pop()
    assert share_id_of(slug) not in slug
    assert slug not in repr(Share.__dataclass_fields__["slug"].default) + share_id_of(slug)


def test_a_picture_gets_an_address_that_ends_after_a_month(house: House) -> None:
    avatar_id = pictured(house)
    with capturing() as captured:
        share = house.sharing.share(ADA, avatar_id)
    assert share.ends_at == house.clock.time + 30 * DAY
    assert stored(house) == [share.to_document()]
    assert [said["event"] for said in captured] == ["avatar_shared"]
    assert share.slug not in repr(share), "it is in no log by accident"
    house.check()


def test_sharing_it_again_keeps_the_address_and_takes_the_new_terms(house: House) -> None:
    avatar_id = pictured(house)
    first = house.sharing.share(ADA, avatar_id)
    house.clock.time += DAY
    again = house.sharing.share(ADA, avatar_id, 90, show_name=True)
    assert (again.slug, again.ends_at, again.show_name) == (first.slug, house.clock.time + 90 * DAY, True)
    assert len(stored(house)) == 1


def test_a_revoked_picture_gets_another_address(house: House) -> None:
    avatar_id = pictured(house)
    first = house.sharing.share(ADA, avatar_id)
    revoked = house.sharing.revoke("ada", first.share_id)
    assert house.sharing.revoke("ada", first.share_id) == revoked
    assert house.sharing.share(ADA, avatar_id).slug != first.slug
    assert sorted(states(house)) == [ShareState.ACTIVE, ShareState.REVOKED]


def test_only_ones_own_completed_picture_is_shared(house: House) -> None:
    other = pictured(house, "bo")
    with pytest.raises(NotFound):
        house.sharing.share(ADA, other)
    queued = house.ask(variation=1).avatar.avatar_id
    with pytest.raises(NotReady, match="no picture yet"):
        house.sharing.share(ADA, queued)
    house.deliver()
    house.deleting.delete("ada", queued)
    with pytest.raises(NotFound):
        house.sharing.share(ADA, queued)
    assert stored(house) == []


def test_a_fallback_is_not_shared(house: House) -> None:
    house.user_limit = 0
    poor = House(user_limit=0)
    avatar_id = pictured(poor)
    assert poor.only(f"users/ada/avatars/{avatar_id}")["degraded"]
    with pytest.raises(NotReady, match="fallback"):
        poor.sharing.share(ADA, avatar_id)


def test_a_reported_or_hidden_picture_is_not_shared(house: House) -> None:
    avatar_id = pictured(house)
    look = house.only("cache/")
    (key,) = [path for path in house.documents if path.startswith("cache/")]
    house.write(key, {**look, "state": "hidden"})
    with pytest.raises(LookHidden):
        house.sharing.share(ADA, avatar_id)
    house.write(key, look)
    house.reporting.report(ADA, avatar_id, Complaint(Reason.OFFENSIVE))
    house.deliver()
    with pytest.raises(LookHidden, match="reported"):
        house.sharing.share(ADA, avatar_id)


def test_a_picture_from_a_photo_needs_the_consent_still(house: House) -> None:
    house.consenting.give("ada", "2026-11")
    house.photos.upload(PHOTO)
    avatar_id = pictured(house, photo=PHOTO, character=None)
    house.sharing.share(ADA, avatar_id)
    profile = house.documents["users/ada"]
    house.write("users/ada", {**profile, "photo_consent": None})
    with pytest.raises(ConsentMissing):
        house.sharing.share(ADA, avatar_id)


def test_no_more_than_a_bound_are_open_and_the_refusal_says_when_one_ends(house: House) -> None:
    avatar_id = pictured(house)
    house.sharing.share(GUEST_ADA, avatar_id)
    template = stored(house)[0]
    for number in range(MOST_OF_GUEST):
        slug = slug_from(str(number), "more")
        one = {
            **template,
            "slug": slug,
            "share_id": share_id_of(slug),
            "completed_at": house.clock.time - DAY,
        }
        house.write(f"users/ada/shares/{one['share_id']}", one)
    other = pictured(house, variation=2)
    with pytest.raises(TooManyShares) as refused:
        house.sharing.share(GUEST_ADA, other)
    assert refused.value.details()["limit"] == MOST_OF_GUEST
    assert refused.value.resets_at == house.clock.time + 30 * DAY
    assert house.sharing.share(ADA, other).avatar_id == other, "an account has more"


def test_what_has_ended_makes_room_the_oldest_first(house: House) -> None:
    avatar_id = pictured(house)
    first = house.sharing.share(ADA, avatar_id)
    house.sharing.revoke("ada", first.share_id)
    template = stored(house)[0]
    for number in range(MOST - 1):
        slug = slug_from(str(number), "more")
        later = house.clock.time + timedelta(seconds=number + 1)
        one = {**template, "slug": slug, "share_id": share_id_of(slug), "created_at": later}
        house.write(f"users/ada/shares/{one['share_id']}", one)
    house.clock.time += DAY
    house.sharing.share(ADA, avatar_id)
    assert len(stored(house)) == MOST
    assert f"users/ada/shares/{first.share_id}" not in house.documents


def test_a_guest_shares_for_a_month_at_most(house: House) -> None:
    avatar_id = pictured(house, plan=GUEST)
    with pytest.raises(InvalidRequest) as refused:
        house.sharing.share(GUEST_ADA, avatar_id, 31)
    assert refused.value.fields.keys() == {"days"}
    assert house.sharing.share(GUEST_ADA, avatar_id, 30).ends_at == house.clock.time + 30 * DAY


def test_the_list_has_pages_and_says_what_has_ended(house: House) -> None:
    made = []
    for variation in range(5):
        made.append(house.sharing.share(ADA, pictured(house, variation=variation), 10 + variation))
        house.clock.time += timedelta(minutes=1)
    house.deleting.delete("ada", made[4].avatar_id)
    house.sharing.revoke("ada", made[3].share_id)
    house.clock.time = made[0].ends_at
    first = house.sharing.page("ada", None, 3)
    last = house.sharing.page("ada", first.before, 3)
    assert last.before is None
    listed = [(share.share_id, str(state)) for page in (first, last) for share, state in page.shares]
    ids = [one.share_id for one in reversed(made)]
    assert listed == list(zip(ids, ("gone", "revoked", "active", "active", "expired"), strict=True))
    assert house.sharing.page("bo", None, 3).shares == []


def test_nobody_revokes_what_is_not_theirs(house: House) -> None:
    share = house.sharing.share(ADA, pictured(house))
    with pytest.raises(NotFound):
        house.sharing.revoke("bo", share.share_id)
    assert states(house) == [ShareState.ACTIVE]


def test_nothing_is_shared_revoked_or_listed_behind_a_fence(house: House) -> None:
    avatar_id = pictured(house)
    share = house.sharing.share(ADA, avatar_id)
    house.erasing.begin("ada")
    acts: tuple[Callable[[], object], ...] = (
        lambda: house.sharing.share(ADA, avatar_id),
        lambda: house.sharing.revoke("ada", share.share_id),
        lambda: house.sharing.page("ada", None, 5),
    )
    for act in acts:
        with pytest.raises(BeingErased):
            act()
    house.reaping.run()
    assert stored(house) == []


def test_the_sweep_deletes_what_ended_long_ago(house: House) -> None:
    share = house.sharing.share(ADA, pictured(house), 1)
    house.clock.time = share.ends_at + timedelta(days=29)
    house.sweeping.run()
    assert len(stored(house)) == 1
    house.clock.time = share.ends_at + timedelta(days=33)
    house.sweeping.run()
    assert stored(house) == []
