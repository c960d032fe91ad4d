"""Touches: the things that personas and timelines add to a room."""

import math

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import AMBER, CREAM, Colour, scaled
from mirror_realm.adapters.painter.finish import Material, cloth, hard, shiny
from mirror_realm.adapters.painter.scene import Scene
from mirror_realm.domain.personas import PersonaId


def draw_far_touches(brush: Brush, scene: Scene) -> None:
    """Draw the touches on the wall and at the window."""
    match scene.persona:
        case PersonaId.DREAMER:
            _paper_stars(brush)
        case PersonaId.EXPLORER:
            _lantern_and_rope(brush.at(450, 92))
        case PersonaId.MENTOR:
            _reading_chair(brush.at(876, 880))
        case PersonaId.MAKER:
            _pegboard(brush.at(414, 52))
        case PersonaId.ATHLETE:
            _hook_with_towel(brush.at(660, 300))
        case PersonaId.COMPANION:
            pass
    if scene.future:
        _skyline(brush.at(56, 84))
        _light_ribbons(brush)


def _paper_stars(brush: Brush) -> None:
    for x, drop, size, colour in (
        (96, 150, 24, CREAM),
        (190, 96, 30, AMBER),
        (300, 170, 22, (246, 170, 120)),
        (400, 110, 27, CREAM),
        (640, 90, 24, AMBER),
    ):
        brush.fill(brush.stroke([(x, -10), (x, drop)], 2.5), (150, 110, 90), 0.8)
        points = []
        for k in range(10):
            reach = size if k % 2 == 0 else size * 0.45
            points.append(_polar(x, drop + size, reach, k * 36 - 90))
        star = brush.polygon(points)
        brush.cast(star, 5, 8, blur=8, share=0.35)
        brush.model(star, hard(colour, 6))
        brush.glow(x, drop + size, size * 2.4, AMBER, 0.3)


def _polar(x: float, y: float, reach: float, degrees: float) -> tuple[float, float]:
    return (x + reach * math.cos(math.radians(degrees)), y + reach * math.sin(math.radians(degrees)))


def _lantern_and_rope(brush: Brush) -> None:
    """Draw a brass lantern that hangs from a hook, and a coil of rope beside it."""
    brush.fill(brush.stroke([(0, -90), (0, -30)], 4), (110, 70, 50))
    brush.glow(0, 34, 170, AMBER, 0.8)
    brush.model(brush.polygon([(-26, -8), (0, -34), (26, -8)]), shiny((226, 170, 80), 7))
    glass = brush.rectangle(-28, -8, 28, 72, 10)
    brush.model(glass, Material((255, 224, 150), 14, 1.2, 0.6), lift=0.3)
    brush.model(brush.rectangle(-34, 68, 34, 84, 6), shiny((226, 170, 80), 6))
    coil = brush.oval(118, 30, 46, 60).without(brush.oval(118, 34, 25, 37))
    brush.cast(coil, 5, 8, blur=9)
    brush.model(coil, cloth((220, 182, 128), 9))
    twists = [
        [
            (118 + 46 * math.cos(a), 30 + 60 * math.sin(a)),
            (118 + 24 * math.cos(a + 0.3), 34 + 36 * math.sin(a + 0.3)),
        ]
        for a in (k * math.tau / 22 for k in range(22))
    ]
    brush.within(coil).shade(brush.strokes(twists, 4), (190, 150, 110), 0.7)


def _reading_chair(brush: Brush) -> None:
    back = brush.blob([(-120, 0), (-136, -190), (-90, -286), (0, -306), (90, -286), (136, -190), (120, 0)])
    brush.cast(back, 6, 12, blur=20)
    brush.model(back, cloth((154, 94, 72), 50))
    for x, y in ((-44, -220), (44, -220), (0, -160)):
        brush.model(brush.oval(x, y, 8, 8), cloth((126, 72, 56), 5))
    brush.glow(-150, -250, 150, AMBER, 0.5)


def _pegboard(brush: Brush) -> None:
    board = brush.rectangle(0, 0, 220, 140, 8)
    brush.cast(board, 5, 10, blur=12, share=0.4)
    brush.model(board, hard((222, 180, 130), 8))
    holes = [
        [(x - 2.5, y), (x, y - 2.5), (x + 2.5, y), (x, y + 2.5)]
        for x in range(18, 220, 22)
        for y in range(16, 140, 22)
    ]
    brush.fill(brush.polygon(*holes), (160, 116, 80))
    tools: tuple[tuple[float, Colour], ...] = (
        (40, (206, 92, 66)),
        (92, (92, 128, 140)),
        (140, (226, 170, 80)),
        (186, (120, 150, 100)),
    )
    for k, (x, colour) in enumerate(tools):
        handle = brush.rectangle(x - 8, 64, x + 8, 122, 7)
        brush.cast(handle, 3, 5, blur=6)
        brush.model(handle, hard(colour, 6))
        head = (
            brush.rectangle(x - 24, 34, x + 24, 62, 6),
            brush.rectangle(x - 5, 24, x + 5, 66, 3),
            brush.oval(x, 44, 20, 20),
            brush.polygon([(x - 16, 24), (x + 16, 24), (x + 10, 66), (x - 10, 66)]),
        )[k]
        brush.model(head, shiny((176, 172, 172), 7))


def _hook_with_towel(brush: Brush) -> None:
    brush.model(brush.rectangle(-46, -120, 46, -104, 6), hard((150, 96, 62), 6))
    towel = brush.blob([(-36, -108), (10, -112), (14, 20), (-40, 22)])
    brush.cast(towel, 5, 10, blur=10)
    brush.model(towel, cloth(CREAM, 16))
    brush.within(towel).fill(brush.rectangle(-44, -14, 20, 0), (232, 104, 80))
    bottle = brush.rectangle(22, -92, 48, 0, 10)
    brush.cast(bottle, 5, 8, blur=10)
    brush.model(bottle, shiny((96, 156, 170), 12))


def _skyline(brush: Brush) -> None:
    """Draw slender towers with gardens, seen through the window of 2048."""
    pane = brush.rectangle(22, 22, 258, 398)
    outside = brush.within(pane)
    for x, wide, high in ((40, 26, 190), (82, 20, 250), (124, 34, 160), (176, 22, 280), (214, 30, 200)):
        tower = brush.blob(
            [
                (x - wide, 410),
                (x - wide * 0.7, 400 - high * 0.6),
                (x, 400 - high),
                (x + wide * 0.7, 400 - high * 0.6),
                (x + wide, 410),
            ]
        )
        outside.fill(tower, (176, 202, 214), 0.55)
        outside.fill(
            brush.stroke([(x - wide * 0.6, 400 - high * 0.4), (x + wide * 0.6, 396 - high * 0.4)], 12),
            (130, 178, 130),
            0.75,
        )
    outside.glow(150, 130, 90, (214, 246, 255), 0.5)
    brush.model(
        brush.rectangle(132, 8, 148, 404).joined(brush.rectangle(16, 196, 264, 210)),
        hard(scaled((186, 130, 90), 1.1), 8),
    )


def _light_ribbons(brush: Brush) -> None:
    """Draw soft bands of light along wall and shelves."""
    for path in ([(-20, 52), (520, 36), (1044, 52)], [(706, 274), (1010, 274)], [(706, 464), (1010, 464)]):
        band = brush.stroke(path, 9)
        brush.brighten(band.softened(16 * brush.pixel), (150, 226, 236), 0.8)
        brush.fill(band, (226, 252, 255), 0.9)
