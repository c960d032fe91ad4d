"""Ground: what all places outdoors share: the hour, the ledge in front, and what drifts in the air."""

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import AMBER, Colour, mix, scaled
from mirror_realm.adapters.painter.finish import hard
from mirror_realm.adapters.painter.places.belongings import draw_belongings
from mirror_realm.adapters.painter.places.place import Layer, Place, Spots, put_near_things
from mirror_realm.adapters.painter.scene import Scene
from mirror_realm.domain.styles import StyleId

SPOTS = Spots(
    hint=(222, 988, 1.0),
    traits=((226, 996, 1.0), (836, 996, 0.95), (330, 1004, 0.8)),
    shelf=(884, 950, 1.0),
    desk=(862, 994, 1.1),
    side=(206, 994, 1.05),
)

_LEDGE = (948, 956, 944, 952, 942, 950, 958, 946, 954)

_GRADES: dict[StyleId, Colour] = {
    StyleId.CINEMATIC_HERO: (214, 206, 214),
    StyleId.NOIR_HERO: (124, 118, 146),
}
"""What darkens the place in a style that is dark by itself."""


def at_hour(scene: Scene, colour: Colour, share: float = 0.3) -> Colour:
    """Return a colour as the stage's hour shows it: morning, noon, sunset, evening."""
    light = mix(scene.stage.sky.middle, scene.stage.sky.bottom, 0.5)
    late, dark = ((0.0, 0.0), (0.0, 0.0), (0.02, 0.0), (0.08, 0.0), (0.18, 0.1), (0.16, 0.3))[scene.growth]
    return scaled(mix(colour, light, share + late), 1 - dark)


def outdoors(backdrop: Layer, earth: Colour, mote: Colour) -> Place:
    """Return a place with a ledge of this colour, and specks of another in the air."""

    def graded(brush: Brush, scene: Scene) -> None:
        backdrop(brush, scene)
        if scene.future:
            _floating_lights(brush, scene)
        grade = _GRADES.get(scene.recipe.style)
        if grade is not None:
            whole = brush.rectangle(-10, -10, 1034, 1034)
            brush.shade(whole, grade)
            lit = brush.oval(470, 420, 420, 380).softened(150 * brush.pixel)
            brush.shade(whole.without(lit), grade, 0.8)

    def ledge(brush: Brush, scene: Scene) -> None:
        step = 1144 / (len(_LEDGE) - 1)
        edge = [(-60 + k * step, y) for k, y in enumerate(_LEDGE)]
        ground = brush.polygon([*edge, (1084, 1120), (-60, 1120)])
        stone = at_hour(scene, earth, 0.15)
        brush.cast(ground, 0, -10, blur=20, share=0.5)
        brush.model(ground, hard(stone, 18))
        brush.brighten(brush.stroke(edge, 14), scene.stage.sky.bottom, 0.35, blur=3)
        draw_belongings(brush, scene, 980)
        put_near_things(brush, SPOTS, scene)

    def air(brush: Brush, scene: Scene) -> None:
        dice = scene.dice("motes")
        for _ in range(8 + scene.stage.bokeh):
            x, y, size = dice.uniform(0, 1024), dice.uniform(120, 980), dice.uniform(4, 11)
            tone = mix(mote, AMBER, 0.12 * scene.growth)
            brush.glow(x, y, size, tone, dice.uniform(0.3, 0.7), power=0.9)

    return Place(graded, SPOTS, foreground=ledge, air=air)


def _floating_lights(brush: Brush, scene: Scene) -> None:
    for x, y, size in ((130, 300, 26), (226, 170, 18), (820, 210, 24), (912, 380, 30), (760, 96, 16)):
        brush.glow(x + scene.drift * 20, y, size * 4, (150, 236, 250), 0.8)
        brush.fill(brush.oval(x + scene.drift * 20, y, size, size * 0.5), (224, 252, 255), 0.95)
