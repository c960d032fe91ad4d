"""Places outdoors that a user can choose for a costume, in place of the style's own."""

from collections.abc import Mapping

from mirror_realm.adapters.painter.places.outdoors.aurora import AURORA
from mirror_realm.adapters.painter.places.outdoors.clouds import CLOUDS
from mirror_realm.adapters.painter.places.outdoors.coast import COAST
from mirror_realm.adapters.painter.places.outdoors.desert import DESERT
from mirror_realm.adapters.painter.places.outdoors.forest import FOREST
from mirror_realm.adapters.painter.places.outdoors.peaks import PEAKS
from mirror_realm.adapters.painter.places.place import Place
from mirror_realm.domain.costumes import PlaceId

OUTDOORS: Mapping[PlaceId, Place] = {
    PlaceId.FOREST: FOREST,
    PlaceId.PEAKS: PEAKS,
    PlaceId.COAST: COAST,
    PlaceId.DESERT: DESERT,
    PlaceId.CLOUDS: CLOUDS,
    PlaceId.AURORA: AURORA,
}
