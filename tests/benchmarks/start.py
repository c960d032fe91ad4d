"""The embedded Firebase: how long from its start until everything answers, and what memory it holds then."""

from collections.abc import Iterable

from tests.benchmarks.embedded import embedded_firebase
from tests.benchmarks.rows import Row, at_most

SECONDS_BUDGET = 1.5
MEGABYTES_BUDGET = 150.0
STARTS = 5


def rows(quick: bool) -> Iterable[Row]:
    """Yield the least of several starts after a first that fills the file cache: what others do here only adds."""
    seconds, megabytes = [], []
    for _ in range(2 if quick else 1 + STARTS):
        with embedded_firebase({"IMAGE_PROVIDER": "painter"}, functions=True) as firebase:
            seconds.append(firebase.seconds)
            megabytes.append(firebase.memory_megabytes)
    yield at_most("start to ready, with the product's functions", min(seconds[1:]), SECONDS_BUDGET, " s")
    yield at_most("memory when ready", max(megabytes), MEGABYTES_BUDGET, " MB", digits=0)
