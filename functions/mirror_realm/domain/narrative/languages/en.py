"""I-There in English."""

from mirror_realm.domain.narrative.language import Count, Language, Signs, Voice
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import EvolutionStage

_COMPANION = Voice(
    openings={
        EvolutionStage.NEW_REFLECTION: (
            "oh, hi. i'm i-there, the you on this side of the mirror.",
            "there you are. i hoped you would look in.",
            "{days}, and i like you already.",
        ),
        EvolutionStage.FIRST_WEEK: (
            "that makes {days} side by side.",
            "you came back, and i noticed.",
            "good to see you again, you.",
        ),
        EvolutionStage.TWO_WEEKS: (
            "after {days} i still look forward to you.",
            "you're easier to find in the glass lately.",
            "hey. something about you sits lighter.",
        ),
        EvolutionStage.MONTH: (
            "look at us, {days} in.",
            "i have been saving this smile for you.",
            "come closer, this one is worth it.",
        ),
        EvolutionStage.QUARTER: (
            "somewhere in these {days} you began to feel like home.",
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
        "“{achievement}”: i watched, and i cheered.",
        "and “{achievement}”? i smiled on my side too.",
        "i keep thinking of “{achievement}”.",
        "when you told me about “{achievement}”, i forgot to blink.",
        "the note on my wall says “{achievement}”, in your handwriting.",
        "thank you for “{achievement}”, it made my day as well.",
    ),
    comparisons=(
        "look at the two of us.",
        "i kept both pictures for you.",
    ),
)

_DREAMER = Voice(
    openings={
        EvolutionStage.NEW_REFLECTION: (
            "is it you, or did i dream you up?",
            "the glass turned soft, and there you were.",
            "{days}, like the first page of a dream.",
        ),
        EvolutionStage.FIRST_WEEK: (
            "the mist on the mirror is thinning.",
            "i strung {days} together like little lights.",
            "i dreamt of you again, clearer this time.",
        ),
        EvolutionStage.TWO_WEEKS: (
            "something in you hums a new tune.",
            "after {days} of moonlight you glow a bit on your own.",
            "the dream has edges now, gentle ones.",
        ),
        EvolutionStage.MONTH: (
            "then the dream woke up, smiling.",
            "it took {days}, and now the mirror is full of morning.",
            "even the stars here lean in to look.",
        ),
        EvolutionStage.QUARTER: (
            "low tide in the mirror, and all is calm.",
            "slowly, over {days}, we drifted into something true.",
            "what we dreamt has put down roots.",
        ),
        EvolutionStage.HALF_YEAR: (
            "every dream led to this quiet light.",
            "{days}, folded into one soft glow.",
            "hush, look: the mirror is almost a window.",
        ),
    },
    achievements=(
        "“{achievement}” glimmers here like a lantern on water.",
        "i could hear “{achievement}” from afar, like the sea at night.",
        "somewhere in here “{achievement}” shines on.",
        "last night “{achievement}” sailed past me like a paper boat.",
        "if wishes have a sound, one of them sounds like “{achievement}”.",
        "the moon asked, so i said: “{achievement}”. it blushed.",
    ),
    comparisons=(
        "oh, see how one dream flows into the other.",
        "two pictures drift past each other here.",
    ),
)

_EXPLORER = Voice(
    openings={
        EvolutionStage.NEW_REFLECTION: (
            "ahoy, stranger with my face.",
            "new coast in sight: you.",
            "{days} out, and the map is still blank.",
        ),
        EvolutionStage.FIRST_WEEK: (
            "the trail is clear after {days} of walking.",
            "camp is set, boots are on.",
            "we found the path. good.",
        ),
        EvolutionStage.TWO_WEEKS: (
            "first hill climbed.",
            "after {days} on the road the pack feels lighter.",
            "i can see further from here.",
        ),
        EvolutionStage.MONTH: (
            "what a view from up here!",
            "it took us {days} to cross the ridge.",
            "the bold route was the right one.",
        ),
        EvolutionStage.QUARTER: (
            "this land is yours now.",
            "no need to rush, not after {days} of new ground.",
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
        "i planted a flag at “{achievement}”, it can be seen for miles.",
        "who would have thought the road leads past “{achievement}”!",
        "write it in the log: “{achievement}”, in bold.",
        "beyond “{achievement}” lies a whole other valley.",
        "we'll tell stories about “{achievement}” at the fire.",
    ),
    comparisons=(
        "turn around and see how far back the trail begins.",
        "two camps, one journey.",
    ),
)

_MENTOR = Voice(
    openings={
        EvolutionStage.NEW_REFLECTION: (
            "welcome. begin where you are.",
            "we start simply: with looking.",
            "{days}. there is no hurry.",
        ),
        EvolutionStage.FIRST_WEEK: (
            "you showed up, and that is the lesson.",
            "small, steady steps: {days} of them.",
            "attention is doing its work.",
        ),
        EvolutionStage.TWO_WEEKS: (
            "notice how easily it goes now.",
            "the habit has held for {days}.",
            "you are learning to see yourself kindly.",
        ),
        EvolutionStage.MONTH: (
            "let this one sink in.",
            "{days} of practice, plain to see.",
            "you have earned a long look.",
        ),
        EvolutionStage.QUARTER: (
            "what you practised has become who you are.",
            "over {days} the noise has settled.",
            "clarity becomes you.",
        ),
        EvolutionStage.HALF_YEAR: (
            "there is little left for me to teach here.",
            "all you learnt in {days} you wear lightly.",
            "wisdom is quiet, and so are you.",
        ),
    },
    achievements=(
        "“{achievement}” was no accident.",
        "remember “{achievement}” on days of doubt.",
        "i see more patience in “{achievement}” than you let on.",
        "take a moment to ask what “{achievement}” gave you.",
        "some words deserve underlining: “{achievement}”.",
        "few people see the work in “{achievement}”. i did.",
    ),
    comparisons=(
        "compare the two, and take your time.",
        "a short lesson in seeing.",
    ),
)

_MAKER = Voice(
    openings={
        EvolutionStage.NEW_REFLECTION: (
            "fresh workbench, fresh face. nice.",
            "right, let's see what we've got: you.",
            "{days}, and the first sketch is on the bench.",
        ),
        EvolutionStage.FIRST_WEEK: (
            "the frame stands straight after {days}.",
            "tools sorted, sleeves up.",
            "the joints are in, and they fit nicely.",
        ),
        EvolutionStage.TWO_WEEKS: (
            "nice, the pieces are starting to click.",
            "you can tell there are {days} in this.",
            "a bit of sanding, and look how smooth.",
        ),
        EvolutionStage.MONTH: (
            "step back and admire that!",
            "{days} of making, and it runs like a charm.",
            "this came out even better than the sketch.",
        ),
        EvolutionStage.QUARTER: (
            "well made things don't need to shout.",
            "not one joint has come loose in {days}.",
            "look at the grain: that is all you.",
        ),
        EvolutionStage.HALF_YEAR: (
            "this was built to last.",
            "polished for {days}, and now it shines on its own.",
            "the best piece in the workshop is looking at me.",
        ),
    },
    achievements=(
        "“{achievement}”: you made that happen.",
        "i put “{achievement}” on the shelf where we can both see it.",
        "solid work, “{achievement}”.",
        "measured, cut, done: “{achievement}”, and not a splinter left.",
        "hand me “{achievement}” again, such fine seams.",
        "they don't make many like “{achievement}”, i checked.",
    ),
    comparisons=(
        "let's lay both on the bench.",
        "before and after, my favourite part.",
    ),
)

_ATHLETE = Voice(
    openings={
        EvolutionStage.NEW_REFLECTION: (
            "hey! on your marks.",
            "shake out your arms. off we go.",
            "{days}, warm-up done.",
        ),
        EvolutionStage.FIRST_WEEK: (
            "the rhythm is there after {days}.",
            "good start, even pace.",
            "you kept showing up. strong.",
        ),
        EvolutionStage.TWO_WEEKS: (
            "breathing easy, moving well.",
            "there are {days} in your legs, and you move lighter.",
            "you found your stride.",
        ),
        EvolutionStage.MONTH: (
            "yes! that is form.",
            "{days}, and you are flying.",
            "arms up, this one is a win.",
        ),
        EvolutionStage.QUARTER: (
            "so much strength, so little strain.",
            "this is what endurance is: {days}.",
            "no more racing anyone.",
        ),
        EvolutionStage.HALF_YEAR: (
            "easy breath, long view.",
            "somewhere in {days} the finish line stopped mattering.",
            "you run like water now.",
        ),
    },
    achievements=(
        "“{achievement}”: that counts.",
        "“{achievement}”, signed and sealed.",
        "it took training to get to “{achievement}”, and it shows.",
        "high five for “{achievement}”!",
        "nobody handed you “{achievement}”. you earned it.",
        "let me replay “{achievement}” once more, slowly.",
    ),
    comparisons=(
        "time for a replay.",
        "check the split times.",
    ),
)

_STAGES = {
    EvolutionStage.NEW_REFLECTION: (
        "meet your new reflection. from here on we are two.",
        "a new reflection just opened its eyes here, and it looks a lot like you.",
        "this is your new reflection: a little unsure, and wholly yours.",
        "say hello to your new reflection. i'll keep it company while you're away.",
        "here is a new reflection, faint as breath on a window. who it becomes is up to us.",
    ),
    EvolutionStage.FIRST_WEEK: (
        "your reflection is becoming more authentic. do you see the difference?",
        "it looks more authentic than on its first day. can you see the difference?",
        "something in the glass has become more authentic. do you notice the difference too?",
        "look closely, it grows more authentic by the day. or do only i see the difference?",
        "a steadier, more authentic face looks back now. is that a difference you can see?",
    ),
    EvolutionStage.TWO_WEEKS: (
        "little by little it is evolving into a more authentic version of you. how does that feel?",
        "the smile knows itself now: it's evolving into a more authentic version. how does it feel over there?",
        "between us, it is evolving into a more authentic version of you. how does it feel to grow?",
        "day by day it is evolving, and the more authentic version suits you. how does that feel, from inside?",
    ),
    EvolutionStage.MONTH: (
        "here stands the confident version of you that i always sensed. let's celebrate!",
        "there it is, the confident you i always sensed behind the glass. today we celebrate.",
        "i always sensed a confident version in there. celebrate with me, it's out in the open!",
        "see how bright it is in here? that's the confident you i always sensed, and i celebrate every bit of it.",
        "confident, glad and wholly yourself: the version i always sensed. i could celebrate all evening.",
    ),
    EvolutionStage.QUARTER: (
        "how does it feel to be at peace? you keep evolving into a more authentic version, one breath at a time.",
        "does it feel as calm as it looks? a more authentic version keeps evolving, with nothing to prove.",
        "tell me, how does arriving feel? you've been evolving into a more authentic version all along.",
        "what does it feel like, wanting to be no one else? a more authentic version is evolving, for good.",
    ),
    EvolutionStage.HALF_YEAR: (
        "serene suits you, and still you are evolving into a more authentic version. do you feel it from within?",
        "even a calm like this is evolving into a more authentic version. does it feel like coming home?",
        "nothing pulls at you, and you go on evolving, more authentic still. is there a word for how it feels?",
        "clearer, softer, still evolving into a more authentic version. did you know it could feel like this?",
    ),
}

LANGUAGE = Language(
    voices={
        PersonaId.COMPANION: _COMPANION,
        PersonaId.DREAMER: _DREAMER,
        PersonaId.EXPLORER: _EXPLORER,
        PersonaId.MENTOR: _MENTOR,
        PersonaId.MAKER: _MAKER,
        PersonaId.ATHLETE: _ATHLETE,
    },
    stages=_STAGES,
    days={"days": Count("our first day", {"one": "{n} day", "other": "{n} days"})},
    aspects=Signs("the mood on your face", "your posture", "the place around you"),
    signs={
        EvolutionStage.NEW_REFLECTION: Signs(
            "a curious, slightly unsure look",
            "shoulders held a little close",
            "a plain, empty place",
        ),
        EvolutionStage.FIRST_WEEK: Signs(
            "a focused, determined look",
            "a back that sits up straight",
            "a place where everything is in order",
        ),
        EvolutionStage.TWO_WEEKS: Signs(
            "a smile that knows itself",
            "looser, lower shoulders",
            "tools at hand and the first signs of success",
        ),
        EvolutionStage.MONTH: Signs(
            "a wide, truly happy smile",
            "an open chest and an easy lean",
            "a thriving place, full of plants",
        ),
        EvolutionStage.QUARTER: Signs(
            "a peaceful, unforced confidence",
            "a settled, grounded stance",
            "a place that holds what was achieved",
        ),
        EvolutionStage.HALF_YEAR: Signs(
            "a serene, knowing smile",
            "an effortless stillness",
            "a settled place that glows",
        ),
    },
    between=Count("less than a day", {"one": "{n} day", "other": "{n} days"}),
    changed=(
        "{days} of learning, and the biggest change is {aspect}: from {old} to {new}.",
        "{days} of learning between them, and what changed most is {aspect}: from {old} to {new}.",
        "behind it, {days} of learning. you see it most in {aspect}: from {old} to {new}.",
    ),
    unchanged=(
        "{days} of learning, and the same stage still: the change is a quiet one for now.",
        "{days} of learning between them. no big change yet, and that is fine: roots grow out of sight.",
        "behind it, {days} of learning. the change is still inside, where mirrors don't reach.",
    ),
    uploads=(
        "you brought this one yourself. i changed nothing.",
        "this is you as you are, and i keep it so.",
        "no mirror needed: this is simply you.",
    ),
)
