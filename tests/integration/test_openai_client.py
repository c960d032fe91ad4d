"""The client behind the provider: loaded late, opened once, closed cleanly."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openai
import pytest

from mirror_realm.adapters.providers.openai_images import OpenAIImages
from mirror_realm.services.ports.providers import ImageProvider
from tests.faults import FaultServer
from tests.faults.pictures import picture
from tests.faults.requests import FLARE, SUNBURST, image_request

FUNCTIONS = Path(__file__).parents[2] / "functions"


def provider_of(server: FaultServer) -> OpenAIImages:
    return OpenAIImages(api_key="sk-test", model=FLARE, edit_model=SUNBURST, base_url=server.base_url)


def test_it_is_an_image_provider() -> None:
    provider: ImageProvider = OpenAIImages(api_key="sk-test", model=FLARE, edit_model=SUNBURST)

    assert provider.name == "openai"


def test_importing_and_building_a_provider_does_not_import_openai() -> None:
    program = (
        "import sys; from mirror_realm.adapters.providers.openai_images import OpenAIImages; "
        "OpenAIImages(api_key='k', model='m', edit_model='e').renderer(personal=True); "
        "sys.exit(bool({'openai', 'httpx2', 'pydantic'} & sys.modules.keys()))"
    )

    assert subprocess.run([sys.executable, "-c", program], cwd=FUNCTIONS, timeout=60).returncode == 0


def test_threads_that_render_first_together_open_one_client(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    genuine = openai.OpenAI.__init__

    def counting(self: openai.OpenAI, *args: object, **kwargs: object) -> None:
        opened.append(self)
        genuine(self, *args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(openai.OpenAI, "__init__", counting)
    together = threading.Barrier(8)
    with FaultServer() as server, ThreadPoolExecutor(8) as pool:
        provider = provider_of(server)

        def render() -> bytes:
            together.wait()
            return provider.render(image_request()).data

        pictures = [job.result() for job in [pool.submit(render) for _ in range(8)]]
        provider.close()

    assert pictures == [picture()] * 8
    assert len(server.calls) == 8
    assert len(opened) == 1


def test_closing_is_harmless_before_twice_and_between_renders() -> None:
    with FaultServer() as server:
        provider = provider_of(server)
        provider.close()
        provider.render(image_request())
        provider.close()
        provider.close()
        provider.render(image_request())
        provider.close()

    assert len(server.calls) == 2
