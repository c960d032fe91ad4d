"""Whether a documented example is what the backend says: same fields, same types, same values where they can be."""

import re
from typing import Any

AN_AVATAR: dict[str, Any] = {}
"""How the page writes "an avatar as above"."""

MOVES = {
    "blurhash",
    "score",
    "renderer",
    "template",
    "global_remaining",
    "next_page_token",
    "used",
    "remaining",
}
"""With every better painter, or with what others have asked for: the type is compared."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ID = re.compile(r"[0-9a-f]{32}")
_SLUG = re.compile(r"\b[a-z2-7]{32}\b")
_HEX = re.compile(r"[0-9a-f]{6,}(\.\.\.)?")
_ORIGIN = re.compile(r"^https?://[^/]+(/v0/b/[^/]+)?")


def differences(told: Any, real: Any, *, uid: str, avatar: dict[str, Any], path: str = "") -> list[str]:
    """Where they differ, by path. A list may go on longer than the page shows; `{}` stands for `avatar`'s fields."""
    if told == AN_AVATAR and isinstance(real, dict):
        fields = avatar.keys() - {"usage"}
        return [] if real.keys() - {"usage"} == fields else [f"{path}: {sorted(real.keys() ^ fields)}"]
    if isinstance(told, dict) and isinstance(real, dict):
        if all(map(_ID.fullmatch, [*told, *real])) and len(told) == len(real):
            told, real = {"#": next(iter(told.values()))}, {"#": next(iter(real.values()))}
        if told.keys() != real.keys():
            return [f"{path}: {sorted(told.keys() ^ real.keys())}"]
        return [
            difference
            for name in told
            for difference in differences(
                told[name], real[name], uid=uid, avatar=avatar, path=f"{path}.{name}"
            )
        ]
    if isinstance(told, list) and isinstance(real, list):
        if len(real) < len(told) or (real and not told):
            return [f"{path}: {len(real)} instead of {len(told)}"]
        return [
            difference
            for index, (one, other) in enumerate(zip(told, real, strict=False))
            for difference in differences(one, other, uid=uid, avatar=avatar, path=f"{path}[{index}]")
        ]
    if path.rpartition(".")[2] in MOVES:
        return [] if type(told) is type(real) else [f"{path}: {told!r}, really {real!r}"]
    alike = type(told) is type(real) and _kind(told, "{uid}") == _kind(real, uid)
    return [] if alike else [f"{path}: {told!r}, really {real!r}"]


def _kind(value: Any, uid: str) -> Any:
    """Return the value; of text what is left without origins, ids, tokens and moments. I-There never says it twice."""
    if not isinstance(value, str):
        return value
    if value.startswith("🪞 "):
        return "I-There's words"
    if _MOMENT.fullmatch(value):
        return "a moment"
    if _DAY.fullmatch(value):
        return "a day"
    return _HEX.sub("#", _SLUG.sub("#", _ORIGIN.sub("", value).replace(uid, "{uid}")))
