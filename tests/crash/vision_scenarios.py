"""Pictures that a vision model looks at, while workers die or are held up between the picture, the look and the end."""

from collections.abc import Callable
from dataclasses import replace

from mirror_realm.domain.verdict import Verdict
from tests.crash.scenario import Scenario
from tests.crash.world import World
from tests.fakes.outside import GOOD


def _seen_as(*script: Verdict) -> Callable[[World], None]:
    """Return the start of a scenario in which the model says this of the next pictures."""

    def begin(world: World) -> None:
        assert world.house.vision is not None
        world.house.vision.script = list(script)

    return begin


def _ask_and_deliver(world: World) -> None:
    world.ask()
    world.deliver()


def _nothing_unfit_is_shown(world: World) -> None:
    """Check that no file of a picture is left that was marked as unfit."""
    house = world.house
    for path, job in house.documents.items():
        if path.startswith("renders/"):
            for number, call in enumerate(job.get("calls", ())):
                if call.get("refused"):
                    folder = f"/{path.removeprefix('renders/')}-{number}/"
                    assert not [name for name in house.pictures.files if folder in name]


VISION = (
    Scenario("a picture that is looked at", _ask_and_deliver, house={"sees": True}),
    Scenario(
        "a picture that is objected to",
        _ask_and_deliver,
        _seen_as(replace(GOOD, style=0)),
        house={"sees": True},
        one_in=20,
    ),
    Scenario(
        "a picture unfit to be shown",
        _ask_and_deliver,
        _seen_as(replace(GOOD, safe=False)),
        expect=_nothing_unfit_is_shown,
        house={"sees": True},
        one_in=20,
    ),
)
