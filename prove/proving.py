"""The run of a proof: the next picture that is missing, as long as the budget covers its worst case."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from mirror_realm.domain.listed_price import ListedPrice
from mirror_realm.domain.prompts import build_prompt
from mirror_realm.domain.quality import Quality
from mirror_realm.domain.reference import InputKind
from mirror_realm.errors import BadOutput, MirrorRealmError, Misconfigured, ProviderRateLimited, RenderFailure
from mirror_realm.services.ports.pictures import EncodedPicture
from mirror_realm.services.ports.providers import ImageRequest, ReferenceImage
from prove.calling import Caller, Stopwatch, cost_of
from prove.journal import Ending, Journal
from prove.looks import Look

TRIES = 3
"""The calls for one look in one run, where a call failed that cost nothing and the next may succeed."""

PAUSE_SECONDS = 5.0
"""The wait before the next try, unless the provider says how long."""

LONGEST_PAUSE_SECONDS = 60.0


class State(StrEnum):
    MADE = "made"
    FAILED = "failed"
    LEFT = "left"
    """Not asked for: the budget would not cover its worst case, or a picture that it is made from is missing."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a look."""

    look: Look
    state: State
    quality: Quality | None = None
    why: str = ""
    """Why there is no picture, in words."""
    reason: str = ""


@dataclass(slots=True)
class Files:
    """The folder of a proof."""

    folder: Path

    @property
    def journal(self) -> Path:
        return self.folder / "journal.jsonl"

    @property
    def report(self) -> Path:
        return self.folder / "report.html"

    def answer(self, look: Look) -> Path:
        """Return the path of what the provider sent."""
        return self.folder / "answers" / look.id

    def looks_of(self, look: Look) -> Path:
        """Return the path of what the painter says of its own picture; other providers say nothing."""
        return self.folder / "answers" / f"{look.id}.looks"

    def picture(self, look: Look, side: int) -> Path:
        return self.folder / "pictures" / f"{look.id}-{side}.jpg"

    def verdict(self, look: Look) -> Path:
        return self.folder / "pictures" / f"{look.id}.json"


@dataclass(slots=True)
class Proof:
    """A proof in progress."""

    caller: Caller
    journal: Journal
    files: Files
    budget_micros: int
    timeout_seconds: float
    photo: bytes | None
    """The photo as it is sent: small, upright and without metadata."""
    say: Callable[[str], None]
    sleep: Callable[[float], None] = time.sleep
    _listed: dict[str, ListedPrice | None] = field(default_factory=dict)

    def read_prices(self, models: Sequence[str]) -> list[str]:
        """Read what the provider lists as the models' prices. Return a sentence for each that could not be read."""
        unread = []
        for model in models:
            try:
                self._listed[model] = self.caller.listed(model)
            except MirrorRealmError as error:
                unread.append(f"Calls of {model} are held by our own table of prices alone: {error}.")
        return unread

    def run(self, looks: Sequence[Look]) -> list[Result]:
        """Make what is missing and return what there is of every look. Raises Misconfigured for a key that is refused.

        A picture that is there is never asked for again, neither is one whose call may have been paid.
        """
        results: dict[str, Result] = {}
        for number, look in enumerate(looks, 1):
            self.say(f"{number:>3}/{len(looks)}  {look.group}: {look.title}")
            results[look.id] = result = self._result(look, results)
            self.say(f"         {_words(result)}")
        return list(results.values())

    def _result(self, look: Look, earlier: dict[str, Result]) -> Result:
        if self._settled(look):
            return self._shown(look)
        missing = [one for one in look.follows if earlier[one].state is not State.MADE]
        if missing:
            return Result(look, State.LEFT, why=f"{missing[0]}, from which it is made, is not there")
        references = self._references(look)
        for attempt in range(TRIES):
            request = self._request(look, references)
            held = self.caller.worst_case_micros(request)
            if self.journal.booked_micros + held > self.budget_micros:
                return Result(look, State.LEFT, why="the budget does not cover its worst case")
            pause = self._called(look, request, held)
            last = self.journal.of_look(look.id)[-1][1]
            if last.ending is Ending.MADE or not last.again or attempt + 1 == TRIES:
                break
            self.say(f"         {last.reason}: once more in {pause:.0f} s")
            self.sleep(pause)
        return self._shown(look)

    def _settled(self, look: Look) -> bool:
        """Return whether nothing more is to be asked for. What a dead run left is brought to its end first."""
        calls = self.journal.of_look(look.id)
        if not calls:
            return False
        number, last = calls[-1]
        if last.ending is None:
            self._recovered(look, number)
            last = self.journal.calls[number]
        return last.ending is Ending.MADE or not last.again

    def _recovered(self, look: Look, number: int) -> None:
        """End a call that an earlier run began: with its picture if that is to be had, else at its worst case."""
        if self.files.answer(look).exists():
            self.journal.made(number, None, None)
            return
        handle = self.journal.calls[number].handle
        if handle is None:
            message = "the run ended during this call, which may have been paid"
            self.journal.failed(number, None, None, "lost", message, again=False)
            return
        try:
            image = self.caller.collected(handle, self.timeout_seconds)
        except RenderFailure as error:
            self.journal.failed(number, cost_of(error), None, error.reason, str(error), again=False)
            return
        self._keep(look, image.data, image.looks)
        self.journal.made(number, image.cost_micros, None)

    def _called(self, look: Look, request: ImageRequest, held: int) -> float:
        """Make one call and write down its end. Return the pause before another one."""
        number = self.journal.begin(look.id, held, self.caller.now())
        watch = Stopwatch()
        try:
            image = self.caller.picture(request, lambda handle: self.journal.ordered(number, handle), look.id)
        except Misconfigured as error:
            self.journal.failed(number, 0, watch.seconds, error.reason, str(error), again=True)
            raise
        except MirrorRealmError as error:
            cost = cost_of(error)
            again = error.retryable and cost == 0
            self.journal.failed(number, cost, watch.seconds, error.reason, str(error), again=again)
            asked = error.retry_after if isinstance(error, ProviderRateLimited) else None
            return min(LONGEST_PAUSE_SECONDS, asked or PAUSE_SECONDS)
        seconds = watch.seconds
        self._keep(look, image.data, image.looks)
        self.journal.made(number, image.cost_micros, seconds)
        return 0.0

    def _keep(self, look: Look, data: bytes, looks: str | None) -> None:
        """Store what the provider sent, whole or not at all, before anything can be wrong with it."""
        answer = self.files.answer(look)
        answer.parent.mkdir(parents=True, exist_ok=True)
        if looks is not None:
            self.files.looks_of(look).write_text(looks, encoding="utf-8")
        partial = answer.with_suffix(".part")
        partial.write_bytes(data)
        partial.replace(answer)

    def _shown(self, look: Look) -> Result:
        """Return what there is of a look, encoded and judged the first time."""
        _, last = self.journal.of_look(look.id)[-1]
        if last.ending is not Ending.MADE:
            return Result(look, State.FAILED, why=last.message, reason=last.reason)
        verdict = self.files.verdict(look)
        if not verdict.exists():
            data = self.files.answer(look).read_bytes()
            try:
                encoded = self.caller.encoded(data, look.recipe.size)
            except BadOutput as error:
                return Result(look, State.FAILED, why=str(error), reason=error.reason)
            self._store(look, encoded)
        return Result(
            look, State.MADE, Quality.from_document(json.loads(verdict.read_text(encoding="utf-8")))
        )

    def _store(self, look: Look, encoded: EncodedPicture) -> None:
        """Store the sizes of a picture, and last what the judge says of it."""
        self.files.picture(look, 0).parent.mkdir(parents=True, exist_ok=True)
        for side, jpeg in encoded.jpegs.items():
            self.files.picture(look, side).write_bytes(jpeg)
        references = self._references(look)
        quality = self.caller.judged(encoded, look.recipe.style, references)
        self.files.verdict(look).write_text(json.dumps(quality.to_document()), encoding="utf-8")

    def _request(self, look: Look, references: Sequence[ReferenceImage]) -> ImageRequest:
        return ImageRequest(
            recipe=look.recipe,
            prompt=build_prompt(look.recipe, inputs=[one.kind for one in references]),
            safety_identifier=look.person,
            timeout_seconds=self.timeout_seconds,
            references=tuple(references),
            listed=self._listed.get(look.recipe.renderer),
        )

    def _references(self, look: Look) -> list[ReferenceImage]:
        """Return what a look is edited from: the photo; or the first picture made from it, and the latest."""
        if look.from_photo:
            assert self.photo is not None
            return [ReferenceImage(InputKind.PHOTO, self.photo)]
        kinds = (InputKind.FIRST, InputKind.LATEST)
        return [self._picture(name, kind) for name, kind in zip(look.follows, kinds, strict=False)]

    def _picture(self, name: str, kind: InputKind) -> ReferenceImage:
        side = max(int(path.stem.rpartition("-")[2]) for path in self._stored(name))
        jpeg = (self.files.folder / "pictures" / f"{name}-{side}.jpg").read_bytes()
        looks = self.files.folder / "answers" / f"{name}.looks"
        return ReferenceImage(kind, jpeg, looks.read_text(encoding="utf-8") if looks.exists() else None)

    def _stored(self, name: str) -> list[Path]:
        return list((self.files.folder / "pictures").glob(f"{name}-*.jpg"))


def _words(result: Result) -> str:
    if result.state is State.MADE and result.quality is not None:
        faults = ", ".join(result.quality.reasons)
        return f"made, score {result.quality.score:.2f}{': ' + faults if faults else ''}"
    return f"{result.state}: {result.why}"
