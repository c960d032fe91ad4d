"""Photos for tests, encoded as asked: good ones, and the ones somebody made up to do harm."""

import io
import random
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from PIL import Image

MEBIBYTE = 1024 * 1024
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@cache
def scene(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue, a white patch in the upper left corner: its orientation can be told."""
    picture = Image.new("RGB", (width, height), (200, 40, 40))
    picture.paste((40, 60, 200), (width // 2, 0, width, height))
    picture.paste((255, 255, 255), (0, 0, width // 4, height // 4))
    return picture.convert(mode)


def shows_the_scene(picture: Image.Image) -> bool:
    """White upper left, red below it, blue on the right."""
    small = picture.convert("RGB").resize((8, 8), Image.Resampling.BOX)
    white, red, blue = (small.getpixel(at) for at in ((0, 0), (1, 6), (6, 3)))
    assert isinstance(white, tuple)
    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    return min(white) > 225 and red[0] > 150 > 90 > red[2] and blue[2] > 150 > 90 > blue[0]


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """Return the picture as a file of that kind."""
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


@cache
def good(kind: str) -> bytes:
    """Return a photo of 640 x 480 in one of the four formats."""
    return encoded(scene(), kind)


def png(width: int, height: int, *chunks: tuple[bytes, bytes], colours: int = 2, depth: int = 8) -> bytes:
    """Return a PNG of these chunks behind a header that declares this size."""
    header = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    every = ((b"IHDR", header), *chunks, (b"IEND", b""))
    return PNG_SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in every
    )


@cache
def zeros(mebibytes: int) -> bytes:
    """So much nothing, deflated to a thousandth."""
    squeeze = zlib.compressobj(9)
    return b"".join([*(squeeze.compress(bytes(MEBIBYTE)) for _ in range(mebibytes)), squeeze.flush()])


def declaring(jpeg: bytes, width: int, height: int) -> bytes:
    """Return a JPEG whose frame header claims another size."""
    frame = re.search(rb"\xff[\xc0\xc2]\x00[\x0b\x11\x14]\x08", jpeg)
    assert frame is not None
    at = frame.end()
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


def many_scans() -> bytes:
    """Return a progressive JPEG of 25 million pixels that sends a scan of nothing two thousand times over."""
    whole = encoded(Image.new("L", (5000, 5000), 128), progressive=True)
    last = whole.rindex(b"\xff\xda")
    first_table = whole.rfind(b"\xff\xc4", 0, last)
    scan = whole[first_table:-2]
    return whole[:-2] + scan * 2000 + whole[-2:]


def webp_canvas(width: int, height: int) -> bytes:
    """Return a WebP whose extended header claims this canvas, around a small picture."""
    inside = encoded(scene(64, 64), "WEBP")[12:]
    extended = (
        b"VP8X"
        + struct.pack("<II", 10, 0)
        + (width - 1).to_bytes(3, "little")
        + (height - 1).to_bytes(3, "little")
    )
    return b"RIFF" + struct.pack("<I", 4 + len(extended) + len(inside)) + b"WEBP" + extended + inside


def lossless_webp(width: int, height: int) -> bytes:
    """Return a lossless WebP that claims this size, with next to nothing behind it."""
    head = b"\x2f" + (width - 1 | height - 1 << 14).to_bytes(4, "little")
    body = head + bytes(59)
    return b"RIFF" + struct.pack("<I", 12 + len(body)) + b"WEBPVP8L" + struct.pack("<I", len(body)) + body


def heic_declaring(width: int, height: int) -> bytes:
    """Return a HEIC whose image properties claim another size."""
    whole = encoded(scene(), "HEIF")
    at = whole.index(b"ispe")
    return whole[: at + 8] + struct.pack(">II", width, height) + whole[at + 16 :]


def looping_exif() -> bytes:
    """Return a JPEG whose Exif directory points to itself and holds an orientation of no length."""
    entry = struct.pack("<HHII", 0x0112, 3, 0xFFFFFFFF, 8)
    tiff = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 1) + entry + struct.pack("<I", 8)
    return encoded(scene(), exif=b"Exif\0\0" + tiff)


def frames(kind: str) -> bytes:
    """Return an animation of three frames."""
    return encoded(scene(), kind, save_all=True, append_images=[scene().rotate(90), scene().rotate(180)])


def flipped(data: bytes, seed: int) -> bytes:
    """Return the file with a few bytes turned, and sometimes cut or lengthened."""
    dice = random.Random(seed)
    broken = bytearray(data)
    for _ in range(dice.randint(1, 24)):
        broken[dice.randrange(12, len(broken))] = dice.randrange(256)
    if dice.random() < 0.3:
        del broken[dice.randrange(16, len(broken)) :]
    if dice.random() < 0.3:
        broken += dice.randbytes(dice.randint(1, 4096))
    return bytes(broken)


HOSTILE: dict[str, Callable[[], bytes]] = {
    # What is no photo
    "empty": lambda: b"",
    "a single byte": lambda: b"\xff",
    "noise": lambda: random.Random(1).randbytes(100_000),
    "text": lambda: b"once upon a time " * 100,
    "a web page": lambda: b"<!doctype html><script>alert(1)</script>" * 100,
    "a vector graphic": lambda: (
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    ),
    "a PostScript program": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n{ } loop\n",
    "a PDF": lambda: b"%PDF-1.7\n" + bytes(1000),
    "a GIF": lambda: encoded(scene().convert("P"), "GIF"),
    "a TIFF": lambda: encoded(scene(), "TIFF"),
    "a BMP": lambda: encoded(scene(), "BMP"),
    "an AVIF": lambda: encoded(scene(), "AVIF"),
    "a film": lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(1000),
    "a film of HEVC stills": lambda: good("HEIF").replace(b"ftypheic", b"ftyphevc", 1),
    # Too large
    "a file over 10 MB": lambda: good("JPEG") + bytes(10 * MEBIBYTE),
    "a PNG of 900 million pixels": lambda: png(30_000, 30_000, (b"IDAT", zeros(1))),
    "a PNG of the largest size there is": lambda: png(2**31 - 1, 2**31 - 1, (b"IDAT", zeros(1))),
    "a PNG just over the limit": lambda: png(8193, 6144, (b"IDAT", zeros(1))),
    "a JPEG of 4 billion pixels": lambda: declaring(good("JPEG"), 65_500, 65_500),
    "a JPEG just over the limit": lambda: declaring(good("JPEG"), 10_000, 5_034),
    "a progressive JPEG over its own limit": lambda: declaring(
        encoded(scene(mode="CMYK"), progressive=True), 6_000, 6_000
    ),
    "a progressive JPEG of full colours that declares more than it has": lambda: declaring(
        encoded(scene(), progressive=True, subsampling=0), 8_192, 6_144
    ),
    "a WebP canvas of 268 million pixels": lambda: webp_canvas(16_383, 16_383),
    "a WebP canvas of 281 trillion pixels": lambda: webp_canvas(2**24, 2**24),
    "a lossless WebP of 268 million pixels": lambda: lossless_webp(16_383, 16_383),
    "a HEIC of 900 million pixels": lambda: heic_declaring(30_000, 30_000),
    "a HEIC of the largest size there is": lambda: heic_declaring(2**32 - 1, 2**32 - 1),
    # Bombs in small pixels
    "a PNG whose text inflates to 100 MB": lambda: png(
        640, 480, (b"zTXt", b"Comment\0\0" + zeros(100)), (b"IDAT", zeros(1))
    ),
    "a PNG whose texts inflate to 1 GB together": lambda: png(
        640, 480, *[(b"zTXt", b"Comment\0\0" + zeros(1))] * 1024, (b"IDAT", zeros(1))
    ),
    "a PNG of half a million chunks": lambda: png(640, 480, *[(b"tEXt", b"a\0b")] * 500_000),
    "a JPEG of two thousand scans": many_scans,
    # Animations
    "an animated PNG": lambda: frames("PNG"),
    "an animated WebP": lambda: frames("WEBP"),
    # Too small
    "a JPEG of one pixel": lambda: encoded(scene(1, 1)),
    "a JPEG of 199 pixels": lambda: encoded(scene(199, 400)),
    "a PNG like a ribbon": lambda: encoded(scene(6000, 300), "PNG"),
    "a WebP that is small": lambda: encoded(scene(100, 100), "WEBP"),
    "a HEIC that is small": lambda: encoded(scene(100, 100), "HEIF"),
    # Broken
    **{
        f"a {kind} cut after {share:.0%}": lambda kind=kind, share=share: good(kind)[
            : int(len(good(kind)) * share)
        ]  # type: ignore[misc]  # bound in a loop
        for kind in ("JPEG", "PNG", "WEBP", "HEIF")
        for share in (0.02, 0.3, 0.9)
    },
    "a PNG with a wrong checksum": lambda: png(640, 481).replace(
        struct.pack(">I", 481), struct.pack(">I", 480)
    ),
    "a PNG without data": lambda: png(640, 480),
    "a JPEG without data": lambda: good("JPEG")[: good("JPEG").index(b"\xff\xda")] + b"\xff\xd9",
    "a JPEG that only begins like one": lambda: b"\xff\xd8\xff" + bytes(1000),
    "a WebP that only begins like one": lambda: b"RIFF\0\0\0\0WEBP",
    "a HEIC that only begins like one": lambda: good("HEIF")[:24] + bytes(1000),
}
"""Every one must be refused."""


def broken_files(number: int) -> Iterator[tuple[str, bytes]]:
    """Photos with bytes turned, equally of each format: some still show something, none may do harm."""
    kinds = ("JPEG", "PNG", "WEBP", "HEIF")
    for seed in range(number):
        kind = kinds[seed % len(kinds)]
        yield f"{kind} {seed}", flipped(good(kind), seed)
