"""Scenarios: every way the image API is known to answer, by name. Shapes are as recorded from the API."""

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.faults.exchange import Exchange
from tests.faults.pictures import picture

USAGE = {
    "input_tokens": 50,
    "input_tokens_details": {"text_tokens": 10, "image_tokens": 40},
    "output_tokens": 196,
    "total_tokens": 246,
}
HUGE_BYTES = 40 * 1024 * 1024

SCENARIOS: dict[str, Callable[[Exchange], None]] = {}


def _scenario(play: Callable[[Exchange], None]) -> Callable[[Exchange], None]:
    SCENARIOS[play.__name__] = play
    return play


def _answer(image: bytes, **changes: Any) -> dict[str, Any]:
    """Return a success with this picture; a change to None leaves the field out."""
    encoded = base64.b64encode(image).decode()
    content = {
        "created": 1,
        "background": "opaque",
        "data": [{"b64_json": encoded}],
        "output_format": "jpeg",
        "quality": "low",
        "size": "1024x1024",
        "usage": USAGE,
    }
    return {name: value for name, value in (content | changes).items() if value is not None}


# Pictures, good and bad


@_scenario
def ok(exchange: Exchange) -> None:
    exchange.send_json(200, _answer(picture()))


@_scenario
def ok_png(exchange: Exchange) -> None:
    """Answer like a gateway that ignores `output_format`."""
    exchange.send_json(200, _answer(picture(encoding="PNG"), output_format="png"))


@_scenario
def no_usage(exchange: Exchange) -> None:
    exchange.send_json(200, _answer(picture(), usage=None))


@_scenario
def malformed_usage(exchange: Exchange) -> None:
    exchange.send_json(200, _answer(picture(), usage={"input_tokens": "50", "output_tokens": -1}))


@_scenario
def usage_without_details(exchange: Exchange) -> None:
    exchange.send_json(200, _answer(picture(), usage={"input_tokens": 50, "output_tokens": 196}))


@_scenario
def not_square(exchange: Exchange) -> None:
    exchange.send_json(200, _answer(picture(1536, 1024)))


@_scenario
def too_small(exchange: Exchange) -> None:
    exchange.send_json(200, _answer(picture(256, 256)))


@_scenario
def not_a_picture(exchange: Exchange) -> None:
    exchange.send_json(200, _answer(b"%PDF-1.7 " * 1000))


@_scenario
def a_stub_of_a_picture(exchange: Exchange) -> None:
    exchange.send_json(200, _answer(picture()[:200]))


@_scenario
def not_base64(exchange: Exchange) -> None:
    exchange.send_json(200, _answer(b"", data=[{"b64_json": "not base64: ü"}]))


@_scenario
def huge_picture(exchange: Exchange) -> None:
    """40 MB, announced."""
    length = sum(map(len, _huge()))
    exchange.begin(200, {"content-type": "application/json", "content-length": str(length)})
    for piece in _huge():
        exchange.wfile.write(piece)


@_scenario
def huge_picture_unannounced(exchange: Exchange) -> None:
    exchange.send_chunks(_huge())


def _huge() -> Iterator[bytes]:
    piece = b"A" * (1024 * 1024)
    yield b'{"created": 1, "data": [{"b64_json": "'
    for _ in range(HUGE_BYTES * 4 // 3 // len(piece)):
        yield piece
    yield b'"}]}'


# Successes that are none


@_scenario
def empty_data(exchange: Exchange) -> None:
    exchange.send_json(200, _answer(b"", data=[]))


@_scenario
def empty_data_without_usage(exchange: Exchange) -> None:
    exchange.send_json(200, {"created": 1, "data": []})


@_scenario
def no_data(exchange: Exchange) -> None:
    exchange.send_json(200, {"created": 1})


@_scenario
def url_instead_of_picture(exchange: Exchange) -> None:
    exchange.send_json(200, _answer(b"", data=[{"url": "http://127.0.0.1/picture.png"}]))


@_scenario
def null(exchange: Exchange) -> None:
    exchange.send(200, b"null")


@_scenario
def truncated_json(exchange: Exchange) -> None:
    exchange.send(200, json.dumps(_answer(picture())).encode()[:1000])


@_scenario
def html(exchange: Exchange) -> None:
    exchange.send(200, b"<html>ok</html>", content_type="text/html")


# Refusals


@_scenario
def moderation_blocked_input(exchange: Exchange) -> None:
    _moderation_blocked(exchange, "input")


@_scenario
def moderation_blocked_output(exchange: Exchange) -> None:
    _moderation_blocked(exchange, "output")


def _moderation_blocked(exchange: Exchange, stage: str) -> None:
    exchange.send_error_object(
        400,
        f"Your request was rejected by the safety system: {exchange.call.field('prompt')}",
        type="image_generation_user_error",
        code="moderation_blocked",
        moderation_details={"moderation_stage": stage, "categories": ["sexual"]},
    )


@_scenario
def bad_reference(exchange: Exchange) -> None:
    exchange.send_error_object(
        400, "Invalid image file", type="invalid_request_error", param="image", code="invalid_image_file"
    )


@_scenario
def invalid_value(exchange: Exchange) -> None:
    exchange.send_error_object(
        400,
        f"Invalid value in {exchange.call.field('prompt')}",
        type="invalid_request_error",
        param="quality",
        code="invalid_value",
    )


@_scenario
def malformed_error(exchange: Exchange) -> None:
    """No field has the type it should have."""
    exchange.send_json(400, {"error": {"message": 1, "type": [2], "param": {"image": 3}, "code": [4]}})


@_scenario
def billing_limit(exchange: Exchange) -> None:
    exchange.send_error_object(
        400,
        "Billing hard limit has been reached",
        type="billing_limit_user_error",
        code="billing_hard_limit_reached",
    )


@_scenario
def wrong_key(exchange: Exchange) -> None:
    key = exchange.call.headers["authorization"].removeprefix("Bearer ")
    exchange.send_error_object(
        401, f"Incorrect API key provided: {key}", type="invalid_request_error", code="invalid_api_key"
    )


@_scenario
def unverified_organisation(exchange: Exchange) -> None:
    exchange.send_error_object(403, "Your organization must be verified", type="invalid_request_error")


@_scenario
def model_gone(exchange: Exchange) -> None:
    exchange.send_error_object(404, "The model does not exist", code="model_not_found", param="model")


@_scenario
def rate_limited(exchange: Exchange) -> None:
    _rate_limited(exchange, {"retry-after": "2"})


@_scenario
def rate_limited_for_long(exchange: Exchange) -> None:
    """Beyond the 120 s that the client would honour."""
    _rate_limited(exchange, {"retry-after": "121"})


@_scenario
def rate_limited_in_milliseconds(exchange: Exchange) -> None:
    _rate_limited(exchange, {"retry-after-ms": "1500", "retry-after": "2"})


@_scenario
def rate_limited_silently(exchange: Exchange) -> None:
    _rate_limited(exchange, {})


def _rate_limited(exchange: Exchange, headers: dict[str, str]) -> None:
    exchange.send_error_object(
        429, "Rate limit reached", headers=headers, type="requests", code="rate_limit_exceeded"
    )


@_scenario
def insufficient_quota(exchange: Exchange) -> None:
    exchange.send_error_object(
        429, "You exceeded your current quota", type="insufficient_quota", code="insufficient_quota"
    )


@_scenario
def redirect(exchange: Exchange) -> None:
    exchange.send(307, b"", headers={"location": "/v1/elsewhere"})


# Breakdowns


@_scenario
def server_error(exchange: Exchange) -> None:
    exchange.send_error_object(500, "The server had an error", type="server_error")


@_scenario
def overloaded(exchange: Exchange) -> None:
    exchange.send_error_object(503, "Overloaded", type="server_error")


@_scenario
def bad_gateway(exchange: Exchange) -> None:
    exchange.send(502, b"<html>bad gateway</html>", content_type="text/html")


@_scenario
def bad_gateway_in_json(exchange: Exchange) -> None:
    """JSON, but not the API's."""
    exchange.send_json(502, {"message": "upstream unavailable"})


@_scenario
def gateway_timeout(exchange: Exchange) -> None:
    exchange.send(504, b"", content_type="text/plain")


@_scenario
def request_timeout(exchange: Exchange) -> None:
    exchange.send_error_object(408, "Request timed out")


@_scenario
def silent(exchange: Exchange) -> None:
    """Take the request and never answers."""
    exchange.fall_silent()


@_scenario
def silent_after_headers(exchange: Exchange) -> None:
    exchange.begin(200, {"content-type": "application/json", "content-length": "100000"})
    exchange.wfile.write(b'{"created": 1,')
    exchange.fall_silent()


@_scenario
def dripping(exchange: Exchange) -> None:
    """Send a space every few milliseconds, without an end."""

    def drops() -> Iterator[bytes]:
        while not exchange.closing.wait(0.005):
            yield b" "

    exchange.send_chunks(drops())


@_scenario
def cut_short(exchange: Exchange) -> None:
    """End the connection before the announced length."""
    body = json.dumps(_answer(picture())).encode()
    exchange.send(200, body[:1000], announce=len(body))


@_scenario
def reset(exchange: Exchange) -> None:
    exchange.reset()
