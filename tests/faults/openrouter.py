"""Scenarios of OpenRouter's image API, by name: what its documentation and its client's types say it can answer."""

import base64
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.faults.exchange import Exchange
from tests.faults.pictures import picture
from tests.faults.scenarios import SCENARIOS

COST = 0.0387
USAGE = {
    "prompt_tokens": 310,
    "completion_tokens": 1290,
    "total_tokens": 1600,
    "cost": COST,
    "is_byok": False,
    "completion_tokens_details": {"image_tokens": 1290, "reasoning_tokens": 0},
}


def _made(exchange: Exchange, image: bytes | None = None, **changes: Any) -> None:
    """Answer with a picture; a change to None leaves the field out."""
    encoded = base64.b64encode(picture(encoding="PNG") if image is None else image).decode()
    content = {"created": 1, "data": [{"b64_json": encoded, "media_type": "image/png"}], "usage": USAGE}
    exchange.send_json(200, {name: value for name, value in (content | changes).items() if value is not None})


def _refused(
    exchange: Exchange, status: int, message: str = "Provider returned error", *, http: int = 0, **more: Any
) -> None:
    """Answer with an error object; `http` is the status where it differs from the code, as after the model began."""
    headers = more.pop("headers", None)
    usage = more.pop("usage", None)
    error = {"code": status, "message": message, "metadata": more or None}
    content = {"error": error, "user_id": "user_x"} | ({"usage": usage} if usage else {})
    exchange.send_json(http or status, content, headers)


Play = Callable[[Exchange], None]

OPENROUTER: dict[str, Play] = {
    **{
        name: SCENARIOS[name]
        for name in (
            "silent",
            "silent_after_headers",
            "dripping",
            "cut_short",
            "reset",
            "truncated_json",
            "html",
            "null",
            "huge_picture",
            "huge_picture_unannounced",
            "redirect",
            "bad_gateway",
            "gateway_timeout",
        )
    },
    "ok": _made,
    "no_usage": partial(_made, usage=None),
    "cost_is_nan": partial(_made, usage={"cost": float("nan")}),
    "cost_is_negative": partial(_made, usage={"cost": -1}),
    "cost_is_text": partial(_made, usage={"cost": "0.0387"}),
    "cost_is_absurd": partial(_made, usage={"cost": 1e300}),
    "no_data": partial(_made, data=None),
    "empty_data": partial(_made, data=[]),
    "empty_data_without_usage": partial(_made, data=[], usage=None),
    "not_a_picture": partial(_made, image=b"%PDF-1.7 " * 1000),
    "not_base64": partial(_made, data=[{"b64_json": "not base64: ü"}]),
    "url_instead_of_picture": partial(_made, data=[{"url": "https://example.com/1.png"}]),
    "filtered": partial(
        _made, data=[{"finish_reason": "content_filter", "native_finish_reason": "IMAGE_SAFETY"}]
    ),
    "filtered_as_in_chat": partial(
        _made,
        data=None,
        choices=[{"finish_reason": "content_filter", "native_finish_reason": "IMAGE_SAFETY"}],
    ),
    "filtered_above": partial(_made, data=[], native_finish_reason="PROHIBITED_CONTENT", usage=None),
    "moderation": partial(
        _refused, status=403, reasons=["sexual"], flagged_input="...", provider_name="OpenAI"
    ),
    "moderation_in_200": partial(_refused, status=403, http=200, reasons=["sexual"], usage={"cost": 0.0011}),
    "guardrail": partial(_refused, status=403, message="Key limit exceeded"),
    "bad_request": partial(_refused, status=400, message="aspect_ratio is not supported"),
    "wrong_key": partial(_refused, status=401, message="No auth credentials found"),
    "no_credits": partial(_refused, status=402, message="Insufficient credits"),
    "credits_in_flight": partial(
        _refused, status=402, headers={"retry-after": "7"}, limit_source="openrouter_in_flight_budget"
    ),
    "model_gone": partial(
        _refused, status=404, message="No endpoints found for google/gemini-2.5-flash-image."
    ),
    "no_zdr": partial(
        _refused, status=404, message="No endpoints found matching your data policy (Zero data retention)."
    ),
    "request_timeout": partial(_refused, status=408),
    "too_large": partial(_refused, status=413),
    "rate_limited": partial(_refused, status=429, headers={"retry-after": "2"}),
    "rate_limited_in_prose": partial(
        _refused, status=429, message="Rate limited. Your limit resets in ~30s."
    ),
    "upstream_failed": partial(_refused, status=502),
    "upstream_failed_in_200": partial(_refused, status=502, http=200),
    "overloaded": partial(_refused, status=503, headers={"retry-after": "3"}),
    "upstream_timeout": partial(_refused, status=524),
    "provider_overloaded": partial(_refused, status=529),
    "error_of_another_shape": lambda exchange: exchange.send_json(200, {"error": "failed"}),
}
