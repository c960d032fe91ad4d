"""Tones: the few colours that props share, so that a picture full of them stays calm."""

from mirror_realm.adapters.painter.colour import Colour

BRASS: Colour = (236, 178, 74)
CORAL: Colour = (232, 104, 80)
TEAL: Colour = (76, 146, 150)
WOOD: Colour = (170, 108, 68)
