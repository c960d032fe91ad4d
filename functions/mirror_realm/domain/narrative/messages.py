"""I-There's message with a picture: an opening in the persona's voice, the achievement, the stage."""

from mirror_realm.domain.narrative.achievement import spoken
from mirror_realm.domain.narrative.choice import chosen
from mirror_realm.domain.narrative.persona_lines import VOICES
from mirror_realm.domain.narrative.stage_lines import STAGE_LINES
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import EvolutionStage

SIGN = "🪞"


def message(
    stage: EvolutionStage, persona: PersonaId, *, achievement: str, active_days: int, seed: str
) -> str:
    """Return one line in lower case, at most 300 characters, the same for the same arguments.

    achievement: the user's free text, quoted as plain text if there is any.
    """
    voice = VOICES[persona]
    quoted = spoken(achievement)
    opening = chosen(voice.openings[stage], seed, "opening").format(days=_days(active_days))
    recalled = chosen(voice.achievements, seed, "achievement").format(achievement=quoted) if quoted else ""
    heart = chosen(STAGE_LINES[stage], seed, "stage")
    return " ".join(part for part in (SIGN, opening, recalled, heart) if part)


def _days(active_days: int) -> str:
    if active_days < 1:
        return "our first day"
    return "1 day" if active_days == 1 else f"{active_days} days"
