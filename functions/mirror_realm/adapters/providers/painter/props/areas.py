"""Areas: what each achievement area shows, as a hint once a goal is met and in full from `quarter` on."""

from collections.abc import Callable
from dataclasses import dataclass

from mirror_realm.adapters.providers.painter.brush import Brush
from mirror_realm.adapters.providers.painter.props import desk_things, greenery, symbols
from mirror_realm.domain.areas import Area

Drawing = Callable[[Brush], None]


@dataclass(frozen=True, slots=True)
class AreaProps:
    """Each drawn on y = 0 but `wall`, which hangs from its upper left corner, and `garland`, across the top."""

    hint: Drawing
    shelf: Drawing
    desk: Drawing
    side: Drawing
    """At the other end of the desk."""
    wall: Drawing | None = None
    garland: Drawing | None = None


AREA_PROPS: dict[Area, AreaProps] = {
    Area.CAREER: AreaProps(
        symbols.bell, shelf=symbols.trophy, desk=symbols.rocket, side=symbols.badges, wall=symbols.sketch
    ),
    Area.LEARNING: AreaProps(
        lambda brush: desk_things.book_pile(brush, 3),
        shelf=symbols.bookcase,
        desk=symbols.globe,
        side=symbols.graduation,
    ),
    Area.HEALTH: AreaProps(
        symbols.shoes,
        shelf=symbols.exercise_mat,
        desk=symbols.fruit_bowl,
        side=symbols.shoes,
        wall=lambda brush: symbols.medal(brush.at(60, 0)),
    ),
    Area.CREATIVITY: AreaProps(
        symbols.brush_jar,
        shelf=symbols.palette,
        desk=symbols.brush_jar,
        side=lambda brush: desk_things.notebook(brush, open_pages=True),
        wall=lambda brush: symbols.easel(brush.at(90, 250, 0.9)),
    ),
    Area.RELATIONSHIPS: AreaProps(
        symbols.two_mugs,
        shelf=symbols.memory_box,
        desk=symbols.two_mugs,
        side=symbols.letters,
        wall=symbols.photo_wall,
        garland=symbols.paper_hearts,
    ),
    Area.FINANCE: AreaProps(
        symbols.savings_jar, shelf=symbols.full_jar, desk=symbols.money_plant, side=symbols.balance
    ),
    Area.MINDFULNESS: AreaProps(
        symbols.pebbles, shelf=symbols.meditation_cushion, desk=symbols.singing_bowl, side=symbols.sand_garden
    ),
    Area.ADVENTURE: AreaProps(
        symbols.compass, shelf=symbols.stones, desk=symbols.backpack, side=symbols.compass
    ),
    Area.HOME: AreaProps(
        symbols.knitted_throw, shelf=symbols.built_shelf, desk=symbols.hearth, side=symbols.knitted_throw
    ),
    Area.COMMUNITY: AreaProps(
        lambda brush: symbols.crane(brush, symbols.CORAL),
        shelf=symbols.planter,
        desk=symbols.bread_basket,
        side=lambda brush: symbols.crane(brush, symbols.CORAL),
        garland=symbols.crane_garland,
    ),
}
GENERAL = AreaProps(
    symbols.trophy,
    shelf=symbols.trophy,
    desk=greenery.flowers,
    side=lambda brush: desk_things.notebook(brush, open_pages=True),
)
"""Success as such, where no area is known."""
