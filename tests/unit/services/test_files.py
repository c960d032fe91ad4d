"""Folders of pictures are taken apart as they were spelt, those from before calls had their own among them."""

import pytest

from mirror_realm.services.ports import files


@pytest.mark.parametrize("name", ["job1-1", "job1-2-0", "job1-12-10"])
def test_a_folder_names_its_job_with_or_without_the_call(name: str) -> None:
    assert files.job_of(f"shared/key/{name}/1024.jpg") == "job1"
    assert files.folder_kind(f"shared/key/{name}") == files.SharedFolder("key", "job1")
    assert files.folder_kind(f"people/ada/avatar/{name}") == files.PersonalFolder("ada", "avatar", "job1")


def test_a_folder_of_another_shape_names_no_job() -> None:
    assert files.folder_kind("shared/key/nothing") == files.SharedFolder("key", "")


def test_a_copy_is_known_by_its_name_and_nothing_else_is_one() -> None:
    path = "people/anna/a1/r1-1-0/1024.jpg"
    copy = files.copied(path, to="people/ada/a2", copy="c1")
    assert files.is_copied(copy, of=path)
    assert files.is_copied(path, of=path)
    for other in (
        "people/ada/a2/r1-1-1-c1/1024.jpg",
        "people/ada/a2/r2-1-0-c1/1024.jpg",
        "shared/k/r1-1-0-c1/1024.jpg",
    ):
        assert not files.is_copied(other, of=path)
    assert not files.is_copied("shared/k/r1-1-0-c1/1024.jpg", of="shared/k/r1-1-0/1024.jpg")
