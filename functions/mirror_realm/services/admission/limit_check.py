"""The limit check: a limit that is surely reached, known before a decision reads any counter with locks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.wish import User
from mirror_realm.providers import provider_of
from mirror_realm.services.admission.dependencies import Dependencies
from mirror_realm.services.ports import documents

if TYPE_CHECKING:
    from mirror_realm.domain.allowance import GlobalDay, Shortage, UserDay
    from mirror_realm.domain.listed_price import ListedPrice
    from mirror_realm.services.allowance.split_days import Counter


@dataclass(slots=True)
class LimitCheck:
    dependencies: Dependencies
    user: User
    now: datetime
    dead_models: tuple[str, ...] = ()
    """The renderers whose models are shut down, as of last night's check, once a day was read."""

    def plainly_over(self, recipe: Recipe, name: str) -> "Shortage | None":
        """Return a limit that is surely reached: from memory, or by a look at the counters without locks.

        name: what chooses the share of a split day.

        The look is two reads, so it is taken only where the day is nearly used up and many requests are refused; of a
        split day whose share is used up it is a read of all shares, too. Raises Misconfigured for too many shares.
        """
        from mirror_realm.domain.allowance import GlobalDay, UserDay, shortage
        from mirror_realm.domain.day_shares import wanted

        def shortage_of(own: UserDay, day: GlobalDay, worst_case: int) -> "Shortage | None":
            return shortage(
                own,
                day,
                self.dependencies.policy.limits,
                plan=self.user.plan,
                provider=provider_of(recipe.renderer),
                worst_case_micros=worst_case,
                photo=recipe.personal,
            )

        memory = self.dependencies.limit_memory
        worst_case = self.worst_case(recipe, memory.dear_models)
        known = memory.recall(
            self.user.uid, plan=self.user.plan, worst_case_micros=worst_case, now=self.now
        ) or shortage_of(UserDay(self._today), GlobalDay(self._today), worst_case)  # a limit of 0
        if known is not None:
            return known
        split = self.dependencies.split_days
        split.check(lambda: self.dependencies.renderers.dearest_micros(recipe))
        if not memory.near(self.now):
            return None
        place = split.place(self._today, name)
        own, found = self.dependencies.store.read(documents.user_day(self.user.uid, self._today), place.ref)
        if own is None or self._by_month:
            own = UserDay(self._today)
        day = found or GlobalDay(self._today)
        if place.head is None and day.shares > 1:
            return None  # the head of a split day, which the decision reads
        if place.head is not None:
            needed = wanted(self.user.plan, worst_case, photo=recipe.personal)
            if split.has_room(place, found, needed, provider_of(recipe.renderer)):
                return shortage_of(own, GlobalDay(self._today), worst_case)
            day = split.sums(self._today)
        self._learn(own, day, recipe)
        return shortage_of(own, day, self.worst_case(recipe, day.dear_models))

    def learn(self, own: "UserDay", counter: "Counter", recipe: Recipe) -> None:
        """Store in the instance's memory what both days show, and which models are shut down.

        A share does not show that a limit is reached.
        """
        day = counter.day if counter.shares == 1 else counter.whole
        if day is not None:
            self._learn(own, day, recipe)
            return
        from mirror_realm.domain.day_shares import room

        self.dead_models = counter.day.dead_models
        limits, until = self.dependencies.policy.limits, self.dependencies.policy.resets_at(self.now)
        memory = self.dependencies.limit_memory
        memory.learn_share(counter.day, room(counter.day, counter.shares, limits), until)
        self._learn_user(own, until)

    def _learn(self, own: "UserDay", day: "GlobalDay", recipe: Recipe) -> None:
        limits, until = self.dependencies.policy.limits, self.dependencies.policy.resets_at(self.now)
        self.dead_models = day.dead_models
        worst_case = self.worst_case(recipe, day.dear_models)
        self.dependencies.limit_memory.learn(
            day, limits, worst_case_micros=worst_case, now=self.now, until=until
        )
        self._learn_user(own, until)

    def _learn_user(self, own: "UserDay", until: datetime) -> None:
        uid, limits = self.user.uid, self.dependencies.policy.limits
        if not self._by_month:
            self.dependencies.limit_memory.learn_user(
                uid, own, limits, plan=self.user.plan, now=self.now, until=until
            )
        self.dependencies.refusals.learn(uid, self._today, own.refused)

    def worst_case(self, recipe: Recipe, dear_models: "Sequence[ListedPrice]") -> int:
        """Return the most that one call for a recipe costs, by our table or by its provider's list."""
        return self.dependencies.renderers.worst_case_micros(recipe, dear_models, self.now)

    @property
    def _by_month(self) -> bool:
        """Whether the plan has a monthly limit, which comes first and is not on the user's day."""
        return self.dependencies.policy.limits.of(self.user.plan).monthly > 0

    @property
    def _today(self) -> str:
        return self.dependencies.policy.today(self.now)
