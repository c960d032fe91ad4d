"""I-There's message with a picture: an opening in the persona's voice, the achievement, the stage.

No two stages share an opening or a last part, and a user's achievements are spoken of in another way at each stage, so
that six messages of one life never sound alike.
"""

from mirror_realm.domain.narrative.achievement import spoken
from mirror_realm.domain.narrative.choice import chosen, dealt
from mirror_realm.domain.narrative.languages import language, nearest
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import STAGES, EvolutionStage

SIGN = "🪞"


def message(
    stage: EvolutionStage,
    persona: PersonaId,
    *,
    achievement: str,
    active_days: int,
    life: str,
    seed: str,
    turn: int = 0,
    locale: str | None = None,
) -> str:
    """Return one line in lower case, at most 300 characters, the same for the same arguments.

    achievement: the user's free text, quoted as plain text if there is any.
    life: the same for all messages to one user.
    seed: the same for pictures that differ in `turn` alone, such as the three of a trilogy.
    locale: the language tag of the nearest language; None for English.
    """
    spoken_in = language(nearest(locale))
    voice = spoken_in.voices[persona]
    quoted = spoken(achievement)
    days = {name: spoken_in.count(count, active_days) for name, count in spoken_in.days.items()}
    opening = chosen(voice.openings[stage], seed, "opening", turn).format(**days)
    way = dealt(voice.achievements, life, "achievement", STAGES.index(stage) + turn)
    recalled = way.format(achievement=quoted) if quoted else ""
    heart = chosen(spoken_in.stages[stage], seed, "stage", turn)
    return " ".join(part for part in (SIGN, opening, recalled, heart) if part)


def message_with_upload(seed: str, locale: str | None = None) -> str:
    """Return one line in lower case about a picture that the user brought, the same for the same arguments.

    locale: the language tag of the nearest language; None for English.
    """
    return f"{SIGN} {chosen(language(nearest(locale)).uploads, seed, 'upload')}"
