"""Admission requests: a wish to decide about, the stored data about it, and the result."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from mirror_realm.domain.avatar import Avatar, RequestedBy, avatar_id_for
from mirror_realm.domain.cache_entry import CacheEntry
from mirror_realm.domain.recipe import Recipe, Timeline
from mirror_realm.domain.wish import Wish
from mirror_realm.errors import LookHidden

if TYPE_CHECKING:
    from mirror_realm.domain.profile import Milestone
    from mirror_realm.services.admission.photo_references import Referred
    from mirror_realm.services.allowance.month_left import MonthLeft


@dataclass(frozen=True, slots=True)
class AdmissionRequest:
    """A wish to decide about."""

    wish: Wish
    recipe: Recipe
    requested_by: RequestedBy
    others: tuple[Recipe, ...] = ()
    """The recipes by which other providers make the picture while the recipe's own is down, in their order."""
    referred: "Referred | None" = None
    """The photo of a personal picture."""
    milestone: "Milestone | None" = None
    """The milestone of an automatic picture, which is stored once it is admitted."""

    in_set: bool = False
    """Whether it is one of a set of variations, of which the user keeps one."""

    quoted: bool = False
    """Whether the decision is only asked for, and nothing of it is written."""

    @property
    def avatar_id(self) -> str:
        return avatar_id_for(self.wish.user.uid, self.recipe)

    @property
    def series(self) -> str:
        """Return an id of the avatars that differ in `turn` alone: I-There speaks of each in other words."""
        return avatar_id_for(self.wish.user.uid, replace(self.recipe, timeline=Timeline.CURRENT, variation=0))

    @property
    def turn(self) -> int:
        """Return the place of this avatar in its series."""
        return list(Timeline).index(self.recipe.timeline) + self.recipe.variation

    @property
    def probes(self) -> bool:
        """Return whether a refusal would tell that a shared picture does not exist."""
        return not (self.wish.allow_fallback or self.recipe.personal or self.milestone)

    @property
    def quote_probes(self) -> bool:
        """Return whether the answer would tell for nothing that a shared picture does not exist."""
        return self.quoted and not self.recipe.personal


@dataclass(frozen=True, slots=True)
class Found:
    """The stored data about one request."""

    request: AdmissionRequest
    stored: Avatar | None
    entry: CacheEntry | None = None
    """The first usable entry of the request's recipes, else the first that is rendered, else that of its own."""
    makers: tuple[Recipe, ...] = ()
    """With other providers: the recipes to make the picture by, in their order; of a picture that is there, its own."""
    hidden: LookHidden | None = None
    """The reason why the picture may be neither shown to this user nor made."""
    admitted_before: bool = False
    """Whether an earlier run of this very transaction was committed, and its job may have ended since."""

    @property
    def recipe(self) -> Recipe:
        """The recipe of the picture that is there or under way, else the one to make it by."""
        return self.makers[0] if self.makers else self.request.recipe

    @property
    def settled(self) -> bool:
        """Whether there is nothing to decide: the avatar is completed, its job is open, or it was decided before."""
        if self.stored is None:
            return False
        return self.admitted_before or self.stored.shown or self.stored.under_way

    @property
    def shows_a_fallback(self) -> bool:
        """Whether the avatar shows a fallback already; it stays until there is allowance for the wished picture."""
        return self.stored is not None and self.stored.degraded and self.stored.picture is not None


@dataclass(frozen=True, slots=True)
class Usage:
    """The allowance left today, as read by the decision."""

    user_remaining: int
    global_remaining: int
    resets_at: datetime
    credits_remaining: int | None = None
    """None if credits are switched off."""
    month: "MonthLeft | None" = None
    """None if the user's plan has no monthly limit."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """The avatar of a wish after admission."""

    avatar: Avatar
    outcome: str
    """`own` (it existed), `under_way`, `hit`, `follow`, `queue` or `degrade`."""
    usage: Usage | None = None

    @property
    def cached(self) -> bool:
        """Whether it was completed at once with an existing picture."""
        return self.outcome in ("own", "hit") or self.avatar.cached
