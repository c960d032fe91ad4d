"""Portrait room: the home office far out of focus."""

from mirror_realm.adapters.providers.painter.brush import Brush
from mirror_realm.adapters.providers.painter.colour import AMBER, mix
from mirror_realm.adapters.providers.painter.places.home_office import HOME_OFFICE
from mirror_realm.adapters.providers.painter.places.place import Place, Spots, put_near_things
from mirror_realm.adapters.providers.painter.scene import Scene

SPOTS = Spots(
    hint=(168, 1000, 1.1),
    traits=((120, 1006, 1.0), (916, 1006, 0.95), (250, 1012, 0.8)),
    shelf=HOME_OFFICE.spots.shelf,
    desk=(880, 1004, 1.15),
    side=(140, 1004, 1.1),
)


def _backdrop(brush: Brush, scene: Scene) -> None:
    HOME_OFFICE.backdrop(brush.at(-60, -30, 1.1), scene)
    dice = scene.dice("lights")
    for _ in range(3 + scene.stage.bokeh):
        x, y, size = dice.uniform(0, 1024), dice.uniform(30, 720), dice.uniform(20, 46)
        brush.brighten(
            brush.oval(x, y, size, size), mix(AMBER, scene.stage.sky.bottom, 0.4), dice.uniform(0.15, 0.4)
        )


def _foreground(brush: Brush, scene: Scene) -> None:
    put_near_things(brush, SPOTS, scene)


PORTRAIT_ROOM = Place(_backdrop, SPOTS, foreground=_foreground)
