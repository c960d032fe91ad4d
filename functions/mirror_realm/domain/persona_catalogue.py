"""Personas of I-There: the voice of the companion, and its effect on clothes and place."""

from dataclasses import dataclass

from mirror_realm.domain.personas import PersonaId


@dataclass(frozen=True, slots=True)
class Persona:
    """A preset. Clothes and place are added to the style's own; its core stays."""

    id: PersonaId
    title: str
    clothing: str
    place: str
    voice: str


PERSONAS: dict[PersonaId, Persona] = {
    persona.id: persona
    for persona in (
        Persona(PersonaId.COMPANION, "Companion", "", "", "warm, brief and close"),
        Persona(
            PersonaId.DREAMER,
            "Dreamer",
            "a soft oversized scarf",
            "paper stars hanging on threads",
            "wondering and tender",
        ),
        Persona(
            PersonaId.EXPLORER,
            "Explorer",
            "a light field jacket over the shoulders",
            "a brass lantern and a coiled rope",
            "curious and bold",
        ),
        Persona(
            PersonaId.MENTOR,
            "Mentor",
            "a neat knitted cardigan",
            "a reading chair with a small library lamp",
            "calm and clear",
        ),
        Persona(
            PersonaId.MAKER,
            "Maker",
            "rolled sleeves and a canvas apron",
            "a rack of hand tools",
            "practical and glad",
        ),
        Persona(
            PersonaId.ATHLETE,
            "Athlete",
            "a light sports jacket",
            "a folded towel and a plain water bottle",
            "fresh and direct",
        ),
    )
}
