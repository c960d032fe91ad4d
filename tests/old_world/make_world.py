# mypy: ignore-errors
"""Live a world on the code of commit cecf284 and export it, for tests of everything that comes later.

It runs in a checkout of that commit, beside this one, with the packages of that commit:

    git worktree add ../cecf284 cecf284
    cd ../cecf284
    PYTHONPATH=functions:. python ../mirror-realm/tests/old_world/make_world.py

It writes `cecf284/` beside itself anew: the same documents, files and ids each time. This module and those in `making/`
speak the names that the modules of cecf284 have, and must not follow any renaming. Type checkers therefore skip them,
and nobody imports them in a test.
"""

import logging
import shutil
import sys
import tempfile
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent
# The old checkout has no such package; everything else is to come from there.
sys.modules["tests.old_world"] = package = ModuleType("tests.old_world")
package.__path__ = [str(HERE)]

from tests.old_world.export import write_json, write_world  # noqa: E402
from tests.old_world.firebase_export import from_firebase  # noqa: E402
from tests.old_world.making.golden import golden_rows  # noqa: E402
from tests.old_world.making.house import sign_up, whole_house  # noqa: E402
from tests.old_world.making.last_hour import STOPS, live_the_last_hour  # noqa: E402
from tests.old_world.making.living import GUESTS, Living  # noqa: E402
from tests.old_world.making.weeks import PEOPLE, live_the_weeks  # noqa: E402


def main() -> None:
    """Live, export, and write beside it what the export does not tell."""
    logging.getLogger("mirror_realm").setLevel(logging.CRITICAL)
    with whole_house() as (suite, house), tempfile.TemporaryDirectory() as folder:
        sign_up(suite, PEOPLE, GUESTS)
        life = Living(house)
        live_the_weeks(life)
        live_the_last_hour(life)
        suite.export(Path(folder) / "export")
        world = from_firebase(Path(folder) / "export")
    shutil.rmtree(HERE / "cecf284", ignore_errors=True)
    write_world(HERE / "cecf284", world)
    lived = {"until": STOPS.isoformat(), "gone": sorted(life.gone), "wishes": life.wishes}
    write_json(HERE / "cecf284" / "lived.json", lived)
    write_json(HERE / "cecf284" / "golden.json", golden_rows())


if __name__ == "__main__":
    main()
