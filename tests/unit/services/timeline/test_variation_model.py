"""Sets against a model of them: whatever is asked for, chosen, deleted, made or let expire, both have the same avatars.

The user has four variations, so that sets meet.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mirror_realm.domain.avatar import Avatar, avatar_id_for
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.variations import numbers_of_set
from mirror_realm.errors import BadOutput, Refusal
from tests.fakes.house import House, a_wish

COUNT = 4
PLANS = '{"free": {"variations": 4}}'
FORTNIGHT, DAY = timedelta(days=14), timedelta(days=1)

variations = st.integers(0, COUNT - 1)


@dataclass
class Shown:
    """An avatar: `queued`, `completed` or `failed`."""

    status: str
    at: datetime
    """When it was completed."""
    group: int = 0
    """The set that it is in; 0: none."""
    until: datetime | None = None
    had: bool = False
    number: int = 0
    of: tuple[int, ...] = ()


class Sets(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.house = House(user_limit=500, global_limit=500, plans=PLANS, budget_micros=10**9)
        self.avatars: dict[int, Shown] = {}
        self.ready: dict[int, datetime] = {}
        """The pictures of the cache, and until when they may be reused."""
        self.groups = 0
        self.made = 0
        self.latest: int | None = None

    @rule(variation=variations)
    def ask(self, variation: int) -> None:
        self.house.clock.time += timedelta(seconds=1)
        self.house.ask(variation=variation, allow_fallback=False)
        self._asked(variation)
        avatar = self.avatars[variation]
        avatar.group, avatar.until, avatar.had = 0, None, False

    @rule(first=variations, several=st.integers(2, COUNT))
    def ask_for_a_set(self, first: int, several: int) -> None:
        self.house.clock.time += timedelta(seconds=1)
        self.house.admission.admit_variations(a_wish(variation=first, variations=several))
        numbers, now = numbers_of_set(first, several, COUNT), self.house.clock.time
        before = {number: self.avatars.get(number) for number in numbers}
        open_ = {
            one.group
            for one in before.values()
            if one is not None and one.of == numbers and one.until is not None and one.until > now
        }
        open_ -= {one.group for one in self.avatars.values() if one.until is None and not one.had}
        new = []
        for place, number in enumerate(numbers, 1):
            one = before[number]
            if one is not None and one.group in open_ and one.group:
                self._asked(number)
                continue
            had = one is not None and (one.until is None if one.group else one.status != "failed")
            self._asked(number)
            new.append((place, number, had))
        if open_:
            (group,) = open_
            until = next(one.until for one in self.avatars.values() if one.group == group and one.until)
        else:
            self.groups += 1
            group, until = self.groups, now + FORTNIGHT
        for place, number, had in new:
            one = self.avatars[number]
            one.group, one.until, one.had = group, None if had else until, had
            one.number, one.of = place, numbers
        if all(self.avatars[number].until is None for number in numbers):
            for number in numbers:
                self.avatars[number].group, self.avatars[number].had = 0, False

    @rule(variation=variations)
    def choose(self, variation: int) -> None:
        self.house.clock.time += timedelta(seconds=1)
        now, one = self.house.clock.time, self.avatars.get(variation)
        reason = None
        if one is None:
            reason = "not_found"
        elif one.group and one.status == "queued":
            reason = "variation_under_way"
        elif one.group and one.status == "failed":
            reason = "variation_failed"
        elif one.until is not None and one.until <= now:
            reason = "variation_expired"
        if reason is not None:
            with pytest.raises(Refusal) as refused:
                self.house.variation_choice.choose("ada", self._id(variation))
            assert refused.value.reason == reason
            return
        self.house.variation_choice.choose("ada", self._id(variation))
        if one is not None and one.group:
            self._chosen(variation, now)

    @rule(variation=variations)
    def delete(self, variation: int) -> None:
        if self.avatars.get(variation, Shown("queued", self.house.clock.time)).status == "queued":
            return  # a cancelled job is another model's
        self.house.deleting.delete("ada", self._id(variation))
        self._gone(variation)

    @rule(broken=st.booleans())
    def work(self, broken: bool) -> None:
        for variation in sorted(number for number, one in self.avatars.items() if one.status == "queued"):
            self.house.clock.time += timedelta(seconds=1)
            entry = self.house.documents[f"cache/{self._recipe(variation).cache_key}"]
            self.house.provider.script = [BadOutput("blank")] * 3 if broken else []
            self.house.rendering.run(entry["render_id"], 1)
            self.house.provider.script = []
            self.house.rendering.breakers.clear()
            one = self.avatars[variation]
            one.status, one.at = "failed" if broken else "completed", self.house.clock.time
            if not broken:
                self.made += 1
                self.ready[variation] = one.at + timedelta(days=30)
                self.latest = variation
        self.house.deliver()

    @precondition(lambda self: all(one.status != "queued" for one in self.avatars.values()))
    @rule(hours=st.sampled_from([1, 20, 30, 15 * 24]))
    def sleep(self, hours: int) -> None:
        """Time passes, and what is over is swept."""
        self.house.clock.time += timedelta(hours=hours)
        due = [avatar_id for _, avatar_id in self.house.sweeping.variations.due(self.house.clock.time, 50)]
        over = {
            self._id(number): number
            for number, one in self.avatars.items()
            if one.until is not None and one.until <= self.house.clock.time
        }
        assert sorted(due) == sorted(over)
        for avatar_id in due:
            self._expire(avatar_id, over[avatar_id])

    def _expire(self, avatar_id: str, variation: int) -> None:
        now, one = self.house.clock.time, self.avatars[variation]
        gone = self.house.sweeping.variations.expire("ada", avatar_id)
        if one.until is None or one.until > now:
            assert not gone
            return
        group = {number: other for number, other in self.avatars.items() if other.group == one.group}
        if all(other.until is not None for other in group.values()):
            last = datetime.max.replace(tzinfo=now.tzinfo)

            def rank(number: int) -> tuple[bool, datetime, int]:
                other = group[number]
                return (
                    other.status == "failed",
                    other.at if other.status == "completed" else last,
                    other.number,
                )

            first = min(group, key=rank)
            self._chosen(first, now)
            if first == variation:
                assert not gone
                return
        staying = [number for number, other in group.items() if other.until is None]
        if self.latest == variation:
            self.latest = next((number for number in staying if not group[number].had), staying[0])
        assert gone
        self._gone(variation)

    def _asked(self, variation: int) -> None:
        """Have the picture made, unless it is there or being made."""
        one = self.avatars.get(variation)
        if one is None or one.status == "failed":
            one = self.avatars.setdefault(variation, Shown("queued", self.house.clock.time))
            now = self.house.clock.time
            one.status = "completed" if self.ready.get(variation, now) > now else "queued"
            one.at = now

    def _chosen(self, variation: int, now: datetime) -> None:
        one = self.avatars[variation]
        group = [number for number, other in self.avatars.items() if other.group == one.group]
        for number in group:
            other = self.avatars[number]
            if not other.had:
                other.until = None if number == variation else min(other.until or now + DAY, now + DAY)
        if self.latest in group and self.latest != variation and not self.avatars[self.latest].had:
            self.latest = variation
        self._dissolve(one.group)

    def _gone(self, variation: int) -> None:
        one = self.avatars.pop(variation)
        if self.latest == variation:
            self.latest = None
        self._dissolve(one.group)

    def _dissolve(self, group: int) -> None:
        """End a set of which nothing expires any more."""
        left = [one for one in self.avatars.values() if group and one.group == group]
        if all(one.until is None for one in left):
            for one in left:
                one.group, one.had = 0, False

    @invariant()
    def avatars_agree(self) -> None:
        stored = {
            path.rpartition("/")[2]: data
            for path, data in self.house.documents.items()
            if path.startswith("users/ada/avatars/")
        }
        assert stored.keys() == {self._id(number) for number in self.avatars}
        ids: dict[int, set[str]] = {}
        for number, one in self.avatars.items():
            avatar = Avatar.from_document(self._id(number), stored[self._id(number)])
            place = avatar.in_set
            assert str(avatar.status) == one.status
            assert (place is not None) == bool(one.group), number
            if place is not None:
                ids.setdefault(one.group, set()).add(place.id)
                assert (place.expires_at, place.kept) == (one.until, one.had)
                assert (place.number, place.variations) == (one.number, one.of)
        assert all(len(names) == 1 for names in ids.values())
        assert len({name for names in ids.values() for name in names}) == len(ids)

    @invariant()
    def the_user_is_shown(self) -> None:
        profile = self.house.documents.get("users/ada")
        latest = profile["latest"] if profile else None
        shown = latest["avatar_id"] if latest else None
        assert shown == (self._id(self.latest) if self.latest is not None else None)

    @invariant()
    def what_is_made_is_paid_once(self) -> None:
        days = [data for path, data in self.house.documents.items() if path.startswith("users/ada/usage/")]
        assert sum(day["settled"] for day in days) == self.made
        self.house.check(quiet=False)

    def _recipe(self, variation: int) -> Recipe:
        renderer = self.house.renderers.for_wishes(personal=False)
        return a_wish(variation=variation).recipe(renderer, self.house.detail)

    def _id(self, variation: int) -> str:
        return avatar_id_for("ada", self._recipe(variation))


TestSets = Sets.TestCase
TestSets.settings = settings(stateful_step_count=25, max_examples=15, deadline=None)
