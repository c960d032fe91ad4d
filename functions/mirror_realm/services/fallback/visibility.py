"""Withholding: which ready looks are not handed to whom."""

from typing import TYPE_CHECKING

from mirror_realm.domain.cache_entry import CacheEntry, CacheState
from mirror_realm.errors import LookHidden
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.problems import problem_of
from mirror_realm.services.ports.store import Reader, Ref

if TYPE_CHECKING:
    from mirror_realm.domain.report import Report

REPORTED = problem_of(LookHidden("you have reported this picture"))
UNDER_REVIEW = problem_of(LookHidden("this look was reported and is under review"))
TAKEN_DOWN = problem_of(LookHidden("this look was taken down"))


def own_report(uid: str, salt: str, review_id: str) -> "Ref[Report]":
    """Where this person's report on a look is, if there is one."""
    from mirror_realm.domain.ledger import pseudonym  # here: no look that nobody reported needs them
    from mirror_realm.domain.report import report_id_of

    return documents.report(report_id_of(pseudonym(uid, salt), review_id))


def withheld(reader: Reader, entry: CacheEntry, uid: str, salt: str) -> LookHidden | None:
    """Why nothing of this look is handed to this person, now or once it is made; None where it may be.

    One more read for a look that anybody has reported, none for all others.
    """
    if entry.state is CacheState.TAKEN_DOWN:
        return LookHidden(TAKEN_DOWN.message)
    if entry.state is CacheState.HIDDEN:
        return LookHidden(UNDER_REVIEW.message)
    if entry.reported and entry.picture is not None:
        report = reader.read(own_report(uid, salt, entry.recipe.cache_key))
        if report is not None and report.image_path == entry.picture.image_path:
            return LookHidden(REPORTED.message)
    return None
