"""Objects of Storage as files, with their metadata in `files.json`."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from embedded_firebase.storage.objects import ObjectStore
from embedded_firebase.storage.stored_object import StoredObject

MAX_FILE_NAME = 80


def write_files(folder: Path, objects: ObjectStore) -> None:
    """Write `files.json` and the bytes of every object under `files/`."""
    bytes_folder = folder / "files"
    bytes_folder.mkdir()
    entries = []
    for number, stored in enumerate(objects, 1):
        file = f"{number:05d}-{_file_name(stored.name)}"
        (bytes_folder / file).write_bytes(stored.data)
        entries.append({"file": file, **_entry(stored)})
    content = json.dumps(entries, indent=2, ensure_ascii=False)
    (folder / "files.json").write_text(content + "\n", encoding="utf-8")


def read_files(folder: Path, objects: ObjectStore) -> None:
    """Put the objects of an export back, generations and tokens included."""
    entries = json.loads((folder / "files.json").read_text(encoding="utf-8"))
    objects.restore(_stored_objects(folder, entries))


def _stored_objects(folder: Path, entries: list[dict[str, Any]]) -> Iterator[StoredObject]:
    for entry in entries:
        # Only the last part counts: an edited export must not make the suite read files elsewhere.
        data = (folder / "files" / Path(entry["file"]).name).read_bytes()
        yield StoredObject(
            bucket=entry["bucket"],
            name=entry["name"],
            data=data,
            generation=entry["generation"],
            metageneration=entry["metageneration"],
            created=datetime.fromisoformat(entry["created"]),
            updated=datetime.fromisoformat(entry["updated"]),
            content_type=entry["content_type"],
            crc32c=entry["crc32c"],
            md5_hash=entry.get("md5_hash"),
            settings=MappingProxyType(entry.get("settings", {})),
            metadata=MappingProxyType(entry.get("metadata", {})),
            component_count=entry.get("component_count"),
        )


def _entry(stored: StoredObject) -> dict[str, Any]:
    entry = {
        "bucket": stored.bucket,
        "name": stored.name,
        "generation": stored.generation,
        "metageneration": stored.metageneration,
        "created": stored.created.isoformat(),
        "updated": stored.updated.isoformat(),
        "content_type": stored.content_type,
        "crc32c": stored.crc32c,
        "md5_hash": stored.md5_hash,
        "settings": dict(stored.settings),
        "metadata": dict(stored.metadata),
        "component_count": stored.component_count,
    }
    return {name: value for name, value in entry.items() if value not in (None, {})}


def _file_name(name: str) -> str:
    """Return the last part of an object's name, as a file name on any system."""
    readable = re.sub(r"[^\w.-]", "_", PurePosixPath(name).name, flags=re.ASCII)
    return readable[-MAX_FILE_NAME:] or "object"
