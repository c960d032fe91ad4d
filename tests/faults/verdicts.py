"""Verdicts: how the moderation API answers about a photo, well and badly. Its breakdowns are those of `scenarios`."""

from collections.abc import Callable
from typing import Any

from tests.faults.exchange import Exchange

CATEGORIES = ("sexual", "sexual/minors", "violence", "violence/graphic", "self-harm", "harassment", "illicit")
SEEN = ("sexual", "violence", "violence/graphic", "self-harm")
"""Judged by what a picture shows; the others by words alone."""

VERDICTS: dict[str, Callable[[Exchange], None]] = {}


def _verdict(play: Callable[[Exchange], None]) -> Callable[[Exchange], None]:
    VERDICTS[play.__name__] = play
    return play


def _answer(*flagged: str, **changes: Any) -> dict[str, Any]:
    """Return an answer as the API gives it, with these categories flagged; a change to None leaves the field out."""
    result = {
        "flagged": bool(flagged),
        "categories": {category: category in flagged for category in CATEGORIES},
        "category_scores": {category: 0.9 if category in flagged else 0.001 for category in CATEGORIES},
        "category_applied_input_types": {
            category: ["image"] if category in SEEN else [] for category in CATEGORIES
        },
    }
    kept = {name: value for name, value in (result | changes).items() if value is not None}
    return {"id": "modr-1", "model": "omni-moderation-latest", "results": [kept]}


@_verdict
def photo_passes(exchange: Exchange) -> None:
    exchange.send_json(200, _answer())


@_verdict
def photo_flagged(exchange: Exchange) -> None:
    exchange.send_json(200, _answer("sexual"))


@_verdict
def photo_flagged_for_more(exchange: Exchange) -> None:
    exchange.send_json(200, _answer("violence", "violence/graphic", "self-harm"))


@_verdict
def photo_not_looked_at(exchange: Exchange) -> None:
    """Answer like a gateway that judges only text."""
    unseen = {category: ["text"] for category in CATEGORIES}
    exchange.send_json(200, _answer(category_applied_input_types=unseen))


@_verdict
def photo_perhaps_looked_at(exchange: Exchange) -> None:
    """Answer like an older model, which does not name the judged types."""
    exchange.send_json(200, _answer(category_applied_input_types=None))


@_verdict
def no_verdict(exchange: Exchange) -> None:
    exchange.send_json(200, {"id": "modr-1", "results": []})


@_verdict
def verdict_without_flag(exchange: Exchange) -> None:
    exchange.send_json(200, _answer(flagged=None))


@_verdict
def flag_of_another_type(exchange: Exchange) -> None:
    exchange.send_json(200, _answer(flagged="no"))


@_verdict
def two_verdicts(exchange: Exchange) -> None:
    """One question, two answers: nobody can say which is ours."""
    exchange.send_json(200, {"id": "modr-1", "results": _answer()["results"] * 2})
