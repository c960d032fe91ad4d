"""Areas: what each achievement area shows, as a hint once a goal is met and in full from `quarter` on."""

from collections.abc import Callable
from dataclasses import dataclass

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.props import (
    desk_things,
    greenery,
    making,
    people,
    tones,
    wellbeing,
    work,
)
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
        work.bell, shelf=work.trophy, desk=work.rocket, side=work.badges, wall=work.sketch
    ),
    Area.LEARNING: AreaProps(
        lambda brush: desk_things.book_pile(brush, 3),
        shelf=work.bookcase,
        desk=work.globe,
        side=work.graduation,
    ),
    Area.HEALTH: AreaProps(
        wellbeing.shoes,
        shelf=wellbeing.exercise_mat,
        desk=wellbeing.fruit_bowl,
        side=wellbeing.shoes,
        wall=lambda brush: wellbeing.medal(brush.at(60, 0)),
    ),
    Area.CREATIVITY: AreaProps(
        making.brush_jar,
        shelf=making.palette,
        desk=making.brush_jar,
        side=lambda brush: desk_things.notebook(brush, open_pages=True),
        wall=lambda brush: making.easel(brush.at(90, 250, 0.9)),
    ),
    Area.RELATIONSHIPS: AreaProps(
        people.two_mugs,
        shelf=people.memory_box,
        desk=people.two_mugs,
        side=people.letters,
        wall=people.photo_wall,
        garland=people.paper_hearts,
    ),
    Area.FINANCE: AreaProps(work.savings_jar, shelf=work.full_jar, desk=work.money_plant, side=work.balance),
    Area.MINDFULNESS: AreaProps(
        wellbeing.pebbles,
        shelf=wellbeing.meditation_cushion,
        desk=wellbeing.singing_bowl,
        side=wellbeing.sand_garden,
    ),
    Area.ADVENTURE: AreaProps(making.compass, shelf=making.stones, desk=making.backpack, side=making.compass),
    Area.HOME: AreaProps(
        wellbeing.knitted_throw,
        shelf=wellbeing.built_shelf,
        desk=wellbeing.hearth,
        side=wellbeing.knitted_throw,
    ),
    Area.COMMUNITY: AreaProps(
        lambda brush: people.crane(brush, tones.CORAL),
        shelf=people.planter,
        desk=people.bread_basket,
        side=lambda brush: people.crane(brush, tones.CORAL),
        garland=people.crane_garland,
    ),
}
GENERAL = AreaProps(
    work.trophy,
    shelf=work.trophy,
    desk=greenery.flowers,
    side=lambda brush: desk_things.notebook(brush, open_pages=True),
)
"""Success as such, where no area is known."""
