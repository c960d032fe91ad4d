"""Portrait room: the home office far out of focus."""

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import AMBER, mix
from mirror_realm.adapters.painter.places.home_office import HOME_OFFICE
from mirror_realm.adapters.painter.places.place import Place, Spots, put_near_things
from mirror_realm.adapters.painter.scene import Scene

SPOTS = Spots(
    hint=(270, 512, 1.0),
    traits=((96, 512, 1.0), (184, 512, 0.9), (40, 512, 0.9)),
    shelf=HOME_OFFICE.spots.shelf,
    desk=(210, 512, 1.0),
    side=(70, 512, 0.9),
)
"""On the window sill: nothing stands before the sitter."""


def _backdrop(brush: Brush, scene: Scene) -> None:
    HOME_OFFICE.backdrop(brush.at(-60, -30, 1.1), scene)
    put_near_things(brush, SPOTS, scene)
    dice = scene.dice("lights")
    for _ in range(3 + scene.stage.bokeh):
        x, y, size = dice.uniform(0, 1024), dice.uniform(30, 720), dice.uniform(20, 46)
        brush.brighten(
            brush.oval(x, y, size, size), mix(AMBER, scene.stage.sky.bottom, 0.4), dice.uniform(0.15, 0.4)
        )


PORTRAIT_ROOM = Place(_backdrop, SPOTS)
