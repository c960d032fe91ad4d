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
