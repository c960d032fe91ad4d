"""The callables about the caller's own data: `get_stats` and `export_my_data`."""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.callable_requests import ExportRequest, NoRequest, parse
from mirror_realm.api.guards import Caller
from mirror_realm.domain.export import EACH, Export, ExportState
from mirror_realm.domain.export_words import file_name
from mirror_realm.services.timeline.own_figures import EACH as COUNTED
from mirror_realm.services.timeline.own_figures import MOST


def get_stats(data: Any, caller: Caller) -> dict[str, Any]:
    """Return the caller's own totals; nothing is written. Raises InvalidRequest, BeingErased."""
    parse(NoRequest, data)
    totals = bootstrap.services().own_figures.of(caller.user.uid)
    last, credits = totals.last, totals.credits
    return {
        "avatars": totals.avatars,
        "by_status": dict(totals.by_status),
        "by_source": dict(totals.by_source),
        "by_stage": dict(totals.by_stage),
        "by_style": dict(totals.by_style),
        "counted_to": {"completed": MOST, "each": COUNTED},
        "last": None
        if last is None
        else {
            "avatar_id": last.avatar_id,
            "evolution_stage": last.evolution_stage,
            "style": last.style,
            "created_at": last.created_at.isoformat(),
        },
        "credits": None
        if credits is None
        else {"held": credits.held, "granted": credits.granted, "used": credits.used},
        "active_days": totals.active_days,
    }


def export_my_data(data: Any, caller: Caller) -> dict[str, Any]:
    """Begin a copy of the caller's data, or only look for it with `begin` false; return its state and its addresses.

    `status` is `none`, `preparing`, `ready`, `failed` or `gone`; `files` are the zip files of a ready one, with
    addresses that work until `links_until`. It is deleted at `gone_at`.

    Raises InvalidRequest, RateLimited (one a day), BeingErased, Contention.
    """
    request, uid = parse(ExportRequest, data), caller.user.uid
    exports = bootstrap.services().exports
    export = exports.ask(uid) if request.begin else exports.find(uid)
    if export is None:
        return _answer("none", None, ())
    export, urls = exports.links(uid, export)
    return _answer(export.state, export, urls)


def _answer(status: str, export: Export | None, urls: Any) -> dict[str, Any]:
    ready = export if export is not None and export.state is ExportState.READY and urls else None
    if status == ExportState.READY and ready is None:
        status = ExportState.GONE
    return {
        "status": str(status),
        "asked_at": _text(export and export.asked_at),
        "ready_at": _text(ready and ready.ready_at),
        "gone_at": _text(ready and ready.gone_at),
        "links_until": _text(ready and ready.link_until),
        "next_at": _text(export and export.first_asked_at + EACH),
        "files": []
        if ready is None
        else [
            {
                "name": file_name(ready.asked_at, number),
                "url": url,
                "bytes": part.size,
                "pictures": part.pictures,
            }
            for number, (part, url) in enumerate(zip(ready.parts, urls, strict=False), 1)
        ],
    }


def _text(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
