"""What people do in the world of cecf284 once newer code has been deployed, and what is under way at a rollback."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from mirror_realm.api.wish_request import parse_wish
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Reason
from mirror_realm.domain.wish import User
from mirror_realm.services.admission.admission_request import Admitted
from mirror_realm.services.moderation.report import Complaint
from tests.fakes.house import House
from tests.old_world.export import StoredFile, World
from tests.old_world.opening import Wished, old_world

SHARED = {"progress_metrics": {"active_days": 3}, "style": "daymi", "character": "wren"}
"""A look that is handed out already."""


class WorkerDied(BaseException):
    """The process is gone."""


class LivingOn:
    """A house with what is asked of it, remembered."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.wishes: list[Wished] = []

    def act(self) -> None:
        """Do a little of everything, and stop with much of it under way."""
        self._pictures()
        self._photos()
        self._words()
        self._under_way()

    def world(self) -> World:
        """Return what the house holds now."""
        pictures, photos = self.house.pictures, self.house.photos
        files = {name: StoredFile(data, pictures.stored_at[name]) for name, data in pictures.files.items()}
        files |= {name: StoredFile(data, at) for name, (data, at) in photos.files.items()}
        return World(dict(self.house.documents), files, old_world().accounts)

    def ask(self, uid: str, **data: Any) -> Admitted:
        """Make a wish as a call does: of a look of one's own, unless the data name another."""
        asked = {"progress_metrics": {"active_days": 150}, "style": "noir_hero", "character": "indra", **data}
        admitted: Admitted = self.house.admission.admit(parse_wish(asked, User(uid, FREE)))
        self.wishes.append(Wished(uid, False, asked, admitted.avatar.avatar_id))
        return admitted

    def _pictures(self) -> None:
        """Make a hit, a picture, one for a follower, and fallbacks at a limit."""
        assert self.ask("una", **SHARED).outcome == "hit"
        assert self.ask("una", variation=1).outcome == "queue"
        assert self.ask("ugo", variation=1).outcome == "follow"
        self.house.deliver()
        for variation in (2, 3, 4):
            self.house.granting.grant(by="root", uid="uri", credits=30, key=f"thanks-{variation}")
            self.ask("uri", variation=variation)
        assert self.ask("uri", variation=5).outcome == "degrade"
        self.house.deliver()

    def _photos(self) -> None:
        """Make a picture from a photo, and another photo whose picture is to be made."""
        self.house.consenting.give("umi", "2026-11")
        self.house.granting.grant(by="root", uid="umi", credits=30, key="thanks-umi")
        for name in ("one.jpg", "two.jpg"):
            photo = self.house.photos.upload(f"uploads/umi/{name}", name.encode())
            self.ask("umi", reference_path=photo, character=None)
            if name == "one.jpg":
                self.house.deliver()
        self.house.take_attempts()

    def _words(self) -> None:
        """Make a report, wish documents, milestones, a dead letter, and an erasure."""
        house = self.house
        shown = self.ask("ule", **SHARED).avatar
        house.reporting.report(User("ule", FREE), shown.avatar_id, Complaint(Reason.OTHER, "Not for me"))
        day = house.clock.time.strftime("%Y%m%d")
        for number in range(2):
            house.write(f"users/ugo/avatarRequests/{day}-0{number}", dict(SHARED))
        house.answer("ugo", f"{day}-00")
        house.dead_letters.put_aside(
            "event-9", "answer_wish", f"users/ugo/avatarRequests/{day}-01", KeyError("x")
        )
        house.write("users/ubi/progress/current", {"active_days": 7, "goals_completed": 1})
        house.celebrate("ubi")
        house.write("users/ute/progress/current", {"active_days": 7})
        house.nights.note(User("ute", FREE))
        self.ask("uwe", **SHARED)
        house.erasing.begin("uwe")
        house.people.gone.add("uwe")
        self.wishes = [wish for wish in self.wishes if wish.uid != "uwe"]
        house.take_attempts()

    def _under_way(self) -> None:
        """Jobs that are queued, claimed, in a call; followers behind each."""
        house = self.house
        ends: tuple[Callable[[tuple[str, int]], object], ...] = (
            lambda attempt: None,
            lambda attempt: house.leasing.claim(*attempt),
            self._die_in_a_call,
        )
        for number, end in enumerate(ends):
            assert self.ask(f"leader-{number}", variation=20 + number).outcome == "queue"
            assert self.ask(f"follower-{number}", variation=20 + number).outcome == "follow"
            (attempt,) = house.take_attempts()
            end(attempt)
        house.clock.time += timedelta(seconds=30)

    def _die_in_a_call(self, attempt: tuple[str, int]) -> None:
        def die(_: object) -> None:
            raise WorkerDied

        self.house.provider.before = die
        try:
            self.house.rendering.run(*attempt)
        except WorkerDied:
            return
        raise AssertionError("the worker lives")
