"""What workers are interrupted at: each scenario sets the world up undisturbed, then acts on the line."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from mirror_realm.domain.administration import Act, Role
from mirror_realm.domain.audit import Deed
from mirror_realm.domain.breaker_state import BreakerState
from mirror_realm.domain.plans import FREE, GUEST, Plan
from mirror_realm.domain.report import Decision
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import User
from mirror_realm.errors import (
    BadOutput,
    BeingErased,
    ContentRejected,
    InvalidRequest,
    ProviderRateLimited,
    ProviderTimeout,
    ProviderUnavailable,
)
from mirror_realm.services.allowance.quota_calendar import QuotaCalendar
from mirror_realm.services.ports.pictures import EncodedPicture
from mirror_realm.services.ports.providers import ImageRequest, ProviderImage
from mirror_realm.services.privacy.account_merge import Merged
from tests.crash.album_scenarios import ALBUMS
from tests.crash.fan_out_scenarios import FAN_OUTS
from tests.crash.line import WorkerDied
from tests.crash.payment_scenarios import PAYMENTS, pay, refund_to, sells
from tests.crash.scenario import Scenario
from tests.crash.sharing_scenarios import SHARING
from tests.crash.timeline_scenarios import TIMELINES
from tests.crash.upload_scenarios import UPLOADS
from tests.crash.variation_scenarios import VARIATIONS
from tests.crash.vision_scenarios import VISION
from tests.crash.world import World
from tests.fakes.house import a_wish
from tests.fakes.outside import PLACEHOLDER

TODAY = "20261120"
PHOTO = "uploads/ada/me.jpg"
NOTHING_TO_PAINT = {"user_paintings": 0, "global_paintings": 0}
"""The operator's switch."""
QUEUED = {"image_provider": "replicate"}
"""The deployment's pictures are ordered."""
PRO = Plan("pro")
BY_MONTH = {"plans": '{"pro": {"monthly_pictures": 2}}', "credits": 5}
"""The deployment has a plan with a monthly limit."""
SELLING = {"credits": 1}
"""Pictures cost credits, of which a package has a hundred."""
FAILING_OVER = {"fallback_providers": ("openrouter",)}
"""The deployment has a second provider."""
PACED = {"images_per_minute": 4}
"""The provider takes four calls a minute, and one in ten seconds."""


def _ask_and_deliver(world: World) -> None:
    world.ask()
    world.deliver()


def _write_wish_and_deliver(world: World) -> None:
    world.write_wish("ada", f"{TODAY}-00")
    world.deliver()


def _three_follow(world: World) -> None:
    for uid in ("bo", "cy", "di"):
        world.ask(uid)


def _ask_with_followers(world: World) -> None:
    world.ask()
    _three_follow(world)


def _ask_with_one_follower(world: World) -> None:
    world.ask()
    world.ask("bo")


def _hit(world: World) -> None:
    world.ask()
    world.ask("bo")
    world.write_wish("cy", f"{TODAY}-00")
    world.deliver()


def _over_the_limit(world: World) -> None:
    world.ask(variation=1)
    world.ask("bo", variation=1)
    world.deliver()


def _last_painting(world: World) -> None:
    for uid, style in (("ada", StyleId.DAYMI), ("bo", StyleId.COMIC)):
        world.ask(uid, style=style)
    world.deliver()


def _retried(world: World) -> None:
    world.house.provider.script = [
        ProviderUnavailable("down"),
        ProviderTimeout("slow", cost_micros=None),
    ]


def _down(world: World) -> None:
    world.house.provider.script = [ProviderUnavailable("down")] * 3


def _down_with_followers(world: World) -> None:
    _down(world)
    _ask_with_followers(world)
    world.ask("ed", allow_fallback=False)


def _nothing_works(world: World) -> None:
    _down(world)
    world.house.painter.script = [BadOutput("blank")] * 3
    world.ask()
    world.ask("bo")


def _failed_often(world: World) -> None:
    for n in range(4):
        _fail_again(world, n)


def _fail_to_the_end(world: World) -> None:
    for n in range(4, 7):
        _fail_again(world, n)


def _fail_again(world: World, n: int) -> None:
    world.house.provider.script = [BadOutput("blank")]
    world.house.rendering.breakers.clear()
    world.ask(variation=n, allow_fallback=False)
    world.deliver()


def _others_have_pictures(world: World) -> None:
    """Of a day of four shares with a picture each, so many are left that the next wish is short in its own."""
    for uid, number in (("bo", 1), ("cy", 2), ("di", 3)):
        world.ask(uid, variation=number)
    world.deliver()


def _others_have_dear_pictures(world: World) -> None:
    world.house.provider.cost = 60_000
    for number in range(1, 7):
        world.ask(f"u{number}", variation=number)
        world.deliver()


def _two_more(world: World) -> None:
    world.ask()
    world.ask("bo", variation=7)
    world.deliver()


def _first_is_down(world: World) -> None:
    """Let all instances know that the first provider is down, and keep it down."""
    house = world.house
    state = BreakerState("openai", ("a", "b"), house.clock.now(), house.clock.now() + timedelta(days=1))
    house.write("maintenance/breaker-openai", state.to_document())
    house.provider.before = _answers_nothing


def _answers_nothing(_: ImageRequest) -> None:
    raise ProviderUnavailable("down")


def _nothing_by_the_first(world: World) -> None:
    assert not world.house.provider.calls


def _goes_down(world: World) -> None:
    """Let the first provider fail from now on: the breaker opens while the jobs of two users are rendered."""
    world.house.provider.before = _answers_nothing
    for uid, number in (("ada", 1), ("bo", 2)):
        world.ask(uid, variation=number)
    world.deliver()
    world.house.clock.time += timedelta(seconds=11)
    _ask_with_followers(world)
    world.deliver()


def _sock_puppets(world: World) -> None:
    """Guests who draw from one part of everybody's paintings, and an account whose part it is, too."""
    limits = world.house.policy.limits
    *puppets, account = [uid for uid in (f"u{n}" for n in range(40)) if limits.share_of(uid) == 0][:3]
    for uid, style in zip(puppets, (StyleId.COMIC, StyleId.ANIME), strict=True):
        world.ask(uid, style=style, plan=GUEST)
    world.ask(account)
    world.deliver()


def _worker_dies_paying(world: World) -> None:
    _ask_with_followers(world)
    before = world.house.provider.before

    def die(_: ImageRequest) -> None:
        world.house.provider.before = before
        raise WorkerDied

    world.house.provider.before = die
    world.deliver()
    world.pass_to_reaper()


def _order_is_lost(world: World) -> None:
    """Let the worker die once its order is accepted, before it knows the handle."""
    _ask_with_followers(world)
    queue = world.house.queue

    def die(*_: object) -> None:
        queue.told = lambda *_: None
        raise WorkerDied

    queue.told = die
    world.deliver()
    world.pass_to_reaper()


def _order_is_lost_for_ever(world: World) -> None:
    world.house.queue.lists = False
    _order_is_lost(world)


def _ordered_and_left(world: World) -> None:
    """Let a worker's time end before its prediction does; the job waits with its open call."""
    queue = world.house.queue
    queue.reachable = False
    _ask_with_followers(world)
    world.deliver()
    for one in queue.predictions.values():
        one.ends_at += timedelta(minutes=2)
    queue.reachable = True
    world.pass_to_reaper()
    world.house.reaping.run()
    world.house.take_attempts()


def _announce_and_deliver(world: World) -> None:
    """Call the webhook twice, and let the reaper pass."""
    for _ in range(2):
        for handle, one in list(world.house.queue.predictions.items()):
            world.act(partial(world.house.predictions.announced, one.call, handle))
    _reap_and_deliver(world)


def _refused_orders(world: World) -> None:
    world.house.queue.refusals = [ProviderRateLimited("slow down"), ProviderUnavailable("refused")]


def _no_usable_prediction(world: World) -> None:
    _ask_with_followers(world)
    world.house.queue.script = [ContentRejected("E005", cost_micros=None)]


def _live_on(world: World) -> None:
    world.live_on()


def _cancel_and_live_on(world: World) -> None:
    world.cancel("ada")
    world.live_on()


def _one_prediction(world: World) -> None:
    assert len(world.house.queue.predictions) <= 1, world.house.queue.predictions


def _reap_and_deliver(world: World) -> None:
    world.reap()
    world.deliver()


def _lose_every_delivery(world: World) -> None:
    for _ in range(5):
        world.lose_events()
        world.pass_to_reaper()
        world.reap()


def _a_month_passes(world: World) -> None:
    """One look is shown by nobody any more, one still is, one file was never referred to."""
    world.ask()
    world.ask(variation=1)
    world.deliver()
    house = world.house
    forgotten = next(path for path in house.documents if path.startswith("users/ada/avatars/"))
    house.remove(forgotten)
    for side in (1024, 512, 256):
        house.pictures.files[f"shared/{'0' * 64}/lost-1/{side}.jpg"] = b"a picture"
        house.pictures.stored_at[f"shared/{'0' * 64}/lost-1/{side}.jpg"] = house.clock.time
    house.clock.time += timedelta(days=31)


def _sweep_for_days(world: World) -> None:
    for _ in range(3):
        world.sweep()
        world.house.clock.time += timedelta(days=1)


def _two_days_are_over(world: World) -> None:
    """Live the last two days of a month, with a picture of several people on each and one that failed."""
    house = world.house
    house.clock.time = house.clock.time.replace(day=29)
    for number in range(2):
        for uid in ("ada", "bo", "cy"):
            world.ask(uid, variation=number)
        world.deliver()
        house.provider.script = [ContentRejected("no")] * 2
        world.ask("di", variation=number + 9, allow_fallback=False)
        world.deliver()
        house.clock.time += timedelta(days=1)


def _count_days(world: World) -> None:
    """Run an interrupted night's count, and the next night's."""
    while not world.act(world.house.closing_days.run):
        pass
    world.house.clock.time += timedelta(days=1)
    world.act(world.house.closing_days.run)


def _count_days_twice_at_once(world: World) -> None:
    """Let a task count whenever the night's count is held up."""
    world.interruptions.append(world.house.closing_days.run)
    _count_days(world)


def _each_day_is_counted_once(world: World) -> None:
    documents = world.house.documents
    counted = {
        path: (data["settled"], data["refunded"]) for path, data in documents.items() if "stats/" in path
    }
    assert counted.pop("stats/2026-11") == (2, 2)
    assert {path for path, counts in counted.items() if counts == (1, 1)} == {
        "stats/2026-11-29",
        "stats/2026-11-30",
    }
    assert "maintenance/statistics-2026-11" not in documents, "its people are forgotten"


def _a_day_is_counted(world: World) -> None:
    _ask_and_deliver(world)
    world.house.closing_days.run()


def _change_the_zone(world: World) -> None:
    """Start instances of a deployment with another zone, one of which is interrupted."""
    house = world.house
    for _ in range(2):
        calendar = QuotaCalendar(house.services.store, ZoneInfo("Pacific/Auckland"))
        world.act(lambda calendar=calendar: calendar.of(house.clock.time))  # type: ignore[misc]  # bound here


def _the_zone_is_changed(world: World) -> None:
    stored = world.house.documents["maintenance/calendar"]
    assert (stored["zone"], stored["before"]) == ("Pacific/Auckland", "UTC")


def _cancel(world: World) -> None:
    world.cancel("ada")
    world.deliver()


def _paid_and_requeued(ask: Callable[[World], None]) -> Callable[[World], None]:
    """Return a fault: a worker continues after its job was requeued, stores its paid picture, and dies."""

    def prepare(world: World) -> None:
        house = world.house
        ask(world)
        before, save = house.provider.before, house.pictures.save

        def freeze(request: ImageRequest) -> None:
            house.provider.before = before
            house.clock.time += timedelta(minutes=10)
            house.reaping.run()
            before(request)

        def save_and_die(folder: str, picture: EncodedPicture, **how: Any) -> Any:
            urls = save(folder, picture, **how)
            if how["note"] is not None:
                raise WorkerDied
            return urls

        house.provider.before = freeze
        house.pictures.save = save_and_die  # type: ignore[method-assign]
        world.deliver_one(world.pending[0])
        house.pictures.save = save  # type: ignore[method-assign]
        world.pending.pop(0)  # the attempt that ended so; the next one is still to come
        house.clock.time += timedelta(seconds=1)

    return prepare


def _paid_once(world: World) -> None:
    """One call was made, and what was assumed of it is corrected."""
    days = [data for path, data in world.house.documents.items() if path.startswith("global_usage/")]
    assert (world.house.provider.made, sum(day["spent_micros"] for day in days)) == (
        1,
        world.house.provider.cost,
    )


def _followers_have_it(world: World) -> None:
    _paid_once(world)
    for path, avatar in world.house.documents.items():
        if "/avatars/" in path and path.count("/") == 3 and not path.startswith("users/ada/"):
            assert (avatar["status"], avatar["degraded"]) == ("completed", False), path


def _she_is_gone_and_followers_have_it(world: World) -> None:
    _she_is_gone(world)
    _followers_have_it(world)


def _her_face_is_gone(world: World) -> None:
    _she_is_gone(world)
    _paid_once(world)


def _cancel_under_a_worker(world: World) -> None:
    world.interruptions.append(lambda: world.cancel("ada"))
    world.deliver()


def _delete(world: World) -> None:
    world.delete("ada")
    world.deliver()


def _delete_under_a_worker(world: World) -> None:
    world.interruptions.append(lambda: _delete_where_a_worker_is_held(world))
    world.deliver()
    _delete(world)


def _delete_where_a_worker_is_held(world: World) -> None:
    for path in [path for path in world.house.documents if path.startswith("users/ada/avatars/")]:
        world.house.deleting.delete("ada", path.rpartition("/")[2])


def _ada_has_no_avatar(world: World) -> None:
    house = world.house
    assert [path for path in house.documents if path.startswith("users/ada/avatars/")] == []
    assert [name for name in house.pictures.files if name.startswith("people/ada/")] == []


def _four_have_it(world: World) -> None:
    _ask_with_followers(world)
    world.deliver()


def _two_reported(world: World) -> None:
    _four_have_it(world)
    for uid in ("ada", "bo"):
        world.report(uid)
    world.deliver()


def _three_reported(world: World) -> None:
    _two_reported(world)
    _report(world)


def _two_reported_and_made_anew(world: World) -> None:
    """Its time is over, and its next picture is being made."""
    _two_reported(world)
    world.house.clock.time += timedelta(days=31)
    world.sweep()
    world.ask("eve")


def _report(world: World) -> None:
    world.report("cy")
    world.deliver()


def _report_under_a_hit(world: World) -> None:
    world.interruptions.append(lambda: world.report("cy"))
    world.ask("eve")
    world.deliver()


def _hit_under_a_report(world: World) -> None:
    world.interruptions.append(lambda: world.ask("eve"))
    _report(world)


def _report_under_a_worker(world: World) -> None:
    world.interruptions.append(lambda: world.report("cy"))
    world.deliver()


def _take_down(world: World) -> None:
    world.decide(Decision.TAKE_DOWN)
    files = world.house.pictures.files
    for path, review in world.house.documents.items():
        if path.startswith("reviews/") and review["state"] == "taken_down":
            folder = review["picture"]["image_path"].rpartition("/")[0]
            served = {data for name, data in files.items() if name.startswith(f"{folder}/")}
            assert served <= {PLACEHOLDER}, "it answered while an address served the picture"
    world.deliver()


def _take_down_under_a_hit(world: World) -> None:
    world.interruptions.append(lambda: world.decide(Decision.TAKE_DOWN))
    world.ask("eve")
    _take_down(world)


def _hit_under_a_takedown(world: World) -> None:
    world.interruptions.append(lambda: world.ask("eve"))
    _take_down(world)


def _it_is_down(world: World) -> None:
    states = [data["state"] for path, data in world.house.documents.items() if path.startswith("cache/")]
    assert "taken_down" in states
    reports = [data for path, data in world.house.documents.items() if path.startswith("reports/")]
    assert all(report["expires_at"] for report in reports)


def _restore(world: World) -> None:
    world.decide(Decision.RESTORE)
    world.deliver()


def _it_is_back(world: World) -> None:
    """For somebody new, and for whom it was withdrawn from; not for those who reported it."""
    for uid, degraded in (("eve", False), ("di", False), ("cy", True)):
        admitted = world.house.ask(uid)
        world.deliver()
        shown = world.house.avatar(admitted, uid)
        assert (shown.status, shown.degraded) == ("completed", degraded), uid


def _report_as_ada(world: World) -> None:
    world.report("ada")


def _reported_own_photo(world: World) -> None:
    _photo_used(world)
    world.report("ada")
    world.deliver()


def _report_own_photo(world: World) -> None:
    world.report("ada")
    _take_down(world)


def _milestones(world: World) -> None:
    world.write_progress("ada", active_days=7)
    world.write_progress("ada", active_days=7)
    world.deliver()
    world.live_on()
    world.house.clock.time += timedelta(days=1)
    world.write_progress("ada", active_days=30, goals_completed=1)
    world.deliver()


def _rejected(world: World) -> None:
    world.house.provider.script = [ContentRejected("policy"), ContentRejected("policy")]


def _granted(world: World) -> None:
    for _ in range(2):
        world.act(lambda: world.house.granting.grant(by="root", uid="ada", credits=5, key="thanks"))


def _taken(world: World) -> None:
    """Take back more than there is, twice under one key."""
    deed = Deed("root", Role.OWNER, Act.TAKE_CREDITS, "mistake", "granted by mistake")
    for _ in range(2):
        while not world.act(lambda: world.house.granting.take(deed, "ada", 1000)):
            pass


def _nothing_is_held(world: World) -> None:
    assert world.house.documents["users/ada"]["credits"] == 0
    assert len(_movements(world, "taken")) == 1


def _given_back(world: World) -> None:
    """Give back one picture, twice under one key, then wish for one more than the limit."""
    deed = Deed("root", Role.SUPPORT, Act.GIVE_BACK, "ticket-1", "a picture was spoilt")
    for _ in range(2):
        while not world.act(lambda: world.house.giving_back.give(deed, User("ada", FREE), 1)):
            pass
    world.ask(variation=7)
    world.deliver()


def _given_once(world: World) -> None:
    (given,) = _movements(world, "given")
    days = [path for path in world.house.documents if path.startswith("users/ada/usage/")]
    assert [world.house.documents[path].get("granted") for path in days] == [given["pictures"]]


def _movements(world: World, movement: str) -> list[Any]:
    entries = [data for path, data in world.house.documents.items() if path.startswith("ledger/")]
    return [entry for entry in entries if entry["movement"] == movement]


def _used_up(world: World) -> None:
    world.ask(variation=1)
    world.deliver()


def _end_job(world: World) -> None:
    for path in [path for path in world.house.documents if path.startswith("renders/")]:
        if path.count("/") == 1:
            world.act(partial(world.house.reaping.end, path.split("/")[1]))
    world.deliver()


def _degraded_yesterday(world: World) -> None:
    world.ask(variation=1)
    world.ask(variation=2)
    world.deliver()
    world.house.clock.time += timedelta(days=1)


def _upgrade(world: World) -> None:
    world.ask(variation=2)
    world.deliver()


def _two_jobs_for_the_last_cent(world: World) -> None:
    world.house.provider.cost = 60_000
    world.ask("ada", variation=1)
    world.ask("bo", variation=2)
    world.deliver()


def _a_dear_one_under_way(world: World) -> None:
    """One call costs more than it held, while another job is queued and a third is still to come."""
    world.house.provider.script = [ProviderImage(b"a picture", 100_000)]
    world.ask("ada", variation=1)
    world.ask("bo", variation=2)
    world.ask("cy", variation=2)


def _and_one_more(world: World) -> None:
    world.deliver()
    world.ask("di", variation=3)
    world.ask("ed", variation=4, allow_fallback=False)
    world.deliver()


def _photo_uploaded(world: World) -> None:
    world.house.consenting.give("ada", "2026-11")
    world.house.photos.upload(PHOTO)


def _may_upload(world: World) -> None:
    world.storage_reports = True
    world.house.consenting.give("ada", "2026-11")


def _upload_some(world: World, most: int = 7) -> None:
    """As fast as they can: before the first is counted, all are let through."""
    for number in range(most):
        world.upload("ada", f"{number}.jpg")


def _upload_and_deliver(world: World) -> None:
    """Report come in the wrong order; a photo is used up, and another takes its room and its name."""
    _upload_some(world)
    world.pending.reverse()
    world.deliver()
    world.use_up("ada")
    world.upload("ada", "0.jpg")
    world.pending.reverse()
    world.deliver()


def _some_lie_uncounted(world: World) -> None:
    _may_upload(world)
    _upload_some(world)


def _two_lie(world: World) -> None:
    _may_upload(world)
    _upload_some(world, 2)
    world.deliver()


def _wish_with_an_upload(world: World) -> None:
    world.ask("ada", photo="uploads/ada/0.jpg", character=None)
    world.deliver()


def _never_heard_of(world: World) -> None:
    """Every room is taken, as far as is known: no deletion was reported."""
    _may_upload(world)
    _upload_some(world, 5)
    world.deliver()
    world.use_up("ada")
    world.lose_events()
    world.house.clock.time += timedelta(days=1)


def _there_is_room(world: World) -> None:
    assert world.house.documents["users/ada/uploads/current"]["lying"] == 0
    assert world.upload("ada", "again.jpg")


def _nothing_is_counted_or_lies(world: World) -> None:
    _she_is_gone(world)
    assert world.house.photos.files == {}


def _wish_erased_under_a_worker(world: World) -> None:
    world.write_wish("ada", f"{TODAY}-00")
    _erase_under(World.deliver)(world)


def _erase_under(act: Callable[[World], object]) -> Callable[[World], None]:
    """Return an act that erases the user whenever the other act is held up, and at the end."""

    def interrupted(world: World) -> None:
        world.interruptions.append(world.erase)
        act(world)
        world.deliver()
        world.erase()

    return interrupted


def _erase(world: World) -> None:
    world.erase()
    world.deliver()


def _two_erase(world: World) -> None:
    world.interruptions.append(lambda: world.house.erasing.erase("ada", seconds=20))
    world.erase()


def _lived_in(world: World) -> None:
    """Something of everything, and somebody else behind a look of hers that is not made yet."""
    house = world.house
    _photo_used(world)
    house.clock.time += timedelta(days=1)
    house.write("users/ada/settings/current", {"style": "daymi"})
    world.write_progress("ada", active_days=7)
    world.write_wish("ada", f"{TODAY}-00", variation=8)
    world.deliver()
    house.nights.note(User("ada", FREE))
    error = KeyError("recipe")
    house.dead_letters.put_aside("event-1", "answer_wish", f"users/ada/avatarRequests/{TODAY}-00", error)
    house.granting.grant(by="root", uid="ada", credits=5, key="thanks")
    house.photos.upload(PHOTO, b"another face")
    _ask_with_photo(world)
    _ask_with_one_follower(world)


def _she_is_gone(world: World) -> None:
    assert world.house.documents["erasures/ada"]["done_at"] is not None
    assert "ada" in world.house.people.gone
    assert not [name for name in world.house.pictures.files if "/ada/" in name]


def _account_deleted(world: World) -> None:
    _ask_and_deliver(world)
    world.house.people.gone.add("ada")
    world.asked.clear()


def _sweep_and_reap(world: World) -> None:
    """Run an interrupted pass of the sweep, the next day's, and the reaper."""
    while "erasures/ada" not in world.house.documents:
        world.sweep()
    world.reap()


def _anonymous_life(world: World) -> None:
    """Of ada, who signs in to the account `bo` that she had before: shared looks, one from a photo, choices."""
    house = world.house
    house.people.anonymous.add("ada")
    _photo_used(world)
    world.ask("ada", style=StyleId.COMIC)
    world.ask("ada")
    world.ask("bo")
    world.deliver()
    house.write("users/ada/settings/current", {"style": "comic"})
    house.consenting.give("bo", "2026-11")


def _merge(world: World) -> None:
    """Again and again until it is done, as the app does, while workers work; the schedule erases what is left."""
    house = world.house
    world.asked = [(uid, wish) for uid, wish in world.asked if uid != "ada"]
    merged: list[Merged] = []
    while not (merged and merged[-1].done):
        token = house.tokens.issue("ada", house.clock.time + timedelta(hours=1))
        world.act(
            lambda token=token: merged.append(  # type: ignore[misc]  # runs before the next token
                house.merging.merge(User("bo", FREE), token, personal=True, seconds=20)
            )
        )
        world.live_on()


def _merge_under_a_wish(world: World) -> None:
    """Make a wish of the old account on another device whenever the merge is held up."""
    world.interruptions.append(lambda: world.house.ask("ada", plan=GUEST, style=StyleId.ANIME))
    _merge(world)


def _life_with_credits(world: World) -> None:
    """Of ada, who bought credits as a guest and spent some of them."""
    sells(world)
    _anonymous_life(world)
    pay(world)


def _merge_under_a_refund(world: World) -> None:
    """Refund a half of the payment whenever the merge is held up: before the credits move, or too late.

    What the extension writes after the erasure would stay: there is no customer any more.
    """

    def refund() -> None:
        if "erasures/ada" not in world.house.documents:
            refund_to(world, 250)

    world.interruptions.append(refund)
    _merge(world)


def _her_credits_went_over(world: World) -> None:
    _her_pictures_went_over(world)
    ledger = {path: one for path, one in world.house.documents.items() if path.startswith("ledger/")}
    (moved,) = [one["credits"] for path, one in ledger.items() if path.endswith("-in")]
    assert moved == (50 if "ledger/payment-pi_1-back-250" in ledger else 100)


def _three_lives(world: World) -> None:
    _anonymous_life(world)
    world.house.consenting.give("cy", "2026-11")


def _merge_under_a_merge(world: World) -> None:
    """Another account merges the same guest whenever the first is held up: it has all of her pictures, or none."""
    house = world.house
    world.asked = [(uid, wish) for uid, wish in world.asked if uid != "ada"]

    def merge(uid: str) -> None:
        token = house.tokens.issue("ada", house.clock.time + timedelta(hours=1))
        house.merging.merge(User(uid, FREE), token, personal=True, seconds=20)

    def merge_too() -> None:
        with suppress(InvalidRequest, BeingErased):
            merge("cy")

    world.interruptions.append(merge_too)
    for uid in ("bo", "cy") * 3:  # each again until it is done, or refused
        if not house.documents.get("erasures/ada") or house.documents["erasures/ada"]["lease"]:
            world.act(partial(merge, uid))
            world.live_on()


def _one_of_them_has_all(world: World) -> None:
    _she_is_gone(world)
    hers = [
        uid
        for uid in ("bo", "cy")
        for path, data in world.house.documents.items()
        if path.startswith(f"users/{uid}/avatars/") and data["style"] == "comic"
    ]
    assert len(hers) == 1, hers


def _merge_under_a_withdrawal(world: World) -> None:
    """Whoever merges withdraws their own consent on another device whenever the merge is held up, and in the end."""
    house = world.house
    world.asked = [(uid, wish) for uid, wish in world.asked if uid != "ada"]
    world.interruptions.append(lambda: house.consenting.withdraw("bo"))
    merged: list[Merged] = []

    def merge(*, personal: bool) -> None:
        token = house.tokens.issue("ada", house.clock.time + timedelta(hours=1))
        merged.append(house.merging.merge(User("bo", FREE), token, personal=personal, seconds=20))

    while not (merged and merged[-1].done):
        world.act(partial(merge, personal=house.documents["users/bo"]["photo_consent"] is not None))
        world.live_on()
    while not world.act(lambda: house.consenting.withdraw("bo")):
        pass
    assert [name for name in house.pictures.files if name.startswith("people/bo/")] == []


def _no_face_went_over(world: World) -> None:
    _she_is_gone(world)
    _nothing_personal_is_left(world)


def _all_went_over(world: World) -> None:
    _her_pictures_went_over(world)
    assert world.house.documents["users/bo"]["credits"] is None


def _her_pictures_went_over(world: World) -> None:
    _she_is_gone(world)
    house = world.house
    own = [data for path, data in house.documents.items() if path.startswith("users/bo/avatars/")]
    looks = {(one["style"], one["recipe"]["uid"]) for one in own if one["status"] == "completed"}
    assert looks >= {("daymi", None), ("comic", None), ("daymi", "bo")}
    assert house.documents["users/bo/settings/current"] == {"style": "comic"}


def _ada_follows(world: World) -> None:
    world.ask("bo")
    world.ask("ada")


def _progress_and_deliver(world: World) -> None:
    world.write_progress("ada", active_days=7)
    world.deliver()


def _one_done_one_queued(world: World) -> None:
    world.ask(variation=1)
    world.deliver()
    world.ask(variation=2)


def _select_name_and_cancel(world: World) -> None:
    house = world.house
    for path in [path for path in house.documents if path.startswith("users/ada/avatars/")]:
        world.act(partial(house.timeline.describe, "ada", path.rpartition("/")[2], "Wren", "my first"))
        world.act(partial(house.timeline.select, "ada", path.rpartition("/")[2]))
    world.cancel("ada")


def _ask_with_photo(world: World) -> None:
    world.ask("ada", photo=PHOTO, character=None)


def _photo_and_deliver(world: World) -> None:
    _ask_with_photo(world)
    world.deliver()


def _photo_waits(world: World) -> None:
    _photo_uploaded(world)
    _ask_with_photo(world)


def _photo_used(world: World) -> None:
    _photo_waits(world)
    world.deliver()


def _withdraw(world: World) -> None:
    """Once more where it died: the person asks until it is done."""
    while not world.act(lambda: world.house.consenting.withdraw("ada")):
        pass
    world.deliver()


def _withdraw_under_a_worker(world: World) -> None:
    world.interruptions.append(lambda: world.house.consenting.withdraw("ada"))
    world.deliver()
    _withdraw(world)


def _nothing_personal_is_left(world: World) -> None:
    house = world.house
    assert [name for name in house.pictures.files if name.startswith("people/")] == []
    shown = [
        path
        for path, data in house.documents.items()
        if "/avatars/" in path and data.get("recipe", {}).get("uid")
    ]
    assert [path for path in shown if house.documents[path]["image_path"]] == []


def _trilogy(world: World) -> None:
    world.act(lambda: world.house.admission.admit_trilogy(a_wish()))
    world.deliver()


def _sleepers(world: World) -> None:
    for uid in ("ada", "bo"):
        world.house.write(f"users/{uid}/progress/current", {"active_days": 40})
        world.house.nights.note(User(uid, FREE))
    world.house.clock.time += timedelta(hours=18)


def _night(world: World) -> None:
    for _ in range(2):
        world.act(world.house.nights.run)
        world.deliver()
        world.live_on()


def _replay_dead_letters(world: World) -> None:
    letters, error = world.house.dead_letters, KeyError("recipe")
    path = f"users/ada/avatarRequests/{TODAY}-00"
    world.act(lambda: letters.put_aside("event-1", "answer_wish", path, error))
    for _ in range(2):
        world.act(
            lambda: letters.replay({"answer_wish": lambda _: world.house.answer("ada", f"{TODAY}-00")}, 10)
        )
    world.deliver()


def _wish_never_answered(world: World) -> None:
    world.write_wish("ada", f"{TODAY}-00")
    world.lose_events()


def _two_devices(world: World) -> None:
    world.house.devices.register("ada", "phone")
    world.house.devices.register("bo", "tablet")


def _two_wait_with_devices(world: World) -> None:
    _two_devices(world)
    world.ask()
    world.ask("bo")


def _register_under(act: Callable[[World], object]) -> Callable[[World], None]:
    """Return an act under which ada's phone changes hands, and comes back, whenever it is held up."""

    def interrupted(world: World) -> None:
        house = world.house
        world.interruptions.append(lambda: house.devices.register("bo", "phone"))
        act(world)
        world.act(lambda: house.devices.register("cy", "phone"))

    return interrupted


def _each_is_sent_their_own_at_most(world: World) -> None:
    """Check that each push is about a finished avatar of the device's user; some may be lost."""
    house = world.house
    for token, avatar_id, status in house.push.shown:
        uid = {"phone": "ada", "tablet": "bo"}[token]
        assert house.documents[f"users/{uid}/avatars/{avatar_id}"]["status"] == status
    assert not [path for path, data in house.documents.items() if data.get("push")], "nobody waits any more"


def _she_is_gone_with_her_devices(world: World) -> None:
    _she_is_gone(world)
    assert [data["uid"] for path, data in world.house.documents.items() if "push_tokens" in path] == ["bo"]


def _anonymous_life_with_devices(world: World) -> None:
    _anonymous_life(world)
    _two_devices(world)


def _all_went_over_with_the_device(world: World) -> None:
    _all_went_over(world)
    devices = {device.token for device in world.house.queries.push_devices_of("bo", 9)}
    assert devices == {"phone", "tablet"}


def _two_wait_for_a_turn(world: World) -> None:
    world.ask()
    world.deliver()
    world.ask("bo", variation=1)
    world.ask("cy", variation=2)
    world.ask("di", variation=2)


def _wait_and_live_on(world: World) -> None:
    _two_wait_for_a_turn(world)
    world.live_on()


def _start_what_is_due(world: World) -> None:
    """As tasks do: in their time, twice, and with a stale one."""
    for seconds in (10, 0, 10, 60):
        world.house.clock.sleep(seconds)
        world.act(lambda: world.house.starting.start_due("openai"))
        world.deliver()


def _take_back_and_start(world: World) -> None:
    world.cancel("bo")
    _start_what_is_due(world)


def _delete_what_waits(world: World) -> None:
    world.delete("cy")
    _start_what_is_due(world)


def _ada_waits_for_a_turn(world: World) -> None:
    world.ask("bo")
    world.deliver()
    world.ask("ada", variation=1)
    world.ask("cy", variation=2)


def _retry_among_those_who_wait(world: World) -> None:
    _retried(world)
    world.ask()
    world.ask("bo", variation=1)
    world.deliver()


def _none_waits(world: World) -> None:
    """Check that each got a picture of their own, and that no job waits."""
    assert not [path for path, data in world.house.documents.items() if "waits_for" in data]


def _limit_reached(world: World) -> None:
    world.ask()
    world.deliver()


def _reap_twice(world: World) -> None:
    for _ in range(2):
        world.pass_to_reaper()
        world.reap()


def _the_operator_knows(world: World) -> None:
    """Assert that the alert was sent, and that only a lost answer had it sent again."""
    lines = [line for message in world.house.alerts.messages for line in message.splitlines()]
    told = [line for line in lines if "today's pictures are used" in line]
    assert 1 <= len(told) <= 2


def _erased_and_restored(world: World) -> None:
    _ask_and_deliver(world)
    backup = dict(world.house.documents)
    _erase(world)
    for path in set(world.house.documents) - set(backup):
        world.house.remove(path)
    for path, data in backup.items():
        world.house.write(path, data)
    world.house.people.gone.discard("ada")


def _replay_erasures(world: World) -> None:
    for _ in range(2):
        world.act(lambda: world.house.erasure_replay.run(datetime(2026, 11, 20).date()))
    world.reap()


def _export(world: World) -> None:
    """Ask for a copy of her data, and look for it a few times; the schedule makes it."""
    world.act(lambda: world.house.exports.ask("ada"))
    for _ in range(2):
        world.pass_to_reaper()
        world.reap()
    world.act(lambda: _look_for_her_export(world))


def _export_by_tasks(world: World) -> None:
    """Deliver the task of each part, and all of them again; what is lost the schedule makes."""
    world.act(lambda: world.house.exports.ask("ada"))
    world.deliver()
    for event in list(world.handled):
        world.deliver_one(event)


def _three_pictures_and_a_photo(world: World) -> None:
    _photo_used(world)
    for number in (1, 2):
        world.ask(variation=number)
        world.deliver()


def _look_for_her_export(world: World) -> None:
    exports = world.house.exports
    export = exports.find("ada")
    if export is not None:
        exports.links("ada", export)


def _export_and_withdraw(world: World) -> None:
    world.interruptions.append(lambda: world.house.consenting.withdraw("ada"))
    _export(world)
    _withdraw(world)


def _export_under_a_deletion(world: World) -> None:
    world.interruptions.append(lambda: _delete_where_a_worker_is_held(world))
    _export(world)


def _another_may_be_asked_for(world: World) -> None:
    """Check that nothing is left of an export after a day, and that the next one is made, whole."""
    house = world.house
    assert [name for name in house.pictures.files if "/exports/" in name] == []
    house.exports.ask("ada")
    world.live_on()
    export = house.exports.find("ada")
    assert (export.state, bool(export.parts), export.asks) == ("ready", True, 1)


def _month_ends(world: World) -> None:
    """Let a picture of the old month fail in the new one, in which others are made, one under another plan."""
    world.house.clock.time = world.house.clock.time.replace(day=30, hour=23, minute=58)
    world.ask(plan=PRO, style=StyleId.COMIC)
    world.ask(plan=PRO, variation=1)
    world.cancel("ada")
    world.house.clock.time += timedelta(minutes=3)
    world.house.provider.script = [ContentRejected("no")] * 2
    world.ask(plan=PRO)
    world.ask(plan=FREE, variation=2)
    world.deliver()


SCENARIOS = (
    Scenario("a month that ends", _month_ends, house=BY_MONTH, one_in=40),
    Scenario("a miss by call", _ask_and_deliver),
    Scenario("a miss by wish document", _write_wish_and_deliver),
    Scenario("erasing", _erase, _lived_in, expect=_she_is_gone, house={"credits": 5}),
    Scenario("two erase", _two_erase, _photo_used, expect=_she_is_gone),
    Scenario("erasing under a worker", _erase_under(World.deliver), _ask_with_followers, expect=_she_is_gone),
    Scenario(
        "erasing under a worker with a photo", _erase_under(World.deliver), _photo_waits, expect=_she_is_gone
    ),
    Scenario("sweeping up who is gone", _sweep_and_reap, _account_deleted, expect=_she_is_gone),
    Scenario("erasing under a wish", _erase_under(_ask_and_deliver), expect=_she_is_gone),
    Scenario("erasing under a wish document", _wish_erased_under_a_worker, expect=_she_is_gone),
    Scenario("erasing under a milestone", _erase_under(_progress_and_deliver), expect=_she_is_gone),
    Scenario("merging", _merge, _anonymous_life, expect=_all_went_over),
    Scenario("merging under a wish", _merge_under_a_wish, _anonymous_life, expect=_all_went_over),
    Scenario(
        "merging with credits",
        _merge,
        _life_with_credits,
        house=SELLING,
        expect=_her_credits_went_over,
        one_in=60,
    ),
    Scenario(
        "merging with credits under a refund",
        _merge_under_a_refund,
        _life_with_credits,
        house=SELLING,
        expect=_her_credits_went_over,
        one_in=60,
    ),
    Scenario("merging under another merge", _merge_under_a_merge, _three_lives, expect=_one_of_them_has_all),
    Scenario(
        "merging under a withdrawal",
        _merge_under_a_withdrawal,
        _anonymous_life,
        expect=_no_face_went_over,
    ),
    Scenario("erasing one who follows", _erase_under(World.deliver), _ada_follows, expect=_she_is_gone),
    Scenario("erasing under a withdrawal", _erase_under(_withdraw), _photo_used, expect=_she_is_gone),
    Scenario("erasing under a grant", _erase_under(_granted), _ask_and_deliver, expect=_she_is_gone),
    Scenario("erasing who reported", _erase, _reported_own_photo, expect=_she_is_gone),
    Scenario("erasing under a report", _erase_under(_report_as_ada), _four_have_it, expect=_she_is_gone),
    Scenario("erasing under a takedown", _erase_under(_take_down), _two_reported, expect=_she_is_gone),
    Scenario(
        "erasing under a choice",
        _erase_under(_select_name_and_cancel),
        _one_done_one_queued,
        expect=_she_is_gone,
    ),
    Scenario("a hit", _hit, _ask_and_deliver),
    Scenario("following", _three_follow, World.ask),
    Scenario("settling with 3 followers", World.deliver, _ask_with_followers),
    Scenario("painted at the limit", _over_the_limit, house={"user_limit": 0}),
    Scenario("the last painting", _last_painting, house={"user_limit": 0, "global_paintings": 1}),
    Scenario("similar at the limit", _over_the_limit, _ask_and_deliver, house={"global_limit": 1}),
    Scenario("upgrading", _upgrade, _degraded_yesterday, house={"user_limit": 1}),
    Scenario("retrying", _ask_and_deliver, _retried, house={"retry_after_timeout": True}),
    Scenario("failing with followers", World.deliver, _down_with_followers),
    Scenario("even painting fails", World.deliver, _nothing_works),
    Scenario("failing without end", _fail_to_the_end, _failed_often, house={"user_limit": 1, "max_calls": 1}),
    Scenario("sock puppets", _sock_puppets, house={"user_limit": 0, "global_paintings": 4}),
    Scenario("failing with nothing to paint", World.deliver, _down_with_followers, house=NOTHING_TO_PAINT),
    Scenario(
        "a cancelled leader with nothing to paint", _cancel, _ask_with_followers, house=NOTHING_TO_PAINT
    ),
    Scenario(
        "a cancelled leader with one painting left",
        _cancel,
        _ask_with_followers,
        house={"user_paintings": 0, "global_paintings": 1},
    ),
    Scenario("reaping a dead worker's job", _reap_and_deliver, _worker_dies_paying),
    Scenario("reaping what never arrives", _lose_every_delivery, _ask_with_one_follower),
    Scenario("sweeping", _sweep_for_days, _a_month_passes),
    Scenario(
        "counting closed days", _count_days, _two_days_are_over, expect=_each_day_is_counted_once, one_in=60
    ),
    Scenario("counting days under a count", _count_days_twice_at_once, _two_days_are_over, one_in=120),
    Scenario("changing the zone", _change_the_zone, _a_day_is_counted, expect=_the_zone_is_changed),
    Scenario("cancelling", _cancel, _ask_with_followers),
    Scenario(
        "cancelling what is paid",
        _cancel,
        _paid_and_requeued(_ask_with_followers),
        expect=_followers_have_it,
    ),
    Scenario("cancelling a paid photo", _cancel, _paid_and_requeued(_photo_waits), expect=_paid_once),
    Scenario(
        "erasing what is paid",
        _erase,
        _paid_and_requeued(_ask_with_followers),
        expect=_she_is_gone_and_followers_have_it,
    ),
    Scenario("erasing a paid photo", _erase, _paid_and_requeued(_photo_waits), expect=_her_face_is_gone),
    Scenario("cancelling under a worker", _cancel_under_a_worker, _ask_with_followers),
    Scenario("deleting", _delete, _ask_and_deliver, expect=_ada_has_no_avatar),
    Scenario("deleting what waits", _delete, _ask_with_followers, expect=_ada_has_no_avatar),
    Scenario(
        "deleting under a worker", _delete_under_a_worker, _ask_with_followers, expect=_ada_has_no_avatar
    ),
    Scenario("reporting", _report, _four_have_it),
    Scenario("the third report", _report, _two_reported),
    Scenario("the third report under a hit", _report_under_a_hit, _two_reported),
    Scenario("a hit under the third report", _hit_under_a_report, _two_reported),
    Scenario("the third report of what is made anew", _report, _two_reported_and_made_anew),
    Scenario("the third report under its worker", _report_under_a_worker, _two_reported_and_made_anew),
    Scenario("taking a look down", _take_down, _three_reported, expect=_it_is_down),
    Scenario("taking down what is shown", _take_down, _two_reported, expect=_it_is_down),
    Scenario("a takedown under a hit", _take_down_under_a_hit, _two_reported, expect=_it_is_down),
    Scenario("a hit under a takedown", _hit_under_a_takedown, _two_reported, expect=_it_is_down),
    Scenario("restoring a look", _restore, _three_reported, expect=_it_is_back),
    Scenario("taking a personal picture down", _report_own_photo, _photo_used),
    Scenario("milestones", _milestones),
    Scenario("a night", _night, _sleepers),
    Scenario("a trilogy", _trilogy),
    Scenario("a photo", _photo_and_deliver, _photo_uploaded),
    Scenario("withdrawing consent", _withdraw, _photo_used, expect=_nothing_personal_is_left),
    Scenario("withdrawing it meanwhile", _withdraw, _photo_waits, expect=_nothing_personal_is_left),
    Scenario(
        "withdrawing it under a worker",
        _withdraw_under_a_worker,
        _photo_waits,
        expect=_nothing_personal_is_left,
    ),
    Scenario("deleting a personal picture", _delete, _photo_used, expect=_ada_has_no_avatar),
    Scenario("deleting one under a worker", _delete_under_a_worker, _photo_waits, expect=_ada_has_no_avatar),
    Scenario("uploads", _upload_and_deliver, _may_upload, expect=_there_is_room),
    Scenario("a photo that was uploaded and counted", _wish_with_an_upload, _two_lie),
    Scenario("withdrawing consent to uploads", _withdraw, _some_lie_uncounted),
    Scenario(
        "erasing under uploads",
        _erase_under(World.deliver),
        _some_lie_uncounted,
        expect=_nothing_is_counted_or_lies,
    ),
    Scenario("sweeping after lost reports", World.sweep, _never_heard_of, expect=_there_is_room),
    Scenario("replaying a dead letter", _replay_dead_letters, _wish_never_answered),
    Scenario("credits settled", _ask_and_deliver, house={"credits": 10}),
    Scenario("credits refunded", _ask_and_deliver, _down, house={"credits": 10}),
    Scenario("credits kept", _ask_and_deliver, _rejected, house={"credits": 10}),
    Scenario("taking credits back", _taken, _ask_and_deliver, house={"credits": 10}, expect=_nothing_is_held),
    Scenario("giving back", _given_back, _used_up, house={"user_limit": 1}, expect=_given_once),
    Scenario("erasing under a gift", _erase_under(_given_back), _used_up, expect=_she_is_gone),
    Scenario("ending a job by hand", _end_job, _ask_with_followers),
    Scenario("ending a job that was paid for", _end_job, _paid_and_requeued(_ask_with_followers)),
    Scenario("granting", _granted, _ask_and_deliver, house={"credits": 10}),
    Scenario("a provider that costs too much", _and_one_more, _a_dear_one_under_way),
    Scenario(
        "a split day",
        _ask_and_deliver,
        _others_have_pictures,
        house={"shares": 4, "global_limit": 4, "degrade_from": 1.0},
        one_in=40,
    ),
    Scenario(
        "a split day's money",
        _two_more,
        _others_have_dear_pictures,
        house={"shares": 2, "budget_micros": 8 * 60_000, "degrade_from": 1.0},
        one_in=40,
    ),
    Scenario(
        "a provider that costs too much on a split day",
        _and_one_more,
        _a_dear_one_under_way,
        house={"shares": 4},
        one_in=40,
    ),
    Scenario(
        "failing over",
        _ask_and_deliver,
        _first_is_down,
        house=FAILING_OVER,
        one_in=20,
        expect=_nothing_by_the_first,
    ),
    Scenario("a provider that goes down", _goes_down, house=FAILING_OVER, one_in=20),
    Scenario("an order", _ask_and_deliver, house=QUEUED, one_in=20, expect=_one_prediction),
    Scenario(
        "an order with a photo",
        _photo_and_deliver,
        _photo_uploaded,
        house=QUEUED,
        one_in=20,
        expect=_one_prediction,
    ),
    Scenario(
        "orders that are refused",
        _ask_and_deliver,
        _refused_orders,
        house=QUEUED,
        one_in=20,
        expect=_one_prediction,
    ),
    Scenario("an order without a picture", World.deliver, _no_usable_prediction, house=QUEUED, one_in=20),
    Scenario(
        "a lost order", _reap_and_deliver, _order_is_lost, house=QUEUED, one_in=20, expect=_one_prediction
    ),
    Scenario(
        "a lost order announced", _announce_and_deliver, _order_is_lost_for_ever, house=QUEUED, one_in=20
    ),
    Scenario("an order lost for ever", _live_on, _order_is_lost_for_ever, house=QUEUED, one_in=20),
    Scenario("cancelling an order", _cancel_and_live_on, _ordered_and_left, house=QUEUED, one_in=20),
    Scenario("erasing an order", _erase, _ordered_and_left, house=QUEUED, one_in=20, expect=_she_is_gone),
    Scenario(
        "erasing under an order",
        _erase_under(World.deliver),
        _ask_with_followers,
        house=QUEUED,
        one_in=20,
        expect=_she_is_gone,
    ),
    Scenario(
        "announcing to devices", World.deliver, _two_wait_with_devices, expect=_each_is_sent_their_own_at_most
    ),
    Scenario(
        "erasing with devices",
        _erase_under(lambda world: world.act(lambda: world.house.devices.register("ada", "another"))),
        _two_wait_with_devices,
        expect=_she_is_gone_with_her_devices,
    ),
    Scenario("a phone that changes hands", _register_under(World.deliver), _two_wait_with_devices),
    Scenario(
        "merging with devices",
        _merge,
        _anonymous_life_with_devices,
        one_in=20,
        expect=_all_went_over_with_the_device,
    ),
    Scenario("waiting for a turn", _wait_and_live_on, house=PACED, one_in=40, expect=_none_waits),
    Scenario(
        "starting what waits",
        _start_what_is_due,
        _two_wait_for_a_turn,
        house=PACED,
        one_in=40,
        expect=_none_waits,
    ),
    Scenario("taking back what waits", _take_back_and_start, _two_wait_for_a_turn, house=PACED, one_in=40),
    Scenario(
        "deleting what waits its turn", _delete_what_waits, _two_wait_for_a_turn, house=PACED, one_in=40
    ),
    Scenario(
        "erasing under a start",
        _erase_under(_start_what_is_due),
        _ada_waits_for_a_turn,
        house=PACED,
        one_in=40,
        expect=_she_is_gone,
    ),
    Scenario(
        "retrying at a pace",
        _retry_among_those_who_wait,
        house=PACED | {"retry_after_timeout": True},
        one_in=40,
    ),
    Scenario("the last cent", _two_jobs_for_the_last_cent, house={"budget_micros": 60_000}),
    Scenario(
        "telling the operator",
        _reap_twice,
        _limit_reached,
        house={"webhook": "https://hooks.example.com/a", "global_limit": 1},
        expect=_the_operator_knows,
    ),
    Scenario("replaying an erasure", _replay_erasures, _erased_and_restored, expect=_she_is_gone),
    Scenario("exporting", _export, _photo_used, expect=_another_may_be_asked_for),
    Scenario(
        "exporting what a deletion takes",
        _export_under_a_deletion,
        _limit_reached,
        expect=_another_may_be_asked_for,
    ),
    Scenario(
        "exporting under a withdrawal", _export_and_withdraw, _photo_used, expect=_nothing_personal_is_left
    ),
    Scenario(
        "exporting by tasks",
        _export_by_tasks,
        _three_pictures_and_a_photo,
        expect=_another_may_be_asked_for,
        paged=True,
    ),
    Scenario("erasing under an export", _erase_under(_export), _photo_used, expect=_she_is_gone),
    *FAN_OUTS,
    *TIMELINES,
    *UPLOADS,
    *PAYMENTS,
    *SHARING,
    *ALBUMS,
    *VISION,
    *VARIATIONS,
)
