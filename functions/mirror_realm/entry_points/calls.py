"""The callables, as apps and administrators call them."""

from typing import Any

from mirror_realm import settings
from mirror_realm.api import callables
from mirror_realm.entry_points import ROOMY_MB, Request, call


@call(timeout_sec=60, secrets=settings.PROVIDER_SECRETS)
def generate_avatar(request: Request) -> Any:
    """Make an avatar: return it completed, or queued and completed later in its document."""
    from mirror_realm.api.avatars import generate_avatar as act

    return callables.answer(request, act, allowed_during_erasure=True, spends=True)


@call(timeout_sec=30, secrets=settings.PROVIDER_SECRETS)
def quote(request: Request) -> Any:
    """Return what a wish would be answered and cost, without making it."""
    from mirror_realm.api.quote import quote as act

    return callables.answer(request, act, allowed_during_erasure=True)  # the decision reads the fence


@call(timeout_sec=60, secrets=settings.PROVIDER_SECRETS)
def generate_trilogy(request: Request) -> Any:
    """Make the same person's avatar for three timelines: original, current, future."""
    from mirror_realm.api.avatars import generate_trilogy as act

    return callables.answer(request, act, allowed_during_erasure=True, spends=True)


@call(timeout_sec=30)
def choose_variation(request: Request) -> Any:
    """Keep one avatar of a set of variations; the others expire."""
    from mirror_realm.api.avatars import choose_variation as act

    return callables.answer(request, act, allowed_during_erasure=True)  # its transaction reads the fence


@call(timeout_sec=60, secrets=settings.PROVIDER_SECRETS)
def cancel_avatar(request: Request) -> Any:
    """Cancel an avatar that is not rendering yet, and return its allowance."""
    from mirror_realm.api.avatars import cancel_avatar as act

    return callables.answer(request, act)


@call(timeout_sec=60, secrets=settings.PROVIDER_SECRETS)
def delete_avatar(request: Request) -> Any:
    """Delete one of the caller's avatars, with the files that were made for it alone."""
    from mirror_realm.api.avatars import delete_avatar as act

    return callables.answer(request, act)


@call(timeout_sec=60, secrets=settings.PROVIDER_SECRETS)
def delete_my_data(request: Request) -> Any:
    """Erase everything of the caller, including the account."""
    from mirror_realm.api.account import delete_my_data as act

    return callables.answer(request, act, allowed_during_erasure=True)


@call(timeout_sec=60, secrets=settings.PSEUDONYM_SECRETS)
def merge_account(request: Request) -> Any:
    """Move an anonymous account's avatars to the caller and erase the anonymous account."""
    from mirror_realm.api.account import merge_account as act

    return callables.answer(request, act)


@call(timeout_sec=60, secrets=settings.PSEUDONYM_SECRETS)
def report_avatar(request: Request) -> Any:
    """Report a picture: hide it from the caller and ask the administrators to decide."""
    from mirror_realm.api.reports import report_avatar as act

    return callables.answer(request, act)


@call(timeout_sec=300, secrets=settings.PROVIDER_SECRETS)
def record_photo_consent(request: Request) -> Any:
    """Record consent to the use of the caller's photo, or withdraw it and delete photos and personal pictures."""
    from mirror_realm.api.photos import record_photo_consent as act

    return callables.answer(request, act)


@call(timeout_sec=120, memory=ROOMY_MB, concurrency=2, secrets=settings.PROVIDER_SECRETS)
def upload_avatar(request: Request) -> Any:
    """Make an avatar of the caller's own picture as it is, judged and without any image model."""
    from mirror_realm.api.photos import upload_avatar as act

    return callables.answer(request, act)


@call(timeout_sec=30, secrets=settings.PROVIDER_SECRETS)
def get_me(request: Request) -> Any:
    """Return the caller's own state: consent, latest picture, credits, allowance."""
    from mirror_realm.api.me import get_me as act

    return callables.answer(request, act, allowed_during_erasure=True)  # it reads the fence with the rest


@call(timeout_sec=30, secrets=settings.PSEUDONYM_SECRETS)
def list_credits(request: Request) -> Any:
    """Return the caller's credits and where they came from and went, in pages."""
    from mirror_realm.api.credits import list_credits as act

    return callables.answer(request, act, allowed_during_erasure=True)  # it reads the fence with the rest


@call(timeout_sec=60, secrets=settings.PSEUDONYM_SECRETS)
def get_stats(request: Request) -> Any:
    """Return the caller's own totals: avatars by status, source, stage and style, the last one, credits used."""
    from mirror_realm.api.my_data import get_stats as act

    return callables.answer(request, act, allowed_during_erasure=True)  # it reads the fence with the rest


@call(timeout_sec=60)
def export_my_data(request: Request) -> Any:
    """Make a copy of the caller's data, once a day, or return where it is."""
    from mirror_realm.api.my_data import export_my_data as act

    return callables.answer(request, act)


@call(timeout_sec=30)
def list_avatars(request: Request) -> Any:
    """List the caller's avatars, newest first, in pages."""
    from mirror_realm.api.timeline import list_avatars as act

    return callables.answer(request, act)


@call(timeout_sec=30)
def get_avatar(request: Request) -> Any:
    """Return the current state of one of the caller's avatars."""
    from mirror_realm.api.timeline import get_avatar as act

    return callables.answer(request, act)


@call(timeout_sec=30)
def select_avatar(request: Request) -> Any:
    """Choose the avatar that represents the caller."""
    from mirror_realm.api.timeline import select_avatar as act

    return callables.answer(request, act)


@call(timeout_sec=30)
def update_avatar(request: Request) -> Any:
    """Store the caller's own name, note, tags and project of one of their avatars."""
    from mirror_realm.api.timeline import update_avatar as act

    return callables.answer(request, act, allowed_during_erasure=True)  # its transaction reads the fence


@call(timeout_sec=30, secrets=settings.PSEUDONYM_SECRETS)
def share_avatar(request: Request) -> Any:
    """Give the picture of one of the caller's avatars a public address, until it ends or is revoked."""
    from mirror_realm.api.sharing import share_avatar as act

    return callables.answer(request, act, allowed_during_erasure=True)  # its transaction reads the fence


@call(timeout_sec=30)
def revoke_share(request: Request) -> Any:
    """End a public address of the caller's at once."""
    from mirror_realm.api.sharing import revoke_share as act

    return callables.answer(request, act, allowed_during_erasure=True)  # its transaction reads the fence


@call(timeout_sec=30, secrets=settings.PSEUDONYM_SECRETS)
def list_shares(request: Request) -> Any:
    """List the caller's public addresses, newest first, in pages."""
    from mirror_realm.api.sharing import list_shares as act

    return callables.answer(request, act, allowed_during_erasure=True)  # it reads the fence with the rest


@call(timeout_sec=30)
def create_project(request: Request) -> Any:
    """Make a project, an album of avatars."""
    from mirror_realm.api.projects import create_project as act

    return callables.answer(request, act, allowed_during_erasure=True)  # its transaction reads the fence


@call(timeout_sec=30)
def update_project(request: Request) -> Any:
    """Store another name or note of one of the caller's projects."""
    from mirror_realm.api.projects import update_project as act

    return callables.answer(request, act, allowed_during_erasure=True)  # its transaction reads the fence


@call(timeout_sec=60, secrets=settings.PROVIDER_SECRETS)
def delete_project(request: Request) -> Any:
    """Delete one of the caller's projects, with its avatars or without."""
    from mirror_realm.api.projects import delete_project as act

    return callables.answer(request, act, allowed_during_erasure=True)  # its transaction reads the fence


@call(timeout_sec=30)
def list_projects(request: Request) -> Any:
    """List the caller's projects, newest first, in pages."""
    from mirror_realm.api.projects import list_projects as act

    return callables.answer(request, act)


@call(timeout_sec=30)
def record_use(request: Request) -> Any:
    """Count what an app did with one of the caller's avatars."""
    from mirror_realm.api.uses import record_use as act

    return callables.answer(request, act, allowed_during_erasure=True)  # its transaction reads the fence


@call(timeout_sec=30)
def list_uses(request: Request) -> Any:
    """List what apps did with one of the caller's avatars, in pages, and by app."""
    from mirror_realm.api.uses import list_uses as act

    return callables.answer(request, act)


@call(timeout_sec=30)
def explain_evolution(request: Request) -> Any:
    """Describe the change between two of the caller's avatars, in I-There's words."""
    from mirror_realm.api.timeline import explain_evolution as act

    return callables.answer(request, act)


@call(timeout_sec=60, memory=ROOMY_MB, concurrency=2)
def evolution_reel(request: Request) -> Any:
    """Make an animation and a contact sheet of the caller's stages."""
    from mirror_realm.api.timeline import evolution_reel as act

    return callables.answer(request, act)


@call(timeout_sec=30)
def list_styles(request: Request) -> Any:
    """List the styles, personas and characters, with previews."""
    from mirror_realm.api.catalogue import list_styles as act

    return callables.answer(request, act)


@call(timeout_sec=60, secrets=settings.PSEUDONYM_SECRETS)
def grant_credits(request: Request) -> Any:
    """Grant credits to a user, once per key (administrators only)."""
    from mirror_realm.api.administration import grant_credits as act

    return callables.answer(request, act)


@call(timeout_sec=540, secrets=settings.PROVIDER_SECRETS)
def replay_dead_letters(request: Request) -> Any:
    """Handle dead letters again (administrators only)."""
    from mirror_realm.api.administration import replay_dead_letters as act

    return callables.answer(request, act)


@call(timeout_sec=60)
def list_reports(request: Request) -> Any:
    """List reported pictures that need a decision (administrators only)."""
    from mirror_realm.api.reports import list_reports as act

    return callables.answer(request, act)


@call(timeout_sec=300, secrets=settings.PSEUDONYM_SECRETS)
def decide_report(request: Request) -> Any:
    """Restore a reported picture or take it down for good (administrators only)."""
    from mirror_realm.api.reports import decide_report as act

    return callables.answer(request, act)


@call(timeout_sec=60, secrets=settings.PROVIDER_SECRETS)
def console_view(request: Request) -> Any:
    """Show the console one of its views (administrators only)."""
    from mirror_realm.api.console_views import console_view as act

    return callables.answer(request, act)


@call(timeout_sec=540, secrets=settings.PROVIDER_SECRETS)
def console_act(request: Request) -> Any:
    """Do one act of the console, once per key (administrators only)."""
    from mirror_realm.api.console_acts import console_act as act

    return callables.answer(request, act, spends=True)


@call(timeout_sec=30)
def register_push(request: Request) -> Any:
    """Register a device for a push when a picture is ready, or forget it."""
    from mirror_realm.api.push import register_push as act

    return callables.answer(request, act)


@call(timeout_sec=60)
def usage_report(request: Request) -> Any:
    """Return the figures of a time: pictures, people, money, waiting times (administrators only)."""
    from mirror_realm.api.usage import usage_report as act

    return callables.answer(request, act, allowed_during_erasure=True)  # it reads no data of the caller
