"""One generation of an object, as it is stored."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class StoredObject:
    """One generation of an object: its bytes and its metadata."""

    bucket: str
    name: str
    data: bytes = field(repr=False)
    generation: int
    metageneration: int
    created: datetime
    updated: datetime
    content_type: str
    crc32c: str
    """Base64 of the big-endian checksum."""
    md5_hash: str | None
    """Base64 of the digest; None for a composite object, as in the service."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """`cacheControl`, `contentDisposition`, `contentEncoding`, `contentLanguage`, `customTime`."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """The caller's own names and values."""
    component_count: int | None = None

    @property
    def etag(self) -> str:
        """Changes with the generation and the metageneration."""
        return base64.b64encode(f"{self.generation}/{self.metageneration}".encode()).decode()
