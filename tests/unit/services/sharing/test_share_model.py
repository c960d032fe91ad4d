"""Shares against a model of them: after any order of acts each address shows its picture, or nothing any more."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Decision, Reason
from mirror_realm.domain.share import Share
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased, ConsentMissing, LimitReached, LookHidden, NotFound, NotReady
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.ports import files
from mirror_realm.services.sharing.views import NoShare, ShareGone
from tests.crash.sharing_scenarios import nothing_else_is_seen
from tests.fakes.house import House

PHOTO = "uploads/ada/me.jpg"
pytestmark = pytest.mark.drawn(one_in=4, of_file=True)

VARIATIONS = st.integers(0, 1)
REFUSED = (BeingErased, ConsentMissing, LimitReached, LookHidden, NotFound, NotReady)


@dataclass
class Known:
    """A share as the model knows it: its avatar, its first bytes, and whether it may still be seen."""

    share: Share
    jpeg: bytes
    personal: bool
    ended: bool = False


class Sharing(RuleBasedStateMachine):
    """Ada and bo have the same looks; ada has a face, too. Ada shares; anything may end it, and nothing revive it."""

    def __init__(self) -> None:
        super().__init__()
        self.house = House(user_limit=500, global_limit=1000, guest_share=1.0)
        self.known: list[Known] = []
        self.erased = False

    def _end(self, *, avatar_id: str | None = None, path: str | None = None, personal: bool = False) -> None:
        for one in self.known:
            of_it = one.share.avatar_id == avatar_id or one.share.image_path == path
            one.ended |= of_it or (personal and one.personal)

    @rule(variation=VARIATIONS, uid=st.sampled_from(["ada", "bo"]))
    def wish(self, variation: int, uid: str) -> None:
        self._try(lambda: self.house.ask(uid, variation=variation))
        self.house.deliver()

    @rule()
    def wish_with_a_face(self) -> None:
        def ask() -> None:
            self.house.photos.upload(PHOTO)
            self.house.ask(photo=PHOTO, character=None)

        self._try(ask)
        self.house.deliver()

    @rule(version=st.sampled_from(["1", "2"]))
    def agree(self, version: str) -> None:
        self._try(lambda: self.house.consenting.give("ada", version))

    @rule()
    def withdraw(self) -> None:
        if self._try(lambda: self.house.consenting.withdraw("ada")):
            self._end(personal=True)

    @rule(data=st.data(), days=st.integers(1, 40))
    def share(self, data: st.DataObject, days: int) -> None:
        made: list[Share] = []
        avatar_id = self._avatar(data)
        if self._try(lambda: made.append(self.house.sharing.share(User("ada", FREE), avatar_id, days))):
            (share,) = made
            self.known = [one for one in self.known if one.share.slug != share.slug]
            jpeg = self.house.pictures.read(share.image_path)
            self.known.append(Known(share, jpeg, files.look_of(share.image_path) is None))

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def revoke(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.known))
        if self._try(lambda: self.house.sharing.revoke("ada", one.share.share_id)):
            one.ended = True

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        avatar_id = self._avatar(data)
        if self._try(lambda: self.house.deleting.delete("ada", avatar_id)):
            self._end(avatar_id=avatar_id)

    @rule(data=st.data())
    def report(self, data: st.DataObject) -> None:
        avatar_id = self._avatar(data)
        path = (self.house.documents.get(f"users/ada/avatars/{avatar_id}") or {}).get("image_path")
        ada = User("ada", FREE)
        if self._try(lambda: self.house.reporting.report(ada, avatar_id, Complaint(Reason.OTHER, "", path))):
            self._end(path=path)
        self.house.deliver()

    @rule(data=st.data())
    def take_down(self, data: st.DataObject) -> None:
        reviews = [path.split("/")[1] for path in self.house.documents if path.startswith("reviews/")]
        if reviews:
            review_id = data.draw(st.sampled_from(sorted(reviews)))
            self.house.reviewing.decide(review_id, Decision.TAKE_DOWN)
            for one in self.known:
                one.ended |= files.review_id_of(one.share.image_path) == review_id
            self.house.deliver()

    @rule(hours=st.sampled_from([1, 24, 24 * 20]))
    def sleep(self, hours: int) -> None:
        self.house.clock.time += timedelta(hours=hours)
        self.house.reaping.run()
        self.house.sweeping.run()

    @precondition(lambda self: len(self.known) > 2)
    @rule()
    def erase(self) -> None:
        self.house.erasing.begin("ada")
        self.erased = True
        for one in self.known:
            one.ended = True

    @invariant()
    def each_address_shows_its_picture_until_it_ended(self) -> None:
        self.house.clock.time += timedelta(seconds=1)  # two acts are never at the same moment
        now = self.house.clock.time
        for one in self.known:
            one.ended |= now >= one.share.ends_at
            try:
                seen = self.house.viewing.picture(one.share.slug)
            except (NoShare, ShareGone):
                assert one.ended, "it ended, and nothing ended it"
            else:
                assert not one.ended, "it was ended, and is seen"
                assert seen == one.jpeg
        nothing_else_is_seen(self.house)

    def _avatar(self, data: st.DataObject) -> str:
        prefix = "users/ada/avatars/"
        own = sorted(path.removeprefix(prefix) for path in self.house.documents if path.startswith(prefix))
        return data.draw(st.sampled_from([*own, "0" * 32]))

    def _try(self, act: object) -> bool:
        try:
            act()  # type: ignore[operator]
        except REFUSED:
            return False
        return True


TestSharing = Sharing.TestCase
TestSharing.settings = settings(stateful_step_count=25)
