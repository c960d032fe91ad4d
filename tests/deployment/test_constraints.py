"""What is deployed is pinned to the last package, and the pins are those that were tested."""

import pytest

from tests.deployment import constraints
from tests.deployment.constraints import CONSTRAINTS, REQUIREMENTS, differences, pins

REFERENCE = "-c constraints.txt  # 0123456789ab: why\nflask==3.1.3\n"


def test_the_requirements_refer_to_the_constraints_as_they_are() -> None:
    text = CONSTRAINTS.read_text(encoding="utf-8")
    assert constraints.referred(REQUIREMENTS.read_text(encoding="utf-8")) == constraints.digest(text)


def test_what_is_asked_for_by_name_is_pinned_to_the_same_version() -> None:
    asked = pins(constraints.without_reference(REQUIREMENTS.read_text(encoding="utf-8")))
    pinned = pins(CONSTRAINTS.read_text(encoding="utf-8"))
    assert asked
    assert {name: pinned.get(name) for name in asked} == asked


def test_nothing_but_versions_is_in_the_file() -> None:
    lines = CONSTRAINTS.read_text(encoding="utf-8").removeprefix(constraints.HEADING).splitlines()
    assert [line for line in lines if not line.isascii() or line.count("==") != 1 or " " in line] == []
    assert lines == sorted(lines, key=str.lower)


@pytest.mark.parametrize(
    ("here", "told"),
    [
        ({"flask": "3.1.3"}, []),
        ({}, []),
        ({"flask": "3.1.4"}, ["flask 3.1.4 is installed; 3.1.3 is pinned"]),
        ({"quart": "1.0"}, ["quart 1.0 is installed; it is not pinned"]),
    ],
)
def test_an_installed_package_that_is_not_the_pinned_one_is_named(
    here: dict[str, str], told: list[str]
) -> None:
    assert differences(pins("# a comment\nFlask==3.1.3\n"), here) == told


def test_names_are_compared_as_the_index_compares_them() -> None:
    assert pins("Firebase_Admin==7.7.0  # why\n") == {"firebase-admin": "7.7.0"}


def test_a_change_of_the_constraints_changes_the_requirements() -> None:
    one, other = (constraints.with_reference(REFERENCE, text) for text in ("flask==1\n", "flask==2\n"))
    assert one != other
    assert constraints.referred(one) == constraints.digest("flask==1\n")
    assert constraints.without_reference(one) == constraints.without_reference(other) == "flask==3.1.3\n"


def test_requirements_that_lost_their_reference_are_noticed() -> None:
    with pytest.raises(ValueError, match="does not refer"):
        constraints.referred("flask==3.1.3\n")
