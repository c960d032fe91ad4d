"""Read and write a world: the documents, files and accounts of one project, in a folder that people can read.

documents.json       documents by path, a line for each field; a moment is `{"@": "2026-11-20T11:59:00Z"}`
files.json, files/   what is known about each file, and its bytes, stored once where they are equal
accounts.json        accounts as the embedded Firebase exports them

This module imports nothing of the product: old and new code exchange their documents through it.
"""

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

Document = dict[str, Any]

JPEG = "image/jpeg"
"""What a file is that does not say otherwise."""


@dataclass(frozen=True)
class StoredFile:
    """The bytes of a file, and what Storage knows about it."""

    data: bytes = field(repr=False)
    stored_at: datetime
    content_type: str = JPEG
    cache_control: str = ""
    token: str = ""
    """Of its download link."""


@dataclass
class World:
    """Everything that one project holds."""

    documents: dict[str, Document] = field(default_factory=dict)
    """By path."""
    files: dict[str, StoredFile] = field(default_factory=dict)
    """By name."""
    accounts: list[Document] = field(default_factory=list)

    @property
    def guests(self) -> set[str]:
        """The uids of anonymous accounts."""
        return {account["uid"] for account in self.accounts if "email" not in account}


def read_world(folder: Path) -> World:
    """Return the world that is stored in a folder."""
    documents = _load(folder / "documents.json")
    return World(
        documents={path: _decoded(data) for path, data in documents.items()},
        files={entry["name"]: _stored_file(folder, entry) for entry in _load(folder / "files.json")},
        accounts=_load(folder / "accounts.json"),
    )


def write_world(folder: Path, world: World) -> None:
    """Write a world to a folder that does not exist yet, so that `read_world` returns an equal one."""
    (folder / "files").mkdir(parents=True)
    write_json(
        folder / "documents.json", {path: _encoded(data) for path, data in sorted(world.documents.items())}
    )
    entries = []
    for name, stored in sorted(world.files.items()):
        file = f"{hashlib.sha256(stored.data).hexdigest()[:12]}.jpg"
        (folder / "files" / file).write_bytes(stored.data)
        entries.append(_entry(name, file, stored))
    write_json(folder / "files.json", entries)
    write_json(folder / "accounts.json", world.accounts)


def write_json(file: Path, content: Any) -> None:
    """Write JSON with a line for each entry of a list and each field of a document: small, and good to compare."""
    file.write_text(_lines(content, 2) + "\n", encoding="utf-8")


def read_json(file: Path) -> Any:
    """Return what `write_json` wrote."""
    return _load(file)


def moved(world: World, by: timedelta) -> World:
    """Return the same world, lived this much later. Names that hold a day keep it."""
    return World(
        documents={path: _moved(data, by) for path, data in world.documents.items()},
        files={
            name: replace(stored, stored_at=stored.stored_at + by) for name, stored in world.files.items()
        },
        accounts=world.accounts,
    )


def _moved(value: Any, by: timedelta) -> Any:
    match value:
        case datetime():
            return value + by
        case dict():
            return {name: _moved(item, by) for name, item in value.items()}
        case list():
            return [_moved(item, by) for item in value]
    return value


def _stored_file(folder: Path, entry: Document) -> StoredFile:
    return StoredFile(
        data=(folder / "files" / entry["file"]).read_bytes(),
        stored_at=datetime.fromisoformat(entry["stored_at"]),
        content_type=entry.get("content_type", JPEG),
        cache_control=entry.get("cache_control", ""),
        token=entry.get("token", ""),
    )


def _entry(name: str, file: str, stored: StoredFile) -> Document:
    entry = {
        "name": name,
        "file": file,
        "stored_at": _moment(stored.stored_at),
        "content_type": stored.content_type if stored.content_type != JPEG else "",
        "cache_control": stored.cache_control,
        "token": stored.token,
    }
    return {field_name: value for field_name, value in entry.items() if value}


def _decoded(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"@"}:
            return datetime.fromisoformat(value["@"])
        return {name: _decoded(item) for name, item in value.items()}
    return [_decoded(item) for item in value] if isinstance(value, list) else value


def _encoded(value: Any) -> Any:
    """Return a value as JSON has it. Raises TypeError for one that no document of ours holds."""
    match value:
        case datetime():
            return {"@": _moment(value)}
        case dict():
            return {name: _encoded(item) for name, item in value.items()}
        case list():
            return [_encoded(item) for item in value]
        case None | bool() | int() | float() | str():
            return value
    raise TypeError(f"{type(value).__name__} is in no document of ours")


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _lines(content: Any, depth: int) -> str:
    """Return JSON that is broken into lines down to this depth."""
    if depth and content and isinstance(content, dict):
        fields = (f"{_short(name)}: {_lines(value, depth - 1)}" for name, value in content.items())
        return "{\n" + ",\n".join(fields) + "\n}"
    if depth and content and isinstance(content, list):
        return "[\n" + ",\n".join(_short(item) for item in content) + "\n]"
    return _short(content)


def _short(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _load(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
