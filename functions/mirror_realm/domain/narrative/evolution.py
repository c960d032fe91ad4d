"""I-There's message about two pictures: the days between them and the biggest visible change."""

from mirror_realm.domain.growth import Aspect, biggest_change
from mirror_realm.domain.narrative.choice import chosen
from mirror_realm.domain.narrative.language import Signs
from mirror_realm.domain.narrative.languages import language, nearest
from mirror_realm.domain.narrative.messages import SIGN
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import EvolutionStage


def explain_evolution(
    earlier: EvolutionStage,
    later: EvolutionStage,
    persona: PersonaId,
    *,
    days: int,
    seed: str,
    locale: str | None = None,
) -> str:
    """Return one line in lower case about two pictures of a user, the same for the same arguments.

    days: the whole days between the two. The line names the aspect of `growth.biggest_change`.
    locale: the language tag of the nearest language; None for English.
    """
    spoken_in = language(nearest(locale))
    opening = chosen(spoken_in.voices[persona].comparisons, seed, "comparison")
    between = spoken_in.count(spoken_in.between, days)
    aspect = biggest_change(earlier, later)
    if aspect is None:
        told = chosen(spoken_in.unchanged, seed, "unchanged").format(days=between)
    else:
        told = chosen(spoken_in.changed, seed, "changed").format(
            days=between,
            aspect=phrase(spoken_in.aspects, aspect),
            old=phrase(spoken_in.signs[earlier], aspect),
            new=phrase(spoken_in.signs[later], aspect),
        )
    return f"{SIGN} {opening} {told}"


def growth_in_words(stage: EvolutionStage, locale: str | None = None) -> dict[Aspect, str]:
    """Return a noun phrase for each aspect of a stage, in the language nearest to a tag."""
    signs = language(nearest(locale)).signs[stage]
    return {aspect: phrase(signs, aspect) for aspect in Aspect}


def phrase(signs: Signs, aspect: Aspect) -> str:
    """Return the phrase for one aspect."""
    return {Aspect.MOOD: signs.mood, Aspect.POSTURE: signs.posture, Aspect.PLACE: signs.place}[aspect]
