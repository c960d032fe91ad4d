"""Descriptions: a short sentence for each choice of a wish, as apps show it. They never reach a prompt."""

from collections.abc import Mapping

from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.styles import StyleId

STYLES: Mapping[StyleId, str] = {
    StyleId.DAYMI: "Soft clay shapes in warm light, the mirror's own look",
    StyleId.COMIC: "Bold ink and flat colour, a panel of your story",
    StyleId.SUPERHERO: "A cape, a skyline, and every reason to stand tall",
    StyleId.CINEMATIC_HERO: "A still from the film in which you are the lead",
    StyleId.NOIR_HERO: "Black, white and one long shadow in the rain",
    StyleId.ANIME: "Clear lines, bright eyes and a sky full of light",
    StyleId.REALISTIC_PORTRAIT: "A portrait as a good photographer would take it",
}

PERSONAS: Mapping[PersonaId, str] = {
    PersonaId.COMPANION: "Walks beside you and is glad of every step",
    PersonaId.DREAMER: "Looks up, and sees what is not there yet",
    PersonaId.EXPLORER: "Has packed already and asks what lies behind the hill",
    PersonaId.MENTOR: "Has time, and a question that helps more than advice",
    PersonaId.MAKER: "Thinks with both hands and finishes what is begun",
    PersonaId.ATHLETE: "Trains when nobody watches and knows how to rest",
}

CHARACTERS: Mapping[str, str] = {
    "wren": "Long chestnut waves, hazel eyes, light freckles",
    "sol": "A dark quiff, a short beard, an open smile",
    "juniper": "Copper curls, green eyes, freckles",
    "ash": "A shaved head, a greying goatee, calm dark eyes",
    "noor": "A terracotta headscarf, amber eyes, high cheekbones",
    "kai": "Cropped black hair, dark eyes, a lean face",
    "amara": "A full afro, deep brown eyes, small gold earrings",
    "mei": "A black bob, round glasses, a quiet face",
    "marlow": "Silver hair in a bun, round glasses, kind lines",
    "indra": "Dark braids, bronze skin, a strong brow",
    "zuri": "Locs with honey ends, round glasses, a clear gaze",
    "robin": "An ash blond pixie cut, blue eyes, laugh lines",
}

STAGES: Mapping[EvolutionStage, str] = {
    EvolutionStage.NEW_REFLECTION: "You meet: a shy first look through the glass",
    EvolutionStage.FIRST_WEEK: "A week together, and the reflection dares to smile",
    EvolutionStage.TWO_WEEKS: "Two weeks on, it stands straighter and looks at you",
    EvolutionStage.MONTH: "A month of days shows: confident and at ease",
    EvolutionStage.QUARTER: "Three months on, at home in its own skin",
    EvolutionStage.HALF_YEAR: "Half a year: radiant, and in no need to prove it",
}
