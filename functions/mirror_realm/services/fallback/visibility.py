"""Visibility: whether a user may see a shared picture."""

from typing import TYPE_CHECKING

from mirror_realm.domain.cache_entry import CacheEntry, CacheState
from mirror_realm.errors import LookHidden
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.problems import problem_of
from mirror_realm.services.ports.store import Reader

if TYPE_CHECKING:
    from mirror_realm.domain.pseudonyms import Pseudonyms
    from mirror_realm.domain.report import Report
    from mirror_realm.services.allowance.policy import Policy

REPORTED = problem_of(LookHidden("you have reported this picture"))
UNDER_REVIEW = problem_of(LookHidden("this look was reported and is under review"))
TAKEN_DOWN = problem_of(LookHidden("this look was taken down"))


def own_report(reader: Reader, uid: str, pseudonyms: "Pseudonyms", review_id: str) -> "Report | None":
    """Return this user's report on a shared picture, if there is one, under any of their pseudonyms.

    It takes two reads; three for a user who has a salt. Raises Misconfigured.
    """
    from mirror_realm.domain.report import report_id_of  # imported here: only a reported picture needs it

    identity, filed = reader.read(
        documents.identity(uid), documents.report(report_id_of(pseudonyms.former(uid), review_id))
    )
    if identity is None:
        return filed
    return reader.read(documents.report(report_id_of(pseudonyms.of(uid, identity), review_id))) or filed


def withheld(reader: Reader, entry: CacheEntry, uid: str, policy: "Policy") -> LookHidden | None:
    """Return the reason why this user may not see the picture of an entry, now or once it is made; None if they may.

    It takes the reads of `own_report` for a reported picture, none for all others.
    """
    if entry.state is CacheState.TAKEN_DOWN:
        return LookHidden(TAKEN_DOWN.message)
    if entry.state is CacheState.HIDDEN:
        return LookHidden(UNDER_REVIEW.message)
    if entry.reported and entry.picture is not None:
        report = own_report(reader, uid, policy.pseudonyms, entry.recipe.cache_key)
        if report is not None and report.image_path == entry.picture.image_path:
            return LookHidden(REPORTED.message)
    return None
