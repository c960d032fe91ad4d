"""The callables, as apps and administrators call them."""

from typing import Any

from firebase_functions.options import MemoryOption

from mirror_realm import settings
from mirror_realm.api import callables
from mirror_realm.entry_points import Request, call


@call(timeout_sec=60, secrets=settings.PROVIDER_SECRETS)
def generate_avatar(request: Request) -> Any:
    """A wish -> its avatar: complete at once, or queued and completed in the document."""
    from mirror_realm.api.avatars import generate_avatar as act

    return callables.answer(request, act, minds_fence=True, spends=True)


@call(timeout_sec=60, secrets=settings.PROVIDER_SECRETS)
def generate_trilogy(request: Request) -> Any:
    """One wish -> three times of one life: original, current, future."""
    from mirror_realm.api.avatars import generate_trilogy as act

    return callables.answer(request, act, minds_fence=True, spends=True)


@call(timeout_sec=60, secrets=settings.PSEUDONYM_SECRETS)
def cancel_avatar(request: Request) -> Any:
    """A wish that nobody has begun to render -> taken back, its allowance returned."""
    from mirror_realm.api.avatars import cancel_avatar as act

    return callables.answer(request, act)


@call(timeout_sec=60, secrets=settings.PSEUDONYM_SECRETS)
def delete_avatar(request: Request) -> Any:
    """One of one's own avatars -> gone, with the files that were made for it alone."""
    from mirror_realm.api.avatars import delete_avatar as act

    return callables.answer(request, act)


@call(timeout_sec=60, secrets=settings.PSEUDONYM_SECRETS)
def delete_my_data(request: Request) -> Any:
    """Everything of the person who calls is erased, account included."""
    from mirror_realm.api.account import delete_my_data as act

    return callables.answer(request, act, minds_fence=True)


@call(timeout_sec=60, secrets=settings.PSEUDONYM_SECRETS)
def merge_account(request: Request) -> Any:
    """An anonymous account's avatars -> the caller's, and the anonymous account is erased."""
    from mirror_realm.api.account import merge_account as act

    return callables.answer(request, act)


@call(timeout_sec=60, secrets=settings.PSEUDONYM_SECRETS)
def report_avatar(request: Request) -> Any:
    """A picture one does not want to see -> hidden, and put before the administrators."""
    from mirror_realm.api.reports import report_avatar as act

    return callables.answer(request, act)


@call(timeout_sec=300, secrets=settings.PSEUDONYM_SECRETS)
def record_photo_consent(request: Request) -> Any:
    """Consent to the use of one's photo, given or withdrawn (then photos and personal pictures are deleted)."""
    from mirror_realm.api.photos import record_photo_consent as act

    return callables.answer(request, act)


@call(timeout_sec=30)
def list_avatars(request: Request) -> Any:
    """One's own avatars, the newest first, page by page."""
    from mirror_realm.api.timeline import list_avatars as act

    return callables.answer(request, act)


@call(timeout_sec=30)
def get_avatar(request: Request) -> Any:
    """One of one's own avatars as it stands."""
    from mirror_realm.api.timeline import get_avatar as act

    return callables.answer(request, act)


@call(timeout_sec=30)
def select_avatar(request: Request) -> Any:
    """The avatar one wants to be seen by."""
    from mirror_realm.api.timeline import select_avatar as act

    return callables.answer(request, act)


@call(timeout_sec=30)
def explain_evolution(request: Request) -> Any:
    """What changed between two of one's reflections, in I-There's words."""
    from mirror_realm.api.timeline import explain_evolution as act

    return callables.answer(request, act)


@call(timeout_sec=60, memory=MemoryOption.GB_1, concurrency=2)
def evolution_reel(request: Request) -> Any:
    """One's own stages as a moving picture and a contact sheet."""
    from mirror_realm.api.timeline import evolution_reel as act

    return callables.answer(request, act)


@call(timeout_sec=30)
def list_styles(request: Request) -> Any:
    """Styles, personas and characters to choose from, with previews."""
    from mirror_realm.api.catalogue import list_styles as act

    return callables.answer(request, act)


@call(timeout_sec=60, secrets=settings.PSEUDONYM_SECRETS)
def grant_credits(request: Request) -> Any:
    """Administrators: credits for a person, once per key."""
    from mirror_realm.api.administration import grant_credits as act

    return callables.answer(request, act)


@call(timeout_sec=540, secrets=settings.PROVIDER_SECRETS)
def replay_dead_letters(request: Request) -> Any:
    """Administrators: events that were put aside are handled again."""
    from mirror_realm.api.administration import replay_dead_letters as act

    return callables.answer(request, act)


@call(timeout_sec=60)
def list_reports(request: Request) -> Any:
    """Administrators: reported pictures that await a decision."""
    from mirror_realm.api.reports import list_reports as act

    return callables.answer(request, act)


@call(timeout_sec=300, secrets=settings.PSEUDONYM_SECRETS)
def decide_report(request: Request) -> Any:
    """Administrators: a reported picture is restored, or taken down for good."""
    from mirror_realm.api.reports import decide_report as act

    return callables.answer(request, act)
