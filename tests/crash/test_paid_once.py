"""What is paid is kept: whatever goes wrong after a provider's answer, its picture is settled and not bought again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

import pytest

from mirror_realm.domain.avatar import Status
from mirror_realm.domain.quality import Fault as Flaw
from mirror_realm.domain.quality import Quality
from mirror_realm.errors import Contention
from mirror_realm.services.ports.store import DatabaseTransaction
from tests.crash import matrix
from tests.crash.line import Fault, Line, LineCut, WorkerDied
from tests.crash.scenario import Scenario
from tests.crash.scenarios import SCENARIOS
from tests.crash.wiring import WiredHouse
from tests.crash.world import World, overheard
from tests.fakes.house import House
from tests.fakes.memory_store import MemoryStore
from tests.soak import soaking

Result = TypeVar("Result")

PROVIDER = "scripted render"
NOTE = "save 1024.jpg"
DEADLY = (Fault.DIES_BEFORE, Fault.DIES_AFTER, Fault.FREEZES)
"""What loses the picture where it strikes before the note is stored: it is in the worker's memory alone."""

BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}


def paid_for(scenario: Scenario, plan: matrix.Plan) -> tuple[int, matrix.Trial]:
    """How many pictures the provider made, and how it went."""
    worlds: list[World] = []

    def build(scenario: Scenario, line: Line) -> World:
        worlds.append(matrix.on_memory(scenario, line))
        return worlds[-1]

    made: list[int] = []
    expect = scenario.expect

    def counted(world: World) -> None:
        made.append(world.house.provider.made)
        expect(world)

    trial = matrix.run(
        Scenario(scenario.name, scenario.act, scenario.prepare, scenario.house, counted), plan, build
    )
    return (made[-1] if made else worlds[-1].house.provider.made), trial


PAID = ("a miss by call", "settling with 3 followers", "a photo", "credits settled")


@pytest.mark.parametrize("name", PAID)
def test_each_fault_after_the_providers_answer_costs_no_second_picture(name: str) -> None:
    scenario = BY_NAME[name]
    _, recorded = paid_for(scenario, {})
    calls = recorded.calls[: recorded.acted]
    answered, noted = calls.index(PROVIDER), calls.index(NOTE)
    bought_again = []
    for plan in matrix.singles(scenario):
        ((number, fault),) = plan.items()
        if number <= answered:
            continue
        made, trial = paid_for(scenario, plan)
        lost = fault in DEADLY and (number < noted or (number == noted and fault is not Fault.DIES_AFTER))
        if trial.found or made > (2 if lost else 1):
            bought_again.append(f"{made} pictures: {trial}")
    assert bought_again == []


def lost(trial: matrix.Trial) -> int:
    """How many faults may have lost a picture: those from a provider's answer on until its note is stored.

    Where one of them has held the worker up past its function's time, it does not try again what the other one cuts.
    """
    calls, plan, count = trial.calls, trial.plan, 0
    unstored = (Fault.DIES_BEFORE, Fault.CUT_BEFORE)
    holds = {Fault.STALLS, Fault.FREEZES}
    late = not holds.isdisjoint(plan.values())
    for number, fault in plan.items():
        before = list(enumerate(calls))[:number]
        paid = max((at for at, call in before if call == PROVIDER), default=-1)
        kept = max((at for at, call in before if call == NOTE and plan.get(at) not in unstored), default=-1)
        in_hand = paid > kept and not (calls[number] == NOTE and fault is Fault.DIES_AFTER)
        deadly = fault in DEADLY or (late and fault in (Fault.CUT_BEFORE, Fault.CUT_AFTER))
        # What passes an overtaken worker by may itself be held up, past the lease of the worker that waits for it.
        deadly |= fault is Fault.OVERTAKEN and any(
            later > number and other in holds for later, other in plan.items()
        )
        count += calls[number] == PROVIDER or (in_hand and deadly)
    return count


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", [*PAID, "cancelling what is paid", "erasing what is paid"])
def test_two_faults_cost_no_more_pictures_than_they_can_lose(
    name: str, record_property: soaking.Tell
) -> None:
    """As many pairs as fit the time, drawn by the seed; the second also strikes what recovers from the first."""
    scenario, chance = BY_NAME[name], Random(f"{soaking.SEED} {name}")
    firsts = list(matrix.singles(scenario))
    chance.shuffle(firsts)
    bought_again, tried = [], 0
    for plan in soaking.for_a_while(firsts, seconds=soaking.SECONDS / 6):
        _, first = paid_for(scenario, plan)
        seconds = list(matrix.seconds(first))
        for pair in chance.sample(seconds, min(8, len(seconds))):
            made, trial = paid_for(scenario, pair)
            tried += 1
            if trial.found or made > 1 + lost(trial):
                bought_again.append(f"{made} pictures, {lost(trial)} lost: {trial}")
    record_property("faults tried", (f"{name}, two faults, pictures counted", tried))
    assert bought_again == []


ORDER = "replicate start"
"""The one request that is paid for."""


@pytest.mark.parametrize("name", ["an order", "an order with a photo"])
def test_each_death_or_freeze_at_each_call_of_an_order_leaves_one_prediction(name: str) -> None:
    """None is left only by a worker that authorised its order and died before it: no other may order in its place."""
    scenario = BY_NAME[name]
    recorded = matrix.run(scenario, {})
    calls = recorded.calls[: recorded.acted]
    admitted, ordered = calls.index("commit"), calls.index(ORDER)
    authorised = max(number for number in range(ordered) if calls[number] == "commit")
    died_between = {(authorised, Fault.DIES_AFTER), (ordered, Fault.DIES_BEFORE)}
    wrong = []
    for plan in matrix.singles(scenario):
        ((number, fault),) = plan.items()
        if number > admitted and fault in DEADLY:
            made, trial = predictions_of(scenario, plan)
            if trial.found or made != (0 if (number, fault) in died_between else 1):
                wrong.append(f"{made} predictions: {trial}")
    assert wrong == [], "\n".join(wrong)


def predictions_of(scenario: Scenario, plan: matrix.Plan) -> tuple[int, matrix.Trial]:
    """Return the number of predictions that were created, before anything else is asked for, and how it went."""
    made: list[int] = []

    def counted(world: World) -> None:
        made.append(len(world.house.queue.predictions))
        scenario.expect(world)

    trial = matrix.run(Scenario(scenario.name, scenario.act, scenario.prepare, scenario.house, counted), plan)
    return (made[-1] if made else -1), trial


@dataclass
class Outage(Line):
    """From a call on, every remote call fails: so many of them, or for so long."""

    begins: int = 0
    calls_cut: int = 0
    lasts: timedelta = timedelta()
    house: House | None = None
    began: datetime | None = None

    def fault(self, number: int, what: str) -> Fault | None:
        if number < self.begins or self.house is None:
            return None
        now = self.house.clock.time
        self.began = self.began or now
        return (
            Fault.CUT_BEFORE
            if number < self.begins + self.calls_cut or now < self.began + self.lasts
            else None
        )


def live_through(line: Outage) -> World:
    house = WiredHouse(line=line)
    line.house = house
    world = World(house, line)
    with overheard(world):
        line.on = True
        world.ask()
        world.deliver()
        line.on = False
        assert not world.surprises
    return world


@pytest.mark.parametrize(("cut", "lasts"), [(1, 0), (2, 0), (0, 60)], ids=["once", "twice", "for a minute"])
def test_the_worker_that_holds_the_picture_goes_on_until_it_is_settled(cut: int, lasts: int) -> None:
    undisturbed = live_through(Outage(begins=10**9))
    calls = undisturbed.line.calls
    settled = max(number for number, call in enumerate(calls) if call == "commit")
    for number in range(calls.index(PROVIDER) + 1, settled + 1):
        world = live_through(Outage(begins=number, calls_cut=cut, lasts=timedelta(seconds=lasts)))
        (job,) = [
            data
            for path, data in world.house.documents.items()
            if path.startswith("renders/") and "calls" in data
        ]
        assert (job["state"], job["attempt"], world.house.provider.made) == ("settled", 1, 1), calls[number]


@pytest.mark.parametrize("ahead", [60, 90, 600])
def test_a_clock_that_steps_past_the_lease_loses_nothing(ahead: int) -> None:
    house = House()
    house.provider.before = lambda _: house.clock.sleep(ahead)
    admitted = house.ask()
    house.deliver()

    assert (house.avatar(admitted).status, house.provider.made) == (Status.COMPLETED, 1)
    house.check()


def test_a_worker_frozen_in_its_call_has_its_picture_settled_by_its_successor() -> None:
    """The successor has not called yet; the frozen call was assumed at its worst, and is corrected once."""
    house = House()

    def frozen(_: object) -> None:
        house.provider.before = lambda _: None
        house.clock.sleep(600)
        house.reaping.run()
        assert house.only("global_usage/")["spent_micros"] == 60_000

    house.provider.before = frozen
    admitted = house.ask()
    house.deliver()

    assert (house.avatar(admitted).status, house.provider.made) == (Status.COMPLETED, 1)
    assert house.avatar(admitted).cost_micros == 13_000
    assert house.only("global_usage/")["spent_micros"] == 13_000
    house.check()


def test_the_reaper_settles_from_what_a_dead_worker_stored() -> None:
    house = House()
    admitted, follower = house.ask(), house.ask("bo")
    save = house.pictures.save

    def and_die(*args: object, **options: object) -> object:
        save(*args, **options)  # type: ignore[arg-type]
        raise WorkerDied

    house.pictures.save = and_die  # type: ignore[method-assign, assignment]
    ((render_id, attempt),) = house.take_attempts()
    with pytest.raises(WorkerDied):
        house.rendering.run(render_id, attempt)
    house.pictures.save = save  # type: ignore[method-assign]
    house.clock.sleep(600)
    house.reaping.run()

    for one, uid in ((admitted, "ada"), (follower, "bo")):
        assert house.avatar(one, uid).status is Status.COMPLETED
    assert (house.provider.made, house.only("global_usage/")["spent_micros"]) == (1, 13_000)
    house.check()


@pytest.mark.parametrize("withdrawn", [True, False], ids=["withdrawn", "in other words"])
def test_a_face_is_not_settled_from_a_note_once_the_consent_is_another(withdrawn: bool) -> None:
    house = House()
    house.consenting.give("ada", "2026-11")
    house.photos.upload("uploads/ada/me.jpg")
    house.ask(photo="uploads/ada/me.jpg", character=None)
    save = house.pictures.save

    def and_die(*args: object, **options: object) -> object:
        save(*args, **options)  # type: ignore[arg-type]
        raise WorkerDied

    house.pictures.save = and_die  # type: ignore[method-assign, assignment]
    ((render_id, attempt),) = house.take_attempts()
    with pytest.raises(WorkerDied):
        house.rendering.run(render_id, attempt)
    house.pictures.save = save  # type: ignore[method-assign]
    if withdrawn:
        house.consenting.withdraw("ada")
    else:
        house.consenting.give("ada", "2027-01")
    house.clock.sleep(600)
    house.reaping.run()
    house.deliver()

    assert [name for name in house.pictures.files if name.startswith("people/")] == []
    assert house.only("global_usage/")["settled"] == 0


@pytest.mark.parametrize("breaks", ["book", "authorise", "render", "save"])
def test_nothing_that_goes_wrong_with_a_second_draw_loses_the_first(
    breaks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House()
    house.judge.script = [Quality(0.2, (Flaw.BLURRED,))]
    admitted = house.ask()

    def broken(*_: object, **__: object) -> object:
        raise LineCut("it")

    def second_render(_: object) -> None:
        if len(house.provider.calls) == 2:
            raise LineCut("it")

    authorise, save = house.leasing.authorise, house.pictures.save
    match breaks:
        case "book":
            monkeypatch.setattr(type(house.leasing), "book", broken)
        case "authorise":
            monkeypatch.setattr(
                type(house.leasing),
                "authorise",
                lambda _, job, *rest, **how: authorise(job, *rest, **how) if not job.calls else broken(),
            )
        case "render":
            house.provider.before = second_render
        case "save":
            monkeypatch.setattr(
                house.pictures,
                "save",
                lambda folder, *rest, **how: (
                    broken() if folder.endswith("-1") else save(folder, *rest, **how)
                ),
            )
    house.deliver()

    avatar = house.avatar(admitted)
    assert avatar.status is Status.COMPLETED
    assert avatar.picture is not None
    assert avatar.picture.image_path.endswith("-1-0/1024.jpg")
    house.check()


def test_a_judge_that_breaks_loses_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House()

    def broken(*_: object) -> Quality:
        raise IndexError

    monkeypatch.setattr(house.judge, "judge", broken)
    admitted = house.ask()
    house.deliver()

    assert (house.avatar(admitted).status, house.provider.made) == (Status.COMPLETED, 1)
    house.check()


class Stormy(MemoryStore):
    """A database in which, once a storm is on, most transactions give up after long contention."""

    def __init__(self) -> None:
        super().__init__()
        self.chance = Random(20261120)
        self.on = False
        self.wait: Callable[[float], None] = lambda _: None

    def transact(self, work: Callable[[DatabaseTransaction], Result]) -> Result:
        if self.on and self.chance.random() < 0.7:
            self.wait(25)
            raise Contention("busy")
        return super().transact(work)


def test_in_a_storm_no_attempt_dies_with_a_paid_picture_in_hand(caplog: pytest.LogCaptureFixture) -> None:
    store = Stormy()
    house = House(store=store, global_limit=40, user_limit=40, degrade_from=1)
    store.wait = house.clock.sleep

    def storm(_: object) -> None:
        store.on = True

    house.provider.before = storm
    for number in range(40):
        house.ask(f"u{number}", variation=number)
        ((render_id, attempt),) = house.take_attempts()
        house.rendering.run(render_id, attempt)
        store.on = False

    assert "attempt_died" not in caplog.text
    assert (house.provider.made, house.only("global_usage/")["settled"]) == (40, 40)
    for _ in range(3):
        house.clock.sleep(600)
        house.reaping.run()
    house.check()
