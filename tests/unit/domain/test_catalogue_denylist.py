"""No trademark, product, fictional character or artist's name is in what we write, send or say.

Names that are everyday words as well (apple, target, shell) are left to review.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import product
from typing import Any

import pytest

from mirror_realm.domain.area_cues import AREA_CUES
from mirror_realm.domain.areas import Area
from mirror_realm.domain.characters import CHARACTERS, HAIR_WORDS, SKIN_WORDS
from mirror_realm.domain.costume_catalogue import COSTUMED_WORDS, PALETTES, PLACES, POWERS
from mirror_realm.domain.growth import GROWTH, RANGE_ADDS
from mirror_realm.domain.narrative.languages import LANGUAGES, language
from mirror_realm.domain.persona_catalogue import PERSONAS
from mirror_realm.domain.persona_examples import EXAMPLES
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.presets import CATEGORY_TITLES, PRESETS
from mirror_realm.domain.progress import STAGES, ProgressRange
from mirror_realm.domain.prompts import build_prompt
from mirror_realm.domain.recipe import Recipe, Timeline, personal_recipe
from mirror_realm.domain.style_catalogue import STYLES
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.traits import GROUPS
from mirror_realm.domain.variations import POSES, VIEWS

DENIED = """
daymi, openai, chatgpt, dall-e, midjourney, stable diffusion, adobe, firefly, gemini, copilot, imagen,
disney, pixar, dreamworks, illumination studios, marvel, dc comics, warner, netflix, hbo, paramount, ghibli,
laika, aardman, nickelodeon, cartoon network, toei, shonen jump, crunchyroll, hanna-barbera, looney tunes,
batman, superman, spider-man, spiderman, iron man, wonder woman, hulk, thor, avengers, x-men, wolverine,
deadpool, gotham, metropolis, wakanda, krypton, catwoman, captain america, black panther, black widow, aquaman,
star wars, jedi, star trek, harry potter, hogwarts, hobbit, james bond, indiana jones, zorro, sherlock,
pokemon, pokémon, pikachu, super mario, zelda, minecraft, fortnite, roblox, overwatch, naruto, goku,
dragon ball, sailor moon, one piece, evangelion, attack on titan, totoro, hello kitty, barbie, bratz, lego,
playmobil, funko, transformers, rubik, moana, simpsons, shrek, minions, snoopy, garfield, mickey, minnie,
bitmoji, memoji, zepeto, nike, adidas, puma, reebok, under armour, lululemon, patagonia, north face, levi's,
gucci, prada, chanel, rolex, ikea, starbucks, coca-cola, pepsi, red bull, mcdonald's, tesla, ferrari, porsche,
iphone, ipad, macbook, airpods, android, samsung, sony, playstation, xbox, nintendo, google, microsoft,
facebook, instagram, tiktok, youtube, twitter, linkedin, spotify, slack, trello, photoshop, unreal engine,
octane render, artstation, behance, deviantart, pinterest, polaroid, kodak, leica, hasselblad, fujifilm, imax,
gopro, moleskine, post-it, sharpie, crayola, pantone, velcro, jacuzzi, thermos, frisbee, hollywood, vogue,
miyazaki, hosoda, shinkai, toriyama, eiichiro oda, kishimoto, rumiko takahashi, kojima, greg rutkowski, artgerm,
loish, kuvshinov, alphonse mucha, wlop, beeple, banksy, hockney, koons, kaws, murakami, kusama, damien hirst,
leibovitz, mccurry, lindbergh, testino, crewdson, tim burton, wes anderson, tarantino, spielberg, villeneuve,
lasseter, frank miller, jim lee, alex ross, mignola, mcfarlane, stan lee, jack kirby, bob kane, rockwell,
beyoncé, rihanna, taylor swift, zendaya, keanu, obama, trump, oprah, kardashian, messi, ronaldo
"""

_NAMES = [" ".join(name.split()) for name in DENIED.split(",")]
_DENIED = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, _NAMES)) + r")(?:'s|s)?(?!\w)", re.IGNORECASE)

CATALOGUES = {
    "styles": STYLES,
    "characters": CHARACTERS,
    "hair": HAIR_WORDS,
    "skin": SKIN_WORDS,
    "personas": PERSONAS,
    "persona examples": EXAMPLES,
    "presets": PRESETS,
    "preset categories": CATEGORY_TITLES,
    "areas": AREA_CUES,
    "growth": GROWTH,
    "ranges": RANGE_ADDS,
    "traits": GROUPS,
    "poses": POSES,
    "views": VIEWS,
    "palettes": PALETTES,
    "powers": POWERS,
    "places": PLACES,
    "costumes": COSTUMED_WORDS,
    **{f"I-There, {name}": language(name) for name in LANGUAGES},
}


def texts(value: Any) -> Iterator[str]:
    """Every text in a catalogue, ids left out: an id is a name of ours and is never said."""
    if type(value) is str:
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if field.name != "id":
                yield from texts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            if not str(name).startswith("__"):
                yield from texts(entry)
    elif isinstance(value, tuple):
        for entry in value:
            yield from texts(entry)


@pytest.mark.parametrize("name", CATALOGUES)
def test_no_catalogue_names_a_brand_a_character_or_an_artist(name: str) -> None:
    found = list(texts(CATALOGUES[name]))
    assert found
    assert not [text for text in found if _DENIED.search(text)]


@pytest.mark.parametrize("safer", [False, True])
@pytest.mark.parametrize("style", StyleId)
def test_no_prompt_names_a_brand_a_character_or_an_artist(style: StyleId, safer: bool) -> None:
    lines = set()
    for stage, area, timeline in product(STAGES, Area, Timeline):
        recipe = Recipe(
            style,
            stage,
            ProgressRange.QUARTER_PLUS,
            "wren",
            "a model",
            "medium",
            traits=tuple(group.id for group in GROUPS),
            area=area,
            goals_met=True,
            persona=PersonaId.MENTOR,
            timeline=timeline,
        )
        for look in (recipe, personal_recipe(recipe, "a-uid", ("photo", "avatar"))):
            lines |= set(build_prompt(look, safer=safer).splitlines())
    assert len(lines) > len(STAGES) * len(Timeline)
    assert not [line for line in lines if _DENIED.search(line)]


@pytest.mark.parametrize(
    "tainted", ["a Disney-like face", "in the style of STAN LEE", "two iPhones", "Lego's bricks"]
)
def test_the_list_catches_names_in_any_case_and_form(tainted: str) -> None:
    assert _DENIED.search(tainted)


@pytest.mark.parametrize("clean", ["an author's desk", "marvellous light", "a leather strap", "legolike"])
def test_the_list_lets_everyday_words_pass(clean: str) -> None:
    assert not _DENIED.search(clean)
