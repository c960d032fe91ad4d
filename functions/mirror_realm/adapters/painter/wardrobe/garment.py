"""Garment: the layers of a piece of clothing, each drawn at its turn."""

from collections.abc import Callable
from dataclasses import dataclass

from mirror_realm.adapters.painter.figure.arms import Sleeve
from mirror_realm.adapters.painter.figure.body import Body

Layer = Callable[[Body], None]


def nothing(_: Body) -> None:
    """Draw nothing: the layer that a garment does not have."""


@dataclass(frozen=True, slots=True)
class Garment:
    """Clothes for torso and arms."""

    torso: Layer
    sleeve: Callable[[Body], Sleeve]
    behind: Layer = nothing
    """Behind the head and hair: a hood, a cape."""
    collar: Layer = nothing
    """Over the neck."""
    over: Layer = nothing
    """Over the arms."""
