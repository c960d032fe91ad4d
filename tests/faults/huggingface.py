"""Scenarios of Hugging Face's router, by name: bytes from hf-inference, addresses from fal."""

import io
from collections.abc import Callable
from functools import partial
from typing import Any

from PIL import Image

from tests.faults.exchange import Exchange
from tests.faults.pictures import picture
from tests.faults.scenarios import SCENARIOS


def _bytes(exchange: Exchange, data: bytes | None = None) -> None:
    exchange.send(200, picture(encoding="PNG") if data is None else data, content_type="image/png")


def _fal(exchange: Exchange, **changes: Any) -> None:
    """Answer with the address of a picture on this very server."""
    url = f"http://{exchange.headers['host']}/files/1.png"
    content = {
        "images": [{"url": url, "width": 1024, "height": 1024}],
        "has_nsfw_concepts": [False],
        "seed": 1,
    }
    exchange.send_json(200, content | changes)


def _refused(exchange: Exchange, status: int, headers: dict[str, str] | None = None, **content: Any) -> None:
    exchange.send_json(status, content or {"error": "no"}, headers)


def _black(exchange: Exchange) -> None:
    """Answer as a safety checker that paints over what it found."""
    out = io.BytesIO()
    Image.new("RGB", (1024, 1024)).save(out, "PNG")
    exchange.send(200, out.getvalue(), content_type="image/png")


Play = Callable[[Exchange], None]

HUGGINGFACE: dict[str, Play] = {
    **{name: SCENARIOS[name] for name in ("silent", "cut_short", "reset", "html", "bad_gateway", "redirect")},
    "ok": _bytes,
    "ok_fal": _fal,
    "black": _black,
    "half_a_picture": partial(_bytes, data=b"\x89PNG"),
    "nsfw": partial(_fal, has_nsfw_concepts=[True]),
    "no_images": partial(_fal, images=[]),
    "foreign_host": partial(_fal, images=[{"url": "http://169.254.169.254/latest/meta-data"}]),
    "foreign_https": partial(_fal, images=[{"url": "https://fal.media.example.com/1.png"}]),
    "with_credentials": partial(_fal, images=[{"url": "https://user:pass@v3.fal.media/1.png"}]),
    "policy": partial(_refused, status=422, detail=[{"type": "content_policy_violation", "msg": "..."}]),
    "wrong_field": partial(_refused, status=422, detail=[{"type": "value_error"}]),
    "wrong_token": partial(_refused, status=401),
    "no_credits": partial(_refused, status=402),
    "not_served": partial(_refused, status=404),
    "gone": partial(_refused, status=410),
    "rate_limited": partial(_refused, status=429, headers={"retry-after": "2"}),
    "loading": partial(_refused, status=503, error="loading", estimated_time=20.5),
    "overloaded": partial(_refused, status=503),
    "server_error": partial(_refused, status=500),
    "timeout": partial(_refused, status=504),
}
