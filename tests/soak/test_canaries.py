"""Minutes of lives in which everything goes wrong: nothing private is ever in the log."""

from itertools import count

import pytest

from tests.integration.indiscreet_house import indiscreet_house
from tests.integration.test_canaries import EMULATOR
from tests.soak import soaking


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_no_life_leaves_anything_private_in_the_log(record_property: soaking.Tell) -> None:
    lives = 0
    with indiscreet_house() as house:
        for _ in soaking.for_a_while(count(), soaking.SECONDS):
            house.live()
            lives += 1
        log = EMULATOR.sub(b"", house.process.end())
    record_property("faults tried", (f"{lives} lives with {len(house.canaries.planted)} canaries", lives))
    assert house.canaries.heard_in(log) == []
