"""Hair: one drawing for each kind, in two layers, behind the head and in front of it."""

from collections.abc import Callable
from dataclasses import dataclass

from mirror_realm.adapters.painter.figure.head import Head
from mirror_realm.adapters.painter.hair import headscarf, long, plaited, short, voluminous
from mirror_realm.domain.characters import HairKind

Layer = Callable[[Head], None]


@dataclass(frozen=True, slots=True)
class HairDrawing:
    """The layers of one kind of hair."""

    back: Layer
    front: Layer


HAIR_DRAWINGS: dict[HairKind, HairDrawing] = {
    HairKind.CROP: HairDrawing(short.crop_back, short.crop_front),
    HairKind.QUIFF: HairDrawing(short.quiff_back, short.quiff_front),
    HairKind.PIXIE: HairDrawing(short.pixie_back, short.pixie_front),
    HairKind.BALD: HairDrawing(short.bald_back, short.bald_front),
    HairKind.BOB: HairDrawing(long.bob_back, long.bob_front),
    HairKind.LONG_WAVES: HairDrawing(long.waves_back, long.waves_front),
    HairKind.BRAIDS: HairDrawing(plaited.braids_back, plaited.braids_front),
    HairKind.LOCS: HairDrawing(plaited.locs_back, plaited.locs_front),
    HairKind.CURLS: HairDrawing(voluminous.curls_back, voluminous.curls_front),
    HairKind.AFRO: HairDrawing(voluminous.afro_back, voluminous.afro_front),
    HairKind.BUN: HairDrawing(voluminous.bun_back, voluminous.bun_front),
    HairKind.HEADSCARF: HairDrawing(headscarf.back, headscarf.front),
}
