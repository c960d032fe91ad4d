"""Measure: the Appearance a personal picture is painted with, from its reference pictures."""

import hashlib
import io
from collections import OrderedDict
from threading import Lock

from PIL import Image

from mirror_realm.adapters.painter.appearance import Appearance
from mirror_realm.adapters.painter.likeness.kept import person_of
from mirror_realm.adapters.painter.likeness.paintings import likeness_of_painting
from mirror_realm.adapters.painter.likeness.photographs import likeness_of_photo
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.reference import InputKind
from mirror_realm.services.ports.providers import ReferenceImage

_MOST_KNOWN = 256

_known: OrderedDict[str, Appearance] = OrderedDict()
"""The latest measurements, by digest. No picture is kept."""

_measuring = Lock()
"""One thread measures at a time: concurrent requests mostly need the same result, and all need the same sitters."""


def likeness(recipe: Recipe, references: tuple[ReferenceImage, ...]) -> Appearance:
    """Return the person of the references, measured from the first: the photo, or the first picture made from it.

    The later one is ignored: each step away from the first adds drift. Features without a colour (eyes, the shape of
    the face) are derived from the digests in the recipe, which stay the same along the chain; glasses and marks are
    not measured and are left out. A picture that the painter made has its looks with it, which are read instead.
    """
    origin = references[0]
    if origin.looks is not None and (person := person_of(origin.looks, recipe.references)) is not None:
        return person
    digest = hashlib.sha256(origin.jpeg).hexdigest()
    key = "\n".join((origin.kind, digest, recipe.persona, *recipe.references))
    with _measuring:
        known = _known.get(key)
        if known is None:
            # A painting takes two seconds to measure, and every stage of a chain begins with the same one.
            known = _known[key] = _measured(origin, recipe)
            while len(_known) > _MOST_KNOWN:
                _known.popitem(last=False)
    return known


def forget() -> None:
    """Forget the measurements, as in a new instance."""
    with _measuring:
        _known.clear()


def _measured(origin: ReferenceImage, recipe: Recipe) -> Appearance:
    with Image.open(io.BytesIO(origin.jpeg), formats=("JPEG",)) as opened:
        picture = opened.convert("RGB")
    if origin.kind is InputKind.PHOTO:
        return likeness_of_photo(picture, recipe.references)
    return likeness_of_painting(picture, recipe.references, recipe.persona)
