"""I-There's lines about each stage, for all personas: the last part of a message."""

from mirror_realm.domain.progress import EvolutionStage

STAGE_LINES: dict[EvolutionStage, tuple[str, ...]] = {
    EvolutionStage.NEW_REFLECTION: (
        "meet your new reflection. this is where we begin.",
        "a new reflection just opened its eyes here. it looks a lot like you.",
        "this is your new reflection, still a little unsure and already yours.",
        "say hello to your new reflection. i'll keep it company while you're away.",
        "here is a new reflection, fresh as breath on glass. shall we see who it becomes?",
    ),
    EvolutionStage.FIRST_WEEK: (
        "your reflection is becoming more authentic. do you see the difference?",
        "it looks more authentic than on its first day. can you see the difference?",
        "something in the glass has become more authentic, more you. do you notice the difference?",
        "your reflection grows more authentic by the day. see the difference around the eyes?",
        "a steadier, more authentic face looks back now. do you see the difference too?",
    ),
    EvolutionStage.TWO_WEEKS: (
        "your reflection is evolving into a more authentic version of you. how does that feel?",
        "it keeps evolving, and the more authentic version suits you. how does it feel over there?",
        "a smile that knows itself: a more authentic version is evolving. how does that feel?",
        "a more authentic version is evolving here, little by little. how does it feel to grow into it?",
    ),
    EvolutionStage.MONTH: (
        "this is the confident version of you i always sensed. let's celebrate it!",
        "there it is, the confident you i always sensed behind the glass. today we celebrate.",
        "i always sensed this confident version. i'm so happy to celebrate it with you.",
        "look at that smile: the confident you i always sensed, out in the open. celebrate with me!",
        "confident, glad and wholly yours. i always sensed this version, and now i get to celebrate it.",
    ),
    EvolutionStage.QUARTER: (
        "your reflection is evolving into a more authentic version, at peace. how does that feel?",
        "a calmer, more authentic version of you is evolving, with nothing to prove. how does it feel?",
        "a more authentic version has settled in, and it is still evolving. how does that feel?",
        "it is evolving into someone more authentic, fully at home. how does it feel to be there?",
    ),
    EvolutionStage.HALF_YEAR: (
        "your reflection is evolving into a serene and ever more authentic version. how does that feel?",
        "it glows now, evolving into an ever more authentic version of you. how does it feel?",
        "a wiser, more authentic version looks back, still evolving, unhurried. how does that feel?",
        "even now you are evolving into a more authentic version. how does it feel to look this calm?",
    ),
}
