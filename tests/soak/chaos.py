"""Chaos: some days in the life of hundreds of people while everything goes wrong that can, drawn from one seed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from mirror_realm.domain.administration import Act, Role
from mirror_realm.domain.areas import Area
from mirror_realm.domain.audit import Deed
from mirror_realm.domain.plans import FREE, GUEST, Plan, plan_of
from mirror_realm.domain.progress import Progress
from mirror_realm.domain.report import Decision, Reason
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import User
from mirror_realm.errors import (
    BadOutput,
    ContentRejected,
    Misconfigured,
    ProviderRateLimited,
    ProviderTimeout,
    ProviderUnavailable,
)
from mirror_realm.services.allowance.policy import REAPER_PERIOD
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.ports.providers import CallName, ProviderImage
from tests import invariants
from tests.canaries import SHORTEST, Canaries
from tests.crash.line import Fault, Line
from tests.crash.payment_scenarios import stripe
from tests.crash.wiring import COMMIT, WiredHouse
from tests.crash.world import World
from tests.fakes.memory_tasks import MemoryTasks
from tests.fakes.outside import Clock
from tests.fakes.stripe_extension import charge, disputed

BEGIN = datetime(2026, 10, 23, 20, tzinfo=UTC)
"""Two nights before Berlin's clocks go back, on 25 October at 3 o'clock."""

ZONE = "Europe/Berlin"
PEOPLE = 300
FAULTY_CALLS = 0.01
"""Share of the remote calls at which something goes wrong."""
CROWD = 6
"""People who wish for one look at once."""
LOST_TASKS = 0.3
"""Share of the tasks that are lost at each delivery of others."""

ACHIEVEMENTS = (
    "wrote to my estranged brother",
    "told nobody of the diagnosis yet",
    "left the flat in Lindenstrasse",
)
TRAITS = ("curious", "afraid of the dark rooms", "in love with the neighbour")
WHOSE = "person-of-chaos-"
PLANS = '{"free": {"monthly_credits": 7}}'
DISPUTES = (None, None, "needs_response", "won", "lost", "charge_refunded")
QUOTED = "sk-canary-of-chaos in a request to https://files.test/"
"""What clients quote in their errors."""

SWEEP_EVERY = timedelta(days=1)
BEHIND = timedelta(hours=1)
"""How much later than promised a job may end where passes of the reaper die, freeze and are leapt over."""


class ChaoticLine(Line):
    """Draws at each call whether something goes wrong. What holds a worker up does so one deep."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self._chance = chance
        self.injected = 0

    def fault(self, number: int, what: str) -> Fault | None:
        self.calls.clear()  # days of calls are nobody's to read
        if self.holding or self._chance.random() >= FAULTY_CALLS:
            return None
        self.injected += 1
        kinds = [fault for fault in Fault if fault is not Fault.RUNS_AGAIN or what == COMMIT]
        return self._chance.choice(kinds)


class Chaos:
    """One world, and one step of it at a time."""

    def __init__(
        self, seed: int, pause: timedelta, image_provider: str | None = None, tasks: MemoryTasks | None = None
    ) -> None:
        """`pause`: how long on average between two steps. `image_provider`, `tasks`: as in `House`."""
        self.chance = Random(seed)
        self.pause = pause
        self.line = ChaoticLine(self.chance)
        house = WiredHouse(
            image_provider=image_provider,
            tasks=tasks,
            user_limit=5,
            global_limit=60,
            credits=5,
            plans=PLANS,
            budget_micros=1_500_000,
            user_paintings=2,
            global_paintings=40,
            zone=ZONE,
            clock=Clock(BEGIN),
            line=self.line,
        )
        house.codec.script = self._codec_faults()
        self.world = World(house, self.line, storage_reports=True)
        house.queue.told = self._webhook
        self.agreed: set[str] = set()
        self.puppets = 0
        self.uploaded = 0
        self.tasks = tasks
        self.lost_tasks = 0
        self.crowds = 0
        self.payments: list[tuple[str, str]] = []
        """Whose each is, and its id."""
        stripe(self.world).sell("prod_100", "price_100", credits="20")
        self.line.quoting = QUOTED
        self.canaries = Canaries()
        for number, words in enumerate(
            (*ACHIEVEMENTS, *TRAITS[1:], WHOSE, *QUOTED.split(" in a request to "))
        ):
            self.canaries.plant(f"canary {number}", words)
        self.line.on = True
        self.steps = 0
        self.requests = 0
        self.reaper_at = BEGIN + REAPER_PERIOD
        self.sweep_at = BEGIN + SWEEP_EVERY

    def step(self) -> None:
        """Something happens, and some time passes."""
        self.steps += 1
        act = self.chance.choices(
            (
                self._ask,
                self._write_wish,
                self._progress,
                self._deliver,
                self._again,
                self._cancel,
                self._grant,
                self._take,
                self._give_back,
                self._pay,
                self._pay_on,
                self._upload,
                self._ask_with_a_photo,
                self._send_a_puppet,
                self._decide,
                self._fail_again,
                self._ask_at_once,
                self._take_down,
                self._erase,
                self._merge,
            ),
            weights=(
                30,
                6,
                6,
                40,
                6,
                4,
                2,
                1,
                2,
                1,
                2,
                6,
                4,
                4,
                1,
                3,
                *((4, 2, 2, 6) if self.tasks else (0, 0, 0, 0)),
            ),
        )[0]
        act()
        if self.chance.random() < 0.15:
            self._break_the_provider()
        self._pass_time(self.chance.expovariate(1 / self.pause.total_seconds()))

    def rest(self) -> None:
        """No faults any more: everything settles, and everything is checked."""
        self.line.on = False
        self.world.house.provider.script.clear()
        self.world.house.queue.script.clear()
        self.world.house.queue.refusals.clear()
        self.world.settle_down(checked=False)
        self.check(quiet=True)
        self.world.age(checked=False)
        self.check(quiet=True, files=True)

    def check(self, *, quiet: bool = False, files: bool = False) -> None:
        house = self.world.house
        invariants.check(
            house.documents,
            user_limit=house.user_limit,
            global_limit=house.global_limit,
            user_paintings=house.user_paintings,
            global_paintings=house.global_paintings,
            guest_share=house.guest_share,
            budget_micros=house.budget_micros,
            files=house.pictures.files if files else None,
            quiet=quiet,
            erased=house.people.gone,
            noted=house.pictures.noted,
        )
        if files:
            invariants.uploads_are_counted(house.documents, house.photos.files)
            assert house.photos.files == {}, "a photo outlived its use"
        invariants.predictions_are_ordered_once(house.queue.predictions, house.documents, answered=False)
        invariants.credits_add_up(house.documents, price=house.credits, initial=30, salt="salt")
        invariants.jobs_end_in_time(house.documents, house.policy.job_lifetime + BEHIND)
        assert not self.world.surprises, self.world.surprises

    def check_log(self, log: str) -> None:
        """Nothing private was said; prompts, line by line, are known only now."""
        house = self.world.house
        prompts = {call.prompt for call in house.provider.calls}
        prompts |= {one.request.prompt for one in house.queue.predictions.values()}
        for line in {line for prompt in prompts for line in prompt.splitlines() if len(line) >= SHORTEST}:
            self.canaries.plant(f"prompt: {line}", line)
        assert self.canaries.heard_in(log.encode()) == []

    def _person(self) -> str:
        return f"{WHOSE}{self.chance.randrange(PEOPLE)}"

    def _ask(self) -> None:
        chance = self.chance
        uid = self._person()
        self.world.ask(
            uid,
            plan=plan_of(anonymous=uid.endswith("7")),
            progress=Progress(
                chance.choice((0, 7, 14, 40, 100, 200)),
                chance.choice(ACHIEVEMENTS),
                discovered_traits=(chance.choice(TRAITS),),
            ),
            character=chance.choice(("wren", None)),
            style=chance.choice(list(StyleId)[:3]),
            variation=chance.choice((0, 0, 0, 1, 2)),
            allow_fallback=chance.random() < 0.8,
        )

    def _write_wish(self) -> None:
        day = self.world.house.clock.time.strftime("%Y%m%d")
        uid, number = self._person(), self.chance.randrange(20)
        if f"users/{uid}/avatarRequests/{day}-{number:02}" not in self.world.house.documents:
            metrics = {"active_days": 40, "major_achievement": self.chance.choice(ACHIEVEMENTS)}
            self.world.write_wish(
                uid,
                f"{day}-{number:02}",
                progress_metrics=metrics,
                variation=self.chance.choice((0, 1, -1)),
            )

    def _progress(self) -> None:
        self.world.write_progress(
            self._person(),
            active_days=self.chance.choice((3, 7, 14, 40, 100, 200)),
            major_achievement=self.chance.choice(ACHIEVEMENTS),
            goals_completed=self.chance.randrange(2),
            achievement_area=self.chance.choice((None, *list(Area)[:2])),
        )

    def _deliver(self) -> None:
        """Events arrive late and in any order; of tasks, some are lost."""
        pending = self.world.pending
        for event in [event for event in pending if event.what.startswith("fanout ")]:
            if self.chance.random() < LOST_TASKS:
                pending.remove(event)
                self.lost_tasks += 1
        for event in self.chance.sample(pending, min(len(pending), self.chance.randrange(1, 6))):
            self.world.deliver_one(event)

    def _again(self) -> None:
        """Deliver a handled event once more."""
        if self.world.handled:
            self.world.deliver_one(self.chance.choice(self.world.handled[-200:]))

    def _cancel(self) -> None:
        queued = [
            p
            for p, a in self.world.house.documents.items()
            if "/avatars/" in p and a.get("status") == "queued"
        ]
        if queued:
            self.world.cancel(self.chance.choice(queued).split("/")[1])

    def _grant(self) -> None:
        uid, key = self._person(), str(self.chance.randrange(50))
        self.world.act(lambda: self.world.house.granting.grant(by="root", uid=uid, credits=5, key=key))

    def _take(self) -> None:
        uid, key = self._person(), f"take-{self.chance.randrange(50)}"
        deed = Deed("root", Role.OWNER, Act.TAKE_CREDITS, key, "a mistake")
        self.world.act(lambda: self.world.house.granting.take(deed, uid, 5))

    def _give_back(self) -> None:
        uid, key = self._person(), f"give-{self.chance.randrange(50)}"
        deed = Deed("root", Role.SUPPORT, Act.GIVE_BACK, key, "a fault of ours")
        self.world.act(lambda: self.world.house.giving_back.give(deed, User(uid, FREE), 1))

    def _pay(self) -> None:
        """Begin a payment, some of a guest who may be merged."""
        guest = f"{WHOSE}guest-{self.chance.randint(1, max(self.crowds, 1))}"
        house, uid = self.world.house, self.chance.choice((self._person(), guest))
        if uid != guest or guest in house.people.anonymous:
            payment_id = f"pi_{len(self.payments)}"
            self.payments.append((uid, payment_id))
            self._write_payment(uid, payment_id)

    def _pay_on(self) -> None:
        """Write another state of a payment, in whatever order; of a customer who is gone there is none."""
        if self.payments:
            self._write_payment(*self.chance.choice(self.payments[-20:]))

    def _write_payment(self, uid: str, payment_id: str) -> None:
        house, extension = self.world.house, stripe(self.world)
        if f"erasures/{uid}" in house.documents or uid in house.people.gone:
            return
        refunded, dispute = self.chance.choice((0, 0, 125, 500)), self.chance.choice(DISPUTES)
        state = charge(refunded=refunded, dispute=dispute and disputed(dispute, 200))
        match self.chance.randrange(3):
            case 0:
                extension.intent(uid, payment_id)
            case 1:
                extension.checkout(uid, payment_id)
            case _:
                extension.intent(uid, payment_id, **state)
        self.world.payment_written(uid, payment_id)

    def _upload(self) -> None:
        """More and more, from a few who agreed to it, as fast as it can."""
        uid = self._photographed()
        if uid not in self.agreed:
            self.agreed.add(uid)
            self.world.act(lambda: self.world.house.consenting.give(uid, "2026-11"))
        for number in range(self.chance.randrange(1, 9)):
            self.uploaded += self.world.upload(uid, f"{number}.jpg")

    def _ask_with_a_photo(self) -> None:
        uid = self._photographed()
        if own := self.world.house.photos.of(uid):
            self.world.ask(uid, photo=self.chance.choice(own), character=None, allow_fallback=False)

    def _send_a_puppet(self) -> None:
        """Have a new account wish for existing pictures and report each as soon as it is completed."""
        self.puppets += 1
        uid = f"{WHOSE}puppet-{self.puppets}"
        self.world.house.people.made_up.add(uid)
        for plan in (FREE, GUEST):
            self.world.ask(uid, plan=plan, character="wren", allow_fallback=self.chance.random() < 0.5)
            self._report(uid, plan)
        self._report(self._person(), FREE)

    def _report(self, uid: str, plan: Plan) -> None:
        own = [
            path.rpartition("/")[2]
            for path, avatar in self.world.house.documents.items()
            if path.startswith(f"users/{uid}/avatars/") and avatar["status"] == "completed"
        ]
        if own:
            person, avatar_id = User(uid, plan), self.chance.choice(own)
            complaint = Complaint(self.chance.choice(list(Reason)))
            self.world.act(lambda: self.world.house.reporting.report(person, avatar_id, complaint))

    def _decide(self) -> None:
        reviews = [path.split("/")[1] for path in self.world.house.documents if path.startswith("reviews/")]
        if reviews:
            review, decision = self.chance.choice(reviews), self.chance.choice(list(Decision))
            self.world.act(lambda: self.world.house.reviewing.decide(review, decision))

    def _fail_again(self) -> None:
        """One who is never satisfied: whatever it wishes for fails, and is wished for again."""
        fault = self.chance.choice((BadOutput("garbled"), ContentRejected("policy")))
        self.world.house.provider.script = [fault] * 3
        self.world.house.queue.script = [fault]
        self.world.house.rendering.breakers.clear()
        self.world.ask(f"{WHOSE}0", variation=self.chance.randrange(90), allow_fallback=False)
        self._deliver()

    def _ask_at_once(self) -> None:
        """Let a crowd of new people wish for one look. One of them is a guest, and wishes for another one too."""
        self.crowds += 1
        variation = self.chance.randrange(100)
        for number in range(CROWD):
            self.world.ask(f"{WHOSE}crowd-{self.crowds}-{number}", character="wren", variation=variation)
        guest = f"{WHOSE}guest-{self.crowds}"
        self.world.house.people.anonymous.add(guest)
        for further in range(4):
            self.world.ask(guest, plan=GUEST, character="wren", variation=(variation + further) % 100)

    def _take_down(self) -> None:
        """Report the picture of somebody of a crowd, and take it down for all of them."""
        uid = f"{WHOSE}crowd-{self.chance.randint(1, max(self.crowds, 1))}-0"
        own = [
            (path.rpartition("/")[2], avatar)
            for path, avatar in self.world.house.documents.items()
            if path.startswith(f"users/{uid}/avatars/") and str(avatar["image_path"]).startswith("shared/")
        ]
        if own:
            (avatar_id, avatar), house = own[0], self.world.house
            complaint, look = Complaint(Reason.OFFENSIVE), avatar["image_path"].split("/")[1]
            self.world.act(lambda: house.reporting.report(User(uid, FREE), avatar_id, complaint))
            self.world.act(lambda: house.reviewing.decide(look, Decision.TAKE_DOWN))

    def _erase(self) -> None:
        """Erase somebody of a crowd, a page by the call and the rest by tasks."""
        uid = f"{WHOSE}crowd-{self.chance.randint(1, max(self.crowds, 1))}-{self.chance.randrange(CROWD)}"
        self.world.act(lambda: self.world.house.erasing.erase(uid, seconds=0))

    def _merge(self) -> None:
        """Move the pictures of a guest to somebody of a crowd: one by the call, and the rest by tasks."""
        house, crowd = self.world.house, self.chance.randint(1, max(self.crowds, 1))
        if f"{WHOSE}guest-{crowd}" in house.people.anonymous:
            token = house.tokens.issue(f"{WHOSE}guest-{crowd}", house.clock.time + timedelta(hours=1))
            uid = f"{WHOSE}crowd-{crowd}-{self.chance.randrange(CROWD)}"
            self.world.act(lambda: house.merging.merge(User(uid, FREE), token, personal=False, seconds=0))

    def _photographed(self) -> str:
        """One of the few who use photos."""
        return f"{WHOSE}{self.chance.randrange(0, PEOPLE, 30)}"

    def _break_the_provider(self) -> None:
        chance = self.chance
        faults = (
            ProviderUnavailable("down"),
            ProviderTimeout("slow", cost_micros=None),
            ProviderRateLimited("wait", retry_after=chance.choice((None, 2.0, 40.0, 4000.0))),
            ContentRejected("policy"),
            BadOutput("garbled", cost_micros=13_000),
            Misconfigured("no key"),
        )
        queue = self.world.house.queue
        queue.lists, queue.reachable = chance.random() < 0.7, chance.random() < 0.9
        queue.refusals += [chance.choice(faults)] * chance.choice((0, 0, 1, 2))
        queue.script += [chance.choice(faults[3:5])] * chance.choice((0, 0, 1))
        script = self.world.house.provider.script
        if chance.random() < 0.02:
            script.append(ProviderImage(b"a picture", 70_000))
        script += [chance.choice(faults)] * chance.choice((1, 1, 2, 3))

    def _webhook(self, call: CallName, handle: str) -> None:
        """Call the webhook at once or never."""
        if self.chance.random() < 0.5:
            self.world.act(lambda: self.world.house.predictions.announced(call, handle))

    def _codec_faults(self) -> Iterator[Exception | None]:
        while True:
            yield BadOutput("blank") if self.chance.random() < 0.03 else None

    def _pass_time(self, seconds: float) -> None:
        """Run the due schedules, or as soon as a leap of the clock allows."""
        clock = self.world.house.clock
        clock.time += timedelta(seconds=seconds)
        if clock.time >= self.reaper_at:
            self.reaper_at = clock.time + REAPER_PERIOD
            self.world.reap()
        if clock.time >= self.sweep_at:
            self.sweep_at = clock.time + SWEEP_EVERY
            self.world.sweep()
