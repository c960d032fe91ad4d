"""Likeness: who a picture shows, as an Appearance, by its colours and shapes alone.

    portrait      a picture seen from its face: colours of skin, hair and clothes, the hair's outline
    palette       the nearest of the colours the painter has on its palette
    faces         where the face is in a photo
    photographs   a photo's likeness: rough, as far as colours tell
    paintings     the likeness of one of the painter's own: exact enough for a chain of pictures not to drift

Nobody can be recognised by it: it tells some eight complexions, ten colours and twelve kinds of hair. Colours are
snapped to a palette on purpose: what was read from a photo is read again, unchanged, from the picture made of it.
"""

from mirror_realm.adapters.painter.likeness.measure import likeness

__all__ = ["likeness"]
