"""I-There's message about two pictures: the days between them and the biggest visible change."""

from mirror_realm.domain.growth import GROWTH, Aspect, biggest_change
from mirror_realm.domain.narrative.choice import chosen
from mirror_realm.domain.narrative.messages import SIGN
from mirror_realm.domain.narrative.persona_lines import VOICES
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import EvolutionStage

_NAMES = {
    Aspect.MOOD: "the mood on your face",
    Aspect.POSTURE: "your posture",
    Aspect.PLACE: "the place around you",
}

_CHANGED = (
    "{days} of learning, and the biggest change is {aspect}: from {old} to {new}.",
    "{days} of learning between them, and what changed most is {aspect}: from {old} to {new}.",
    "behind it, {days} of learning. you see it most in {aspect}: from {old} to {new}.",
)
_UNCHANGED = (
    "{days} of learning, and the same stage still: the change is a quiet one for now.",
    "{days} of learning between them. no big change yet, and that is fine: roots grow out of sight.",
    "behind it, {days} of learning. the change is still inside, where mirrors don't reach.",
)


def explain_evolution(
    earlier: EvolutionStage, later: EvolutionStage, persona: PersonaId, *, days: int, seed: str
) -> str:
    """Return one line in lower case about two pictures of a user, the same for the same arguments.

    days: the whole days between the two. The line names the aspect of `growth.biggest_change`.
    """
    opening = chosen(VOICES[persona].comparisons, seed, "comparison")
    aspect = biggest_change(earlier, later)
    if aspect is None:
        told = chosen(_UNCHANGED, seed, "unchanged").format(days=_days(days))
    else:
        told = chosen(_CHANGED, seed, "changed").format(
            days=_days(days),
            aspect=_NAMES[aspect],
            old=GROWTH[earlier].sign(aspect).spoken,
            new=GROWTH[later].sign(aspect).spoken,
        )
    return f"{SIGN} {opening} {told}"


def _days(days: int) -> str:
    if days < 1:
        return "less than a day"
    return "1 day" if days == 1 else f"{days} days"
