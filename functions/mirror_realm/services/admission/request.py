"""Cases: a wish to be decided on, what the database knows of it, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mirror_realm.domain.avatar import Avatar, RequestedBy, avatar_id_for
from mirror_realm.domain.cache_entry import CacheEntry
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.wish import Wish
from mirror_realm.errors import LookHidden

if TYPE_CHECKING:
    from mirror_realm.domain.profile import Milestone
    from mirror_realm.services.admission.photo_references import Referred


@dataclass(frozen=True, slots=True)
class Case:
    """A wish to be decided on."""

    wish: Wish
    recipe: Recipe
    requested_by: RequestedBy
    referred: "Referred | None" = None
    """The photo behind a personal look."""
    milestone: "Milestone | None" = None
    """For an automatic picture: what is remembered once it is admitted."""

    @property
    def avatar_id(self) -> str:
        return avatar_id_for(self.wish.person.uid, self.recipe)

    @property
    def probes(self) -> bool:
        """Return whether a refusal would tell that a shared picture does not exist."""
        return not (self.wish.allow_fallback or self.recipe.personal or self.milestone)


@dataclass(frozen=True, slots=True)
class Found:
    """What the database knows of one case."""

    case: Case
    stored: Avatar | None
    entry: CacheEntry | None = None
    hidden: LookHidden | None = None
    """Why the look is not for this person, and is not made either."""

    @property
    def settled(self) -> bool:
        """There is nothing to decide: the avatar is shown, or on its way."""
        return self.stored is not None and (self.stored.shown or self.stored.under_way)

    @property
    def shows_a_stand_in(self) -> bool:
        """A degraded picture that is shown already stays; it is upgraded once there is allowance."""
        return self.stored is not None and self.stored.degraded and self.stored.picture is not None


@dataclass(frozen=True, slots=True)
class Usage:
    """What is left today, as far as the decision read it."""

    user_remaining: int
    global_remaining: int
    resets_at: datetime


@dataclass(frozen=True, slots=True)
class Admitted:
    """The wish's avatar as it stands after admission."""

    avatar: Avatar
    outcome: str
    """`own` (it was there), `under_way`, `hit`, `follow`, `queue` or `degrade`."""
    usage: Usage | None = None

    @property
    def cached(self) -> bool:
        """Shown at once, with a picture that was there already."""
        return self.outcome in ("own", "hit") or self.avatar.cached
