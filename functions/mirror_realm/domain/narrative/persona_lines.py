"""The lines of each persona of I-There: openings, words about an achievement, and comparisons of two pictures.

`{days}` is a phrase like "12 days" or, before the first is over, "our first day"; `{achievement}` is plain text.
An opening must be true for any number of days: a wish may name an earlier stage than its days have earned.
"""

from dataclasses import dataclass

from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import EvolutionStage


@dataclass(frozen=True, slots=True)
class Voice:
    """One persona's turns of phrase."""

    openings: dict[EvolutionStage, tuple[str, ...]]
    achievements: tuple[str, ...]
    comparisons: tuple[str, ...]


VOICES: dict[PersonaId, Voice] = {
    PersonaId.COMPANION: Voice(
        openings={
            EvolutionStage.NEW_REFLECTION: (
                "oh, hi. i'm i-there, the you on this side of the mirror.",
                "there you are. i hoped you would look in.",
                "{days}, and i like you already.",
            ),
            EvolutionStage.FIRST_WEEK: (
                "{days} side by side now.",
                "you came back, and i noticed.",
                "good to see you again, you.",
            ),
            EvolutionStage.TWO_WEEKS: (
                "{days}, and i still look forward to you.",
                "you're easier to find in the glass lately.",
                "hey. something about you sits lighter.",
            ),
            EvolutionStage.MONTH: (
                "look at us, {days} in.",
                "i have been saving this smile for you.",
                "come closer, this one is worth it.",
            ),
            EvolutionStage.QUARTER: (
                "{days}, and you feel like home.",
                "we hardly need words by now.",
                "you know yourself here, and it shows.",
            ),
            EvolutionStage.HALF_YEAR: (
                "{days}. what a way we came.",
                "sit with me a moment.",
                "i know this face by heart, and so do you.",
            ),
        },
        achievements=(
            "“{achievement}”: i was right there with you.",
            "and “{achievement}”? i smiled on my side too.",
            "i keep thinking of “{achievement}”.",
        ),
        comparisons=(
            "look at the two of us.",
            "i kept both pictures for you.",
        ),
    ),
    PersonaId.DREAMER: Voice(
        openings={
            EvolutionStage.NEW_REFLECTION: (
                "is it you, or did i dream you up?",
                "the glass turned soft, and there you were.",
                "{days}, like the first page of a dream.",
            ),
            EvolutionStage.FIRST_WEEK: (
                "the mist on the mirror is thinning.",
                "{days}, strung like little lights.",
                "i dreamt of you again, clearer this time.",
            ),
            EvolutionStage.TWO_WEEKS: (
                "something in you hums a new tune.",
                "{days} of moonlight, and you glow a bit on your own.",
                "the dream has edges now, gentle ones.",
            ),
            EvolutionStage.MONTH: (
                "the dream woke up, and it is smiling.",
                "{days}, and the whole glass is full of morning.",
                "even the stars here lean in to look.",
            ),
            EvolutionStage.QUARTER: (
                "the tide in the mirror is calm tonight.",
                "{days}, drifting slowly into truth.",
                "what we dreamt has put down roots.",
            ),
            EvolutionStage.HALF_YEAR: (
                "every dream led to this quiet light.",
                "{days}, folded into one soft glow.",
                "hush, look: the mirror is almost a window.",
            ),
        },
        achievements=(
            "“{achievement}” still glimmers here like a small star.",
            "i must have dreamt of “{achievement}” before you told me.",
            "somewhere in this glass “{achievement}” is still glowing.",
        ),
        comparisons=(
            "oh, see how one dream flows into the other.",
            "two pictures drift past each other here.",
        ),
    ),
    PersonaId.EXPLORER: Voice(
        openings={
            EvolutionStage.NEW_REFLECTION: (
                "ahoy, stranger with my face.",
                "new coast in sight: you.",
                "{days} out, and the map is still blank.",
            ),
            EvolutionStage.FIRST_WEEK: (
                "{days} of walking, and the trail is clear.",
                "camp is set, boots are on.",
                "we found the path. good.",
            ),
            EvolutionStage.TWO_WEEKS: (
                "first hill climbed.",
                "{days} on the road, and the pack feels lighter.",
                "i can see further from here.",
            ),
            EvolutionStage.MONTH: (
                "what a view from up here!",
                "{days}, and we crossed the ridge.",
                "the bold route was the right one.",
            ),
            EvolutionStage.QUARTER: (
                "this land is yours now.",
                "{days} of new ground, and no need to rush.",
                "you read the sky without a compass now.",
            ),
            EvolutionStage.HALF_YEAR: (
                "all the paths meet here.",
                "{days}, and the farthest place turned out to be you.",
                "the long way round was worth each step.",
            ),
        },
        achievements=(
            "“{achievement}”: that goes on our map.",
            "“{achievement}”! what a place to have reached.",
            "i marked “{achievement}” as new ground.",
        ),
        comparisons=(
            "turn around and see how far back the trail begins.",
            "two camps, one journey.",
        ),
    ),
    PersonaId.MENTOR: Voice(
        openings={
            EvolutionStage.NEW_REFLECTION: (
                "welcome. begin where you are.",
                "we start simply: with looking.",
                "{days}. there is no hurry.",
            ),
            EvolutionStage.FIRST_WEEK: (
                "you showed up, and that is the lesson.",
                "{days} of small, steady steps.",
                "attention is doing its work.",
            ),
            EvolutionStage.TWO_WEEKS: (
                "notice how little force it takes now.",
                "{days}, and the habit holds.",
                "you are learning to see yourself kindly.",
            ),
            EvolutionStage.MONTH: (
                "let this one sink in.",
                "{days} of practice, plain to see.",
                "you have earned a long look.",
            ),
            EvolutionStage.QUARTER: (
                "what you practised has become who you are.",
                "{days}, and the noise has settled.",
                "clarity looks good on you.",
            ),
            EvolutionStage.HALF_YEAR: (
                "there is little left for me to teach here.",
                "{days} of learning, worn lightly.",
                "wisdom is quiet, and so are you.",
            ),
        },
        achievements=(
            "“{achievement}” was no accident.",
            "remember “{achievement}” when you doubt yourself.",
            "“{achievement}” says a lot about who you are.",
        ),
        comparisons=(
            "compare the two, and take your time.",
            "a short lesson in seeing.",
        ),
    ),
    PersonaId.MAKER: Voice(
        openings={
            EvolutionStage.NEW_REFLECTION: (
                "fresh workbench, fresh face. hello!",
                "right, let's see what we've got: you.",
                "{days}, and the first sketch is on the bench.",
            ),
            EvolutionStage.FIRST_WEEK: (
                "{days}, and the frame stands straight.",
                "tools sorted, sleeves up.",
                "the first joints fit nicely.",
            ),
            EvolutionStage.TWO_WEEKS: (
                "nice, the pieces are starting to click.",
                "{days} at the bench, and it shows.",
                "a bit of sanding, and look how smooth.",
            ),
            EvolutionStage.MONTH: (
                "step back and admire that!",
                "{days} of making, and it runs like a charm.",
                "this came out even better than the sketch.",
            ),
            EvolutionStage.QUARTER: (
                "well made things don't need to shout.",
                "{days}, and every joint holds.",
                "look at the grain: that is all you.",
            ),
            EvolutionStage.HALF_YEAR: (
                "this was built to last.",
                "{days} of care, polished to a glow.",
                "the best piece in the workshop is looking at me.",
            ),
        },
        achievements=(
            "“{achievement}”: you made that happen.",
            "i put “{achievement}” on the shelf where we can both see it.",
            "“{achievement}” is solid work.",
        ),
        comparisons=(
            "let's lay both on the bench.",
            "before and after, my favourite part.",
        ),
    ),
    PersonaId.ATHLETE: Voice(
        openings={
            EvolutionStage.NEW_REFLECTION: (
                "hey! on your marks.",
                "deep breath. here we go.",
                "{days}, warm-up done.",
            ),
            EvolutionStage.FIRST_WEEK: (
                "{days}, and the rhythm is there.",
                "good start, steady pace.",
                "you kept showing up. strong.",
            ),
            EvolutionStage.TWO_WEEKS: (
                "breathing easy, moving well.",
                "{days} in your legs, and you move lighter.",
                "you found your stride.",
            ),
            EvolutionStage.MONTH: (
                "yes! that is form.",
                "{days}, and you are flying.",
                "arms up, this one is a win.",
            ),
            EvolutionStage.QUARTER: (
                "strong and calm at once.",
                "{days}: endurance looks like this.",
                "no more racing anyone.",
            ),
            EvolutionStage.HALF_YEAR: (
                "easy breath, long view.",
                "{days}, and the finish line stopped mattering.",
                "you run like water now.",
            ),
        },
        achievements=(
            "“{achievement}”: that counts.",
            "“{achievement}”, done and yours.",
            "“{achievement}” took training, and it shows.",
        ),
        comparisons=(
            "time for a replay.",
            "check the split times.",
        ),
    ),
}
