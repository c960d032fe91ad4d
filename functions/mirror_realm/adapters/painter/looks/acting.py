"""Acting: expressions and poses as numbers, the same for all people."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Expression:
    """A face at one moment. Lengths in units of a head 340 wide."""

    brow_lift: float = 0.0
    brow_worry: float = 0.0
    """Positive raises the inner ends (unsure), negative lowers them (determined)."""
    brow_skew: float = 0.0
    """Raises one brow."""
    lid: float = 0.08
    """How far the upper lid has come down, 0-1."""
    squint: float = 0.0
    """How far a smile pushes the lower lid up, 0-1."""
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    smile: float = 0.5
    """How far the corners of the mouth rise."""
    open: float = 0.0
    """0 closed; 1 a laugh."""
    mouth_skew: float = 0.0
    """Raises one corner more."""
    mouth_width: float = 1.0
    blush: float = 0.5


class Arms(Enum):
    """What arms and hands do."""

    TUCKED = "tucked"
    TYPING = "typing"
    CHIN = "chin"
    WAVE = "wave"
    CROSSED = "crossed"
    MUG = "mug"
    HEART = "heart"
    RESTING = "resting"
    PALMS = "palms"
    NOTEBOOK = "notebook"
    COLLAR = "collar"
    HIPS = "hips"
    SIDES = "sides"


@dataclass(frozen=True, slots=True)
class Pose:
    """How head and body are held."""

    tilt: float = 0.0
    """Degrees the head leans; positive to the right of the picture."""
    turn: float = 0.0
    """-1 to 1: how far the face is turned; positive to the right of the picture."""
    nod: float = 0.0
    """-1 to 1: positive looks down."""
    shoulders: float = 0.0
    """Units the shoulders are raised: tension."""
    lean: float = 0.0
    """Degrees the body leans."""
    arms: Arms = Arms.RESTING
    seated: bool = True
    """At a desk: an arm that does nothing lies on it, else it hangs."""
    flip: bool = False
    """Swaps the arms."""
