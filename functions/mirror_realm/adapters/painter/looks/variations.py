"""Variations as a painter sees them: what the arms do and where the camera and the key light are."""

from dataclasses import dataclass

from mirror_realm.adapters.painter.looks.acting import Arms

POSE_ARMS: dict[str, Arms | None] = {
    "at rest": None,
    "warm cup": Arms.MUG,
    "folded": Arms.TUCKED,
    "small wave": Arms.WAVE,
    "thinking": Arms.CHIN,
    "open palms": Arms.PALMS,
    "arms crossed": Arms.CROSSED,
    "notebook": Arms.NOTEBOOK,
    "collar": Arms.COLLAR,
    "hand on heart": Arms.HEART,
}
"""By the names of the catalogue. None: the stage's own pose."""


@dataclass(frozen=True, slots=True)
class ViewLook:
    """A camera. The defaults are straight on."""

    turn: float = 0.0
    """Added to the turn of head and body."""
    nod: float = 0.0
    shift: float = 0.0
    """-1 to 1: how far the surroundings move sideways against the figure."""
    rise: float = 0.0
    """Units the figure stands higher in the picture."""
    light_side: int = 0
    """-1 left, 1 right, 0 where the style has it."""
    depth: float = 1.0
    """Softness of the background against the style's own."""
    mirrored: bool = False
    """Surroundings the other way round; the person is not."""


VIEW_LOOKS: dict[str, ViewLook] = {
    "straight": ViewLook(),
    "from the left": ViewLook(turn=0.3, shift=-1.0),
    "from the right": ViewLook(turn=-0.3, shift=1.0),
    "from below": ViewLook(nod=-0.3, rise=22),
    "from above": ViewLook(nod=0.26, rise=-20),
    "key light left": ViewLook(light_side=-1, shift=0.3),
    "key light right": ViewLook(light_side=1, shift=-0.3),
    "deep background": ViewLook(depth=3.0),
    "near background": ViewLook(depth=0.3),
    "mirrored": ViewLook(mirrored=True),
}
