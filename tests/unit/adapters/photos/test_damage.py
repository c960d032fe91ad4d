"""Damage beside the pixels is left aside, as every viewer leaves it; damage to pixels is not."""

import io
import random
import struct
import zlib
from collections.abc import Callable
from functools import partial

import pytest
from PIL import Image

from mirror_realm.adapters.photos.decoding import prepared
from mirror_realm.adapters.photos.refusals import Refusal, Refused
from tests.unit.adapters.photos.icc import display_p3
from tests.unit.adapters.photos.pictures import encoded, good, scene, shows_the_scene

_AFTER_HEADER = 33
"""Bytes of a PNG: signature and header."""

NOISE = random.Random(7).randbytes(1_200_000)


def with_chunk(name: bytes, body: bytes, wrong_checksum: bool = False, at: int = _AFTER_HEADER) -> bytes:
    """Return a good PNG with one chunk more, behind its header unless said otherwise."""
    whole, checksum = good("PNG"), zlib.crc32(name + body) ^ wrong_checksum
    return whole[:at] + struct.pack(">I", len(body)) + name + body + struct.pack(">I", checksum) + whole[at:]


def with_segment(marker: int, body: bytes) -> bytes:
    """Return a good JPEG with one segment more at its beginning."""
    return b"\xff\xd8" + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + good("JPEG")[2:]


def webp_with(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a good WebP with more chunks, extended as they need it."""
    canvas = (639).to_bytes(3, "little") + (479).to_bytes(3, "little")
    first, *last = ((b"VP8X", struct.pack("<I", 0x28) + canvas), *chunks)
    pieces = [_riff(*first), *(_riff(*chunk) for chunk in last[:1]), good("WEBP")[12:]]
    body = b"WEBP" + b"".join([*pieces, *(_riff(*chunk) for chunk in last[1:])])
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _riff(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def compressed(profile: bytes) -> bytes:
    """Return the body of an iCCP chunk."""
    return b"p\0\0" + zlib.compress(profile)


BESIDE_THE_PIXELS: dict[str, Callable[[], bytes]] = {
    **{
        f"PNG, wrong checksum in {name.decode()}": partial(with_chunk, name, body, wrong_checksum=True)
        for name, body in (
            (b"tEXt", b"Software\0editor"),
            (b"iCCP", compressed(display_p3())),
            (b"gAMA", b"\0\0\xb1\x8f"),
            (b"eXIf", b"MM\0*\0\0\0\x08\0\0"),
            (b"tIME", bytes(7)),
            (b"pHYs", bytes(9)),
            (b"cICP", b"\x0c\x0d\0\1"),
        )
    },
    "PNG, 1.6 MB of compressed text": lambda: with_chunk(
        b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(b"a history entry " * 100_000)
    ),
    "PNG, 2 MB of plain text": lambda: with_chunk(b"tEXt", b"Comment\0" + b"x" * 2_000_000),
    "PNG, text that is compressed in no known way": lambda: with_chunk(b"zTXt", b"Comment\0\7what"),
    "PNG, text that is no text": lambda: with_chunk(b"iTXt", b""),
    "PNG, profile compressed in no known way": lambda: with_chunk(b"iCCP", b"p\0\1" + zlib.compress(b"x")),
    "PNG, profile that is cut": lambda: with_chunk(b"iCCP", compressed(display_p3())[:-40]),
    "PNG, profile that is empty": lambda: with_chunk(b"iCCP", b""),
    "PNG, profile of 1.2 MB": lambda: with_chunk(b"iCCP", compressed(display_p3() + NOISE)),
    "PNG, empty profile behind the pixels": lambda: with_chunk(b"iCCP", b"", at=len(good("PNG")) - 12),
    "PNG, chunks of impossible lengths": lambda: with_chunk(b"gAMA", b"").replace(b"IEND", b"zzzz"),
    "PNG, no end": lambda: good("PNG")[:-12],
    "PNG, more behind its end": lambda: good("PNG") + NOISE[:10_000],
    "JPEG without its end marker": lambda: good("JPEG")[:-2],
    "JPEG with half its end marker": lambda: good("JPEG")[:-1],
    "JPEG, zeros in place of its end marker": lambda: good("JPEG")[:-2] + bytes(600),
    "JPEG, more behind its end": lambda: good("JPEG") + NOISE[:10_000],
    "JPEG, empty segments": lambda: with_segment(0xE1, b""),
    "JPEG, Exif that is cut": lambda: with_segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\x09\0"),
    "JPEG, JFIF that is cut": lambda: with_segment(0xE0, b"JFIF\0\1"),
    "JPEG, Adobe's mark that is cut": lambda: with_segment(0xEE, b"Adobe\0"),
    "JPEG, one of three parts of a profile": lambda: with_segment(0xE2, b"ICC_PROFILE\0\2\3" + NOISE[:500]),
    "JPEG, profile that is noise": lambda: encoded(scene(), icc_profile=NOISE[:5000]),
    "JPEG, bytes between segments": lambda: good("JPEG")[:20] + bytes(7) + good("JPEG")[20:],
    "WebP, profile that is noise": lambda: webp_with((b"ICCP", NOISE[:5000])),
    "WebP, profile of 5 MB": lambda: webp_with((b"ICCP", NOISE * 5)),
    "WebP, Exif that is noise": lambda: webp_with((b"ICCP", b""), (b"EXIF", NOISE[:99])),
    "WebP, Exif that is cut": lambda: webp_with((b"ICCP", b""), (b"EXIF", NOISE[:99]))[:-30],
    "WebP, a chunk that nobody knows": lambda: webp_with((b"zzzz", NOISE[:99])),
    "WebP, more behind its end": lambda: good("WEBP") + NOISE[:10_000],
    "WebP, a wrong length of the whole": lambda: good("WEBP")[:4] + b"\1\0\0\0" + good("WEBP")[8:],
    "HEIC, profile that is noise": lambda: encoded(scene(), "HEIF", icc_profile=NOISE[:5000]),
    "HEIC, Exif that is noise": lambda: encoded(scene(), "HEIF", exif=b"Exif\0\0" + NOISE[:99]),
    "HEIC, more behind its end": lambda: good("HEIF") + b"\0\0\0\x10free" + bytes(8),
}


@pytest.mark.parametrize("name", BESIDE_THE_PIXELS)
def test_damage_beside_the_pixels_is_left_aside(name: str) -> None:
    assert shows_the_scene(Image.open(io.BytesIO(prepared(BESIDE_THE_PIXELS[name]()))))


@pytest.mark.parametrize(
    "make",
    [
        lambda: good("JPEG")[:-100],
        lambda: encoded(scene(), progressive=True)[:-100],
        lambda: good("PNG")[:-100],
        lambda: good("PNG")[:16] + b"\1" + good("PNG")[17:],
        lambda: good("WEBP")[:-100],
        lambda: good("HEIF")[:-100],
    ],
    ids=["JPEG", "progressive JPEG", "PNG", "PNG's header", "WebP", "HEIC"],
)
def test_damage_to_pixels_is_refused(make: Callable[[], bytes]) -> None:
    with pytest.raises(Refused) as refused:
        prepared(make())

    assert refused.value.refusal is Refusal.DAMAGED
