# mypy: ignore-errors
"""Read worlds that newer code has written with the code of cecf284, as a rollback would, and live on in them.

`test_rollback.py` runs this as a program on the modules of that commit, with the worlds' folders as arguments. It ends
with a traceback where the old code cannot read a document, pays for a picture anew, or leaves something undone. The
modules' names are those of cecf284 and must not follow any renaming, so type checkers skip this module.
"""

import logging
import sys
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent
# The old checkout has no such package; everything else is to come from there.
sys.modules["tests.old_world"] = package = ModuleType("tests.old_world")
package.__path__ = [str(HERE)]

from mirror_realm.api.wish_request import parse_wish  # noqa: E402
from mirror_realm.domain.ledger import pseudonym  # noqa: E402
from mirror_realm.domain.wish import Person  # noqa: E402
from mirror_realm.errors import NewerSchema  # noqa: E402
from mirror_realm.services import documents  # noqa: E402
from tests import invariants  # noqa: E402
from tests.fakes.house import House  # noqa: E402
from tests.fakes.outside import Clock, ScriptedProvider  # noqa: E402
from tests.old_world.export import World, read_json, read_world  # noqa: E402

KINDS = {
    "users": {
        1: lambda uid: documents.profile(uid),
        "avatars": documents.avatar,
        "avatarRequests": documents.wish_document,
        "progress": lambda uid, _: documents.progress(uid),
        "references": documents.reference,
        "settings": lambda uid, _: documents.preferences(uid),
        "usage": documents.person_day,
    },
    "renders": {1: documents.render_job, "attempts": documents.attempt},
    "cache": {1: documents.cache_entry},
    "dead_letters": {1: documents.dead_letter},
    "erasures": {1: documents.erasure},
    "global_usage": {1: documents.global_day},
    "maintenance": {1: lambda _: documents.sweep_place()},
    "nights": {1: documents.night},
    "paintings": {1: lambda name: documents.painting_share(*name.rsplit("-", 1))},
    "reports": {1: documents.report},
    "reviews": {1: documents.review},
}
"""Where each kind is read, by its collection and the one below. The ledger is read by auditors alone."""


def read_back(folder: Path) -> str:
    """Read everything, then ask, reap and sweep in it; return what was found, in words."""
    world, told = read_world(folder), read_json(folder / "told.json")
    newer = {path: data for path, data in world.documents.items() if _is_newer(path, data)}
    house = _opened(world, told)
    _all_own(house, told)
    _live_on(house)
    assert {path: house.documents.get(path) for path in newer} == newer
    house.check(quiet=not newer)
    invariants.credits_add_up(house.documents, price=house.credits, initial=30, salt="salt")
    return (
        f"{len(world.documents)} documents, {len(newer)} jobs of a newer schema, {len(told['own'])} own hits"
    )


def _is_newer(path: str, data: dict) -> bool:
    """Return whether a job says that it is of a newer schema; what is in a collection unknown to this code is not read.

    Raises AssertionError for any other document that this code does not understand.
    """
    collection, name, *below = path.split("/")
    ref = KINDS.get(collection, {}).get(below[0] if below else 1)
    if ref is None:
        return False
    try:
        ref(name, *below[1:]).decode(data)
    except NewerSchema:
        return True
    except Exception as error:
        raise AssertionError(f"cecf284 cannot read {path}: {data}") from error
    return False


def _opened(world: World, told: dict) -> House:
    class TwoModels(ScriptedProvider):
        def renderer(self, *, personal: bool) -> str:
            return told["edit_model"] if personal else told["model"]

    clock = Clock(datetime.fromisoformat(told["until"]), count(50_000))
    house = House(global_limit=told["global_limit"], clock=clock, credits=told["price"], provider=TwoModels())
    house.store.documents.update(world.documents)
    for name, stored in world.files.items():
        if name.startswith("uploads/"):
            house.photos.files[name] = (stored.data, stored.stored_at)
        else:
            house.pictures.files[name] = stored.data
            house.pictures.stored_at[name] = stored.stored_at
    house.people.gone |= {*told["gone"], "one of the erased"}
    # The old invariants find a person's entries by what the old code would have called them. It reads none itself.
    called = told["called"] | {"erased": "one of the erased"}
    for path, data in list(house.documents.items()):
        if path.startswith("ledger/") and data["person"] in called:
            house.documents[path] = {**data, "person": pseudonym(called[data["person"]], "salt")}
        elif path.startswith("users/") and path.count("/") == 1:
            house.documents[path] = {"credits": None, **data}  # which they ask for without a default
    return house


def _all_own(house: House, told: dict) -> None:
    """Whoever has a picture has it still, and nothing is written or paid for that."""
    before = dict(house.documents)
    for wish in told["own"]:
        person = Person(wish["uid"], wish["anonymous"])
        admitted = house.admission.admit(parse_wish(wish["data"], person))
        assert (admitted.outcome, admitted.avatar.avatar_id) == ("own", wish["avatar_id"]), wish
    assert house.documents == before
    assert house.provider.calls == []


def _live_on(house: House) -> None:
    """Let an hour pass, then a night, then days."""
    for path, job in list(house.documents.items()):
        if path.startswith("renders/") and path.count("/") == 1 and job["state"] == "queued":
            house.rendering.run(path.split("/")[1], job["attempt"])
    for _ in range(12):
        house.clock.time += timedelta(minutes=5)
        house.reaping.run()
        house.deliver()
    for path, wish in list(house.documents.items()):
        if "/avatarRequests/" in path and "answer" not in wish:
            house.answer(path.split("/")[1], path.split("/")[3])
    house.clock.time += timedelta(hours=22)
    house.nights.run()
    for _ in range(12):
        house.clock.time += timedelta(minutes=5)
        house.reaping.run()
        house.deliver()
    for _ in range(3):
        house.clock.time += timedelta(days=1)
        house.reaping.run()
        house.sweeping.run()


if __name__ == "__main__":
    logging.getLogger("mirror_realm").setLevel(logging.CRITICAL)
    for argument in sys.argv[1:]:
        sys.stdout.write(read_back(Path(argument)) + "\n")
