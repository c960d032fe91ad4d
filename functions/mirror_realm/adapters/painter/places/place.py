"""Place: the layers of a setting, and where its single things stand."""

from collections.abc import Callable
from dataclasses import dataclass

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.props.areas import AreaProps
from mirror_realm.adapters.painter.scene import Scene

Layer = Callable[[Brush, Scene], None]
Spot = tuple[float, float, float]
"""x, y and scale."""


def nothing(_: Brush, __: Scene) -> None:
    """Draw nothing: the layer that a place does not have."""


@dataclass(frozen=True, slots=True)
class Spots:
    """Where area symbols and trait things stand."""

    hint: Spot
    traits: tuple[Spot, Spot, Spot]
    shelf: Spot
    desk: Spot
    side: Spot
    wall: Spot | None = None
    far: bool = False
    """Whether shelf and desk things belong to the backdrop."""


@dataclass(frozen=True, slots=True)
class Place:
    """A setting. Layers from back to front; the figure stands between `backdrop` and `foreground`."""

    backdrop: Layer
    spots: Spots
    surface: Layer = nothing
    """Before the torso, under the arms: a desk."""
    foreground: Layer = nothing
    air: Layer = nothing
    """Over everything: motes, rain, haze."""


def put(brush: Brush, spot: Spot | None, drawing: Callable[[Brush], None] | None) -> None:
    """Draw a thing on its spot, if the place has the spot and the scene the thing."""
    if spot is not None and drawing is not None:
        drawing(brush.at(*spot))


def put_far_symbols(brush: Brush, spots: Spots, symbols: AreaProps | None) -> None:
    """Draw the symbols that hang and stand at the back."""
    if symbols is None:
        return
    if symbols.garland is not None:
        symbols.garland(brush)
    put(brush, spots.wall, symbols.wall)
    put(brush, spots.shelf, symbols.shelf)
    if spots.far:
        put(brush, spots.desk, symbols.desk)
        put(brush, spots.side, symbols.side)


def put_near_things(brush: Brush, spots: Spots, scene: Scene) -> None:
    """Draw the things in front: symbols, a hint, and trait things."""
    if scene.symbols is not None and not spots.far:
        put(brush, spots.desk, scene.symbols.desk)
        put(brush, spots.side, scene.symbols.side)
    if scene.hint is not None:
        put(brush, spots.hint, scene.hint.hint)
    things = [look.thing for look in scene.traits if look.thing is not None]
    for spot, thing in zip(spots.traits, things, strict=False):
        put(brush, spot, thing)
