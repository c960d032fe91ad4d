"""Powers: what a chosen power shows around a figure. Nothing of it lies over the face."""

from collections.abc import Mapping

from mirror_realm.adapters.painter.powers.elements import FROST, LEAVES, WATER, WIND
from mirror_realm.adapters.painter.powers.power import Power
from mirror_realm.adapters.painter.powers.radiance import LIGHT, LIGHTNING, STARS
from mirror_realm.domain.costumes import PowerId

POWERS: Mapping[PowerId, Power] = {
    PowerId.LIGHT: LIGHT,
    PowerId.WIND: WIND,
    PowerId.WATER: WATER,
    PowerId.FROST: FROST,
    PowerId.LEAVES: LEAVES,
    PowerId.LIGHTNING: LIGHTNING,
    PowerId.STARS: STARS,
}
