"""Turn a world into the folder that the embedded Firebase imports when it starts, and back.

The folder is as the embedded Firebase itself writes it: documents with typed values in the form of the Firestore REST
API, files with their checksums and generations, accounts.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import google_crc32c

from tests.old_world.export import Document, StoredFile, World

FORMAT = 1
TOKEN = "firebaseStorageDownloadTokens"
_DOCUMENTS = Path("documents") / "(default).json"


def from_firebase(folder: Path) -> World:
    """Return the world of an export."""
    entries = _load(folder / "files.json")
    return World(
        documents={
            entry["name"].split("/documents/", 1)[1]: _values(entry.get("fields", {}))
            for entry in _load(folder / _DOCUMENTS)["documents"]
        },
        files={entry["name"]: _stored_file(folder, entry) for entry in entries},
        accounts=_load(folder / "accounts.json"),
    )


def to_firebase(folder: Path, world: World, project: str) -> Path:
    """Write an export of this world as this project's; return the folder."""
    parent = f"projects/{project}/databases/(default)/documents"
    documents = [
        {"name": f"{parent}/{path}", "fields": _fields(data)} for path, data in world.documents.items()
    ]
    (folder / "documents").mkdir(parents=True)
    (folder / "files").mkdir()
    _dump(folder / "emulator.json", {"format": FORMAT, "project": project})
    _dump(folder / _DOCUMENTS, {"documents": documents})
    _dump(folder / "accounts.json", world.accounts)
    files = []
    for number, (name, stored) in enumerate(sorted(world.files.items()), 1):
        file = f"{number:05d}.jpg"
        (folder / "files" / file).write_bytes(stored.data)
        files.append({"file": file, **_entry(f"{project}.appspot.com", name, number, stored)})
    _dump(folder / "files.json", files)
    return folder


def _stored_file(folder: Path, entry: Document) -> StoredFile:
    return StoredFile(
        data=(folder / "files" / entry["file"]).read_bytes(),
        stored_at=datetime.fromisoformat(entry["created"]),
        content_type=entry["content_type"],
        cache_control=entry.get("settings", {}).get("cacheControl", ""),
        token=entry.get("metadata", {}).get(TOKEN, ""),
    )


def _entry(bucket: str, name: str, generation: int, stored: StoredFile) -> Document:
    checksum = google_crc32c.value(stored.data).to_bytes(4, "big")
    digest = hashlib.md5(stored.data, usedforsecurity=False).digest()
    return {
        "bucket": bucket,
        "name": name,
        "generation": generation,
        "metageneration": 1,
        "created": stored.stored_at.isoformat(),
        "updated": stored.stored_at.isoformat(),
        "content_type": stored.content_type,
        "crc32c": base64.b64encode(checksum).decode(),
        "md5_hash": base64.b64encode(digest).decode(),
        "settings": {"cacheControl": stored.cache_control} if stored.cache_control else {},
        "metadata": {TOKEN: stored.token} if stored.token else {},
    }


def _values(fields: Mapping[str, Any]) -> Document:
    return {name: _value(typed) for name, typed in fields.items()}


def _value(typed: Mapping[str, Any]) -> Any:
    """Return the value of a typed field. Raises ValueError for a type that no document of ours has."""
    ((kind, value),) = typed.items()
    match kind:
        case "nullValue":
            return None
        case "booleanValue" | "stringValue":
            return value
        case "integerValue":
            return int(value)
        case "doubleValue":
            return float(value)
        case "timestampValue":
            return datetime.fromisoformat(value)
        case "arrayValue":
            return [_value(item) for item in value.get("values", [])]
        case "mapValue":
            return _values(value.get("fields", {}))
    raise ValueError(f"no document of ours has a {kind}")


def _fields(data: Document) -> Document:
    return {name: _typed(value) for name, value in data.items()}


def _typed(value: Any) -> Document:
    match value:
        case None:
            return {"nullValue": None}
        case bool():
            return {"booleanValue": value}
        case int():
            return {"integerValue": str(value)}
        case float():
            return {"doubleValue": value}
        case str():
            return {"stringValue": value}
        case datetime():
            return {"timestampValue": value.astimezone(UTC).isoformat()}
        case list():
            return {"arrayValue": {"values": [_typed(item) for item in value]}}
        case dict():
            return {"mapValue": {"fields": _fields(value)}}
    raise TypeError(f"{type(value).__name__} is in no document of ours")


def _load(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _dump(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
