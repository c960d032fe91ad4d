"""Views: the named picture or nothing, from the moment that anything ended it, whatever died in between."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Decision, Reason
from mirror_realm.domain.share import Share
from mirror_realm.domain.wish import User
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.ports import files
from mirror_realm.services.sharing.views import NoShare, ShareGone
from tests.crash.line import WorkerDied
from tests.fakes.house import House

ADA = User("ada", FREE)
PHOTO = "uploads/ada/me.jpg"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def house() -> House:
    return House(user_limit=20, global_limit=50)


def shared(house: House, **wish: Any) -> Share:
    admitted = house.ask(**wish)
    house.deliver()
    share: Share = house.sharing.share(ADA, admitted.avatar.avatar_id)
    house.clock.time += MINUTE
    return share


def of_a_photo(house: House) -> Share:
    house.consenting.give("ada", "2026-11")
    house.photos.upload(PHOTO)
    house.clock.time += MINUTE
    return shared(house, photo=PHOTO, character=None)


def is_gone(house: House, share: Share) -> bool:
    """Return whether page and picture agree that it is gone; if it is there, that it is the named picture."""
    try:
        jpeg = house.viewing.picture(share.slug)
    except ShareGone:
        with pytest.raises(ShareGone):
            house.viewing.page(share.slug)
        return True
    assert jpeg == house.pictures.read(share.image_path)
    house.viewing.page(share.slug)
    return False


def change(house: House, path: str, **fields: Any) -> None:
    house.write(path, {**house.documents[path], **fields})


def test_a_visitor_gets_the_very_picture_and_no_word_of_its_user(house: House) -> None:
    share = shared(house)
    house.timeline.describe("ada", share.avatar_id, "The brave one", "a note")
    assert house.viewing.picture(share.slug) == house.pictures.read(share.image_path)
    assert house.viewing.page(share.slug).name == ""
    house.sharing.share(ADA, share.avatar_id, show_name=True)
    assert house.viewing.page(share.slug).name == "The brave one"


@pytest.mark.parametrize(
    "slug", ["", "a" * 31, "A" * 32, "a" * 31 + "1", "../" + "a" * 29, "a" * 32, "ä" * 32]
)
def test_an_address_that_never_was_is_no_share(house: House, slug: str) -> None:
    shared(house)
    for look in (house.viewing.page, house.viewing.picture):
        with pytest.raises(NoShare):
            look(slug)


def _again(house: House, share: Share) -> None:
    """Delete the avatar and wish for it again: the same look has the same files."""
    house.deleting.delete("ada", share.avatar_id)
    house.clock.time += MINUTE
    admitted = house.ask()
    assert admitted.avatar.avatar_id == share.avatar_id
    assert house.documents[f"users/ada/avatars/{share.avatar_id}"]["image_path"] == share.image_path


def _hidden(house: House, share: Share) -> None:
    """Hide the look, as the last report does, and die before any avatar is changed."""
    change(house, f"cache/{files.look_of(share.image_path)}", state="hidden")


def _taken_down(house: House, share: Share) -> None:
    """Decide, with nothing of the decision carried out."""
    house.reporting.report(ADA, share.avatar_id, Complaint(Reason.OFFENSIVE))
    house.deliver()
    house.reviewing.decide(files.review_id_of(share.image_path), Decision.TAKE_DOWN)


def _reported(house: House, share: Share) -> None:
    house.reporting.report(ADA, share.avatar_id, Complaint(Reason.OFFENSIVE))


def _replaced(house: House, share: Share) -> None:
    change(house, f"users/ada/avatars/{share.avatar_id}", image_path="shared/another/r-1-0/1024.jpg")


def _queued(house: House, share: Share) -> None:
    change(house, f"users/ada/avatars/{share.avatar_id}", status="queued")


def _degraded(house: House, share: Share) -> None:
    change(house, f"users/ada/avatars/{share.avatar_id}", degraded=True)


def _without_file(house: House, share: Share) -> None:
    house.pictures.delete(files.folder_of(share.image_path))


def _expired(house: House, share: Share) -> None:
    house.clock.time = share.ends_at


ENDS: dict[str, Callable[[House, Share], object]] = {
    "deleted": lambda house, share: house.deleting.delete("ada", share.avatar_id),
    "deleted and made again": _again,
    "replaced": _replaced,
    "waiting again": _queued,
    "degraded": _degraded,
    "reported by its user": _reported,
    "hidden, no avatar changed yet": _hidden,
    "taken down": _taken_down,
    "erasure begun": lambda house, share: house.erasing.begin("ada"),
    "revoked": lambda house, share: house.sharing.revoke("ada", share.share_id),
    "expired": _expired,
}


@pytest.mark.parametrize("end", ENDS)
def test_it_is_gone_from_the_moment_of(house: House, end: str) -> None:
    share = shared(house)
    assert not is_gone(house, share)
    ENDS[end](house, share)
    assert is_gone(house, share)


def test_a_file_that_is_gone_is_no_picture(house: House) -> None:
    share = shared(house)
    _without_file(house, share)
    with pytest.raises(ShareGone):
        house.viewing.picture(share.slug)


@pytest.mark.parametrize("state", ["hidden", "taken_down"])
def test_a_review_alone_withholds_a_personal_picture(house: House, state: str) -> None:
    share = of_a_photo(house)
    _reported(house, share)
    review = f"reviews/{files.review_id_of(share.image_path)}"
    decided = {**house.documents[review], "state": state}
    fresh = House(user_limit=20)
    share = of_a_photo(fresh)
    picture = {**decided["picture"], "image_path": share.image_path}
    fresh.write(f"reviews/{files.review_id_of(share.image_path)}", {**decided, "picture": picture})
    assert is_gone(fresh, share)


def test_a_withdrawal_ends_it_before_anything_is_deleted_and_a_new_consent_does_not_bring_it_back(
    house: House,
) -> None:
    share = of_a_photo(house)
    before = dict(house.documents)
    house.consenting.withdraw("ada")
    # Its process died after the first transaction: everything else is still there.
    withdrawn = house.documents["users/ada"]
    for path, data in before.items():
        house.write(path, data)
    house.write("users/ada", withdrawn)
    assert is_gone(house, share)
    house.clock.time += MINUTE
    house.consenting.give("ada", "2026-12")
    assert is_gone(house, share)
    house.clock.time += MINUTE
    again = house.sharing.share(ADA, share.avatar_id)
    assert again.slug != share.slug
    house.pictures.files.update({share.image_path: b"a face"})
    assert not is_gone(house, again)


def test_a_new_version_of_the_consent_text_ends_no_share(house: House) -> None:
    share = of_a_photo(house)
    house.consenting.give("ada", "2026-12")
    assert not is_gone(house, share)


def test_the_bytes_of_a_takedown_are_never_sent_in_place_of_the_picture(house: House) -> None:
    share = shared(house)
    read = house.pictures.read

    def late(path: str) -> bytes:
        """Take the look down and overwrite its files while the view reads."""
        _hidden(house, share)
        house.pictures.replace_with_placeholder(files.folder_of(path))
        return read(path)

    house.pictures.read = late  # type: ignore[method-assign]
    with pytest.raises(ShareGone):
        house.viewing.picture(share.slug)


def test_a_report_by_another_avatar_of_its_user_ends_it_though_the_call_dies_behind_its_transaction(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = shared(house)
    own = house.documents[f"users/ada/avatars/{share.avatar_id}"]
    house.write(f"users/ada/avatars/{'b' * 32}", {**own, "degraded": True, "source": "similar"})

    def die(*_: object) -> None:
        raise WorkerDied

    monkeypatch.setattr(type(house.takedown), "from_reporter", die)
    with pytest.raises(WorkerDied):
        house.reporting.report(ADA, "b" * 32, Complaint(Reason.OFFENSIVE))
    assert house.documents[f"users/ada/avatars/{share.avatar_id}"] == own
    assert is_gone(house, share)


def test_another_users_report_below_the_bound_leaves_it(house: House) -> None:
    share = shared(house)
    theirs = house.ask("bo")
    house.reporting.report(User("bo", FREE), theirs.avatar.avatar_id, Complaint(Reason.OTHER))
    assert not is_gone(house, share)


def test_a_view_reads_little_and_as_much_for_every_end(house: House) -> None:
    share = shared(house)

    def reads(look: Callable[[str], object]) -> int:
        before = house.store.reads
        with suppress(ShareGone):
            look(share.slug)
        return house.store.reads - before

    costs = {reads(house.viewing.page)}
    house.sharing.revoke("ada", share.share_id)
    costs.add(reads(house.viewing.page))
    house.deleting.delete("ada", share.avatar_id)
    costs.add(reads(house.viewing.page))
    house.erasing.begin("ada")
    costs.add(reads(house.viewing.page))
    assert costs == {6}, "and one for the query, which the fake does not count"
