"""Progress as it is read back: within its bounds, whatever is stored."""

import pytest

from mirror_realm.domain.progress import LONGEST_ACHIEVEMENT, Progress

EMOJI = "\N{GRINNING FACE}"
MOST_EMOJI = LONGEST_ACHIEVEMENT // 2


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("x" * (LONGEST_ACHIEVEMENT + 1), "x" * LONGEST_ACHIEVEMENT),
        (EMOJI * MOST_EMOJI, EMOJI * MOST_EMOJI),
        (EMOJI * (MOST_EMOJI + 1), EMOJI * MOST_EMOJI),
        ("x" + EMOJI * MOST_EMOJI, "x" + EMOJI * (MOST_EMOJI - 1)),
    ],
    ids=["letters", "emoji at the bound", "emoji beyond it", "the bound within an emoji"],
)
def test_an_achievement_is_cut_where_the_doors_would_refuse_it(stored: str, read: str) -> None:
    assert Progress.from_document({"active_days": 3, "major_achievement": stored}).major_achievement == read
