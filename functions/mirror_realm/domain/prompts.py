"""The image prompt of a recipe: scene, subject, details, constraints, in short labelled lines.

The order is that of the provider's prompting guide; docs/prompts.md has the reason for each line. Every word comes from
the catalogues: a recipe has no free text, and its uid and digests are not used.
"""

from collections.abc import Iterable, Sequence

from mirror_realm.domain.area_cues import AREA_CUES
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.costume_catalogue import COSTUMED_WORDS, PALETTES, PLACES, POWERS
from mirror_realm.domain.growth import GROWTH, RANGE_ADDS
from mirror_realm.domain.persona_catalogue import PERSONAS
from mirror_realm.domain.progress import STAGES, EvolutionStage
from mirror_realm.domain.prompt_families import FORMS, Family, family_of
from mirror_realm.domain.recipe import Recipe, Timeline
from mirror_realm.domain.reference import LABELS, InputKind
from mirror_realm.domain.style_catalogue import STYLES
from mirror_realm.domain.traits import CUES
from mirror_realm.domain.variations import POSES, VIEWS, pose_and_view

PERSONAL_OUTFIT = "burnt orange"
"""The colour of the clothes where no character sheet names one: the house colour."""

GIVEN = "the given picture"

EXCLUSIONS = (
    "text, letters, numbers, logos, emblems, watermarks, signatures, trademarks, existing characters, "
    "celebrities, extra people, extra hands or fingers, weapons, borders, frames, collage or split panels"
)

_PRESERVE = (
    "face shape, facial proportions, eye shape and colour, hair colour and hairline, skin tone, build, "
    "apparent gender, glasses if worn, and every mark (freckles, moles, scars, beard)"
)

_TIMES: dict[Timeline, tuple[str, str]] = {
    Timeline.ORIGINAL: (
        "a few years earlier: already an adult, the same face slightly younger and fresher",
        "a few years ago, simpler and slightly faded",
    ),
    Timeline.CURRENT: ("", ""),
    Timeline.FUTURE_2048: (
        "the year 2048: the same face some twenty years older, first signs of silver and fine lines",
        "the year 2048, hopeful and quietly advanced: living walls, clear glass, soft floating light",
    ),
}
"""The words for the person and the place in each timeline; the present has none."""


def build_prompt(
    recipe: Recipe, *, inputs: Sequence[InputKind] = (InputKind.PHOTO,), safer: bool = False
) -> str:
    """Return the prompt of a recipe. Equal recipes have equal prompts, visibly different ones different prompts.

    inputs: the pictures that a personal picture is edited from, in the order they are sent; the first one identifies
        the person. A shared picture has none.
    safer: use the milder wording, for the one retry after the provider's policy refused an output.

    The recipe's renderer decides the form; see `prompt_families`. In the short form of old models some visible
    differences do not fit.

    Raises KeyError or ValueError if the recipe names something that the catalogues do not have.
    """
    family = family_of(recipe.renderer)
    sections = (
        ("Scene", list(_scene(recipe, safer))),
        ("Subject", list(_subject(recipe, inputs if family is Family.LABELLED else None, safer))),
        ("Details", list(_details(recipe))),
        ("Constraints", list(_constraints(recipe, safer, numbered=family is Family.LABELLED))),
    )
    return FORMS[family](sections)


_Lines = Iterable[tuple[str, str]]


def _scene(recipe: Recipe, safer: bool) -> _Lines:
    style, growth = STYLES[recipe.style], GROWTH[recipe.stage]
    yield "Picture", f"{style.safer if safer else style.rendering}; square, for a phone screen"
    place = recipe.costume.place if recipe.costume is not None else None
    if place is None:
        yield "Setting", style.setting
    else:
        yield "Surroundings", PLACES[place].words
    yield "Time", _TIMES[recipe.timeline][1]
    yield "Place", growth.place.shown if style.indoors else growth.outdoors
    yield "Progress", RANGE_ADDS[recipe.range]
    yield "Achievement", _achievement(recipe)
    yield "Companion touch", PERSONAS[recipe.persona].place
    light = style.light if place is None else COSTUMED_WORDS[recipe.style].light
    yield "Light", f"{'soft and peaceful' if safer else light}; {growth.light}"


def _subject(recipe: Recipe, inputs: Sequence[InputKind] | None, safer: bool) -> _Lines:
    growth = GROWTH[recipe.stage]
    yield from _identity(recipe, inputs)
    yield "Age", _TIMES[recipe.timeline][0]
    yield "Expression", growth.mood.shown
    yield "Posture", growth.posture.shown
    yield "Clothing", _clothing(recipe, safer)
    yield "Power", _power(recipe)


def _identity(recipe: Recipe, inputs: Sequence[InputKind] | None) -> _Lines:
    """Yield who is shown. inputs: None for a model that does not tell its pictures apart by numbers."""
    if recipe.character is not None:
        yield "Character", CHARACTERS[recipe.character].sheet
        return
    if inputs is None:
        yield (
            "Person",
            f"exactly the person of {GIVEN}, in the new medium, setting, light, clothing and posture",
        )
        return
    for number, kind in enumerate(inputs, start=1):
        yield f"Image {number}", LABELS[kind]
    yield "Person", "exactly the person of Image 1"
    yield "Change", "the medium, setting, place, light, clothing, expression and posture, as described here"


def _clothing(recipe: Recipe, safer: bool) -> str:
    outfit = PERSONAL_OUTFIT if recipe.character is None else CHARACTERS[recipe.character].outfit
    worn = STYLES[recipe.style].clothing
    if recipe.costume is not None and recipe.costume.palette is not None:
        outfit = PALETTES[recipe.costume.palette].words
        worn = COSTUMED_WORDS[recipe.style].clothing
    if safer:
        worn = "plain, modest, fully covering {outfit} clothes"
    touch = PERSONAS[recipe.persona].clothing
    return worn.format(outfit=outfit) + (f", with {touch}" if touch else "")


def _power(recipe: Recipe) -> str:
    power = recipe.costume.power if recipe.costume is not None else None
    return "" if power is None else f"{POWERS[power].words}; gentle, nothing over the face"


def _achievement(recipe: Recipe) -> str:
    if recipe.area is None:
        return "a small plain ribbon for a goal reached" if recipe.goals_met else ""
    cue = AREA_CUES[recipe.area]
    celebrated = STAGES.index(recipe.stage) >= STAGES.index(EvolutionStage.QUARTER)
    if celebrated:
        symbols = cue.symbols if STYLES[recipe.style].indoors else f"small in the background, {cue.symbols}"
        return symbols + ("; a small plain ribbon for a goal reached" if recipe.goals_met else "")
    return f"subtly, in the background, {cue.hint}" if recipe.goals_met else ""


def _details(recipe: Recipe) -> _Lines:
    yield "Framing", STYLES[recipe.style].framing
    pose, view = pose_and_view(recipe.variation)
    yield "Pose", POSES[pose]
    yield "View", VIEWS[view]
    yield "Traits", "; ".join(CUES[trait] for trait in recipe.traits)


def _constraints(recipe: Recipe, safer: bool, *, numbered: bool) -> _Lines:
    if recipe.personal:
        aged = (
            "" if recipe.timeline is Timeline.CURRENT else ", as the same person would look at the age above"
        )
        source = "Image 1" if numbered else GIVEN
        yield "Keep", f"from {source}, unchanged: {_PRESERVE}{aged}"
    else:
        yield "Keep", "the character exactly as described, recognisably the same person in every picture"
    yield "Only", "one person, an adult, the whole face visible and unobstructed, screens and pages blank"
    if safer:
        yield "Mood", "calm, friendly, peaceful, suitable for everyone"
    yield "Exclude", EXCLUSIONS
