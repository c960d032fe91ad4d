"""A folder belongs to one running demo at a time."""

import os
from pathlib import Path

import pytest

from demo.claim import FolderTaken, claimed


def test_a_second_demo_is_refused_with_the_address_of_the_first_ones_page(tmp_path: Path) -> None:
    with claimed(tmp_path) as first:
        first.publish("http://127.0.0.1:5000")
        with pytest.raises(FolderTaken, match=r"Its page is http://127\.0\.0\.1:5000\."), claimed(tmp_path):
            pass


def test_a_refused_demo_leaves_the_address_where_it_is(tmp_path: Path) -> None:
    with claimed(tmp_path) as first:
        first.publish("http://127.0.0.1:5000")
        for _ in range(2):
            with pytest.raises(FolderTaken, match="5000"), claimed(tmp_path):
                pass


def test_before_the_page_is_up_there_is_no_address(tmp_path: Path) -> None:
    with claimed(tmp_path), pytest.raises(FolderTaken) as refused, claimed(tmp_path):
        pass

    assert "Its page" not in str(refused.value)
    assert "--folder" in str(refused.value)


def test_once_it_has_ended_the_folder_is_free(tmp_path: Path) -> None:
    with claimed(tmp_path) as first:
        first.publish("http://127.0.0.1:5000")

    with claimed(tmp_path):
        pass


def test_a_demo_that_died_holds_nothing(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        claimed(tmp_path).__enter__()
        os._exit(1)
    os.waitpid(child, 0)

    with claimed(tmp_path):
        pass


def test_another_folder_is_free(tmp_path: Path) -> None:
    with claimed(tmp_path / "one"), claimed(tmp_path / "other"):
        pass
