"""What came of a proof, against the numbers that the product was sold on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from mirror_realm.domain.money import usd_from_micros
from mirror_realm.domain.styles import StyleId
from prove.journal import Call, Ending
from prove.proving import Result, State

PASS_SHARE = 0.90
"""Pictures that have to pass the style check."""

SUCCESS_SHARE = 0.95
"""Looks that have to become a picture."""

ALIKE_SHARE = 0.90
"""Pictures in which the person has to be recognised. The measure is coarse: of the painter's own it takes one in
twelve, in grey light, for another person.
"""

QUICK_SHARE, QUICK_SECONDS = 0.95, 30.0
"""Pictures that have to be there within the time."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one promise holds."""

    promise: str
    holds: bool | None
    """None: it was not measured."""
    said: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """How like a picture is to each person, from 0 to 1: the mean over their other pictures in the same style."""

    look: str
    person: str
    to: Mapping[str, float]

    @property
    def right(self) -> bool:
        """Return whether it is nearer to its own person than to any other."""
        own = self.to[self.person]
        return all(own > other for person, other in self.to.items() if person != self.person)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the least value that so large a share of the values does not exceed. Raises ValueError without values."""
    if not values:
        raise ValueError("there is no percentile of nothing")
    ranked = sorted(values)
    return ranked[max(0, -(-round(share * 1000) * len(ranked) // 1000) - 1)]


def recognised(results: Sequence[Result], like: Callable[[Result, Result], float]) -> list[Recognised]:
    """Return how clearly the person is recognised in each picture of the house style that has another of theirs.

    like: the likeness of two pictures, 0 to 1.
    """
    pictures = [
        result
        for result in results
        if result.state is State.MADE and result.look.recipe.style is StyleId.DAYMI
    ]
    people = list(dict.fromkeys(result.look.person for result in pictures))
    found = []
    for picture in pictures:
        to = {}
        for person in people:
            others = [one for one in pictures if one.look.person == person and one is not picture]
            if others:
                to[person] = mean(like(picture, other) for other in others)
        if picture.look.person in to and len(to) > 1:
            found.append(Recognised(picture.look.id, picture.look.person, to))
    return found


def verdicts(
    results: Sequence[Result], calls: Sequence[Call], recognised_in: Sequence[Recognised], free: bool
) -> list[Verdict]:
    """Return whether prompts, likeness, prices and times hold.

    free: whether the provider's calls cost nothing.
    """
    return [
        _passed(results),
        _succeeded(results),
        _alike(recognised_in),
        _priced(calls, free),
        _quick(calls),
    ]


def _passed(results: Sequence[Result]) -> Verdict:
    judged = [result.quality for result in results if result.quality is not None]
    good = sum(not quality.poor for quality in judged)
    said = f"{good} of {len(judged)} pictures pass the style check; {PASS_SHARE:.0%} have to."
    return Verdict("Prompts", good >= PASS_SHARE * len(judged) if judged else None, said)


def _succeeded(results: Sequence[Result]) -> Verdict:
    made = sum(result.state is State.MADE for result in results)
    failed = sum(result.state is State.FAILED for result in results)
    left = len(results) - made - failed
    said = f"{made} of {made + failed} looks became a picture; {SUCCESS_SHARE:.0%} have to."
    if left:
        said += f" {left} were not asked for."
    return Verdict("Success", made >= SUCCESS_SHARE * (made + failed) if made + failed else None, said)


def _alike(found: Sequence[Recognised]) -> Verdict:
    right = sum(one.right for one in found)
    said = (
        f"{right} of {len(found)} pictures are nearer to their own person than to any other; "
        f"{ALIKE_SHARE:.0%} have to be."
    )
    return Verdict("Likeness", right >= ALIKE_SHARE * len(found) if found else None, said)


def _priced(calls: Sequence[Call], free: bool) -> Verdict:
    known = [call for call in calls if call.cost_micros is not None]
    above = [call for call in known if (call.cost_micros or 0) > call.held_micros]
    if free:
        return Verdict("Prices", not above, "This provider's pictures cost nothing.")
    unknown = sum(call.cost_micros is None for call in calls)
    paid = [call.cost_micros for call in known if call.ending is Ending.MADE and call.cost_micros is not None]
    each = f" A picture cost {usd(round(mean(paid)))} in the mean." if paid else ""
    said = f"{len(above)} of {len(known)} costs are above the worst case that was held; none may be.{each}"
    if unknown:
        said += f" The cost of {unknown} calls is not known and counts as their worst case."
    return Verdict("Prices", not above if paid else None, said)


def _quick(calls: Sequence[Call]) -> Verdict:
    took = [call.seconds for call in calls if call.ending is Ending.MADE and call.seconds is not None]
    if not took:
        return Verdict("Times", None, "No picture was timed.")
    half, most = percentile(took, 0.5), percentile(took, QUICK_SHARE)
    said = (
        f"Half of the pictures took at most {half:.1f} s, {QUICK_SHARE:.0%} at most {most:.1f} s; "
        f"it has to be {QUICK_SECONDS:.0f} s."
    )
    return Verdict("Times", most <= QUICK_SECONDS, said)


def usd(micros: int) -> str:
    """Return an amount as it is shown: cents and fractions, without a row of zeros."""
    return f"${usd_from_micros(micros):.4f}" if micros % 10_000 else f"${usd_from_micros(micros):.2f}"
