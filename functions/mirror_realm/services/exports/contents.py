"""The contents of a part of an export: JSON and pictures of one user, one after another, never held together.

A part holds a page of avatars with their pictures; the first also everything else. What cannot be read is left out.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, cast

from mirror_realm.domain import export_words as words
from mirror_realm.domain.export import Export
from mirror_realm.domain.export_words import Kind
from mirror_realm.errors import ContentRejected, NotFound
from mirror_realm.services.naming import Naming
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.exports import OwnRecords, Records, Sink
from mirror_realm.services.ports.photos import PhotoFiles
from mirror_realm.services.ports.pictures import PictureStore
from mirror_realm.services.store import Store

PAGE = 200
"""Avatars of a part: some 30 MB, and 10 seconds."""

RECORDS = 200
"""Documents of other kinds that are held at a time."""

MOST_PHOTOS = 20
"""Many more than a user's folder may hold."""


@dataclass(frozen=True, slots=True)
class PartContents:
    """The avatars of the next part, listed before it is written."""

    avatars: Sequence[tuple[str, Mapping[str, Any]]]

    @property
    def last(self) -> bool:
        return len(self.avatars) < PAGE

    @property
    def end(self) -> str:
        """Return the id of the last avatar; empty without any."""
        return self.avatars[-1][0] if self.avatars else ""


@dataclass(frozen=True, slots=True)
class Contents:
    store: Store
    records: OwnRecords
    pictures: PictureStore
    photos: PhotoFiles
    naming: Naming

    def next(self, uid: str, export: Export) -> PartContents:
        """Return the contents of the export's next part."""
        return PartContents(self.records.page(Records(f"users/{uid}/avatars"), export.after, PAGE))

    def write(self, uid: str, export: Export, part: PartContents, sink: Sink, now: datetime) -> int:
        """Write a part as a zip file, and return the number of its pictures. At most one picture is held at a time."""
        number = len(export.parts) + 1
        # zipfile needs neither to seek nor to read: it writes sizes after the data, and the index at the end.
        with zipfile.ZipFile(cast(Any, sink), "w") as archive:
            entries = _Entries(archive, now)
            entries.add("README.txt", words.readme(number, last=part.last, made_at=now).encode())
            if number == 1:
                self._write_records(uid, entries)
                self._write_photos(uid, entries)
            told, pictures = [], 0
            for avatar_id, data in part.avatars:
                name = self._write_picture(uid, avatar_id, data, entries)
                pictures += name is not None
                told.append({**words.told(words.AVATARS, avatar_id, data), "picture": name})
            entries.add_list(words.USES, self._uses(uid, part))
            entries.add_list(words.AVATARS, told)
        return pictures

    def _uses(self, uid: str, part: PartContents) -> Iterator[dict[str, Any]]:
        """Yield the uses of the part's avatars that have some."""
        for avatar_id, data in part.avatars:
            if data.get("used"):
                for use_id, use in self._pages(Records(f"users/{uid}/avatars/{avatar_id}/uses")):
                    yield words.told(words.USES, use_id, {**use, "avatar_id": avatar_id})

    def _write_records(self, uid: str, entries: "_Entries") -> None:
        for kind, path in _documents(uid).items():
            stored = self.store.read(documents.as_written(path))
            if stored is not None:
                entries.add_json(kind, words.told(kind, "", stored.data))
        for kind, collections in self._collections(uid).items():
            found = chain.from_iterable(self._pages(of) for of in collections)
            entries.add_list(kind, (words.told(kind, one, data) for one, data in found))

    def _collections(self, uid: str) -> Mapping[Kind, Sequence[Records]]:
        names = self.naming.known(uid)
        return {
            words.DAYS: [Records(f"users/{uid}/usage")],
            words.WISHES: [Records(f"users/{uid}/avatarRequests")],
            words.PHOTOS: [Records(f"users/{uid}/references")],
            words.LEDGER: [Records("ledger", (("person", name),)) for name in names],
            words.PAYMENTS: [Records(f"users/{uid}/payments")],
            words.REPORTS: [Records("reports", (("person", name),)) for name in names],
            words.SHARES: [Records(f"users/{uid}/shares")],
            words.DEVICES: [Records("push_tokens", (("uid", uid),))],
            words.PROJECTS: [Records(f"users/{uid}/projects")],
        }

    def _pages(self, of: Records) -> Iterator[tuple[str, Mapping[str, Any]]]:
        after = ""
        while page := self.records.page(of, after, RECORDS):
            yield from page
            after = page[-1][0]
            if len(page) < RECORDS:
                return

    def _write_photos(self, uid: str, entries: "_Entries") -> None:
        for path in self.photos.of(uid)[:MOST_PHOTOS]:
            with suppress(NotFound, ContentRejected):
                entries.add(words.photo_name(path), self.photos.read(path))

    def _write_picture(
        self, uid: str, avatar_id: str, data: Mapping[str, Any], entries: "_Entries"
    ) -> str | None:
        """Write what an avatar shows, and return its name; None if it shows nothing, or another user's picture."""
        path = data.get("image_path")
        if not isinstance(path, str) or not (files.look_of(path) or files.is_in(path, files.of_person(uid))):
            return None
        try:
            jpeg = self.pictures.read(path)
        except NotFound:
            return None
        return entries.add(words.picture_name(data, avatar_id), jpeg)


def _documents(uid: str) -> Mapping[Kind, str]:
    return {
        words.PROFILE: documents.profile(uid).path,
        words.SETTINGS: documents.preferences(uid).path,
        words.PROGRESS: documents.progress(uid).path,
        words.NIGHT: documents.night(uid).path,
        words.UPLOADS: documents.upload_count(uid).path,
    }


@dataclass(frozen=True, slots=True)
class _Entries:
    archive: zipfile.ZipFile
    now: datetime

    def add(self, name: str, data: bytes) -> str:
        """Write a file as it is, and return its name, which no other file has."""
        head, dot, tail = name.rpartition(".")
        taken, number = name, 1
        while taken in self.archive.NameToInfo:
            number += 1
            taken = f"{head}-{number}{dot}{tail}" if dot else f"{name}-{number}"
        self.archive.writestr(self._info(taken), data)
        return taken

    def add_json(self, kind: Kind, value: Any) -> None:
        self.archive.writestr(self._json(kind), _text(value) + b"\n")

    def add_list(self, kind: Kind, values: Iterable[Any]) -> None:
        """Write a list one by one; without any there is no file."""
        found = iter(values)
        first = next(found, None)
        if first is None:
            return
        with self.archive.open(self._json(kind), "w") as entry:
            entry.write(b"[\n" + _text(first))
            for value in found:
                entry.write(b",\n" + _text(value))
            entry.write(b"\n]\n")

    def _json(self, kind: Kind) -> zipfile.ZipInfo:
        info = self._info(f"data/{kind.name}.json")
        info.compress_type = zipfile.ZIP_DEFLATED
        return info

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self.now.timetuple()[:6])
        info.external_attr = 0o600 << 16
        return info


def _text(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "replace")
