"""Belongings: the things in the foreground at each stage, in places without a desk."""

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.props import desk_things, greenery, making, work
from mirror_realm.adapters.painter.scene import Scene


def draw_belongings(brush: Brush, scene: Scene, ground: float) -> None:
    """Draw the stage's things at both ends of a ledge whose top is `ground`: a bag, tools, plants, awards, light."""
    left, right = brush.at(52, ground), brush.at(966, ground)
    match scene.growth:
        case 0:
            pass
        case 1:
            making.backpack(right.at(-10, 0, 0.8))
        case 2:
            desk_things.pen_cup(left.at(10, 0))
            desk_things.book_pile(right.at(-30, 0, 0.85), 3)
        case 3:
            greenery.bushy(right.at(-16, 0), 5)
            greenery.sprout(left.at(8, 0, 1.1))
        case 4:
            greenery.bushy(left.at(6, 0), 5)
            if scene.symbols is None:
                work.trophy(right.at(-24, 0))
        case _:
            greenery.bushy(left.at(6, 0), 5)
            desk_things.candle(left.at(100, 4, 0.8))
            desk_things.candle(right.at(14, 4, 0.9))
            if scene.symbols is None:
                greenery.flowers(right.at(-66, 0))
