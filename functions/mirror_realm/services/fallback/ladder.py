"""The ladder: the choice of a fallback for a wish that cannot have its own picture now.

Rungs, best first: `similar` (same style, stage and character; nearest range and traits), `stage` (same style and
stage), `painted` (the same recipe by our own painter, shared like any other, rendered once by a free job). Fallbacks
are shared pictures only, and without another costume until no more may be painted. `find` reads, `take` writes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mirror_realm.domain.allowance import Shortage, UserDay
from mirror_realm.domain.avatar import Avatar, Picture, Problem, Source
from mirror_realm.domain.cache_entry import CacheEntry
from mirror_realm.domain.character_ids import character_for
from mirror_realm.domain.likeness import comparable, distance, stands_in
from mirror_realm.domain.plans import Plan, plan_of
from mirror_realm.domain.pseudonyms import Pseudonyms
from mirror_realm.domain.recipe import VARIATIONS, Recipe
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.services.allowance.fallback_renders import FallbackRenders
from mirror_realm.services.fallback.visibility import own_report, withheld
from mirror_realm.services.jobs.start import JobStarter
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.store import Reader
from mirror_realm.services.store import Transaction

CANDIDATES = 8
"""The most pictures that one rung considers, at one read each."""

PAINTED_VARIATIONS = 5
"""The variations that the painter draws instead of a withheld one, bounded so that reports cannot start any number."""

Find = Callable[[Recipe, datetime, int], Sequence[CacheEntry]]

_ORDER = (Source.SIMILAR, Source.STAGE, Source.PAINTED)


@dataclass(frozen=True, slots=True)
class Rung:
    """The best fallback: an existing picture, an open job to wait for, or neither, which means a job to start."""

    recipe: Recipe
    source: Source
    picture: Picture | None = None
    follows: str | None = None

    @property
    def starts_a_job(self) -> bool:
        """Whether taking it starts a fallback render."""
        return self.picture is None and self.follows is None


@dataclass(frozen=True, slots=True)
class Ladder:
    painter: str
    """The painter's renderer name, `painter-N`."""
    queries: Queries
    starter: JobStarter

    @property
    def pseudonyms(self) -> Pseudonyms:
        """Return how users are named in reports."""
        return self.starter.policy.pseudonyms

    def look(
        self, reader: Reader, uid: str, wish: Recipe, now: datetime, *, but: str | None = None
    ) -> Rung | None:
        """Return the best fallback for this user; None if there is none.

        It only reads: one query a rung, and the entry again if `reader` can lock it. There is none if every variation
        of the painting is withheld from the user and no other picture exists.

        but: the path of a picture that must not be chosen.
        """
        similar = self.similar(reader, uid, wish, now, but=but)
        if similar is not None:
            return similar
        wished = _shared(wish)
        nearest = self._nearest(reader, uid, wished, self.queries.looks_of_stage, now, but)
        if nearest is not None:
            return Rung(nearest.recipe, Source.STAGE, picture=nearest.picture)
        return self._look_painted(reader, uid, wished, now, but)

    def similar(
        self, reader: Reader, uid: str, wish: Recipe, now: datetime, *, but: str | None = None
    ) -> Rung | None:
        """Return the nearest existing picture of the same style, stage and character; None if there is none."""
        nearest = self._nearest(reader, uid, _shared(wish), self.queries.looks_of_character, now, but)
        return None if nearest is None else Rung(nearest.recipe, Source.SIMILAR, picture=nearest.picture)

    def afford(
        self,
        transaction: Transaction,
        uid: str,
        wish: Recipe,
        now: datetime,
        fallbacks: FallbackRenders,
        *,
        but: str | None = None,
        ended: str | None = None,
    ) -> tuple[Rung | None, Shortage | None]:
        """Return the best fallback within the limits, and the limit that did not allow a new painting, if any.

        It only reads. A painting to be made is counted in `fallbacks`, which the caller writes. At a bound it is the
        nearest existing painting, or None.

        ended: a job that ends in this transaction, whose painting must be started again instead of waited for.
        """
        rung = self.look(transaction, uid, wish, now, but=but)
        if rung is not None and ended is not None and rung.follows == ended:
            rung = replace(rung, follows=None)
        if rung is None or not rung.starts_a_job:
            return rung, None
        short = fallbacks.start(transaction)
        if short is None:
            return rung, None
        return self.nearest_fallback(transaction, uid, wish, now, but=but), short

    def fallback_renders(
        self,
        uid: str,
        plan: Plan,
        now: datetime,
        *,
        owned: bool = True,
        user: UserDay | None = None,
    ) -> FallbackRenders:
        """Return the counters of the fallback pictures that one transaction starts for a user.

        owned, user: as in `FallbackRenders`; a day other than today's is not used.
        """
        policy = self.starter.policy
        today = policy.today(now)
        known = user if user is not None and user.day == today else None
        return FallbackRenders(uid, policy.limits, plan, today, owned, known)

    def fallback_renders_behind(
        self, uid: str, avatar: Avatar, now: datetime, *, owned: bool
    ) -> FallbackRenders:
        """Return the same counters for an avatar without its user's token: for the plan of its last wish."""
        plan = Plan(avatar.plan) if avatar.plan else plan_of(anonymous=avatar.guest)
        return self.fallback_renders(uid, plan, now, owned=owned)

    def nearest_fallback(
        self, reader: Reader, uid: str, wish: Recipe, now: datetime, *, but: str | None = None
    ) -> Rung | None:
        """Return the nearest existing painting, for a wish that may not start another. It only reads."""
        painted = self.painted(wish)
        for find in (self.queries.looks_of_character, self.queries.looks_of_stage):
            nearest = self._nearest(reader, uid, painted, find, now, but, any_costume=True)
            if nearest is not None:
                return Rung(nearest.recipe, Source.PAINTED, picture=nearest.picture)
        return None

    def _nearest(
        self,
        reader: Reader,
        uid: str,
        wished: Recipe,
        find: Find,
        now: datetime,
        but: str | None,
        *,
        any_costume: bool = False,
    ) -> CacheEntry | None:
        """Return the entry nearest to this recipe, but not of it, among those found that this user may see."""
        fits = comparable if any_costume else stands_in
        found = (entry for entry in find(wished, now, CANDIDATES) if fits(wished, entry.recipe))
        candidates = [entry for entry in found if entry.recipe != wished]
        for candidate in sorted(candidates, key=lambda entry: distance(wished, entry.recipe)):
            entry = reader.read(documents.cache_entry(candidate.recipe.cache_key))
            if entry is not None and self._may_have(reader, uid, entry, now, but):
                return entry
        return None

    def _may_have(self, reader: Reader, uid: str, entry: CacheEntry, now: datetime, but: str | None) -> bool:
        if not entry.usable(now) or entry.picture is None or entry.picture.image_path == but:
            return False
        return withheld(reader, entry, uid, self.starter.policy) is None

    def _look_painted(
        self, reader: Reader, uid: str, wished: Recipe, now: datetime, but: str | None
    ) -> Rung | None:
        found = self.fallback_render(reader, uid, wished, but=but)
        if found is None:
            return self.nearest_fallback(reader, uid, wished, now, but=but)
        painted, entry = found
        if entry is not None and entry.usable(now):
            return Rung(painted, Source.PAINTED, picture=entry.picture)
        if entry is not None and entry.rendering:
            return Rung(painted, Source.PAINTED, follows=entry.render_id)
        return Rung(painted, Source.PAINTED)

    def fallback_render(
        self, reader: Reader, uid: str, wish: Recipe, *, but: str | None = None
    ) -> tuple[Recipe, CacheEntry | None] | None:
        """Return the recipe of the painting for this user's wish, with its cache entry.

        It is the first of a few variations that is neither hidden, taken down nor reported by this user, at three reads
        for each, or four (see `own_report`). None if all of them are.
        """
        for painted in self.painted_variations(wish):
            key = painted.cache_key
            if but is not None and files.look_of(but) == key:
                continue
            entry = reader.read(documents.cache_entry(key))
            report = own_report(reader, uid, self.pseudonyms, key)
            # Painting a reported recipe again would give the same picture.
            if report is None and (entry is None or not entry.withheld):
                return painted, entry
        return None

    def take(
        self,
        transaction: Transaction,
        avatar: Avatar,
        uid: str,
        rung: Rung | None,
        *,
        because: Problem,
        upgrade_at: datetime | None,
        now: datetime,
    ) -> Avatar:
        """Write the avatar with this fallback, start a free job if it is to be painted, and return the avatar.

        A fallback that the avatar shows already stays unless the new one is better. Without a fallback and a picture
        it fails, and shows the static placeholder.
        """
        kept = (avatar.picture, avatar.source) if avatar.picture is not None else (None, None)
        found = (rung.picture, rung.source) if rung is not None and rung.picture is not None else (None, None)
        picture, source = min(kept, found, key=_rank)
        if picture is not None and source is not None:
            degraded = avatar.degrade(picture, source=source, problem=because, upgrade_at=upgrade_at, now=now)
        elif rung is None:
            degraded = avatar.fail(because, now=now)
        elif rung.follows is not None:
            degraded = avatar.queue(now=now, follows=rung.follows, instead=because, upgrade_at=upgrade_at)
        else:
            render_id = transaction.new_id(fallback_name(avatar.avatar_id))
            self.starter.start(
                transaction,
                render_id=render_id,
                uid=uid,
                avatar_id=avatar.avatar_id,
                recipe=rung.recipe,
                reservation=None,
                now=now,
            )
            degraded = avatar.queue(now=now, render_id=render_id, instead=because, upgrade_at=upgrade_at)
        transaction.put(documents.avatar(uid, avatar.avatar_id), degraded)
        return degraded

    def helps(self, failed: RenderJob) -> bool:
        """Return whether a failed job has a fallback: not if it made a fallback itself, nor if it was the painter's."""
        return failed.reservation is not None and failed.recipe != self.painted(failed.recipe)

    def repeats(self, wished: Recipe, image_path: str | None) -> bool:
        """Return whether making this recipe would give the same picture again, as it does with the painter."""
        return (
            image_path is not None
            and wished.renderer == self.painter
            and files.look_of(image_path) == wished.cache_key
        )

    def painted(self, wished: Recipe) -> Recipe:
        """Return the recipe of the wish for the painter."""
        return replace(_shared(wished), renderer=self.painter)

    def painted_variations(self, wished: Recipe) -> list[Recipe]:
        """Return the recipe of the wish for the painter, then the variations used if that is withheld."""
        first = self.painted(wished)
        return [
            replace(first, variation=(first.variation + further) % VARIATIONS)
            for further in range(PAINTED_VARIATIONS)
        ]


def _shared(wished: Recipe) -> Recipe:
    """Return the shared recipe in place of a personal one, with the user's own character."""
    if wished.uid is None:
        return wished
    return replace(wished, character=character_for(wished.uid), uid=None, references=())


def _rank(shown: tuple[Picture | None, Source | None]) -> int:
    """Return the rank of a fallback, lower is better; on a tie the shown one stays."""
    picture, source = shown
    if picture is None or source is None:
        return len(_ORDER) + 1
    return _ORDER.index(source) if source in _ORDER else -1


def fallback_name(avatar_id: str) -> str:
    """Return the name by which a transaction gives an id to an avatar's fallback render."""
    return f"fallback of {avatar_id}"
