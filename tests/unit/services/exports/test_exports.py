"""Exports: one's own data and nobody else's, made part by part, fetched for an hour, gone after a day."""

import json
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from mirror_realm.domain.export import KEEP, LINK, MOST_ASKS, MOST_TRIES, Export, ExportState
from mirror_realm.domain.page_task import FanOut, PageTask
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.report import Reason
from mirror_realm.domain.use import UseAction
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased, RateLimited
from mirror_realm.services.exports import contents
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.exports import Sink
from tests.fakes.house import House
from tests.fakes.memory_tasks import MemoryTasks

HOUR = timedelta(hours=1)
PHOTO = "uploads/ada/me.jpg"


def a_life(house: House, uid: str = "ada") -> None:
    """Give a user something of every kind."""
    house.consenting.give(uid, "2026-11")
    house.photos.upload(f"uploads/{uid}/me.jpg", f"the face of {uid}".encode())
    house.write(f"users/{uid}/settings/current", {"style": "comic"})
    house.write(f"users/{uid}/progress/current", {"active_days": 40, "goals_completed": 2})
    house.write(f"users/{uid}/avatarRequests/20261120-00", {"progress_metrics": {"active_days": 7}})
    house.answer(uid, "20261120-00")
    house.ask(uid, photo=f"uploads/{uid}/me.jpg", character=None)
    house.deliver()
    house.photos.upload(f"uploads/{uid}/later.jpg", f"another of {uid}".encode())
    house.devices.register(uid, f"phone of {uid}")
    mine = house.ask(uid, variation=3)
    house.deliver()
    album = house.projects.create(uid, "Family", f"the hall of {uid}").project_id
    house.timeline.describe(uid, mine.avatar.avatar_id, "Wren", "my first", ("brave",), album)
    house.uses.record(uid, mine.avatar.avatar_id, "frame", UseAction.SHOWN)
    house.reporting.report(
        User(uid, FREE), house.ask(uid, variation=3).avatar.avatar_id, Complaint(Reason.OTHER, "odd")
    )
    house.deliver()
    house.clock.time += HOUR


@dataclass
class Zip:
    names: list[str]
    files: dict[str, bytes]

    def json(self, kind: str) -> Any:
        return json.loads(self.files[f"data/{kind}.json"])


def opened(house: House, path: str) -> Zip:
    with zipfile.ZipFile(BytesIO(house.pictures.files[path])) as archive:
        assert archive.testzip() is None
        return Zip(archive.namelist(), {name: archive.read(name) for name in archive.namelist()})


def stored(house: House, uid: str = "ada") -> Export | None:
    found: Export | None = house.services.store.read(documents.export(uid))
    return found


def files(house: House, uid: str = "ada") -> list[str]:
    return [path for path in house.pictures.files if path.startswith(f"people/{uid}/exports/")]


def part_of(house: House) -> Zip:
    return opened(house, made(house).parts[0].path)


def made(house: House, uid: str = "ada") -> Export:
    """Ask for an export and have it made."""
    house.exports.ask(uid)
    house.reaping.run()
    export = stored(house, uid)
    assert export is not None
    assert export.state is ExportState.READY
    return export


@pytest.fixture
def house() -> House:
    return House(user_limit=20, global_limit=100, credits=5)


def test_it_has_everything_of_ones_own_in_plain_words(house: House) -> None:
    a_life(house)

    zipped = part_of(house)

    kinds = {
        name.removeprefix("data/").removesuffix(".json") for name in zipped.names if name.startswith("data/")
    }
    assert kinds == {
        "profile", "settings", "progress", "days", "wishes", "photos", "ledger", "reports", "devices", "avatars",
        "projects", "uses",
    }  # fmt: skip
    assert zipped.json("progress") == {"active_days": 40, "goals_completed": 2}
    assert zipped.json("profile")["photo_consent"]["version"] == "2026-11"
    assert zipped.json("days")[0]["day"] == "2026-11-20"
    assert {entry["movement"] for entry in zipped.json("ledger")} == {"reserved", "settled"}
    assert zipped.json("reports")[0]["note"] == "odd"
    assert zipped.json("wishes")[0]["answer"]["status"] == "queued"
    assert zipped.files["photos/later.jpg"] == b"another of ada"
    named = [avatar for avatar in zipped.json("avatars") if avatar.get("name") == "Wren"]
    assert (named[0]["note"], named[0]["stage"], named[0]["style"]) == ("my first", "month", "daymi")
    (album,) = zipped.json("projects")
    assert (named[0]["tags"], named[0]["project_id"]) == (["brave"], album["project_id"])
    assert (album["name"], album["note"]) == ("Family", "the hall of ada")
    (use,) = zipped.json("uses")
    assert (use["avatar_id"], use["app"], use["counts"]) == (named[0]["avatar_id"], "frame", {"shown": 1})
    assert "ada" not in zipped.files["README.txt"].decode()


def test_pictures_are_named_by_date_stage_and_style(house: House) -> None:
    house.ask()
    house.deliver()

    zipped = part_of(house)

    avatar = zipped.json("avatars")[0]
    assert avatar["picture"] == f"pictures/2026-11-20_month_daymi_{avatar['avatar_id'][:8]}.jpg"
    assert zipped.files[avatar["picture"]] == b"a picture"


def test_nothing_of_another_user_and_nothing_internal_is_in_it(house: House) -> None:
    for uid in ("ada", "bo"):
        a_life(house, uid)
    house.granting.grant(by="boss", uid="ada", credits=7, key="a-grant-1")
    inner = [name for uid in ("ada", "bo", "boss") for name in house.naming.known(uid)]

    zipped = part_of(house)

    text = b"\n".join(zipped.files.values()).decode()
    for word in (
        *inner,
        "uploads/bo",
        "of bo",
        "phone of",
        "render_id",
        "lease",
        "boss",
        "token=",
        "ledger_name",
    ):
        assert word not in text, word
    assert next(entry for entry in zipped.json("ledger") if entry["movement"] == "granted")["credits"] == 7


def test_a_picture_of_another_user_is_left_out_even_if_a_damaged_document_names_it(house: House) -> None:
    house.ask()
    house.deliver()
    path = next(path for path in house.documents if path.startswith("users/ada/avatars/"))
    house.pictures.files["people/bo/a/b-1/1024.jpg"] = b"the face of bo"
    house.write(path, {**house.documents[path], "image_path": "people/bo/a/b-1/1024.jpg"})

    zipped = part_of(house)

    assert zipped.json("avatars")[0]["picture"] is None
    assert not [name for name in zipped.names if name.startswith("pictures/")]


@pytest.mark.parametrize(
    "field",
    [{"style": "../../x"}, {"created_at": None, "completed_at": 7}, {"recipe": None}, {"image_path": 3}],
)
def test_a_damaged_avatar_keeps_no_export_from_being_made(house: House, field: dict[str, Any]) -> None:
    house.ask()
    house.deliver()
    path = next(path for path in house.documents if path.startswith("users/ada/avatars/"))
    house.write(path, {**house.documents[path], **field})

    zipped = part_of(house)

    assert len(zipped.json("avatars")) == 1
    assert not [name for name in zipped.names if name.startswith(("/", ".")) or "/../" in name]


def test_many_avatars_are_several_parts_and_each_is_in_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "PAGE", 2)
    ids = set()
    for variation in range(5):
        ids.add(house.ask(variation=variation).avatar.avatar_id)
        house.deliver()

    export = made(house)

    zips = [opened(house, part.path) for part in export.parts]
    told = [avatar["avatar_id"] for zipped in zips for avatar in zipped.json("avatars")]
    assert (len(zips), sorted(told)) == (3, sorted(ids))
    assert ["data/days.json" in zipped.names for zipped in zips] == [True, False, False]
    assert "the last one" in zips[2].files["README.txt"].decode()
    names = {house.zips.names[part.path] for part in export.parts}
    assert names == {f"mirror-realm-2026-11-20-part-{number}.zip" for number in (1, 2, 3)}


def test_a_user_without_anything_gets_a_readme(house: House) -> None:
    assert part_of(house).names == ["README.txt"]


def test_the_memory_it_takes_does_not_grow_with_the_pictures(house: House) -> None:
    size, many = 300_000, 40
    for variation in range(3):
        house.ask(variation=variation)
        house.deliver()
    own = {path: data for path, data in house.documents.items() if path.startswith("users/ada/avatars/")}
    path, avatar = next(iter(own.items()))
    for number in range(many):
        house.write(f"{path[:-6]}{number:06d}", avatar)
    house.pictures.read = lambda path: bytes(size)  # type: ignore[method-assign]

    class Nowhere:
        written = 0

        def write(self, data: bytes) -> int:
            self.written += len(data)
            return len(data)

        def flush(self) -> None:
            pass

    nowhere: Sink = Nowhere()
    export, making = house.exports.ask("ada"), house.export_contents
    part = making.next("ada", export)
    tracemalloc.start()
    try:
        pictures = making.write("ada", export, part, nowhere, house.clock.time)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert (pictures, nowhere.written > many * size) == (many + 3, True)  # type: ignore[attr-defined]
    assert peak < 6 * size, f"{peak} bytes at once of {nowhere.written}"  # type: ignore[attr-defined]


# Asking


def test_asking_again_is_answered_with_the_one_under_way_or_ready(house: House) -> None:
    first = house.exports.ask("ada")
    assert house.exports.ask("ada") == first
    ready = made(house)

    assert (ready.export_id, house.exports.ask("ada")) == (first.export_id, ready)


def test_the_next_one_may_be_asked_for_when_the_last_one_is_gone(house: House) -> None:
    first = made(house)
    house.clock.time += KEEP

    second = house.exports.ask("ada")

    assert (second.export_id != first.export_id, files(house)) == (True, [])


def test_a_user_begins_a_bounded_number_a_day_even_if_all_are_dropped(house: House) -> None:
    begun = house.clock.time
    for _ in range(MOST_ASKS):
        made(house)
        house.exports.drop("ada")
        house.clock.time += HOUR

    with pytest.raises(RateLimited) as refused:
        house.exports.ask("ada")
    assert refused.value.resets_at == begun + timedelta(days=1)
    house.clock.time = begun + timedelta(days=1)
    assert house.exports.ask("ada").asks == 1


# The address


def test_an_address_works_for_an_hour_and_stays_the_same_meanwhile(house: House) -> None:
    export, urls = house.exports.links("ada", made(house))
    assert [house.zips.opens(url) for url in urls] == [True]
    house.clock.time += LINK / 2
    assert house.exports.links("ada", export)[1] == urls

    house.clock.time += LINK / 2
    house.reaping.run()

    assert [house.zips.opens(url) for url in urls] == [False]


def test_a_task_takes_the_address_away_at_the_end_of_its_hour_without_the_reaper() -> None:
    house = House(tasks=MemoryTasks())
    house.tasks.now = house.clock.now  # type: ignore[union-attr]
    house.exports.ask("ada")
    house.work_on_tasks()
    asked_at = house.clock.time
    export, [url] = house.exports.links("ada", stored(house))
    [task] = house.tasks.pending  # type: ignore[union-attr]
    assert "ada" not in json.dumps([task.name, task.to_payload()])
    house.paging.run(task)  # too early: it changes nothing

    house.clock.time = asked_at + LINK - timedelta(seconds=1)
    house.work_on_tasks()
    assert house.zips.opens(url)
    house.clock.time = asked_at + LINK
    house.work_on_tasks()

    assert export.link_until == asked_at + LINK
    assert not house.zips.opens(url)


def test_a_late_task_of_an_earlier_address_leaves_the_next_one(house: House) -> None:
    export, [old] = house.exports.links("ada", made(house))
    assert export.link_until is not None
    task = PageTask.first(
        FanOut.LINKS, export.export_id, int(export.link_until.timestamp()), house.clock.time
    )
    house.clock.time += LINK
    _, [new] = house.exports.links("ada", export)

    house.paging.run(task)

    assert (house.zips.opens(old), house.zips.opens(new)) == (False, True)


def test_the_task_of_an_export_that_an_erasure_took_changes_nothing(house: House) -> None:
    export, _ = house.exports.links("ada", made(house))
    house.clock.time += LINK
    house.erasing.begin("ada")
    task = PageTask.first(FanOut.LINKS, export.export_id, 0, house.clock.time)

    house.paging.run(task)
    house.erasing.erase("ada", seconds=20)
    before = dict(house.documents)
    house.paging.run(task)

    assert (dict(house.documents), files(house)) == (before, [])


def test_nobody_has_an_address_before_it_is_asked_for_and_two_calls_at_once_get_the_same(
    house: House,
) -> None:
    export = made(house)
    _, first = house.exports.links("ada", export)
    _, second = house.exports.links("ada", export)  # it read the document before the first one wrote it

    assert first == second
    assert [house.zips.opens(url) for url in second] == [True]


def test_a_new_address_takes_the_place_of_an_old_one_that_was_not_taken_away_yet(house: House) -> None:
    export, [old] = house.exports.links("ada", made(house))
    house.clock.time += LINK

    export, [new] = house.exports.links("ada", export)

    assert (house.zips.opens(old), house.zips.opens(new)) == (False, True)
    house.reaping.run()
    assert house.zips.opens(new)


def test_it_is_gone_after_a_day_with_its_address(house: House) -> None:
    house.exports.links("ada", made(house))
    house.clock.time += KEEP
    _, [] = house.exports.links("ada", house.exports.find("ada"))

    house.reaping.run()

    export = stored(house)
    assert export is not None
    assert (files(house), export.state, export.due_at, export.parts) == ([], ExportState.GONE, None, ())
    house.clock.time += timedelta(days=5)
    house.sweeping.run()
    assert stored(house) is None


def test_the_sweep_takes_a_file_that_no_document_leads_to(house: House) -> None:
    made(house)
    house.remove("users/ada/exports/current")
    house.clock.time += timedelta(days=1, minutes=1)

    house.sweeping.run()

    assert files(house) == []


# What ends it


def test_an_export_that_is_made_during_an_erasure_is_deleted(house: House) -> None:
    a_life(house)
    house.exports.ask("ada")
    meanwhile(house, lambda: house.erasing.begin("ada"))  # the fence is read after the upload

    house.reaping.run()

    assert files(house) == []


def test_an_erasure_deletes_a_ready_one(house: House) -> None:
    a_life(house)
    made(house)

    house.erasing.erase("ada", seconds=20)

    assert (files(house), stored(house)) == ([], None)
    with pytest.raises(BeingErased):
        house.exports.ask("ada")
    house.check()


@pytest.mark.parametrize("act", ["withdraw", "delete"])
def test_deleting_what_is_in_it_ends_it(house: House, act: str) -> None:
    a_life(house)
    made(house)

    deletion(house, act)()

    assert files(house) == []
    assert getattr(stored(house), "state", None) is ExportState.GONE


@pytest.mark.parametrize("act", ["withdraw", "delete"])
def test_deleting_what_is_in_it_while_it_is_made_leaves_no_file(house: House, act: str) -> None:
    a_life(house)
    house.exports.ask("ada")
    meanwhile(house, deletion(house, act))

    house.reaping.run()

    assert files(house) == []


def test_a_merge_brings_no_export_over(house: House) -> None:
    house.people.anonymous.add("ada")
    house.ask("ada")
    house.deliver()
    made(house)
    token = house.tokens.issue("ada", house.clock.time + HOUR)

    house.merging.merge(User("bo", FREE), token, personal=True, seconds=20)
    house.erasing.erase("ada", seconds=20)

    assert (files(house, "ada"), files(house, "bo"), stored(house, "bo")) == ([], [], None)


# Tasks, and failures


def test_a_queue_makes_it_without_the_reaper_and_tasks_name_nobody() -> None:
    house = House(tasks=MemoryTasks())
    export = house.exports.ask("ada")
    [task] = house.tasks.pending  # type: ignore[union-attr]
    assert "ada" not in json.dumps([task.name, task.to_payload()])

    house.work_on_tasks()

    assert getattr(stored(house), "state", None) is ExportState.READY
    assert task.subject == export.export_id


def test_a_task_that_comes_twice_late_or_in_an_old_round_changes_nothing(house: House) -> None:
    export = made(house)
    before, kept = dict(house.documents), files(house)
    for number, subject in ((0, export.export_id), (1, export.export_id), (0, "another")):
        house.paging.run(PageTask.first(FanOut.EXPORT, subject, number, house.clock.time))

    assert (dict(house.documents), files(house)) == (before, kept)


def test_a_queue_makes_every_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "PAGE", 1)
    house = House(tasks=MemoryTasks())
    for variation in range(3):
        house.ask(variation=variation)
        house.deliver()
    house.exports.ask("ada")

    house.work_on_tasks()

    export = stored(house)
    assert export is not None
    assert (export.state, len(export.parts)) == (ExportState.READY, 4)  # the last finds no avatar any more


def test_lost_tasks_are_begun_again_by_the_reaper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "PAGE", 1)
    house = House(tasks=MemoryTasks())
    for variation in range(2):
        house.ask(variation=variation)
        house.deliver()
    house.exports.ask("ada")
    house.tasks.take()  # type: ignore[union-attr]

    house.reaping.run()
    house.work_on_tasks()

    assert getattr(stored(house), "state", None) is ExportState.READY


def test_two_workers_at_once_make_one_part(house: House) -> None:
    export = house.exports.ask("ada")
    task = PageTask.first(FanOut.EXPORT, export.export_id, 0, house.clock.time)
    meanwhile(house, lambda: house.paging.run(task))

    house.paging.run(task)

    assert len(files(house)) == 1


def test_a_worker_that_comes_late_deletes_what_it_wrote_and_nothing_else(house: House) -> None:
    export = house.exports.ask("ada")
    task = PageTask.first(FanOut.EXPORT, export.export_id, 0, house.clock.time)

    def overtaken() -> None:
        house.clock.time += timedelta(minutes=10)
        house.reaping.run()

    meanwhile(house, overtaken)
    house.paging.run(task)

    ready = stored(house)
    assert ready is not None
    assert (ready.state, files(house)) == (ExportState.READY, [ready.parts[0].path])


def test_one_that_fails_again_and_again_fails_and_may_be_asked_for_again(house: House) -> None:
    house.exports.ask("ada")
    read = house.zips.store

    def broken(*_: Any) -> int:
        raise OSError("Storage is down")

    house.zips.store = broken  # type: ignore[method-assign,assignment]
    for _ in range(MOST_TRIES):
        with pytest.raises(OSError, match="down"):
            house.reaping.run()
    house.reaping.run()
    assert getattr(stored(house), "state", None) is ExportState.FAILED
    house.zips.store = read  # type: ignore[method-assign]

    assert made(house).asks == 2


def deletion(house: House, act: str) -> Callable[[], Any]:
    if act == "withdraw":
        return lambda: house.consenting.withdraw("ada")
    path = next(path for path in house.documents if path.startswith("users/ada/avatars/"))
    return lambda: house.deleting.delete("ada", path.rpartition("/")[2])


def meanwhile(house: House, act: Callable[[], Any]) -> None:
    """Let this happen once, while a part is being written."""
    store = house.zips.store

    def interrupted(path: str, name: str, fill: Callable[[Sink], None]) -> int:
        house.zips.store = store  # type: ignore[method-assign]
        size = store(path, name, fill)
        data, at = house.pictures.files.pop(path), house.pictures.stored_at.pop(path)  # not stored yet
        act()
        house.pictures.files[path], house.pictures.stored_at[path] = data, at
        return size

    house.zips.store = interrupted  # type: ignore[method-assign]
