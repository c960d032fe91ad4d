"""Strands, the parts of hair: masses, locks lying on each other, fine lines and sheen."""

from collections.abc import Iterable, Sequence

from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.colour import Colour, mix, scaled, times
from mirror_realm.adapters.painter.figure.head import Head
from mirror_realm.adapters.painter.finish import Material
from mirror_realm.adapters.painter.geometry import Point
from mirror_realm.adapters.painter.shape import Shape

Path = Sequence[Point]


def hair_material(colour: Colour, *, depth: float = 30, gain: float = 2.0) -> Material:
    return Material(
        colour,
        depth=depth,
        gain=gain,
        gloss=0.2,
        shadow=mix((170, 128, 130), times(colour, (255, 235, 225)), 0.25),
    )


def dark(head: Head, share: float = 0.75) -> Colour:
    """Return the colour of hair in its own shadow."""
    return scaled(times(head.hair_colour, (255, 232, 226)), share)


def shadow_on_face(head: Head, shape: Shape, *, down: float = 12, share: float = 0.5) -> None:
    """Draw the shadow of hair on the skin below it, and on nothing else."""
    head.brush.within(head.skull).cast(shape, 3, down, blur=11, share=share, colour=head.person.skin.shadow)


def mass(
    brush: Brush,
    shape: Shape,
    colour: Colour,
    *,
    round_form: float = 0.35,
    depth: float = 44,
    lift: float = 0.0,
    rim: float = 0.0,
) -> None:
    """Draw a body of hair as one form."""
    brush.model(shape, hair_material(colour, depth=depth, gain=1.7), round_form=round_form, lift=lift)
    if rim:
        brush.rim(shape, rim, width=10)


def locks(
    brush: Brush,
    paths: Iterable[Path],
    width: float,
    colour: Colour,
    *,
    start: float = 0.6,
    end: float = 0.12,
    swell: float = 0.5,
    shadow: float = 0.35,
    outlined: bool = True,
) -> list[Shape]:
    """Draw tapered locks over each other in order, each with a small shadow on the last; return their shapes."""
    laid = []
    for path in paths:
        lock = brush.stroke(path, width, start=start, end=end, swell=swell)
        if shadow:
            brush.cast(lock, 2, 5, blur=6, share=shadow)
        brush.model(lock, hair_material(colour, depth=width * 0.42), outlined=outlined)
        laid.append(lock)
    return laid


def lines(
    brush: Brush,
    within: Shape,
    paths: Iterable[Path],
    colour: Colour,
    *,
    width: float = 5,
    share: float = 0.35,
    light: bool = False,
) -> None:
    """Draw fine strands into a mass: shaded, or lit."""
    shape = brush.strokes(paths, width, start=0.15, end=0.15, swell=0.75)
    inside = brush.within(within)
    if light:
        inside.brighten(shape, colour, share, blur=1.2)
    else:
        inside.shade(shape, colour, share, blur=1.2)


def sheen(head: Head, within: Shape, path: Path, width: float = 34, share: float = 0.4) -> None:
    """Draw the band of light that lies across smooth hair."""
    band = head.brush.stroke(path, width, start=0.1, end=0.1, swell=0.8)
    glow = mix(scaled(head.hair_colour, 1.15), head.brush.light.key, 0.45)
    head.brush.within(within).brighten(band, scaled(glow, 0.75), share, blur=8)
