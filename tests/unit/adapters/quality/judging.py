"""Judging a whole set: good pictures, spoiled ones, and pictures as made from others."""

from collections.abc import Iterable, Iterator, Mapping

from mirror_realm.adapters.quality.judge import measured
from mirror_realm.adapters.quality.likeness import likeness
from mirror_realm.adapters.quality.working import opened
from mirror_realm.domain.grading import LIMITS, POOR, grade
from mirror_realm.domain.quality import Fault
from tests.unit.adapters.quality.calibration import Spoiled, pictures, style_of
from tests.unit.adapters.quality.figures import Verdict
from tests.unit.adapters.quality.people import pairs, photos


def verdicts_on(good: Mapping[str, bytes], spoiled: Iterable[Spoiled]) -> Iterator[Verdict]:
    whole = pictures(good)
    for name, jpeg in good.items():
        yield Verdict(name, frozenset(grade(measured(jpeg), style_of(name)).reasons))
    for each in spoiled:
        reasons = grade(measured(each.jpeg(whole)), each.style).reasons
        what = f"{each.spoil} {each.strength} of {' '.join(each.of)}"
        yield Verdict(what, frozenset(reasons), each.way.fault, each.way.also)


def verdicts_from_earlier(good: Mapping[str, bytes]) -> Iterator[Verdict]:
    """Each as made from another: is it unlike?"""
    faces = {name: likeness(opened(jpeg)) for name, jpeg in good.items()}
    for name, reference, same in pairs(good, good):
        yield _verdict(f"{name} from {reference}", "likeness", faces[name].to(faces[reference]), same)


def verdicts_from_photos(good: Mapping[str, bytes]) -> Iterator[Verdict]:
    """Each as made from photos."""
    faces = {name: likeness(opened(jpeg)) for name, jpeg in good.items()}
    shots = {name: [likeness(opened(jpeg)) for jpeg in jpegs] for name, jpegs in photos(good).items()}
    for name, reference, same in pairs(good, shots):
        for number, photo in enumerate(shots[reference]):
            what = f"{name} from photo {number} of {reference}"
            yield _verdict(what, "photo_likeness", faces[name].to(photo), same)


def _verdict(what: str, measure: str, measured_likeness: float, same: bool) -> Verdict:
    (limit,) = (limit for limit in LIMITS if limit.measure == measure)
    unlike = limit.grade(measured_likeness) < POOR
    return Verdict(what, frozenset({Fault.UNLIKE} if unlike else ()), None if same else Fault.UNLIKE)
