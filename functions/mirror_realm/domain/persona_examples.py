"""Persona examples: for each persona the progress of a user, and the message that it gives in that persona's voice."""

from dataclasses import dataclass

from mirror_realm.domain.areas import Area
from mirror_realm.domain.narrative.messages import message
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import EvolutionStage, Progress, stage_for


@dataclass(frozen=True, slots=True)
class PersonaExample:
    persona: PersonaId
    character: str
    progress: Progress

    @property
    def stage(self) -> EvolutionStage:
        return stage_for(self.progress.active_days)

    def message(self) -> str:
        """Return the message in English, the same at every call."""
        return message(
            self.stage,
            self.persona,
            achievement=self.progress.major_achievement,
            active_days=self.progress.active_days,
            life=self.persona,
            seed=self.persona,
        )


EXAMPLES: dict[PersonaId, PersonaExample] = {
    example.persona: example
    for example in (
        PersonaExample(
            PersonaId.COMPANION,
            "marlow",
            Progress(9, "called an old friend", Area.RELATIONSHIPS, ("kind",), 1),
        ),
        PersonaExample(
            PersonaId.DREAMER,
            "noor",
            Progress(38, "wrote a poem and kept it", Area.CREATIVITY, ("creative",), 1),
        ),
        PersonaExample(
            PersonaId.EXPLORER,
            "sol",
            Progress(21, "took a train without a plan", Area.ADVENTURE, ("curious",), 1),
        ),
        PersonaExample(
            PersonaId.MENTOR,
            "ash",
            Progress(112, "taught my niece to play chess", Area.LEARNING, ("patient",), 3),
        ),
        PersonaExample(
            PersonaId.MAKER,
            "mei",
            Progress(64, "repaired the kitchen chair", Area.HOME, ("organised",), 2),
        ),
        PersonaExample(
            PersonaId.ATHLETE,
            "amara",
            Progress(190, "swam across the lake", Area.HEALTH, ("determined",), 5),
        ),
    )
}
