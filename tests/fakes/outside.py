"""What services get from outside, under a test's control: time, ids, a provider, a codec, a picture store."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from mirror_realm.domain.administration import Role
from mirror_realm.domain.plans import GUEST, Plan, plan_of
from mirror_realm.domain.quality import Quality
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.standing import Standing
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.verdict import Verdict
from mirror_realm.domain.wish import User
from mirror_realm.errors import NotFound, ProviderTimeout, ProviderUnavailable
from mirror_realm.services.ports import files
from mirror_realm.services.ports.accounts import Account, Holder
from mirror_realm.services.ports.alerts import AlertUnsent
from mirror_realm.services.ports.census import CensusPage
from mirror_realm.services.ports.exports import Records, Sink
from mirror_realm.services.ports.photos import StoredPhoto, Upload
from mirror_realm.services.ports.pictures import EncodedPicture, Note, NotedPicture, StoredFolder
from mirror_realm.services.ports.providers import CallName, ImageRequest, ProviderImage, ReferenceImage
from mirror_realm.services.ports.push import Delivery, Push
from mirror_realm.services.ports.quality import Seen
from mirror_realm.services.ports.reels import Frame, Reel, ReelLinks
from mirror_realm.services.ports.runtime import Runtime


@dataclass
class Clock:
    """Stands still until somebody sleeps or a test moves it."""

    time: datetime = datetime(2026, 11, 20, 12, tzinfo=UTC)
    ids: "count[int]" = field(default_factory=lambda: count(1))
    """Those still to be given out."""
    step: timedelta = timedelta(0)
    """The time that passes whenever the clock is read."""

    def now(self) -> datetime:
        self.time += self.step
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    def runtime(self) -> Runtime:
        return Runtime(
            now=self.now, new_id=lambda: f"id{next(self.ids):04d}", sleep=self.sleep, chance=lambda: 0.5
        )


Outcome = ProviderImage | Exception

PLACEHOLDER = b"a placeholder"
"""What a taken-down picture's files hold."""


@dataclass
class ScriptedProvider:
    """Answers each call with the next outcome of its script, then with `usual`; remembers what it was asked."""

    name: str = "scripted"
    model: str = "model-1"
    worst_case: int = 60_000
    cost: int = 13_000
    script: list[Outcome] = field(default_factory=list)
    calls: list[ImageRequest] = field(default_factory=list)
    made: int = 0
    """Calls that returned a picture: what was paid for."""
    before: Callable[[ImageRequest], None] = lambda _: None
    """Runs before each call answers: where a test freezes or meddles."""
    looks: str | None = None
    """Given with each picture, as the painter does."""

    def renderer(self, *, personal: bool) -> str:
        return self.model

    def worst_case_micros(self, request: ImageRequest) -> int:
        return self.worst_case

    def render(self, request: ImageRequest) -> ProviderImage:
        self.calls.append(request)
        self.before(request)
        outcome = self.script.pop(0) if self.script else ProviderImage(b"a picture", self.cost, self.looks)
        if isinstance(outcome, Exception):
            raise outcome
        self.made += 1
        return outcome


@dataclass
class Ordered:
    """A prediction at a provider that takes orders."""

    request: ImageRequest
    call: CallName
    created_at: datetime
    outcome: Outcome
    ends_at: datetime
    cancelled: bool = False
    collected: bool = False


@dataclass
class ScriptedQueue:
    """A queued provider: each order makes a prediction, which ends after a while with the next outcome of the script.

    An error in `refusals` answers the next order instead, and creates nothing.
    """

    clock: Clock
    name: str = "replicate"
    model: str = "replicate:owner/model"
    worst_case: int = 60_000
    cost: int = 13_000
    takes: timedelta = timedelta(seconds=10)
    script: list[Outcome] = field(default_factory=list)
    refusals: list[Exception] = field(default_factory=list)
    predictions: dict[str, Ordered] = field(default_factory=dict)
    lists: bool = True
    """Whether the listing shows new predictions."""
    reachable: bool = True
    """Whether anything but an order is answered."""
    before: Callable[[ImageRequest], None] = lambda _: None
    """Runs before each order is answered."""
    told: Callable[[CallName, str], None] = lambda _, __: None
    """The webhook, which is called with each prediction."""

    def renderer(self, *, personal: bool) -> str:
        return self.model

    def worst_case_micros(self, request: ImageRequest) -> int:
        return self.worst_case

    def start(self, request: ImageRequest, call: CallName) -> str:
        self.before(request)
        if self.refusals:
            raise self.refusals.pop(0)
        handle = f"prediction-{len(self.predictions)}"
        now = self.clock.now()
        outcome = self.script.pop(0) if self.script else ProviderImage(b"a picture", self.cost)
        ends = min(now + self.takes, now + timedelta(seconds=request.timeout_seconds))
        self.predictions[handle] = Ordered(request, call, now, outcome, ends)
        self.told(call, handle)
        return handle

    def collect(self, handle: str, until: datetime) -> ProviderImage | None:
        one = self.predictions[handle]
        if not self.reachable or (one.ends_at > until and not one.cancelled):
            self.clock.time = max(self.clock.time, until)
            return None
        self.clock.time = max(self.clock.time, one.ends_at)
        one.collected = True
        if one.cancelled:
            raise ProviderTimeout("it was cancelled", cost_micros=None)
        if isinstance(one.outcome, Exception):
            raise one.outcome
        return one.outcome

    def cancel(self, handle: str) -> int | None:
        if not self.reachable:
            raise ProviderUnavailable("no answer", cost_micros=None)
        one = self.predictions[handle]
        if self.clock.now() < one.ends_at:
            one.cancelled = True
            return None
        one.collected = True
        return one.outcome.cost_micros if isinstance(one.outcome, ProviderImage) else 0

    def find(self, request: ImageRequest, since: datetime) -> str | None:
        assert not request.references, "a listing was searched for a face"
        found = [
            handle
            for handle, one in self.predictions.items()
            if self.lists and one.request.prompt == request.prompt and one.created_at >= since
        ]
        return found[0] if len(found) == 1 else None


@dataclass
class PlainCodec:
    """Takes any bytes for a picture, unless its script says otherwise."""

    script: Iterator[Exception | None] = field(default_factory=lambda: iter(()))

    def encode(self, data: bytes, size: int) -> EncodedPicture:
        fault = next(self.script, None)
        if fault is not None:
            raise fault
        return EncodedPicture({1024: data, 512: data, 256: data}, "LEHV6nWB2yk8")


@dataclass
class LenientJudge:
    """Finds nothing wrong with any picture, unless its script says how good the next ones are."""

    script: list[Quality] = field(default_factory=list)

    def judge(
        self, picture: EncodedPicture, style: StyleId, references: Sequence[ReferenceImage] = ()
    ) -> Quality:
        return self.script.pop(0) if self.script else Quality(1.0)


GOOD = Verdict(one_adult=True, whole_face=True, expression=4, style=4, clean=True, safe=True)


@dataclass
class ScriptedVision:
    """A vision model that answers with the next of its script, then that all is well; remembers what it was asked."""

    worst_case: int = 9_000
    cost: int | None = 2_000
    timeout: timedelta = timedelta(seconds=20)
    script: list[Verdict | Exception] = field(default_factory=list)
    asked: list[tuple[Recipe, int]] = field(default_factory=list)
    """The recipe of each picture, and the number of pictures it was made from."""
    before: Callable[[], None] = lambda: None
    """Runs before each answer."""

    def worst_case_micros(self, references: int) -> int:
        return self.worst_case + 1_000 * references

    def look(
        self, picture: EncodedPicture, recipe: Recipe, references: Sequence[ReferenceImage] = ()
    ) -> Seen:
        self.asked.append((recipe, len(references)))
        self.before()
        said = self.script.pop(0) if self.script else GOOD
        if isinstance(said, Exception):
            raise said
        return Seen(said, self.cost)


@dataclass
class MemoryPictures:
    """The picture store and its files; `clock` dates them."""

    clock: Clock
    files: dict[str, bytes] = field(default_factory=dict)
    stored_at: dict[str, datetime] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    """By the path of the largest file."""

    def read(self, path: str) -> bytes:
        try:
            return self.files[path]
        except KeyError:
            raise NotFound("the picture was deleted") from None

    def looks(self, path: str) -> str | None:
        note = self.notes.get(path)
        return note.looks if note is not None else None

    def save(
        self, folder: str, picture: EncodedPicture, *, private: bool, note: Note | None = None
    ) -> Mapping[int, str]:
        for side, jpeg in sorted(picture.jpegs.items()):
            self.stored_at.setdefault(files.picture(folder, side), self.clock.now())
            stored = self.files.setdefault(files.picture(folder, side), jpeg)
            if stored == PLACEHOLDER:
                raise FileExistsError
            assert stored == jpeg, "a picture was overwritten"
        if note is not None:
            self.notes.setdefault(files.picture(folder, max(picture.jpegs)), note)
        return self._urls(folder, picture.jpegs)

    def find(self, prefix: str) -> Sequence[NotedPicture]:
        folders = {files.folder_of(name) for name in self.files if name.startswith(prefix)}
        return [
            NotedPicture(folder, self._urls(folder, files.SIDES), self.notes[files.largest(folder)])
            for folder in sorted(folders)
            if files.largest(folder) in self.files and files.largest(folder) in self.notes
        ]

    @property
    def noted(self) -> Mapping[str, tuple[int, int | None, datetime]]:
        """What the invariants ask of the notes, by path."""
        return {
            path: (note.number, note.cost_micros, self.stored_at[path])
            for path, note in self.notes.items()
            if path in self.stored_at
        }

    def _urls(self, folder: str, sides: Iterable[int]) -> Mapping[int, str]:
        return {side: f"https://files.test/{files.picture(folder, side)}?token=t" for side in sides}

    def folders(self, tops: tuple[str, ...], after: str, most: int) -> Sequence[StoredFolder]:
        newest: dict[str, datetime] = {}
        for name, at in sorted(self.stored_at.items()):
            folder = files.folder_of(name)
            if name.startswith(tuple(map(files.below, tops))) and folder > after:
                newest[folder] = max(newest.get(folder, at), at)
        return [StoredFolder(*found) for found in list(newest.items())[:most]]

    def replace_with_placeholder(self, folder: str) -> None:
        for name in self.files:
            if files.is_in(name, folder):
                self.files[name] = PLACEHOLDER

    def delete(self, folder: str) -> None:
        for name in [name for name in self.files if files.is_in(name, folder)]:
            del self.files[name], self.stored_at[name]
            self.notes.pop(name, None)


@dataclass
class MemoryReels:
    """Keeps reels among the house's pictures, where the sweep walks."""

    pictures: MemoryPictures

    def find(self, folder: str) -> ReelLinks | None:
        if f"{folder}/reel.webp" not in self.pictures.files:
            return None
        self.pictures.stored_at[f"{folder}/reel.webp"] = self.pictures.clock.now()
        return self._links(folder)

    def save(self, folder: str, reel: Reel) -> ReelLinks:
        for name, data in (("reel.webp", reel.animation), ("sheet.jpg", reel.sheet)):
            self.pictures.files[f"{folder}/{name}"] = data
            self.pictures.stored_at[f"{folder}/{name}"] = self.pictures.clock.now()
        return self._links(folder)

    def _links(self, folder: str) -> ReelLinks:
        return ReelLinks(f"https://files.test/{folder}/reel.webp", f"https://files.test/{folder}/sheet.jpg")


@dataclass
class MemoryExports:
    """Keeps zips among the house's pictures, where erasures and the sweep look; addresses as Storage has them."""

    pictures: MemoryPictures
    tokens: dict[str, int] = field(default_factory=dict)
    """The token of each file that has an address."""
    names: dict[str, str] = field(default_factory=dict)
    given: int = 0
    """Tokens given so far."""

    def store(self, path: str, name: str, fill: Callable[[Sink], None]) -> int:
        data = BytesIO()
        fill(data)
        assert path not in self.pictures.files, "an export was overwritten"
        self.pictures.files[path] = data.getvalue()
        self.pictures.stored_at[path] = self.pictures.clock.now()
        self.names[path] = name
        self._open(path)
        return len(data.getvalue())

    def link(self, path: str) -> str | None:
        if path not in self.pictures.files:
            return None
        if path not in self.tokens:
            self._open(path)
        return f"https://files.test/{path}?token={self.tokens[path]}"

    def unlink(self, path: str) -> None:
        self.tokens.pop(path, None)

    def _open(self, path: str) -> None:
        self.given += 1
        self.tokens[path] = self.given

    def opens(self, url: str) -> bool:
        """Return whether an address works."""
        path, _, token = url.removeprefix("https://files.test/").partition("?token=")
        return path in self.pictures.files and str(self.tokens.get(path)) == token


@dataclass
class MemoryOwnRecords:
    """The documents of users, by their collections."""

    documents: Callable[[], Mapping[str, dict[str, Any]]]

    def page(self, of: Records, after: str, most: int) -> Sequence[tuple[str, Mapping[str, Any]]]:
        return sorted((one for one in self._those(of) if one[0] > after), key=lambda one: one[0])[:most]

    def count(self, of: Records, most: int) -> int:
        return len(self._those(of)[:most])

    def total(self, of: Records, field: str, most: int) -> int:
        return sum(data.get(field) or 0 for _, data in self._those(of)[:most])

    def _those(self, of: Records) -> list[tuple[str, dict[str, Any]]]:
        return [
            (path.rpartition("/")[2], data)
            for path, data in self.documents().items()
            if path.rpartition("/")[0] == of.collection
            and all(data.get(field) == value for field, value in of.having)
        ]


@dataclass
class PlainReelMaker:
    """Makes a reel of whatever bytes it is given; remembers them."""

    made: list[Sequence[Frame]] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    def make(self, frames: Sequence[Frame]) -> Reel:
        self.made.append(frames)
        self.meanwhile()
        return Reel(b"".join(frame.jpeg for frame in frames), b"sheet")


@dataclass
class MemoryPhotos:
    """People's uploads."""

    clock: Clock
    files: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)
    content_type: str = "image/jpeg"
    """Of every upload."""
    generations: dict[str, int] = field(default_factory=dict)
    """Those of the files, also of files that are gone."""

    def upload(self, path: str, data: bytes = b"a face") -> str:
        """Return what the app does; return the path."""
        self.files[path] = (data, self.clock.now())
        self.generations[path] = 1 + max(self.generations.values(), default=0)
        return path

    def as_upload(self, path: str) -> Upload:
        """Return what Storage reports of it."""
        return Upload(path, self.generations.get(path, 0), self.files[path][1])

    def uploads_of(self, uid: str, most: int) -> Sequence[Upload]:
        return [self.as_upload(path) for path in self.of(uid)[:most]]

    def discard(self, upload: Upload) -> None:
        if self.generations.get(upload.path) == upload.generation:
            self.delete(upload.path)

    def keep_private(self, upload: Upload) -> None:
        """Nothing is cached here."""

    def find(self, path: str) -> StoredPhoto | None:
        if path not in self.files:
            return None
        data, at = self.files[path]
        digest = base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
        return StoredPhoto(path, digest, len(data), self.content_type, at)

    def read(self, path: str) -> bytes:
        try:
            return self.files[path][0]
        except KeyError:
            raise NotFound("the photo is gone") from None

    def delete(self, path: str) -> None:
        self.files.pop(path, None)

    def of(self, uid: str) -> Sequence[str]:
        return [path for path in sorted(self.files) if path.startswith(f"uploads/{uid}/")]

    def older_than(self, moment: datetime, after: str, most: int) -> Sequence[StoredPhoto]:
        found = [self.find(path) for path in sorted(self.files) if path > after]
        return [photo for photo in found if photo is not None and photo.uploaded_at < moment][:most]


@dataclass
class PlainReader:
    """Takes any bytes for a photo, unless told what is wrong with it."""

    fault: Exception | None = None

    def prepare(self, data: bytes) -> bytes:
        if self.fault is not None:
            raise self.fault
        return data

    def square(self, data: bytes) -> bytes:
        return b"the middle of " + self.prepare(data)


@dataclass
class LenientModeration:
    """Lets every photo pass, unless told not to."""

    fault: Exception | None = None
    passing: list[Exception] = field(default_factory=list)
    """Raised first, one a check."""
    checks: int = 0
    meanwhile: Callable[[bytes], object] = field(default=lambda _: None, repr=False)
    """Runs with each photo before it is judged."""

    def check(self, jpeg: bytes) -> None:
        self.checks += 1
        self.meanwhile(jpeg)
        if self.passing:
            raise self.passing.pop(0)
        if self.fault is not None:
            raise self.fault


@dataclass
class MemoryTokens:
    """ID tokens, by what they are; made up for whoever a test says."""

    known: dict[str, Holder] = field(default_factory=dict)

    def issue(self, uid: str, until: datetime, *, plan: Plan = GUEST) -> str:
        self.known[f"token of {uid}"] = Holder(User(uid, plan), until)
        return f"token of {uid}"

    def holder(self, token: str) -> Holder | None:
        return self.known.get(token)


@dataclass
class MemoryPeople:
    """Accounts: everybody is there, signed in for good, but for those who are gone."""

    gone: set[str] = field(default_factory=set)
    anonymous: set[str] = field(default_factory=set)
    disabled: set[str] = field(default_factory=set)
    revoked: dict[str, datetime] = field(default_factory=dict)
    """From when on the tokens of a person count."""
    fault: Exception | None = None
    """What is raised instead of an answer."""
    made_up: set[str] = field(default_factory=set)
    """Accounts with an address that nobody confirmed."""
    created_at: dict[str, datetime] = field(default_factory=dict)
    """Of those that are not old."""
    plans: dict[str, Plan] = field(default_factory=dict)
    """Of those whose claims name one."""
    emails: dict[str, str] = field(default_factory=dict)
    """Uids by e-mail address."""
    roles: dict[str, Role] = field(default_factory=dict)
    """Of administrators."""
    looked_up: int = 0
    """Accounts looked up by uid so far."""

    def find(self, uid: str) -> Account | None:
        self._answer()
        self.looked_up += 1
        if uid in self.gone:
            return None
        person = User(uid, self.plans.get(uid, plan_of(anonymous=uid in self.anonymous)))
        return Account(person, uid in self.disabled, self.revoked.get(uid), self.roles.get(uid))

    def find_by_email(self, email: str) -> Account | None:
        uid = self.emails.get(email)
        return self.find(uid) if uid is not None else None

    def delete(self, uid: str) -> None:
        self._answer()
        self.gone.add(uid)

    def missing(self, uids: Sequence[str]) -> Sequence[str]:
        self._answer()
        assert len(uids) <= 100
        return [uid for uid in uids if uid in self.gone]

    def standings(self, uids: Sequence[str]) -> Mapping[str, Standing]:
        self._answer()
        assert len(uids) <= 100
        return {
            uid: Standing(
                uid not in self.anonymous | self.made_up,
                self.created_at.get(uid, datetime(2020, 1, 1, tzinfo=UTC)),
            )
            for uid in uids
            if uid not in self.gone
        }

    def _answer(self) -> None:
        if self.fault is not None:
            raise self.fault


@dataclass
class MemoryCensus:
    """Whoever has a path under one of these prefixes."""

    paths: Callable[[], Iterable[str]]
    prefixes: tuple[str, ...]

    def page(self, after: str, most: int) -> CensusPage:
        uids = sorted({path.split("/")[1] for path in self.paths() if path.startswith(self.prefixes)})
        rest = [uid for uid in uids if uid > after]
        page = rest[:most]
        last = page[-1] if page else ""
        return CensusPage(page, last if len(rest) > most else "", last)


@dataclass
class MemoryPersonFiles:
    """What of the pictures, reels and photos is in a person's folders."""

    pictures: MemoryPictures
    photos: MemoryPhotos

    def of(self, uid: str, most: int) -> Sequence[str]:
        stored = [*sorted(self.pictures.files), *sorted(self.photos.files)]
        return [path for path in stored if path.startswith((f"people/{uid}/", f"uploads/{uid}/"))][:most]

    def delete(self, paths: Sequence[str]) -> None:
        for path in paths:
            self.photos.files.pop(path, None)
            self.pictures.files.pop(path, None)
            self.pictures.stored_at.pop(path, None)


@dataclass
class MemoryPushes:
    """The service for pushes: it delivers everything, but for what a test says."""

    sent: list[tuple[str, Push]] = field(default_factory=list)
    """What was asked for, by token, delivered or not."""
    gone: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    fault: Exception | None = None
    """What is raised instead of an answer."""

    def send(self, token: str, push: Push, timeout_seconds: float) -> Delivery:
        assert timeout_seconds <= 3
        self.sent.append((token, push))
        if self.fault is not None:
            raise self.fault
        if token in self.refused:
            return Delivery.REFUSED
        return Delivery.GONE if token in self.gone else Delivery.SENT

    @property
    def shown(self) -> list[tuple[str, str, str]]:
        """Return for each push the token, the avatar and its status."""
        return [(token, push.avatar_id, push.status) for token, push in self.sent]


@dataclass
class MemoryAlerts:
    """The operator's webhook: it takes everything, but for the reasons that a test gives."""

    messages: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """Why the next messages are not taken."""

    def send(self, text: str) -> None:
        if self.faults:
            raise AlertUnsent(self.faults.pop(0))
        self.messages.append(text)


@dataclass
class MemoryErasureRecords:
    """The records of erasures."""

    records: set[tuple[date, str]] = field(default_factory=set)
    times: dict[tuple[date, str], datetime] = field(default_factory=dict)
    """Of those that were recorded here."""
    clock: Clock = field(default_factory=Clock)

    def record(self, day: date, name: str) -> None:
        self.records.add((day, name))
        self.times[day, name] = self.clock.now()

    def since(self, day: date) -> Iterator[tuple[str, datetime]]:
        return iter([(one[1], self.times[one]) for one in sorted(self.records) if one[0] >= day])

    def forget_before(self, day: date, most: int) -> int:
        old = [one for one in sorted(self.records) if one[0] < day][:most]
        self.records.difference_update(old)
        return len(old)
