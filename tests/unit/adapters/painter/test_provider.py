"""The painter as an image provider: no cost, no key, a picture whatever the recipe."""

import io
import subprocess
import sys
import time
from pathlib import Path

from PIL import Image, ImageFilter

from mirror_realm.adapters.painter import PAINTER_VERSION, Painter, paint
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.recipe import Recipe
from mirror_realm.services.ports.providers import ImageProvider, ImageRequest
from tests.unit.adapters.painter.recipes import a_recipe

FUNCTIONS = Path(__file__).parents[4] / "functions"


def _request(recipe: Recipe) -> ImageRequest:
    return ImageRequest(recipe, prompt="", safety_identifier="", timeout_seconds=1)


def test_it_is_an_image_provider_that_names_its_version() -> None:
    painter: ImageProvider = Painter()
    assert painter.name == "painter"
    assert painter.renderer(personal=False) == painter.renderer(personal=True) == f"painter-{PAINTER_VERSION}"


def test_it_costs_nothing() -> None:
    request = _request(a_recipe())
    assert Painter().worst_case_micros(request) == 0
    assert Painter().render(request).cost_micros == 0


def test_what_it_renders_decodes_to_the_painted_picture() -> None:
    recipe = a_recipe(size=512)
    picture = Image.open(io.BytesIO(Painter().render(_request(recipe)).data))
    assert picture.format == "JPEG"
    assert picture.size == (512, 512)


def test_the_same_request_gives_the_same_bytes() -> None:
    request = _request(a_recipe("noor"))
    assert Painter().render(request) == Painter().render(request)


def test_importing_it_does_not_load_the_imaging_library() -> None:
    check = "import sys, mirror_realm.adapters.painter as p; p.Painter(); sys.exit('PIL' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", check], env={"PYTHONPATH": str(FUNCTIONS)}, timeout=60, check=False
    )
    assert done.returncode == 0


def test_a_picture_takes_no_longer_than_thirty_blurs_of_its_size() -> None:
    """Half a second on two ordinary cores, twice that under coverage. In one run, so that load slows both sides."""
    recipe = a_recipe("juniper", EvolutionStage.HALF_YEAR, size=1024)
    canvas = paint(recipe)

    def seconds(work: object) -> float:
        started = time.process_time()
        work()  # type: ignore[operator]
        return time.process_time() - started

    def blurs_long() -> float:
        blur = seconds(lambda: [canvas.filter(ImageFilter.GaussianBlur(6)) for _ in range(5)]) / 5
        return seconds(lambda: paint(recipe)) / blur

    # A round whose two halves met the same load counts.
    assert min(blurs_long() for _ in range(4)) < 30
