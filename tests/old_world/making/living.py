# mypy: ignore-errors
"""What the people of the world do, one act a method; and the ways in which a worker dies."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from mirror_realm.services.cases import Admitted
from mirror_realm.services.reporting import Complaint

from mirror_realm.api.wish_request import parse_wish
from mirror_realm.domain.report import Decision, Reason, review_id_of
from mirror_realm.domain.wish import User
from mirror_realm.errors import Refusal
from tests.old_world.making.house import DiesAt, WholeHouse, WorkerDied, tiny_jpeg

GUESTS = ("gus", "gil", "gina", "glen")


def wish(days: int, style: str = "daymi", character: str | None = "wren", **fields: Any) -> dict[str, Any]:
    """Return the data of a call. Fields of the progress are known by their names."""
    named = ("major_achievement", "achievement_area", "discovered_traits", "goals_completed")
    progress = {name: fields.pop(name) for name in named if name in fields}
    asked = {"progress_metrics": {"active_days": days, **progress}, "style": style, **fields}
    return asked if character is None else {**asked, "character": character}


@dataclass
class Living:
    house: WholeHouse
    wishes: list[dict[str, Any]] = field(default_factory=list)
    """Every wish that was admitted, with its avatar's id."""
    gone: set[str] = field(default_factory=set)
    """People without an account."""

    def at(self, day: str, time: str) -> None:
        """Move the clock to `MM-DD` and `HH:MM` of the year."""
        moment = datetime.fromisoformat(f"2026-{day}T{time}:00+00:00")
        assert moment >= self.house.clock.time, f"{moment} is over"
        self.house.clock.time = moment

    # What people do

    def ask(self, uid: str, data: dict[str, Any]) -> Admitted:
        admitted = self.house.admission.admit(parse_wish(data, self.person(uid)))
        self._admitted(uid, data, admitted.avatar.avatar_id)
        return admitted

    def ask_for_three_times(self, uid: str, data: dict[str, Any]) -> None:
        for timeline, one in self.house.admission.admit_trilogy(parse_wish(data, self.person(uid))).items():
            self._admitted(uid, {**data, "timeline": str(timeline)}, one.avatar.avatar_id)

    def is_refused(self, uid: str, data: dict[str, Any], reason: str) -> None:
        said = None
        try:
            self.house.admission.admit(parse_wish(data, self.person(uid)))
        except Refusal as refusal:
            said = refusal.reason
        assert said == reason

    def write_wish(self, uid: str, request_id: str, data: dict[str, Any], *, answered: bool = True) -> None:
        """Write a wish document as the app does; unanswered, its event is still under way."""
        self.house.write(f"users/{uid}/avatarRequests/{request_id}", data)
        if answered:
            self.house.answer(uid, request_id)
            answer = self._document(f"users/{uid}/avatarRequests/{request_id}")["answer"]
            if answer["avatar_id"]:
                self._admitted(uid, data, answer["avatar_id"])

    def write_progress(self, uid: str, days: int, area: str | None = None, goals: int = 0) -> None:
        progress = {
            "active_days": days,
            "major_achievement": "",
            "achievement_area": area,
            "discovered_traits": ["kind"],
            "goals_completed": goals,
        }
        self.house.write(f"users/{uid}/progress/current", progress)

    def write_settings(self, uid: str, style: str, time_zone: str = "Europe/Vienna") -> None:
        chosen = {"style": style, "persona": "dreamer", "character": None, "time_zone": time_zone}
        self.house.write(f"users/{uid}/settings/current", chosen)

    def upload(self, uid: str, name: str, number: int) -> str:
        path = f"uploads/{uid}/{name}"
        self.house.bucket.blob(path).upload_from_string(tiny_jpeg(number), content_type="image/jpeg")
        return path

    def report(self, uid: str, avatar_id: str, reason: str, note: str = "") -> None:
        self.house.reporting.report(self.person(uid), avatar_id, Complaint(Reason(reason), note))

    def decide(self, image_path: str, decision: str) -> None:
        self.house.reviewing.decide(review_id_of(image_path), Decision(decision))

    def merge(self, guest: str, uid: str) -> None:
        until = self.house.clock.time.replace(hour=23)
        token = self.house.tokens.issue(guest, until)
        merged = self.house.merging.merge(self.person(uid), token, personal=True, seconds=20)
        assert merged.done

    def person(self, uid: str) -> User:
        return User(uid, anonymous=uid in GUESTS)

    # What the platform does

    def deliver(self) -> None:
        """Deliver what was created, one after the other, so that ids are given in the same order."""
        while attempts := self.house.take_attempts():
            for render_id, number in sorted(attempts):
                self.house.rendering.run(render_id, number)

    def lose_events(self) -> None:
        """Nobody takes the attempts created so far."""
        self.house.take_attempts()

    # How workers die

    def claim_and_die(self) -> None:
        """Workers take what is queued and die before they call the provider."""
        for render_id, number in sorted(self.house.take_attempts()):
            assert self.house.leasing.claim(render_id, number) is not None

    def die_in_a_call(self, after: int = 0) -> None:
        """A worker dies while the provider works, after so many calls that went wrong."""
        provider = self.house.provider
        answered = len(provider.calls) + after

        def die(_: Any) -> None:
            if len(provider.calls) > answered:
                raise WorkerDied

        provider.before = die
        self._die(self.house.rendering)
        provider.before = lambda _: None

    def die_before_settling(self) -> None:
        """A worker dies when its picture is stored and nothing says so."""
        self._die(replace(self.house.rendering, settling=DiesAt(self.house.rendering.settling, "settle")))

    def die_before_following(self) -> None:
        """A worker dies when its job is settled and those who followed still wait."""
        self._die(replace(self.house.rendering, following=DiesAt(self.house.following, "resolve")))

    def die_withdrawing(self, image_path: str) -> None:
        """A take-down stops when the first avatar has changed."""
        reviewing = self.house.reviewing
        withdrawing = replace(reviewing.withdrawing, files=DiesAt(reviewing.withdrawing.files, "delete"))
        dying = replace(reviewing, withdrawing=withdrawing)
        self.dies(lambda: dying.decide(review_id_of(image_path), Decision.TAKE_DOWN))

    def die_merging(self, guest: str, uid: str) -> None:
        """A merge stops when the guest's erasure is held back and nobody says that it may go on."""
        token = self.house.tokens.issue(guest, self.house.clock.time.replace(hour=23))
        dying = replace(self.house.merging, erasing=DiesAt(self.house.erasing, "release"))
        self.dies(lambda: dying.merge(self.person(uid), token, personal=True, seconds=20))

    def die_erasing(self, uid: str) -> None:
        """An erasure stops before its files."""
        belongings = DiesAt(self.house.belongings, "delete_files")
        dying = replace(self.house.erasing, belongings=belongings)
        self.dies(lambda: dying.erase(uid, seconds=20))

    def die_answering(self, uid: str, request_id: str, data: dict[str, Any]) -> None:
        """A wish document is admitted; the answer is never written."""
        self.write_wish(uid, request_id, data, answered=False)
        dying = replace(self.house.answering, store=DiesAt(self.house.store, "transact"))
        self.dies(lambda: dying.answer(self.person(uid), request_id, parse_wish))
        self.ask(uid, data)  # changes nothing: it tells the avatar's id

    def dies(self, act: Any) -> None:
        try:
            act()
        except WorkerDied:
            return
        raise AssertionError("nobody died")

    def _die(self, rendering: Any) -> None:
        (attempt,) = self.house.take_attempts()
        self.dies(lambda: rendering.run(*attempt))

    def _admitted(self, uid: str, data: dict[str, Any], avatar_id: str) -> None:
        wished = {"uid": uid, "anonymous": uid in GUESTS, "data": data, "avatar_id": avatar_id}
        if wished not in self.wishes:
            self.wishes.append(wished)

    def _document(self, path: str) -> dict[str, Any]:
        return self.house.client.document(path).get().to_dict()
