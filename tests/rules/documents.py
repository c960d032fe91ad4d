"""Documents that people may write, and each way in which one can be wrong."""

from collections.abc import Iterator, Mapping
from typing import Any

from mirror_realm.api.wish_request import LONGEST_PATH, LONGEST_PRESET, LONGEST_URL
from mirror_realm.domain.areas import Area
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.costumes import PaletteId, PlaceId, PowerId
from mirror_realm.domain.personas import PersonaId
from mirror_realm.domain.progress import (
    LONGEST_ACHIEVEMENT,
    LONGEST_TRAIT,
    MOST_DAYS,
    MOST_GOALS,
    MOST_TRAITS,
    EvolutionStage,
)
from mirror_realm.domain.recipe import Timeline
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.variations import COUNT
from mirror_realm.domain.wish import MOST_WAIT_SECONDS
from tests.rules.acts import OTHER, OWNER

Fields = Mapping[str, Any]
Case = tuple[str, Fields]
"""What is particular about a document, and the document."""

LONGEST_TIME_ZONE = 64

PROGRESS: Fields = {
    "active_days": 30,
    "major_achievement": "ran ten kilometres",
    "achievement_area": "health",
    "discovered_traits": ["brave", "curious"],
    "goals_completed": 3,
}
SETTINGS: Fields = {
    "time_zone": "Europe/Berlin",
    "style": "comic",
    "persona": "mentor",
    "character": "kai",
    "locale": "de-AT",
}
COSTUME: Fields = {"palette": "azure", "power": "wind", "place": "coast"}
WISH: Fields = {
    "progress_metrics": PROGRESS,
    "evolution_stage": "month",
    "style": "superhero",
    "persona": "maker",
    "timeline": "original",
    "character": "mei",
    "variation": 7,
    "costume": COSTUME,
    "reference_path": f"uploads/{OWNER}/me.jpg",
    "base_image_url": "https://pictures.example/me.jpg",
    "allow_fallback": False,
    "wait_seconds": 2.5,
    "user_id": OWNER,
    "locale": "de",
    "project_id": "0123456789abcdef" * 2,
    "preset": "trailhead",
}

_TRAIT = "x" * LONGEST_TRAIT


def with_(document: Fields, **fields: Any) -> Fields:
    """Return the document with some fields changed."""
    return {**document, **fields}


def without(document: Fields, name: str) -> Fields:
    """Return the document without one field."""
    return {key: value for key, value in document.items() if key != name}


def _each(document: Fields, name: str, values: Mapping[str, Any]) -> Iterator[Case]:
    for what, value in values.items():
        yield f"{name} {what}", with_(document, **{name: value})


def _names(document: Fields, name: str, catalogue: Iterator[str]) -> Iterator[Case]:
    for entry in catalogue:
        yield f"{name} {entry}", with_(document, **{name: entry})


_NOT_A_NAME = {"unknown": "mutant", "a number": 7, "a list": ["daymi"]}


def _whole(most: int) -> dict[str, Any]:
    return {"negative": -1, "too large": most + 1, "not whole": 1.5, "text": "3", "true": True, "a list": [3]}


def _not_text(longest: int) -> dict[str, Any]:
    return {
        "a character too long": "x" * (longest + 1),
        "too long as UTF-16": "\N{GRINNING FACE}" * (longest // 2 + 1),
        "a number": 7,
        "a list": ["x"],
    }


_LOCALES = ("en", "EN-us", "zh-Hans-CN", "de-1996", "abcdefgh", "x" * 8 + "-12345678" * 3)
_NOT_A_LOCALE = {
    "empty": "",
    "of one letter": "d",
    "with an underscore": "de_AT",
    "with an end": "de-",
    "with a space": "de AT",
    "with a digit first": "1de",
    "of nine letters": "abcdefghi",
    "with a long part": "de-abcdefghi",
    "with an umlaut": "dé",
    "of lines": "de\n",
    "a character too long": "de" + "-12345678" * 3 + "-123456",
    "a number": 7,
    "a list": ["de"],
}


def _nulls(document: Fields, *, required: str = "") -> Iterator[Case]:
    """Each field that may be left out as null, which is as good; all of them at once."""
    optional = document.keys() - {required}
    for name in sorted(optional):
        yield f"{name} null", with_(document, **{name: None})
    yield "with null for all that may be left out", with_(document, **dict.fromkeys(optional))


def good_settings() -> Iterator[Case]:
    yield "whole", SETTINGS
    yield "empty", {}
    for name in SETTINGS:
        yield f"without {name}", without(SETTINGS, name)
    yield from _nulls(SETTINGS)
    yield from _each(
        SETTINGS, "time_zone", {"of one character": "Z", "as long as may be": "x" * LONGEST_TIME_ZONE}
    )
    for zone in ("America/Argentina/Buenos_Aires", "Etc/GMT+12", "America/Port-au-Prince"):
        yield f"with time_zone {zone}", with_(SETTINGS, time_zone=zone)
    yield from _names(SETTINGS, "style", iter(StyleId))
    yield from _names(SETTINGS, "persona", iter(PersonaId))
    yield from _names(SETTINGS, "character", iter(CHARACTERS))
    yield from _names(SETTINGS, "locale", iter(_LOCALES))


def bad_settings() -> Iterator[Case]:
    yield "with a field that is not theirs", with_(SETTINGS, credits=1000)
    wrong_zones = {"empty": "", "with a space": "Europe/New Town", **_not_text(LONGEST_TIME_ZONE)}
    yield from _each(SETTINGS, "time_zone", wrong_zones)
    for name in ("style", "persona", "character"):
        yield from _each(SETTINGS, name, _NOT_A_NAME)
    yield from _each(SETTINGS, "locale", _NOT_A_LOCALE)


def good_progress() -> Iterator[Case]:
    yield "whole", PROGRESS
    yield "of active_days alone", {"active_days": 0}
    yield from _nulls(PROGRESS, required="active_days")
    yield from _each(PROGRESS, "active_days", {"0": 0, "at most": MOST_DAYS})
    yield from _each(PROGRESS, "goals_completed", {"0": 0, "at most": MOST_GOALS})
    yield from _each(
        PROGRESS, "major_achievement", {"empty": "", "as long as may be": "x" * LONGEST_ACHIEVEMENT}
    )
    yield from _names(PROGRESS, "achievement_area", iter(Area))
    for count in (0, 1, MOST_TRAITS - 1, MOST_TRAITS):
        yield f"with {count} traits", with_(PROGRESS, discovered_traits=[_TRAIT] * count)
    for what, trait in (("emoji", "\N{GRINNING FACE}" * (LONGEST_TRAIT // 2)), ("lines", "a\nb")):
        yield f"with a trait of {what}", with_(PROGRESS, discovered_traits=[trait])


def bad_progress() -> Iterator[Case]:
    yield "with a field that is not theirs", with_(PROGRESS, stage="halfYear")
    yield "without active_days", without(PROGRESS, "active_days")
    yield from _each(PROGRESS, "active_days", {**_whole(MOST_DAYS), "null": None})
    yield from _each(PROGRESS, "goals_completed", _whole(MOST_GOALS))
    yield from _each(PROGRESS, "major_achievement", _not_text(LONGEST_ACHIEVEMENT))
    yield from _each(PROGRESS, "achievement_area", _NOT_A_NAME)
    yield from _each(
        PROGRESS,
        "discovered_traits",
        {
            "one too many": ["x"] * (MOST_TRAITS + 1),
            "a text": "brave",
            "a map": {},
        },
    )
    for place in range(MOST_TRAITS):
        traits = [_TRAIT] * MOST_TRAITS
        traits[place] = ""
        yield f"with an empty trait at {place}", with_(PROGRESS, discovered_traits=traits)
    wrong_traits = {
        "a character too long": "x" * (LONGEST_TRAIT + 1),
        "of too many emoji": "\N{GRINNING FACE}" * (LONGEST_TRAIT // 2 + 1),
        "that is a number": 7,
        "that is a map": {"x": 1},
        "that is null": None,
    }
    for what, value in wrong_traits.items():
        yield f"with a trait {what}", with_(PROGRESS, discovered_traits=["brave", value])


def good_wishes() -> Iterator[Case]:
    yield "whole", WISH
    yield "of progress alone", {"progress_metrics": {"active_days": 3}}
    for name in WISH.keys() - {"progress_metrics"}:
        yield f"without {name}", without(WISH, name)
    yield from _nulls(WISH, required="progress_metrics")
    for what, progress in _nulls(PROGRESS, required="active_days"):
        yield f"with progress {what}", with_(WISH, progress_metrics=progress)
    yield from _names(WISH, "evolution_stage", iter(EvolutionStage))
    yield from _names(WISH, "style", iter(StyleId))
    yield from _names(WISH, "persona", iter(PersonaId))
    yield from _names(WISH, "timeline", iter(Timeline))
    yield from _names(WISH, "character", iter(CHARACTERS))
    yield from _names(WISH, "locale", iter(_LOCALES))
    yield from _each(WISH, "variation", {"0": 0, "at most": COUNT - 1})
    yield from _each(WISH, "reference_path", {"empty": "", "as long as may be": "x" * LONGEST_PATH})
    yield from _each(WISH, "base_image_url", {"empty": "", "as long as may be": "x" * LONGEST_URL})
    yield from _each(WISH, "preset", {"empty": "", "of a newer catalogue": "x" * LONGEST_PRESET})
    yield from _each(WISH, "wait_seconds", {"0": 0, "at most": MOST_WAIT_SECONDS})
    yield "with no choice of costume", with_(WISH, costume={})
    for what, costume in _nulls(COSTUME):
        yield f"with costume {what}", with_(WISH, costume=costume)
    for name, choices in (("palette", PaletteId), ("power", PowerId), ("place", PlaceId)):
        for what, costume in _names(COSTUME, name, iter(choices)):
            yield f"with costume {what}", with_(WISH, costume=costume)
    yield "as large as may be", with_(WISH, progress_metrics=dict(good_progress())["with 20 traits"])


def bad_wishes() -> Iterator[Case]:
    yield "with a field that is not theirs", with_(WISH, status="completed")
    yield "without progress_metrics", without(WISH, "progress_metrics")
    yield from _each(WISH, "progress_metrics", {"a number": 7, "empty": {}, "null": None})
    for what, progress in bad_progress():
        yield f"with progress {what}", with_(WISH, progress_metrics=progress)
    for name in ("evolution_stage", "style", "persona", "timeline", "character"):
        yield from _each(WISH, name, _NOT_A_NAME)
    yield from _each(WISH, "locale", _NOT_A_LOCALE)
    yield from _each(WISH, "variation", _whole(COUNT - 1))
    yield from _each(WISH, "reference_path", _not_text(LONGEST_PATH))
    yield from _each(WISH, "base_image_url", _not_text(LONGEST_URL))
    yield from _each(WISH, "preset", _not_text(LONGEST_PRESET))
    yield from _each(WISH, "allow_fallback", {"a text": "yes", "a number": 1})
    wrong_waits = {"negative": -1, "too long": MOST_WAIT_SECONDS + 1, "a text": "5"}
    yield from _each(WISH, "wait_seconds", wrong_waits)
    yield from _each(
        WISH, "costume", {"a text": "azure", "a list": ["azure"], "with more": {**COSTUME, "cape": "red"}}
    )
    for name in COSTUME:
        for what, costume in _each(COSTUME, name, _NOT_A_NAME):
            yield f"with costume {what}", with_(WISH, costume=costume)
    yield from _each(WISH, "user_id", {"somebody else": OTHER, "a number": 7})
    wrong_projects = {
        "empty": "",
        "short": "0" * 31,
        "long": "0" * 33,
        "a path": "../" + "0" * 29,
        "in capitals": "A" * 32,
        "a number": 7,
    }
    yield from _each(WISH, "project_id", wrong_projects)


CHECKOUT: Fields = {
    "mode": "payment",
    "price": "price_1Abc9",
    "success_url": "https://app.example/paid",
    "cancel_url": "https://app.example",
}


def good_checkouts() -> Iterator[tuple[str, Fields]]:
    """Yield what an app may ask the Stripe extension for."""
    yield "of one package", CHECKOUT
    yield "in full", {**CHECKOUT, "quantity": 2, "locale": "de"}
    yield "with nulls", {**CHECKOUT, "quantity": None, "locale": None}
    yield "of a subscription", {**CHECKOUT, "mode": "subscription"}
    yield "of the least", {**CHECKOUT, "price": "price_a", "quantity": 1}
    yield "of the most", {**CHECKOUT, "price": f"price_{'z' * 90}", "quantity": 100}
    yield "with the longest addresses", {**CHECKOUT, "success_url": "x" * 2000, "cancel_url": "x" * 2000}


def bad_checkouts() -> Iterator[tuple[str, Fields]]:
    """Yield what no app may ask it for: above all prices, products and discounts of its own."""
    for name in CHECKOUT:
        yield f"without {name}", {key: value for key, value in CHECKOUT.items() if key != name}
        yield f"with a number for {name}", {**CHECKOUT, name: 7}
    for name, value in (
        ("line_items", [{"price_data": {"unit_amount": 1}, "quantity": 1}]),
        ("metadata", {"credits": "99999"}),
        ("promotion_code", "promo_1"),
        ("allow_promotion_codes", True),
        ("client", "mobile"),
        ("amount", 1),
        ("currency", "usd"),
        ("url", "https://checkout.stripe.com"),
    ):
        yield f"with {name}", {**CHECKOUT, name: value}
    for what, changed in (
        ("of another mode", {"mode": "setup"}),
        ("of a product", {"price": "prod_1Abc9"}),
        ("of a price without a name", {"price": "price_"}),
        ("of a price that is too long", {"price": f"price_{'z' * 91}"}),
        ("of a price with a path", {"price": "price_a/b"}),
        ("of none", {"quantity": 0}),
        ("of too many", {"quantity": 101}),
        ("of two in words", {"quantity": "2"}),
        ("with too long an address", {"success_url": "x" * 2001}),
        ("with too long an address to go back to", {"cancel_url": "x" * 2001}),
        ("in a language that is none", {"locale": "?"}),
    ):
        yield what, {**CHECKOUT, **changed}
