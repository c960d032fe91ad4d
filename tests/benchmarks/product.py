"""The product's services in this process on the embedded Firebase, with an image provider that costs no time."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from mirror_realm import bootstrap, settings
from mirror_realm.assembly import Services, assemble
from mirror_realm.providers import OPENAI
from mirror_realm.services.ports.pictures import EncodedPicture, Note, PictureCodec, PictureStore
from mirror_realm.services.ports.providers import AnyProvider, ImageRequest, ProviderImage

AMPLE = {
    "USER_DAILY_LIMIT": "100000",
    "GLOBAL_DAILY_LIMIT": "100000",
    "DAILY_BUDGET_USD": "100000",
    "IMAGE_PROVIDER": "openai",
    "OPENAI_API_KEY": "sk-" + "never-used" * 3,
}
"""Settings under which no limit is met."""


@dataclass(slots=True)
class ReadyProvider:
    """An image provider whose pictures are there already; keeps the time its calls take."""

    pictures: list[bytes]
    seconds: list[float] = field(default_factory=list)

    @property
    def name(self) -> str:
        return "ready"

    def renderer(self, *, personal: bool) -> str:
        return "ready-1"

    def worst_case_micros(self, request: ImageRequest) -> int:
        return 60_000

    def render(self, request: ImageRequest) -> ProviderImage:
        begun = time.perf_counter()
        image = ProviderImage(self.pictures[len(self.seconds) % len(self.pictures)], 13_000)
        self.seconds.append(time.perf_counter() - begun)
        return image


@dataclass(slots=True)
class TimedCodec:
    codec: PictureCodec
    seconds: list[float] = field(default_factory=list)

    def encode(self, data: bytes, size: int) -> EncodedPicture:
        begun = time.perf_counter()
        try:
            return self.codec.encode(data, size)
        finally:
            self.seconds.append(time.perf_counter() - begun)


@dataclass(slots=True)
class TimedPictures:
    pictures: PictureStore
    seconds: list[float] = field(default_factory=list)

    def save(
        self, folder: str, picture: EncodedPicture, *, private: bool, note: Note | None = None
    ) -> Mapping[int, str]:
        begun = time.perf_counter()
        try:
            return self.pictures.save(folder, picture, private=private, note=note)
        finally:
            self.seconds.append(time.perf_counter() - begun)


class TimedPorts(bootstrap.ProductionPorts):
    """Production's ports with stopwatches in them and a provider of ready pictures."""

    def __init__(self, config: settings.Settings, ready: ReadyProvider) -> None:
        super().__init__(config)
        self.ready = ready
        self.timed_codec = self.codec = TimedCodec(super().codec)  # type: ignore[assignment]
        self.timed_pictures = self.pictures = TimedPictures(super().pictures)  # type: ignore[assignment]

    def provider(self, name: str) -> AnyProvider:
        return self.ready if name == OPENAI.name else super().provider(name)


@dataclass(frozen=True, slots=True)
class Product:
    """The services as production has them, on such ports."""

    services: Services
    provider: ReadyProvider
    codec: TimedCodec
    pictures: TimedPictures


def product(pictures: list[bytes], config: settings.Settings) -> Product:
    """Built as the functions build it; `settings.load()` is what the environment says."""
    logging.getLogger("mirror_realm").addHandler(logging.NullHandler())  # else events go to the terminal
    ports = TimedPorts(config, ReadyProvider(pictures))
    return Product(assemble(ports, config), ports.ready, ports.timed_codec, ports.timed_pictures)
