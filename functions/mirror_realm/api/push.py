"""The `register_push` callable: ask for a push on a device when a picture is ready, or no longer."""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.callable_requests import PushRequest, parse
from mirror_realm.api.guards import Caller


def register_push(data: Any, caller: Caller) -> dict[str, Any]:
    """Register or forget the device of a token; return `{enabled, devices}`.

    `enabled` is whether this device gets pushes now: never in a deployment that sends none. `devices` is the number of
    the caller's devices.

    Raises InvalidRequest, BeingErased, Contention.
    """
    request = parse(PushRequest, data)
    services, uid = bootstrap.services(), caller.user.uid
    enabled = request.enabled and services.settings.push_notifications
    act = services.devices.register if enabled else services.devices.forget
    return {"enabled": enabled, "devices": act(uid, request.token)}
