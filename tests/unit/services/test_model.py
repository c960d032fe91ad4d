"""Usage account and job against a model of them: after every step both have the same pictures and money of all users.

The model knows no shares: a split day hands out what a whole one does.

Each look has a style of its own, so that the ladder's only rung is the painting.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mirror_realm.domain.administration import Act, Role
from mirror_realm.domain.audit import Deed
from mirror_realm.domain.avatar import Status, avatar_id_for
from mirror_realm.domain.costumes import Costume, PaletteId, PowerId
from mirror_realm.domain.plans import FREE, Plan
from mirror_realm.domain.project import AvatarsOf
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import User
from mirror_realm.errors import ContentRejected, InvalidRequest, LimitReached, Misconfigured, ProjectNotFound
from mirror_realm.services.ports.providers import ImageRequest, ProviderImage
from tests.crash.line import WorkerDied
from tests.fakes.house import House, a_wish
from tests.fakes.stripe_extension import StripeExtension, charge
from tests.invariants import days_together

USER_LIMIT, GLOBAL_LIMIT, PRICE, INITIAL = 2, 4, 10, 30
PACKAGE, PAID = 15, 500
"""The credits of a package, and what it costs."""
PAINTINGS, REFUSALS = 2, 20
"""What bounds a person's fallback pictures and probing a day."""
PRO = Plan("pro")
CREDITS = {FREE: 4, PRO: 12}
PLANS = {
    "pro": {"daily_pictures": 3, "monthly_pictures": 4, "monthly_credits": CREDITS[PRO]},
    "free": {"monthly_credits": CREDITS[FREE]},
}
DAILY = {FREE: USER_LIMIT, PRO: 3}
MONTHLY = {PRO: 4}
NOVEMBER = 11
"""The days of the first month, which begins on the 20th."""
WORST, COST = 60_000, 13_000

people = st.sampled_from(["ada", "bo", "cy"])
plans = st.sampled_from([FREE, PRO])
looks = st.sampled_from([StyleId.DAYMI, StyleId.COMIC, StyleId.ANIME, StyleId.NOIR_HERO])
COSTUMES = {StyleId.NOIR_HERO: Costume(PaletteId.AZURE, PowerId.STARS)}
"""Chosen with the look of the style."""

Key = tuple[str, StyleId]


@dataclass(eq=False)
class Job:
    owner: Key
    paid: bool
    day: int
    monthly: bool = False
    """Whether the month counts it."""
    passes: int = 0
    """Of the reaper, ten minutes apart, that it has lived through."""
    running: bool = False
    tried: bool = False
    """Whether a call was made for it."""
    held: int = 0
    """Of a call whose worker died."""


@dataclass
class Shown:
    """An avatar. `job`: which it waits for, its own or another's."""

    status: Status
    fallback: bool
    degraded: bool = False
    picture: bool = False
    job: Job | None = None


@dataclass
class Day:
    reserved: int = 0
    settled: int = 0
    refunded: int = 0
    excused: int = 0
    paintings: int = 0
    refused: int = 0
    granted: int = 0
    """Pictures given back by an administrator."""

    @property
    def used(self) -> int:
        return self.reserved - self.refunded


@dataclass
class Model:
    avatars: dict[Key, Shown] = field(default_factory=dict)
    ready: set[tuple[StyleId, bool]] = field(default_factory=set)
    """(look, whether it is the wished one rather than its painting)."""
    jobs: dict[tuple[StyleId, bool], Job] = field(default_factory=dict)
    """The live ones."""
    days: dict[tuple[str, int], Day] = field(default_factory=dict)
    """By person, and "" for everybody."""
    months: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """By person, and whether it is November's."""
    brought: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """The credits of a month that came, by person, and whether it is November's."""
    credits: dict[str, int] = field(default_factory=dict)
    owed: dict[str, int] = field(default_factory=dict)
    payments: dict[str, tuple[str, int]] = field(default_factory=dict)
    """By id: whose it is, and how many cents of it went back."""
    spent: int = 0
    today: int = 0
    names: dict[Key, str] = field(default_factory=dict)
    """What users call their avatars."""
    albums: dict[str, str] = field(default_factory=dict)
    """By person, the id of their project, if they have one."""
    inside: set[Key] = field(default_factory=set)
    """The avatars that are in their person's project."""
    closed: bool = False
    """Whether the provider is, because a call cost more today than it held."""

    def day(self, whose: str, day: int | None = None) -> Day:
        return self.days.setdefault((whose, self.today if day is None else day), Day())

    def held(self, uid: str) -> int:
        return self.credits.get(uid, INITIAL)

    def due(self, uid: str, plan: Plan) -> int:
        """Return the credits that this month still brings."""
        return max(0, CREDITS[plan] - self.brought[uid, self.today < NOVEMBER])

    def comes_in(self, uid: str, credits: int) -> None:
        """Credits pay first what is owed."""
        paid = min(self.owed.get(uid, 0), credits)
        self.owed[uid] = self.owed.get(uid, 0) - paid
        self.credits[uid] = self.held(uid) + credits - paid

    def refund(self, payment_id: str, cents: int) -> None:
        uid, before = self.payments[payment_id]
        self.payments[payment_id] = uid, max(before, cents)
        back = PACKAGE * max(before, cents) // PAID - PACKAGE * before // PAID
        there = min(back, self.held(uid))
        self.credits[uid] = self.held(uid) - there
        self.owed[uid] = self.owed.get(uid, 0) + back - there

    def ask(self, key: Key, fallback: bool, plan: Plan) -> str:
        """Return what admission decides, and its consequences."""
        uid, look = key
        month = (uid, self.today < NOVEMBER)
        avatar = self.avatars.get(key)
        if avatar is not None and avatar.job is not None:
            return "under_way"
        if avatar is not None and avatar.picture and not avatar.degraded:
            return "own"
        if not fallback and self.day(uid).refused >= REFUSALS:
            return "refused"
        draft = Shown(Status.QUEUED, fallback, picture=avatar is not None and avatar.picture)
        if (look, True) in self.ready:
            self.avatars[key] = Shown(Status.COMPLETED, fallback, picture=True)
            return "hit"
        if (look, True) in self.jobs:
            draft.job = self.jobs[look, True]
            self.avatars[key] = draft
            return "follow"
        short = (
            self.day(uid).used >= DAILY[plan] + self.day(uid).granted
            or (plan in MONTHLY and self.months[month] >= MONTHLY[plan])
            or self.day(uid).reserved - self.day(uid).excused >= 5 * (DAILY[plan] + self.day(uid).granted)
            or self.day("").used >= GLOBAL_LIMIT
            or self.held(uid) + max(0, self.due(uid, plan) - self.owed.get(uid, 0)) < PRICE
            or self.closed
        )
        if not short:
            self.avatars[key] = draft
            draft.job = self.jobs[look, True] = Job(key, True, self.today, plan in MONTHLY)
            self.months[month] += plan in MONTHLY
            if due := self.due(uid, plan):
                self.comes_in(uid, due)
                self.brought[month] += due
            self.day(uid).reserved += 1
            self.day("").reserved += 1
            self.credits[uid] = self.held(uid) - PRICE
            return "queue"
        if not fallback:
            self.day(uid).refused += 1
            return "refused"
        if draft.picture:
            return "own"
        if not self._may_paint(key):
            return "refused"
        self.avatars[key] = draft
        self._paint(key, draft)
        return "degrade"

    def succeed(self, look: StyleId, wished: bool, cost: int = COST) -> None:
        job = self.jobs.pop((look, wished))
        self.ready.add((look, wished))
        if job.paid:
            self._close(job, "settled")
            self.spent += cost
        for avatar in self._waiting(job):
            avatar.status, avatar.picture, avatar.job = Status.COMPLETED, True, None
            avatar.degraded = not wished

    def fail(
        self,
        look: StyleId,
        wished: bool,
        *,
        keeps_credits: bool = False,
        climbs: bool = True,
        untried: bool = False,
        outage: bool = False,
    ) -> None:
        """`climbs`: whether the one who asked first gets the ladder too; who cancels does not.

        `untried`: only time ended it; a painting is started anew. What is started by nothing of a person's counts for
        everybody: such a painting, and that of a follower whose leader cancelled or was never tried.
        """
        job = self.jobs.pop((look, wished))
        self.spent += job.held
        if job.paid:
            self._close(job, "refunded")
            self.months[job.owner[0], job.day < NOVEMBER] -= job.monthly
            if outage and not job.held:
                self._close(job, "excused")
            if not keeps_credits:
                self.comes_in(job.owner[0], PRICE)
        waiting = sorted(
            (key for key, avatar in self.avatars.items() if avatar.job is job),
            key=lambda key: (key != job.owner, key[0]),
        )
        for key in waiting:
            avatar = self.avatars[key]
            helped = climbs or key != job.owner
            # A painting that was taken back, or that nobody tried, is painted for those who wait for it.
            another = wished or not climbs or untried
            owned = wished if key == job.owner else climbs and not untried
            if helped and another and avatar.fallback:
                if avatar.picture:
                    avatar.status, avatar.degraded, avatar.job = Status.COMPLETED, True, None
                elif self._may_paint(key, owned=owned):
                    self._paint(key, avatar, owned=owned)
                else:
                    self._give_up(avatar)
            else:
                self._give_up(avatar)

    def cancel(self, key: Key) -> None:
        avatar = self.avatars[key]
        job = avatar.job
        if job is None or avatar.status is not Status.QUEUED:
            return
        if job.owner == key:
            (name,) = [name for name, live in self.jobs.items() if live is job]
            self.fail(*name, climbs=False)
        else:
            self._give_up(avatar)

    def _may_paint(self, key: Key, *, owned: bool = True) -> bool:
        uid, look = key
        there = (look, False) in self.ready or (look, False) in self.jobs
        return there or not owned or self.day(uid).paintings < PAINTINGS

    def _paint(self, key: Key, avatar: Shown, *, owned: bool = True) -> None:
        look = key[1]
        avatar.degraded = True
        if (look, False) in self.ready:
            avatar.status, avatar.picture, avatar.job = Status.COMPLETED, True, None
            return
        avatar.status = Status.QUEUED
        if owned and (look, False) not in self.jobs:
            self.day(key[0]).paintings += 1
        avatar.job = self.jobs.setdefault((look, False), Job(key, False, self.today))

    def _give_up(self, avatar: Shown) -> None:
        avatar.job = None
        avatar.status = Status.COMPLETED if avatar.picture else Status.FAILED
        avatar.degraded = avatar.degraded or avatar.picture

    def _close(self, job: Job, how: str) -> None:
        for whose in (job.owner[0], ""):
            day = self.day(whose, job.day)
            setattr(day, how, getattr(day, how) + 1)

    def _waiting(self, job: Job) -> list[Shown]:
        return [avatar for avatar in self.avatars.values() if avatar.job is job]


class PurseAndJob(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.grants = 0

    @initialize(shares=st.sampled_from([1, 1, 2, 4]))
    def begin(self, shares: int) -> None:
        self.house = House(
            user_limit=USER_LIMIT,
            global_limit=GLOBAL_LIMIT,
            credits=PRICE,
            user_paintings=PAINTINGS,
            shares=shares,
            plans=json.dumps(PLANS),
        )

        self._stripe = StripeExtension(self._merge)
        self._stripe.sell("prod_100", "price_100", credits=str(PACKAGE), amount=PAID)

    def _merge(self, path: str, fields: dict[str, Any]) -> None:
        self.house.write(path, {**self.house.documents.get(path, {}), **fields})

    @rule()
    def forget(self) -> None:
        """Another instance goes on, which has read no head."""
        self.house.split_days._heads.clear()
        self.house.split_days._seen.clear()

    @rule(uid=people, look=looks, fallback=st.booleans(), plan=plans, inside=st.booleans())
    def ask(self, uid: str, look: StyleId, fallback: bool, plan: Plan, inside: bool) -> None:
        before = dict(self.house.documents)
        album = self.model.albums.get(uid) if inside else None
        wish = a_wish(
            uid, style=look, costume=COSTUMES.get(look), allow_fallback=fallback, plan=plan, project=album
        )
        self.house.quotes.__init__()
        quoted = self.house.admission.quote(wish).outcome
        assert dict(self.house.documents) == before
        try:
            outcome = self.house.admission.admit(wish).outcome
        except LimitReached:
            outcome = "refused"
        assert outcome == self.model.ask((uid, look), fallback, plan)
        if album is not None and outcome != "refused":
            self.model.inside.add((uid, look))
        assert quoted == outcome.replace("degrade", "fallback")

    @precondition(lambda self: self._queued())
    @rule(data=st.data(), fate=st.sampled_from(["made", "made", "dear", "broken", "rejected", "died"]))
    def work(self, data: st.DataObject, fate: str) -> None:
        """Start a worker for a queued job, whose event may come twice."""
        look, wished = data.draw(st.sampled_from(self._queued()))
        job = self.model.jobs[look, wished]
        provider = self.house.provider if wished else self.house.painter
        render_id, number = self._stored(look, wished)
        if fate == "broken":
            provider.script = [Misconfigured("no key")]
        elif fate == "dear":
            provider.script = [ProviderImage(b"a picture", 2 * WORST if wished else 0)]
        elif fate == "rejected":
            provider.script = [ContentRejected("policy"), ContentRejected("policy")]
        elif fate == "died":
            provider.before = _die
        try:
            self.house.rendering.run(render_id, number)
        except WorkerDied:
            job.tried = True
            job.running, job.held = True, job.held + (WORST if wished else 0)
            for avatar in self.model.avatars.values():
                if wished and avatar.job is job and self.model.avatars.get(job.owner) is avatar:
                    avatar.status = Status.GENERATING
        else:
            if wished and self.model.closed:
                self.model.fail(look, wished)
            elif fate in ("made", "dear"):
                self.model.spent += job.held
                self.model.succeed(look, wished, WORST if fate == "dear" else COST)
                self.model.closed |= wished and fate == "dear"
            else:
                self.model.fail(look, wished, keeps_credits=fate == "rejected", outage=fate == "broken")
        provider.script, provider.before = [], lambda _: None
        self.house.rendering.run(render_id, number)

    @rule()
    def reap(self) -> None:
        """Ten minutes on: each live job has been given up once more; the second time it is ended."""
        self.house.clock.time += timedelta(minutes=10)
        due = self.house.queries.due_jobs(self.house.clock.time, 100)
        order = [(job.recipe.style, job.recipe.renderer != "painter-1") for job in due]
        assert set(order) == set(self.model.jobs)
        self.house.reaping.run()
        for look, wished in order:
            job = self.model.jobs[look, wished]
            job.passes += 1
            if job.passes == 2:
                self.model.fail(look, wished, untried=not job.tried)
                continue
            if job.running:
                self.model.avatars[job.owner].status = Status.QUEUED
            job.running = False

    @rule(uid=people, look=looks)
    def cancel(self, uid: str, look: StyleId) -> None:
        if (uid, look) in self.model.avatars:
            self.house.cancelling.cancel(uid, avatar_id_for(uid, self._recipe(look, wished=True)))
            self.model.cancel((uid, look))

    @rule(uid=people, look=looks, name=st.sampled_from(["", "Wren", "Kai"]))
    def name(self, uid: str, look: StyleId, name: str) -> None:
        if (uid, look) in self.model.avatars:
            avatar_id = avatar_id_for(uid, self._recipe(look, wished=True))
            self.house.timeline.describe(uid, avatar_id, name, None)
            self.model.names[uid, look] = name

    @rule(uid=people)
    def album(self, uid: str) -> None:
        """Make a person's project, or look for it with the same key."""
        self.model.albums[uid] = self.house.projects.create(uid, "Family", "", "key-00000001").project_id

    @rule(uid=people, look=looks, into=st.booleans())
    def move(self, uid: str, look: StyleId, into: bool) -> None:
        key = (uid, look)
        album = self.model.albums.get(uid, "f" * 32) if into else ""
        if key not in self.model.avatars:
            return
        avatar_id = avatar_id_for(uid, self._recipe(look, wished=True))
        try:
            self.house.timeline.describe(uid, avatar_id, None, None, None, album)
        except ProjectNotFound:
            assert uid not in self.model.albums
            return
        (self.model.inside.add if album else self.model.inside.discard)(key)

    @rule(uid=people, again=st.booleans())
    def end_album(self, uid: str, again: bool) -> None:
        """End a person's project, whose avatars stay."""
        project_id = self.model.albums.pop(uid, "f" * 32)
        for _ in range(1 + again):
            assert self.house.ending.delete(uid, project_id, AvatarsOf.KEEP, 20)
        self.model.inside = {key for key in self.model.inside if key[0] != uid}

    @rule(uid=people, credits=st.integers(1, 20), again=st.booleans())
    def grant(self, uid: str, credits: int, again: bool) -> None:
        self.grants += 1
        for _ in range(1 + again):
            self.house.granting.grant(by="root", uid=uid, credits=credits, key=str(self.grants))
        self.model.comes_in(uid, credits)

    @rule(uid=people)
    def pay(self, uid: str) -> None:
        payment_id = f"pi_{len(self.model.payments)}"
        for _ in range(2):
            self._stripe.checkout(uid, payment_id)
            self.house.selling.book(uid, payment_id)
        self.model.payments[payment_id] = uid, 0
        self.model.comes_in(uid, PACKAGE)

    @precondition(lambda self: self.model.payments)
    @rule(data=st.data(), cents=st.sampled_from([1, PAID // 4, PAID // 2, PAID]))
    def refund(self, data: st.DataObject, cents: int) -> None:
        """Show that so much of a payment went back, which may be less than was shown before."""
        payment_id = data.draw(st.sampled_from(sorted(self.model.payments)))
        uid, _ = self.model.payments[payment_id]
        self._stripe.intent(uid, payment_id, **charge(refunded=cents))
        self.house.selling.book(uid, payment_id)
        self.model.refund(payment_id, cents)

    @rule(uid=people, credits=st.integers(1, 40), again=st.booleans())
    def take(self, uid: str, credits: int, again: bool) -> None:
        self.grants += 1
        deed = Deed("root", Role.OWNER, Act.TAKE_CREDITS, str(self.grants), "a mistake")
        for _ in range(1 + again):
            self.house.granting.take(deed, uid, credits)
        self.model.credits[uid] = max(0, self.model.held(uid) - credits)

    @rule(uid=people, pictures=st.integers(1, 2), again=st.booleans())
    def give_back(self, uid: str, pictures: int, again: bool) -> None:
        """Give pictures back; none that would lift a user's limit above that of all."""
        self.grants += 1
        deed = Deed("root", Role.SUPPORT, Act.GIVE_BACK, str(self.grants), "a fault of ours")
        day = self.model.day(uid)
        if USER_LIMIT + day.granted + pictures > GLOBAL_LIMIT:
            with pytest.raises(InvalidRequest):
                self.house.giving_back.give(deed, User(uid, FREE), pictures)
            return
        for _ in range(1 + again):
            self.house.giving_back.give(deed, User(uid, FREE), pictures)
        day.granted += pictures
        self.house.limit_memory.__init__()  # what an instance remembers for a minute

    @precondition(lambda self: not self.model.jobs and self.model.today < 20)
    @rule()
    def sleep(self) -> None:
        self.house.clock.time += timedelta(days=1)
        self.model.today += 1
        self.model.spent, self.model.closed = 0, False

    @invariant()
    def avatars_agree(self) -> None:
        for (uid, look), expected in self.model.avatars.items():
            avatar_id = avatar_id_for(uid, self._recipe(look, wished=True))
            stored = self.house.documents[f"users/{uid}/avatars/{avatar_id}"]
            picture = stored["image_path"] is not None
            found = (stored["status"], stored["degraded"], picture)
            assert found == (expected.status, expected.degraded, expected.picture), (uid, look)
            assert stored.get("name", "") == self.model.names.get((uid, look), "")
            inside = (uid, look) in self.model.inside
            assert stored.get("project_id") == (self.model.albums[uid] if inside else None), (uid, look)

    @invariant()
    def counters_agree(self) -> None:
        today = self.house.policy.today(self.house.clock.time)
        own = {uid: self.house.documents.get(f"users/{uid}/usage/{today}") for uid in ("ada", "bo", "cy")}
        counted: dict[str, list[Mapping[str, Any]]] = {"": self._today()}
        counted |= {uid: [day] if day else [] for uid, day in own.items()}
        for whose, days in counted.items():
            expected = self.model.day(whose)
            of = ("reserved", "settled", "refunded", "excused", "paintings", "granted")
            found = [sum(day.get(name, 0) for day in days) for name in of]
            assert found == [getattr(expected, name) for name in of], whose

    @invariant()
    def months_agree(self) -> None:
        for uid in ("ada", "bo", "cy"):
            stored = self.house.documents.get(f"users/{uid}", {}).get("months", {})
            for name, november in (("m2026_11", True), ("m2026_12", False)):
                assert stored.get(name, 0) == self.model.months[uid, november], (uid, name)

    @invariant()
    def purses_agree(self) -> None:
        for uid in ("ada", "bo", "cy"):
            held = self.house.documents.get(f"users/{uid}", {}).get("credits")
            assert (INITIAL if held is None else held) == self.model.held(uid), uid
            owed = self.house.documents.get(f"users/{uid}", {}).get("owed", 0)
            assert owed == self.model.owed.get(uid, 0), uid

    @invariant()
    def what_can_be_used_agrees(self) -> None:
        for uid in ("ada", "bo", "cy"):
            for plan in (FREE, PRO):
                coming = max(0, self.model.due(uid, plan) - self.model.owed.get(uid, 0))
                assert self.house.overviews.of(User(uid, plan)).credits == self.model.held(uid) + coming

    @invariant()
    def money_agrees(self) -> None:
        lost = sum(job.held for job in self.model.jobs.values())
        money = sum(day["spent_micros"] + day["held_micros"] for day in self._today())
        assert money == self.model.spent + lost

    @invariant()
    def everything_true_is_true(self) -> None:
        self.house.check(quiet=False)

    def _today(self) -> list[Mapping[str, Any]]:
        """Return the documents that count all users' day."""
        return days_together(self.house.documents).get(self.house.policy.today(self.house.clock.time), [])

    def _queued(self) -> list[tuple[StyleId, bool]]:
        return sorted(name for name, job in self.model.jobs.items() if not job.running)

    def _stored(self, look: StyleId, wished: bool) -> tuple[str, int]:
        entry = self.house.documents[f"cache/{self._recipe(look, wished=wished).cache_key}"]
        return entry["render_id"], self.house.documents[f"renders/{entry['render_id']}"]["attempt"]

    def _recipe(self, look: StyleId, *, wished: bool) -> Recipe:
        renderers = self.house.renderers
        recipe = a_wish(style=look, costume=COSTUMES.get(look)).recipe(
            renderers.for_wishes(personal=False), self.house.detail
        )
        return recipe if wished else self.house.followers.ladder.painted(recipe)


def _die(_: ImageRequest) -> None:
    raise WorkerDied


TestPurseAndJob = PurseAndJob.TestCase
TestPurseAndJob.settings = settings(stateful_step_count=40)
