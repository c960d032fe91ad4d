"""Tags are stored as they are looked for."""

import pytest

from mirror_realm.domain.tags import normal, normal_tags


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("Brave", "brave"),
        ("  the   brave one ", "the brave one"),
        ("CAFE\u0301", "caf\u00e9"),
        ("\u00dcbung", "\u00fcbung"),
        ("\N{GRINNING FACE}", "\N{GRINNING FACE}"),
        ("a\u00a0b", "a b"),
    ],
)
def test_a_tag_has_one_spelling(sent: str, stored: str) -> None:
    assert normal(sent) == stored == normal(stored)


@pytest.mark.parametrize("sent", ["", "   ", "\u00a0", "a\x00b", "a\u200bb", "\u202eabc", "a\u0007"])
def test_what_does_not_show_is_refused(sent: str) -> None:
    with pytest.raises(ValueError, match="show"):
        normal(sent)


def test_each_is_kept_once_in_its_order() -> None:
    assert normal_tags(["Running", "brave", " running "]) == ("running", "brave")
