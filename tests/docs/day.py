"""A day with the app as docs/flutter.md tells it: its examples sent as they stand, and what the backend then says."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from typing import Any

import pytest
from google.cloud import firestore

from demo.snapshot import PHOTO
from mirror_realm.domain.project import MOST_PROJECTS, Project
from tests.docs import flutter
from tests.docs.person import Person, Phones, as_json
from tests.fuzz.firebase import sign_up
from tests.fuzz.tokens import token
from tests.integration.app import days
from tests.integration.whole_firebase import lost_wish

PATIENCE = 60.0
"""Seconds the painter's pictures may take on a busy machine."""

FROM_A_PRESET = "data: generate_avatar from a preset"
IN_COSTUME = "data: generate_avatar in a costume"
WITH_PHOTO = "data: generate_avatar with a photo"
A_SET = "data: generate_avatar a set"
WITHDRAWAL = "data: record_photo_consent to withdraw"
ALBUMS = (
    *("create_project", "update_project", "list_projects"),
    *("record_use", "list_uses", "delete_project"),
)


@dataclass(frozen=True)
class Day:
    """Everything happens once, when it is first asked for; who is who keeps the acts apart."""

    phones: Phones
    database: firestore.Client
    """As an administrator."""
    _refusals: dict[str, dict[str, Any]] = field(default_factory=dict)

    # Mira: two reflections, looked at in every way.

    @cached_property
    def mira(self) -> Person:
        return self.phones.somebody()

    @cached_property
    def wished(self) -> dict[str, Any]:
        """The documented wish, as it is answered at once."""
        return self._result(self.mira, "data: generate_avatar")

    @cached_property
    def finished(self) -> dict[str, Any]:
        """The same, once it is done."""
        return self._done(self.mira, self.wished)

    @cached_property
    def earlier(self) -> dict[str, Any]:
        """Her reflection of day 3."""
        _ = self.wished  # that one first: it tells what is left of the day
        wish = _data("data: generate_avatar")
        metrics = wish["progress_metrics"] | {"active_days": 3}
        changed = {"progress_metrics": metrics, "evolution_stage": "newReflection"}
        return self._done(self.mira, self.mira.call("generate_avatar", wish | changed)["result"])

    @cached_property
    def trilogist(self) -> Person:
        return self.phones.somebody()

    @cached_property
    def trilogy(self) -> dict[str, Any]:
        """All three of the day used."""
        answer = self._result(self.trilogist, "data: generate_trilogy")
        for avatar in answer.values():
            self._done(self.trilogist, avatar)
        return answer

    @cached_property
    def chooser(self) -> Person:
        return self.phones.somebody()

    @cached_property
    def a_set(self) -> dict[str, Any]:
        """Two to choose from, as they are answered at once; in the end both are made."""
        answer = self._result(self.chooser, A_SET)
        self.phones.suite.wait_idle(PATIENCE)
        return answer

    def _chosen(self, number: int, **changed: Any) -> dict[str, Any]:
        """Return the answer to the choice of one of the set, which is in such a state meanwhile."""
        avatar_id = self.a_set["avatars"][number]["avatar_id"]
        document = self.database.document(f"users/{self.chooser.uid}/avatars/{avatar_id}")
        before = document.get().to_dict() or {}
        document.update(changed)
        answer = self.chooser.call("choose_variation", {"avatar_id": avatar_id})
        document.set(before)
        return answer

    @cached_property
    def at_a_limit(self) -> dict[str, Any]:
        """One wish more, as it is answered at once."""
        used = self.trilogy.keys()
        return dict(self._ask(self.trilogist, character="wren", variation=len(used))["result"])

    @cached_property
    def degraded(self) -> dict[str, Any]:
        """The same, once there is nothing left to do: a fallback may have to be painted, too."""
        return self._done(self.trilogist, self.at_a_limit)

    @cached_property
    def sitter(self) -> Person:
        return self.phones.somebody()

    @cached_property
    def unusable_photo(self) -> dict[str, Any]:
        """A wish with what is no photo, once it has failed."""
        self._result(self.sitter, "data: record_photo_consent")
        self.sitter.upload(flutter.examples()[WITH_PHOTO]["reference_path"].rpartition("/")[2], b"no photo")
        return self._done(self.sitter, self._result(self.sitter, WITH_PHOTO))

    @cached_property
    def keeper(self) -> Person:
        return self.phones.somebody()

    @cached_property
    def kept(self) -> dict[str, Any]:
        """The avatar of a picture that stays as it is."""
        self._result(self.keeper, "data: record_photo_consent")
        name = flutter.examples()["data: upload_avatar"]["reference_path"].rpartition("/")[2]
        self.keeper.upload(name, PHOTO.read_bytes())
        return self._result(self.keeper, "data: upload_avatar")

    @cached_property
    def writer(self) -> Person:
        return self.phones.somebody()

    @cached_property
    def answered_wish(self) -> dict[str, Any]:
        """What stands beside the writer's wish."""
        return self._wish_document(0)

    @cached_property
    def leaver(self) -> Person:
        return self.phones.somebody()

    @cached_property
    def left(self) -> dict[str, Any]:
        """The leaver's data once it is erased."""
        self._result(self.leaver, "data: record_photo_consent")
        return self._result(self.leaver, "data: delete_my_data")

    def sent(self, name: str) -> dict[str, Any]:
        """Return what a documented call is answered, `result` or `error`."""
        if name in self._once:
            return self._once[name]()
        _ = self.earlier, self.finished  # what there is to look at
        return {"result": self._result(self.mira, name)}

    def told(self, name: str) -> tuple[Any, Person]:
        """Return what the backend really says where the page has this example, and to whom."""
        kind, _, which = name.partition(": ")
        if kind == "answer":
            return self.sent(f"data: {which}")["result"], self._who(which)
        if kind == "error":
            return self.error(which), self.mira
        acts: dict[str, Callable[[], tuple[Any, Person]]] = {
            "part: a finished avatar": lambda: (self._document(self.finished), self.mira),
            "part: one of a set": lambda: (self.a_set["avatars"][0], self.chooser),
            "part: at a limit": lambda: (self.at_a_limit, self.trilogist),
            "part: a photo that cannot be used": lambda: (self.unusable_photo, self.sitter),
            "part: an answered wish": lambda: (self.answered_wish, self.writer),
            "part: a refused wish": lambda: (
                self._wish_document(1, evolution_stage="halfYear"),
                self.writer,
            ),
            "part: a reported avatar": lambda: (self.reported[2], self.reporter),
            "document: users/{uid}": lambda: (self._profile(), self.mira),
            "document: users/{uid}/usage/{YYYY-MM-DD}": lambda: (self._usage(), self.trilogist),
        }
        return acts[name]()

    @cached_property
    def albums(self) -> dict[str, dict[str, Any]]:
        """What the calls of albums and uses are answered, one after another."""
        _ = self.finished  # its look exists
        person = self.phones.somebody()
        told: dict[str, dict[str, Any]] = {}
        for name in ("create_project", "update_project"):
            told[name] = self._with_ids(person, name, told)
        wish = _data("data: generate_avatar") | {"project_id": told["create_project"]["project_id"]}
        told["avatar"] = dict(person.call("generate_avatar", wish)["result"])
        for name in ("list_projects", "record_use", "list_uses", "delete_project"):
            told[name] = self._with_ids(person, name, told)
        return told

    def _with_ids(self, person: Person, name: str, told: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """Return the result of a documented call about a project or an avatar that were just made."""
        data = _data(f"data: {name}")
        if "project_id" in data:
            data["project_id"] = told["create_project"]["project_id"]
        if "avatar_id" in data:
            data["avatar_id"] = told["avatar"]["avatar_id"]
        answer = person.call(name, data)
        assert "result" in answer, f"{name} is refused: {answer}"
        return dict(answer["result"])

    @cached_property
    def moved_in(self) -> dict[str, Any]:
        """A guest's one avatar in the account of somebody who had one already."""
        guest, member = self.phones.somebody(), self.phones.member("ada@example.com")
        _ = self.finished  # its look exists
        guest.call("generate_avatar", _data("data: generate_avatar"))
        data = _data("data: merge_account")
        assert data.keys() == {"anonymous_token"}
        return dict(member.call("merge_account", {"anonymous_token": guest.token})["result"])

    @cached_property
    def reporter(self) -> Person:
        return self.phones.somebody()

    @cached_property
    def reported(self) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        """A wish, its avatar, and that once its picture was reported."""
        _ = self.finished  # its look exists
        wish = _data("data: generate_avatar")
        avatar = dict(self._ask(self.reporter, **wish)["result"])
        data = _data("data: report_avatar")
        assert data.keys() == {"avatar_id", "image_path", "reason", "note"}
        meant = {"avatar_id": avatar["avatar_id"], "image_path": avatar["image_path"]}
        return wish, avatar, dict(self.reporter.call("report_avatar", data | meant)["result"])

    def error(self, reason: str) -> dict[str, Any]:
        """Return a refusal with this reason, as the SDK shows it."""
        error = self.refused(reason)["error"]
        return {
            "code": error["status"].lower().replace("_", "-"),
            "message": error["message"],
            "details": dict(error["details"]),
        }

    def _long_after_the_sign_in(self) -> dict[str, Any]:
        sign_up(self.phones.suite, "root", admin=True)
        stale = token({"sub": "root", "admin": True, "auth_time": 1_600_000_000})
        return self.phones.app.call("grant_credits", stale)

    def refused(self, reason: str) -> dict[str, Any]:
        """Return a refusal with this reason, provoked once; `http` beside `error`."""
        if reason not in self._refusals:
            self._refusals[reason] = self._provoke(reason)
        return self._refusals[reason]

    def _provoke(self, reason: str) -> dict[str, Any]:
        other = {**days(42), "variation": 77, "allow_fallback": False}
        acts: dict[str, Callable[[], dict[str, Any]]] = {
            "unauthenticated": lambda: self.phones.app.generate(None, **days(42)),
            "user_mismatch": lambda: self._ask(self.mira, user_id=self.sitter.uid),
            "forbidden": self._after_leaving,
            "sign_in_again": self._long_after_the_sign_in,
            "invalid_request": lambda: self._ask(self.mira, **days(-1), stlye="daymi"),
            "unknown_preset": lambda: self._ask(self.mira, preset="disco"),
            "not_found": lambda: self.mira.call("get_avatar", {"avatar_id": "0" * 32}),
            "read_only_token": lambda: self.phones.app.generate(
                token({"sub": "reader-1", "reader_of": self.mira.uid}), **days(42)
            ),
            "project_not_found": lambda: self._ask(self.mira, project_id="0" * 32),
            "too_many_projects": self._too_many_projects,
            "stage_not_earned": lambda: self._ask(self.mira, evolution_stage="halfYear"),
            "consent_missing": lambda: self._ask(
                self.writer, reference_path=f"uploads/{self.writer.uid}/me.jpg"
            ),
            "look_hidden": self._once_hidden,
            "not_ready": self._not_ready,
            "too_many_shares": self._one_too_many,
            "photo_refused": self._no_photo,
            "photo_unchecked": self._unjudged_photo,
            "variation_failed": lambda: self._chosen(0, status="failed", image_path=None),
            "variation_under_way": lambda: self._chosen(1, status="generating"),
            "variation_expired": lambda: self._chosen(
                0, **{"set.expires_at": datetime.now(UTC) - timedelta(days=1)}
            ),
            "misconfigured": lambda: self._elsewhere(other, IMAGE_PROVIDER="openai", OPENAI_API_KEY=""),
            "contention": self._contended,
            "user_daily_limit": self._over_the_limit,
            "user_monthly_limit": self._over_the_month,
            "plan_required": lambda: self._elsewhere(
                {**other, "style": "anime"},
                PLANS='{"guest": {"styles": ["daymi"]}, "free": {"styles": ["daymi"]}, "pro": {}}',
            ),
            "global_daily_limit": lambda: self._elsewhere(other, GLOBAL_DAILY_LIMIT="0"),
            "budget_exhausted": lambda: self._elsewhere(
                other, IMAGE_PROVIDER="openai", OPENAI_API_KEY="sk-never-sent", DAILY_BUDGET_USD="0.0001"
            ),
            "insufficient_credits": lambda: self._elsewhere(other, CREDITS_PER_AVATAR="31"),
            "rate_limited": self._too_often,
            "internal": self._broken,
        }
        return acts[reason]()

    def cancelled(self) -> dict[str, Any]:
        """Return a wish whose worker never came, taken back."""
        person = self.phones.somebody()
        _, documents = lost_wish(person.uid, timedelta(minutes=1))
        batch = self.database.batch()
        for path, data in documents.items():
            batch.set(self.database.document(path), dict(data))
        batch.commit()
        (avatar_id,) = (path.rpartition("/")[2] for path in documents if "/avatars/" in path)
        return dict(person.call("cancel_avatar", {"avatar_id": avatar_id})["result"])

    @cached_property
    def _once(self) -> Mapping[str, Callable[[], dict[str, Any]]]:
        """Calls that are made at a certain time, or by somebody else."""
        return {
            "data: generate_avatar": lambda: {"result": self.wished},
            "data: generate_trilogy": lambda: {"result": self.trilogy},
            FROM_A_PRESET: lambda: {"result": self._from_a_preset()},
            IN_COSTUME: lambda: {"result": self._result(self.phones.somebody(), IN_COSTUME)},
            A_SET: lambda: {"result": self.a_set},
            WITH_PHOTO: lambda: {"result": self.unusable_photo},
            "data: upload_avatar": lambda: {"result": self.kept},
            WITHDRAWAL: lambda: {"result": self._result(self.writer, WITHDRAWAL)},
            "data: delete_my_data": lambda: {"result": self.left},
            "data: delete_avatar": lambda: {"result": self._deleted()},
            "data: merge_account": lambda: {"result": self.moved_in},
            "data: quote": lambda: {"result": self._result(self.phones.somebody(), "data: quote")},
            "data: update_avatar": lambda: {"result": self._renamed()},
            "data: share_avatar": lambda: {"result": self._shared(self._with_one())},
            "data: revoke_share": lambda: {"result": self._revoked()},
            "data: list_shares": lambda: {"result": self._listed()},
            "data: get_me": lambda: {"result": self._me()},
            "data: get_stats": lambda: {"result": self._result(self._with_one(), "data: get_stats")},
            "data: export_my_data": lambda: {
                "result": self._result(self.phones.somebody(), "data: export_my_data")
            },
            "data: report_avatar": lambda: {"result": self.reported[2]},
            **{f"data: {name}": partial(self._of_albums, name) for name in ALBUMS},
            "data: register_push": lambda: {
                "result": self._result(self.phones.somebody(), "data: register_push")
            },
        }

    def _of_albums(self, name: str) -> dict[str, Any]:
        return {"result": self.albums[name]}

    def _too_many_projects(self) -> dict[str, Any]:
        """Ask for one project more than a user may create."""
        person, now = self.phones.somebody(), datetime.now(UTC)
        batch = self.database.batch()
        for number in range(MOST_PROJECTS):
            project = Project(f"{number:032x}", "one of many", now, now)
            batch.set(
                self.database.document(f"users/{person.uid}/projects/{project.project_id}"),
                project.to_document(),
            )
        batch.commit()
        return person.call("create_project", {"name": "one more"})

    def _with_one(self) -> Person:
        """Return a user with one avatar, of a look that was there."""
        _ = self.finished
        person = self.phones.somebody()
        person.call("generate_avatar", _data("data: generate_avatar"))
        return person

    def _who(self, which: str) -> Person:
        others = {"generate_trilogy": "trilogist", "upload_avatar": "keeper"}
        person: Person = getattr(self, others.get(which, "mira"))
        return person

    def _result(self, person: Person, name: str) -> dict[str, Any]:
        """Return the result of a documented call, its ids those of Mira's reflections."""
        data = {field: self._filled_in(person, field, value) for field, value in _data(name).items()}
        answer = person.call(name.removeprefix("data: ").partition(" ")[0], data)
        assert "result" in answer, f"{name} is refused: {answer}"
        return dict(answer["result"])

    def _filled_in(self, person: Person, field: str, value: Any) -> Any:
        if field == "earlier_avatar_id":
            return self.earlier["avatar_id"]
        if field.endswith("avatar_id"):
            return self.finished["avatar_id"]
        return value.replace("{uid}", person.uid) if isinstance(value, str) else value

    def _done(self, person: Person, avatar: Mapping[str, Any]) -> dict[str, Any]:
        """Return the avatar, once there is nothing left to do."""
        self.phones.suite.wait_idle(PATIENCE)
        return dict(person.call("get_avatar", {"avatar_id": avatar["avatar_id"]})["result"])

    def _document(self, avatar: Mapping[str, Any]) -> Any:
        return as_json(self.mira.snapshot(f"/avatars/{avatar['avatar_id']}").fields)

    def _profile(self) -> Any:
        self._result(self.mira, "data: record_photo_consent")
        self._result(self.mira, "data: select_avatar")
        return as_json(self.mira.snapshot("").fields)

    def _renamed(self) -> dict[str, Any]:
        """Rename another one than the tests compare."""
        data = _data("data: update_avatar") | {"avatar_id": self.earlier["avatar_id"]}
        return dict(self.mira.call("update_avatar", data)["result"])

    def _shared(self, person: Person) -> dict[str, Any]:
        avatars = person.call("list_avatars", {})["result"]["avatars"]
        data = _data("data: share_avatar") | {"avatar_id": avatars[0]["avatar_id"]}
        return dict(person.call("share_avatar", data)["result"])

    def _revoked(self) -> dict[str, Any]:
        person = self._with_one()
        assert _data("data: revoke_share").keys() == {"share_id"}
        return dict(person.call("revoke_share", {"share_id": self._shared(person)["share_id"]})["result"])

    def _listed(self) -> dict[str, Any]:
        person = self._with_one()
        self._shared(person)
        return self._result(person, "data: list_shares")

    def _not_ready(self) -> dict[str, Any]:
        """Share what no worker has come for."""
        person = self.phones.somebody()
        _, documents = lost_wish(person.uid, timedelta(minutes=1))
        (path,) = (path for path in documents if "/avatars/" in path)
        self.database.document(path).set(dict(documents[path]))
        return person.call("share_avatar", {"avatar_id": path.rpartition("/")[2]})

    def _one_too_many(self) -> dict[str, Any]:
        person = self._with_one()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("mirror_realm.services.sharing.sharing.MOST_OF_GUEST", 0)
            avatars = person.call("list_avatars", {})["result"]["avatars"]
            return person.call("share_avatar", {"avatar_id": avatars[0]["avatar_id"]})

    def _from_a_preset(self) -> dict[str, Any]:
        """Wish by a preset where nothing is reserved, which leaves the global day to the others."""
        _ = self.at_a_limit
        return self._result(self.trilogist, FROM_A_PRESET)

    def _me(self) -> dict[str, Any]:
        _ = self.earlier, self.finished
        self._result(self.mira, "data: record_photo_consent")
        self._result(self.mira, "data: select_avatar")
        return self._result(self.mira, "data: get_me")

    def _usage(self) -> Any:
        _ = self.trilogy  # all three settled
        (today,) = self.trilogist.newest("usage", "day")
        return as_json(today.fields)

    def _ask(self, person: Person, **wish: Any) -> dict[str, Any]:
        return person.call("generate_avatar", days(42) | wish)

    def _once_hidden(self) -> dict[str, Any]:
        """Ask again for a reported picture, once nothing is painted in its place any more."""
        wish, _, _ = self.reported
        self.phones.suite.wait_idle(PATIENCE)
        return self._ask(self.reporter, allow_fallback=False, **wish)

    def _after_leaving(self) -> dict[str, Any]:
        assert self.left["status"] == "done"
        return self._ask(self.leaver)

    def _over_the_limit(self) -> dict[str, Any]:
        person = self.phones.somebody()
        for variation in range(60, 70):  # looks that no other test has had made: each is charged
            answer = self._ask(person, variation=variation, allow_fallback=False)
            if "error" in answer:
                return answer
        raise AssertionError("ten pictures, and no limit")

    def _over_the_month(self) -> dict[str, Any]:
        person = self.phones.somebody()
        plans = '{"guest": {"monthly_pictures": 1}, "free": {"monthly_pictures": 1}}'
        with _another_deployment(PLANS=plans, GLOBAL_DAILY_LIMIT="1000"):
            for variation in (70, 71):
                answer = self._ask(person, variation=variation, allow_fallback=False)
        return answer

    def _deleted(self) -> dict[str, Any]:
        avatar_id = self.answered_wish["answer"]["avatar_id"]
        assert _data("data: delete_avatar").keys() == {"avatar_id"}
        return dict(self.writer.call("delete_avatar", {"avatar_id": avatar_id})["result"])

    def _wish_document(self, number: int, **changed: str) -> dict[str, Any]:
        """Return what stands beside a wish document of the writer's once it is answered."""
        _ = self.trilogy  # the look exists
        path = f"/avatarRequests/{datetime.now(UTC):%Y%m%d}-{number:02d}"
        wish = flutter.examples()["document: users/{uid}/avatarRequests/{YYYYMMDD-NN}"] | changed
        self.writer.write(path, wish, new=True)
        self.phones.suite.wait_idle(PATIENCE)
        stored: dict[str, Any] = as_json(self.writer.snapshot(path).fields)
        assert {field: stored.pop(field) for field in wish} == wish
        return stored

    def _no_photo(self) -> dict[str, Any]:
        person = self.phones.somebody()
        person.call("record_photo_consent", _data("data: record_photo_consent"))
        return person.call("upload_avatar", {"reference_path": person.upload("none.jpg", b"no photo")})

    def _unjudged_photo(self) -> dict[str, Any]:
        """Return the answer of a deployment whose moderation does not answer."""
        person = self.phones.somebody()
        nothing = {"OPENAI_API_KEY": "sk-never-sent", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
        with _another_deployment(IMAGE_PROVIDER="painter", **nothing):
            person.call("record_photo_consent", _data("data: record_photo_consent"))
            path = person.upload("me.jpg", PHOTO.read_bytes())
            return person.call("upload_avatar", {"reference_path": path})

    def _elsewhere(self, wish: dict[str, Any], **settings: str) -> dict[str, Any]:
        """Return the wish, asked of a deployment with other settings."""
        person = self.phones.somebody()
        with _another_deployment(**settings):
            return person.call("generate_avatar", wish)

    def _too_often(self) -> dict[str, Any]:
        person = self.phones.somebody()
        with _another_deployment(CALLS_PER_MINUTE="1"):
            person.call("list_styles", {})
            return person.call("list_styles", {})

    def _broken(self) -> dict[str, Any]:
        """Asks for a document that no version of ours has written."""
        avatar_id = "b" * 32
        self.database.document(f"users/{self.mira.uid}/avatars/{avatar_id}").set({"status": "completed"})
        answer = self.mira.call("get_avatar", {"avatar_id": avatar_id})
        self.database.document(f"users/{self.mira.uid}/avatars/{avatar_id}").delete()
        return answer

    def _contended(self) -> dict[str, Any]:
        """Return a call whose document somebody else writes at the same moment, and that has no patience left."""
        person = self.phones.somebody()
        consent = _data("data: record_photo_consent")
        person.call("record_photo_consent", consent)
        document = self.database.document(f"users/{person.uid}")
        answer: dict[str, Any] = {}
        for head_start in (
            0.1,
            0.5,
            2.5,
        ):  # seconds in which the call has surely read what it is about to write
            with ThreadPoolExecutor(1) as pool, pytest.MonkeyPatch.context() as patch:
                patch.setattr("mirror_realm.adapters.transactions.PATIENCE", timedelta(0))
                first = self.database.transaction()
                first._begin()
                document.get(transaction=first)
                call = pool.submit(person.call, "record_photo_consent", consent)
                time.sleep(head_start)
                first.set(document, {"touched": True}, merge=True)
                first._commit()
                answer = call.result()
            if "error" in answer:
                break
        return answer


@contextmanager
def _another_deployment(**settings: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        patch.setattr("mirror_realm.bootstrap._services", None)
        yield


def _data(name: str) -> dict[str, Any]:
    data: dict[str, Any] = flutter.examples()[name]
    assert re.fullmatch(r"data: \w+( .*)?", name)
    return data
