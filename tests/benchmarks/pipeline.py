"""The pipeline: what a picture takes beside its provider's own time, from claiming the job to its end.

Claim, authorise, check, encode three sizes, blurhash, upload, settle, look for followers: product code in this process,
the embedded Firebase in another, both on this machine's cores. The pictures are JPEGs as the provider is asked for.
"""

import io
import time
from collections.abc import Iterable
from statistics import median

from PIL import Image

from mirror_realm import settings
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.progress import Progress
from mirror_realm.domain.wish import User, Wish
from tests.benchmarks.corpus import grainy, painted
from tests.benchmarks.embedded import embedded_firebase
from tests.benchmarks.product import AMPLE, Product, product
from tests.benchmarks.rows import Row, at_most

MILLISECONDS_BUDGET = 150.0
PICTURES = 40


def rows(quick: bool) -> Iterable[Row]:
    """Half of the pictures are grainy, as a model's are; the medians stand for both."""
    encoded = [_jpeg(picture) for one in painted(quick=True) for picture in (one, grainy(one))]
    with embedded_firebase(AMPLE, functions=False):
        measured = product(encoded, settings.load())
        beside = [_beside_provider(measured, number) for number in range(1 + (10 if quick else PICTURES))]
    yield at_most(
        f"everything but the provider, median of {len(beside) - 1}",
        1000 * median(beside[1:]),
        MILLISECONDS_BUDGET,
        " ms",
        digits=0,
    )
    yield Row("  of it the codec", f"{1000 * median(measured.codec.seconds[1:]):.0f} ms")
    yield Row("  of it three uploads", f"{1000 * median(measured.pictures.seconds[1:]):.0f} ms")


def _beside_provider(measured: Product, number: int) -> float:
    """Return the seconds that one picture took, less the provider's. The first also imports and connects.

    A picture that is judged poor is drawn a second time, and each draw is uploaded: that is part of its time.
    """
    drawn, uploaded = len(measured.provider.seconds), len(measured.pictures.seconds)
    wish = Wish(User(f"person-{number}", FREE), Progress(active_days=40), variation=number % 100)
    render_id = measured.services.admission.admit(wish).avatar.render_id
    assert render_id is not None, "every wish here is a look of its own"
    begun = time.perf_counter()
    measured.services.rendering.run(render_id, 1)
    seconds = time.perf_counter() - begun
    calls = measured.provider.seconds[drawn:]
    assert calls, "the attempt did not come to its provider"
    assert len(measured.pictures.seconds) - uploaded == len(calls), "the attempt did not come to its upload"
    return seconds - sum(calls)


def _jpeg(picture: Image.Image) -> bytes:
    encoded = io.BytesIO()
    picture.save(encoded, "JPEG", quality=95)
    return encoded.getvalue()
