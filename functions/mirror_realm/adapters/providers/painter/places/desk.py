"""Desk: the surface before the figure, and where things stand on it."""

from mirror_realm.adapters.providers.painter.brush import Brush
from mirror_realm.adapters.providers.painter.colour import Colour, mix, scaled
from mirror_realm.adapters.providers.painter.finish import gradient

TOP = 868.0
"""Where the far edge of the desk lies."""


def draw_surface(brush: Brush, wood: Colour, glow: float) -> None:
    """From the far edge to below the picture."""
    surface = brush.rectangle(-60, TOP, 1084, 1100)
    brush.cast(surface, 0, -10, blur=24, share=0.45)
    brush.outline(surface, wood)
    lit = mix(scaled(wood, 1.22), brush.light.key, 0.25)
    stops = ((0.0, lit), (0.05, scaled(wood, 1.06)), (0.6, scaled(wood, 0.78)), (1.0, scaled(wood, 0.55)))
    brush.gradient(surface, gradient(*((at, brush.finish.tinted(colour)) for at, colour in stops)))
    grain = [
        [
            (-60, TOP + 28 + k * 24),
            (300, TOP + 22 + k * 25),
            (700, TOP + 32 + k * 25),
            (1084, TOP + 24 + k * 26),
        ]
        for k in range(5)
    ]
    brush.within(surface).shade(
        brush.strokes(grain, 4, start=0.3, end=0.3, swell=0.8), (150, 100, 90), 0.28, blur=1.5
    )
    brush.glow(840, TOP + 30, 360, (255, 206, 130), 0.45 * glow, down=80)
    brush.glow(220, TOP + 18, 320, brush.light.key, 0.16, down=50)
