"""Likeness: the person in a picture as an Appearance, measured from colours and shapes alone.

    portrait      a picture measured around its face: colours of skin, hair and clothes, the hair's outline
    palette       the nearest of the colours the painter has on its palette
    faces         where the face is in a photo
    photographs   the likeness of a photo: rough, from colours alone
    kept          the likeness that was stored with one of the painter's own pictures
    sitters, tables   people of known appearance, and what is measured of them once, stored beside this file
    paintings     the likeness of such a picture without it: exact enough that a chain does not drift

A likeness cannot identify a person: it distinguishes eight complexions, ten colours and twelve kinds of hair. Colours
are snapped to a palette on purpose: a picture made from a photo is then measured to the same colours as the photo.
"""

from mirror_realm.adapters.painter.likeness.kept import kept
from mirror_realm.adapters.painter.likeness.measure import likeness

__all__ = ["kept", "likeness"]
