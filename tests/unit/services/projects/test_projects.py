"""Projects: a few albums of a person, in which avatars are until these or the albums are deleted."""

from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.avatar_filter import AvatarFilter
from mirror_realm.domain.plans import GUEST
from mirror_realm.domain.project import MOST_PROJECTS, AvatarsOf, Project
from mirror_realm.errors import (
    BeingErased,
    Contention,
    NotFound,
    ProjectNotFound,
    TooManyProjects,
)
from tests.fakes.house import House

NOBODYS = "f" * 32


@pytest.fixture
def house() -> House:
    return House(user_limit=9)


def made(house: House, name: str = "Family", uid: str = "ada") -> str:
    project: Project = house.projects.create(uid, name, "")
    return project.project_id


def project_of(house: House, avatar_id: str, uid: str = "ada") -> str | None:
    found: str | None = house.documents[f"users/{uid}/avatars/{avatar_id}"].get("project_id")
    return found


def test_a_repeated_creation_with_its_key_creates_once(house: House) -> None:
    first = house.projects.create("ada", "Family", "for the hall", "key-00000001")
    again = house.projects.create("ada", "Another name", "", "key-00000001")
    assert again == first
    assert made(house, "Family") != first.project_id
    assert house.projects.create("bo", "Family", "", "key-00000001").project_id != first.project_id


def test_there_are_so_many_and_no_more_until_one_is_deleted(house: House) -> None:
    ids = [made(house, str(number)) for number in range(MOST_PROJECTS)]
    with pytest.raises(TooManyProjects):
        made(house)
    assert len(set(ids)) == MOST_PROJECTS
    house.ending.delete("ada", ids[0], AvatarsOf.KEEP, 20)
    made(house)
    house.check()


def test_words_change_only_if_they_are_given(house: House) -> None:
    project_id = made(house)
    house.clock.time += timedelta(minutes=1)
    assert house.projects.update("ada", project_id, None, "for the hall").name == "Family"
    described = house.projects.update("ada", project_id, "Friends", None)
    assert (described.name, described.note) == ("Friends", "for the hall")
    before = house.store.writes
    assert house.projects.update("ada", project_id, "Friends", None) == described
    assert house.store.writes == before
    assert "Friends" not in repr(described)
    assert "hall" not in repr(described)


def test_pages_of_projects_are_all_of_them_once_newest_first(house: House) -> None:
    ids = []
    for number in range(7):
        if number % 2:
            house.clock.time += timedelta(minutes=1)
        ids.append(made(house, str(number)))
    found, after = [], None
    while True:
        page = house.projects.page("ada", after, 3)
        found += [project.project_id for project in page.projects]
        after = page.after
        if after is None:
            break
    assert sorted(found) == sorted(ids)
    assert found[-1] == ids[0]


@pytest.mark.parametrize("named", [NOBODYS, "bos", "deleted"])
def test_a_project_that_is_not_there_reserves_and_stores_nothing(house: House, named: str) -> None:
    bos, deleted = made(house, uid="bo"), made(house)
    house.ending.delete("ada", deleted, AvatarsOf.DELETE, 20)
    project_id = {"bos": bos, "deleted": deleted}.get(named, named)
    before = dict(house.documents)
    with pytest.raises(ProjectNotFound):
        house.ask(project=project_id)
    assert house.documents == before
    avatar_id = house.ask().avatar.avatar_id
    before = dict(house.documents)
    with pytest.raises(ProjectNotFound):
        house.timeline.describe("ada", avatar_id, "Wren", None, ("brave",), project_id)
    with pytest.raises(ProjectNotFound):
        house.projects.update("ada", project_id, "mine", None)
    assert house.documents == before


def test_a_wish_puts_its_avatar_into_the_project_whatever_becomes_of_it(house: House) -> None:
    project_id = made(house)
    queued = house.ask(project=project_id).avatar
    assert queued.project == project_id
    house.deliver()
    assert project_of(house, queued.avatar_id) == project_id
    over = House(user_limit=0, store=house.store, clock=house.clock)
    degraded = over.ask(variation=2, project=project_id)
    assert (degraded.outcome, degraded.avatar.project) == ("degrade", project_id)
    over.deliver()
    assert house.projects.count_avatars("ada", project_id) == 2
    house.check()


def test_the_trilogy_is_in_it_together(house: House) -> None:
    from tests.fakes.house import a_wish

    project_id = made(house)
    trilogy = house.admission.admit_trilogy(a_wish(project=project_id))
    assert {one.avatar.project for one in trilogy.values()} == {project_id}


def test_a_wish_for_an_own_avatar_moves_it_and_one_without_a_project_leaves_it(house: House) -> None:
    first, second = made(house), made(house, "Friends")
    avatar_id = house.ask(project=first).avatar.avatar_id
    house.deliver()
    assert house.ask().avatar.project == first
    before = house.store.writes
    house.ask(project=first)
    assert house.store.writes == before
    moved = house.ask(project=second)
    assert (moved.outcome, moved.avatar.project) == ("own", second)
    assert project_of(house, avatar_id) == second


def test_a_wish_without_a_project_reads_none(house: House) -> None:
    house.ask()
    house.deliver()
    before = house.store.reads
    house.ask()
    plain = house.store.reads - before
    project_id = made(house)
    house.ask(project=project_id)
    before = house.store.reads
    house.ask(project=project_id)
    assert (plain, house.store.reads - before) == (1, 3)  # the avatar; and with the project the fence


def test_an_avatar_is_moved_and_set_loose_by_its_owner(house: House) -> None:
    first, second = made(house), made(house, "Friends")
    avatar_id = house.ask(project=first).avatar.avatar_id
    house.timeline.describe("ada", avatar_id, None, None, None, second)
    assert project_of(house, avatar_id) == second
    house.timeline.describe("ada", avatar_id, "Wren", None)
    assert project_of(house, avatar_id) == second
    house.timeline.describe("ada", avatar_id, None, None, None, "")
    assert "project_id" not in house.documents[f"users/ada/avatars/{avatar_id}"]


def test_lists_are_narrowed_by_everything_at_once(house: House) -> None:
    project_id = made(house)
    ids = []
    for variation in range(4):
        house.clock.time += timedelta(minutes=1)
        album = project_id if variation % 2 else None
        ids.append(house.ask(variation=variation, project=album).avatar.avatar_id)
    house.deliver()
    house.timeline.describe("ada", ids[3], None, None, ("running", "brave"))
    house.timeline.describe("ada", ids[2], None, None, ("brave",))

    def found(**where: Any) -> list[str]:
        page = house.timeline.page("ada", None, None, 20, AvatarFilter(**where))
        assert house.timeline.count("ada", None, AvatarFilter(**where)) == len(page.avatars)
        return [avatar.avatar_id for avatar in page.avatars]

    assert found(project=project_id) == [ids[3], ids[1]]
    assert found(tag="brave") == [ids[3], ids[2]]
    assert found(project=project_id, tag="brave", style="daymi", stage="month") == [ids[3]]
    assert found(style="anime") == found(project=NOBODYS) == []


@pytest.mark.parametrize("avatars", AvatarsOf)
def test_its_end_takes_its_avatars_or_leaves_them_loose_and_no_other(
    house: House, avatars: AvatarsOf
) -> None:
    project_id = made(house)
    inside = [house.ask(variation=n, project=project_id).avatar.avatar_id for n in range(3)]
    outside = house.ask(variation=4).avatar.avatar_id
    house.deliver()
    house.timeline.select("ada", inside[0])
    assert house.ending.delete("ada", project_id, avatars, 20)
    assert house.ending.delete("ada", project_id, avatars, 20)
    left = {path.rpartition("/")[2] for path in house.documents if path.startswith("users/ada/avatars/")}
    assert left == ({outside} if avatars is AvatarsOf.DELETE else {outside, *inside})
    assert not [one for one in house.documents.values() if one.get("project_id")]
    house.check()


@pytest.mark.parametrize("avatars", AvatarsOf)
def test_a_job_that_ends_after_its_project_shows_its_picture_loose_or_not_at_all(
    house: House, avatars: AvatarsOf
) -> None:
    project_id = made(house)
    avatar_id = house.ask(project=project_id).avatar.avatar_id
    house.provider.before = lambda _: house.ending.delete("ada", project_id, avatars, 20)
    house.deliver()
    stored = house.documents.get(f"users/ada/avatars/{avatar_id}")
    if avatars is AvatarsOf.DELETE:
        assert stored is None
    else:
        assert stored is not None
        assert (stored["status"], "project_id" in stored) == ("completed", False)
    house.check()


def test_what_a_call_has_no_time_for_the_reaper_does(house: House) -> None:
    project_id = made(house)
    house.user_limit = 99
    for number in range(45):
        house.write(
            f"users/ada/avatars/{number:032d}",
            {**_some_avatar(house), "created_at": house.clock.time + timedelta(seconds=number)}
            | {"project_id": project_id},
        )
    assert not house.ending.delete("ada", project_id, AvatarsOf.DELETE, 0)
    assert house.projects.count_avatars("ada", project_id) == 25
    assert house.projects.page("ada", None, 9).projects == []
    with pytest.raises(ProjectNotFound):
        house.ask(variation=7, project=project_id)
    house.reaping.run()
    assert house.projects.count_avatars("ada", project_id) == 25, "not while the app may call again"
    assert not house.ending.delete("ada", project_id, AvatarsOf.KEEP, 0)
    assert house.projects.count_avatars("ada", project_id) == 5, "the first choice stays"
    house.clock.time += timedelta(minutes=5)
    house.reaping.run()
    assert house.projects.count_avatars("ada", project_id) == 0
    house.check()


def _some_avatar(house: House) -> dict[str, object]:
    path = f"users/ada/avatars/{house.ask().avatar.avatar_id}"
    house.deliver()
    return dict(house.documents[path])


def test_an_avatar_that_cannot_be_read_holds_up_no_other_until_it_is_repaired(house: House) -> None:
    project_id = made(house)
    first, second = (house.ask(variation=n, project=project_id).avatar.avatar_id for n in range(2))
    house.deliver()
    path = f"users/ada/avatars/{first}"
    whole = dict(house.documents[path])
    house.write(path, {name: value for name, value in whole.items() if name != "ithere_message"})
    assert not house.ending.delete("ada", project_id, AvatarsOf.DELETE, 20)
    assert f"users/ada/avatars/{second}" not in house.documents
    house.clock.time += timedelta(minutes=5)
    house.reaping.run()
    house.write(path, whole)
    house.reaping.run()
    assert not [one for one in house.documents if "/projects/" in one or "/avatars/" in one]
    house.check()


def test_a_key_is_free_again_once_its_project_is_gone_and_not_before(house: House) -> None:
    first = house.projects.create("ada", "Family", "", "key-00000001")
    ref = f"users/ada/projects/{first.project_id}"
    house.write(ref, {**house.documents[ref], "ending": "keep", "due_at": house.clock.time})
    with pytest.raises(Contention):
        house.projects.create("ada", "Family", "", "key-00000001")
    house.reaping.run()
    assert house.projects.create("ada", "Family", "", "key-00000001").project_id == first.project_id


def test_behind_the_fence_nothing_of_it_is_written(house: House) -> None:
    project_id = made(house)
    house.erasing.begin("ada")
    for act in (
        lambda: made(house),
        lambda: house.projects.update("ada", project_id, "Friends", None),
        lambda: house.ending.delete("ada", project_id, AvatarsOf.KEEP, 20),
    ):
        with pytest.raises(BeingErased):
            act()
    house.reaping.run()
    assert not [path for path in house.documents if path.startswith("users/ada/")]


class TestMerging:
    @pytest.fixture
    def house(self) -> House:
        house = House(user_limit=9)
        house.people.anonymous.add("anna")
        return house

    def merge(self, house: House) -> None:
        from mirror_realm.domain.plans import FREE
        from mirror_realm.domain.wish import User

        token = house.tokens.issue("anna", house.clock.time + timedelta(minutes=59))
        assert house.merging.merge(User("ada", FREE), token, personal=True, seconds=20).done
        house.reaping.run()
        house.check()

    def test_projects_move_under_their_ids_with_their_avatars_and_tags(self, house: House) -> None:
        project_id, empty = made(house, "Family", "anna"), made(house, "Empty", "anna")
        own = made(house, "Mine")
        avatar_id = house.ask("anna", plan=GUEST, project=project_id).avatar.avatar_id
        house.deliver()
        house.timeline.describe("anna", avatar_id, None, None, ("brave",))
        self.merge(house)
        moved = house.only("users/ada/avatars/")
        assert (moved["project_id"], moved["tags"]) == (project_id, ["brave"])
        assert {project.project_id for project in house.projects.page("ada", None, 9).projects} == {
            *(project_id, empty, own)
        }

    def test_what_is_being_deleted_does_not_move(self, house: House) -> None:
        project_id = made(house, "Family", "anna")
        house.ask("anna", plan=GUEST, project=project_id)
        house.deliver()
        ref = f"users/anna/projects/{project_id}"
        house.write(ref, {**house.documents[ref], "ending": "delete", "due_at": house.clock.time})
        self.merge(house)
        assert not [path for path in house.documents if path.startswith("users/ada/avatars/")]

    def test_beyond_what_an_account_may_have_avatars_arrive_loose(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from mirror_realm.services.projects import moving

        monkeypatch.setattr(moving, "MOST_MERGED", 1)
        made(house, "Mine")
        project_id = made(house, "Family", "anna")
        house.ask("anna", plan=GUEST, project=project_id)
        house.deliver()
        self.merge(house)
        assert "project_id" not in house.only("users/ada/avatars/")


def test_an_avatar_that_is_not_there_is_not_found(house: House) -> None:
    with pytest.raises(NotFound):
        house.timeline.describe("ada", NOBODYS, None, None, None, made(house))
