"""docs/settings.md has the settings, all of them, as they are declared."""

import pytest

from tests.docs import settings_table
from tests.docs.settings_table import PAGE


def test_the_table_is_what_the_settings_say() -> None:
    written = settings_table.with_table(PAGE.text)

    assert written == PAGE.text, "python -m tests.docs.settings_table writes the table anew"


def test_a_page_that_lost_its_table_is_noticed() -> None:
    with pytest.raises(ValueError, match="0 places"):
        settings_table.with_table(PAGE.text.replace("<!-- settings -->", ""))
