"""The erasure fence: what the services do for a user writes nothing of theirs once they are being erased.

That a transaction cannot forget to look is the store's own business (`test_store.py`).
"""

import ast
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mirror_realm import services
from mirror_realm.domain import administration
from mirror_realm.domain.administration import Role
from mirror_realm.domain.audit import Deed
from mirror_realm.domain.avatar import Status
from mirror_realm.domain.plans import FREE, GUEST
from mirror_realm.domain.project import AvatarsOf
from mirror_realm.domain.report import Reason
from mirror_realm.domain.use import UseAction
from mirror_realm.domain.variation_set import UNCHOSEN
from mirror_realm.domain.wish import User
from mirror_realm.errors import ContentRejected, MirrorRealmError, ProviderUnavailable
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.photos.upload_avatar import OwnPicture
from tests.fakes.house import House
from tests.fakes.house import a_wish as the_wish
from tests.fakes.stripe_extension import StripeExtension
from tests.invariants import names_of

SERVICES = Path(str(services.__file__)).parent
WISH = "20261120-00"
PHOTO = "uploads/ada/me.jpg"
ADA = User("ada", FREE)
Fence = Callable[[], None]
Act = Callable[[House, Fence], object]


def a_refused_wish_document(house: House, fence: Fence) -> None:
    house.write(f"users/ada/avatarRequests/{WISH}", {"progress_metrics": {"active_days": -1}})
    fence()
    house.answer("ada", WISH)


def a_wish_document(house: House, fence: Fence) -> None:
    house.write(f"users/ada/avatarRequests/{WISH}", {"progress_metrics": {"active_days": 40}})
    fence()
    house.answer("ada", WISH)


def a_wish(house: House, fence: Fence) -> None:
    fence()
    house.ask()


def a_hit(house: House, fence: Fence) -> None:
    house.ask("bo")
    house.deliver()
    fence()
    house.ask()


def a_wish_with_a_photo(house: House, fence: Fence) -> None:
    house.consenting.give("ada", "2026-11")
    house.photos.upload(PHOTO)
    fence()
    house.ask("ada", photo=PHOTO, character=None)


def an_upload(house: House, fence: Fence) -> None:
    house.consenting.give("ada", "2026-11")
    house.photos.upload(PHOTO)
    fence()
    house.upload_limits.arrived("ada", house.photos.as_upload(PHOTO))


def ones_own_picture(house: House, fence: Fence) -> None:
    house.consenting.give("ada", "2026-11")
    house.photos.upload(PHOTO)
    house.moderation.meanwhile = lambda _: fence()
    house.uploading.upload(OwnPicture(User("ada", FREE), PHOTO))


def a_photo_that_goes(house: House, fence: Fence) -> None:
    an_upload(house, lambda: None)
    house.photos.delete(PHOTO)
    fence()
    house.upload_limits.left("ada")


def a_milestone(house: House, fence: Fence) -> None:
    house.write("users/ada/progress/current", {"active_days": 40})
    fence()
    house.celebrate("ada")


def a_cancellation(house: House, fence: Fence) -> None:
    avatar = house.ask().avatar
    fence()
    house.cancelling.cancel("ada", avatar.avatar_id)


def a_consent(house: House, fence: Fence) -> None:
    fence()
    house.consenting.give("ada", "2026-11")


def a_withdrawal(house: House, fence: Fence) -> None:
    house.consenting.give("ada", "2026-11")
    fence()
    house.consenting.withdraw("ada")


def a_dead_letter(house: House, fence: Fence) -> None:
    fence()
    house.dead_letters.put_aside("event-1", "answer_wish", f"users/ada/avatarRequests/{WISH}", KeyError())


def a_picture_that_is_done(house: House, fence: Fence) -> None:
    house.provider.before = lambda _: fence()
    house.ask()
    house.deliver()


def a_personal_picture_that_is_done(house: House, fence: Fence) -> None:
    house.provider.before = lambda _: fence()
    a_wish_with_a_photo(house, lambda: None)
    house.deliver()


def a_picture_that_fails(house: House, fence: Fence) -> None:
    house.provider.script = [ContentRejected("policy")] * 2
    a_personal_picture_that_is_done(house, fence)


def a_second_call(house: House, fence: Fence) -> None:
    house.provider.script = [ProviderUnavailable("down")]
    a_picture_that_is_done(house, fence)


def following(house: House, fence: Fence) -> None:
    house.ask("bo")
    house.ask()
    fence()
    house.deliver()


def following_who_fails(house: House, fence: Fence) -> None:
    house.provider.script = [ProviderUnavailable("down")] * 3
    following(house, fence)


def a_grant(house: House, fence: Fence) -> None:
    fence()
    house.granting.grant(by="root", uid="ada", credits=5, key="thanks")


def a_taking(house: House, fence: Fence) -> None:
    fence()
    house.granting.take(
        Deed("root", Role.OWNER, administration.Act.TAKE_CREDITS, "mistake", "a mistake"), "ada", 5
    )


def a_gift(house: House, fence: Fence) -> None:
    fence()
    house.giving_back.give(
        Deed("root", Role.SUPPORT, administration.Act.GIVE_BACK, "ticket-1", "ours"), ADA, 1
    )


def a_payment(house: House, fence: Fence) -> None:
    stripe = StripeExtension(house.write)
    stripe.sell("prod_100", "price_100")
    stripe.checkout("ada", "pi_1")
    fence()
    house.selling.book("ada", "pi_1")
    house.remove("customers/ada/payments/pi_1")


def a_look(house: House, fence: Fence) -> None:
    fence()
    house.persons.show(Deed("root", Role.SUPPORT, administration.Act.LOOK_AT_PERSON), "ada", None, 5)


def a_claim(house: House, fence: Fence) -> None:
    house.ask()
    fence()
    house.deliver()


def a_night(house: House, fence: Fence) -> None:
    fence()
    house.nights.note(User("ada", FREE))


def a_night_noted_again(house: House, fence: Fence) -> None:
    house.nights.note(User("ada", FREE))
    house.clock.time += timedelta(minutes=1)
    fence()
    house.nights.note(User("ada", FREE))


def a_personal_picture(house: House) -> str:
    """Return the avatar's id."""
    a_wish_with_a_photo(house, lambda: None)
    house.deliver()
    return str(house.documents["users/ada"]["latest"]["avatar_id"])


def a_deletion(house: House, fence: Fence) -> None:
    avatar_id = a_personal_picture(house)
    fence()
    house.deleting.personal.forget("ada", avatar_id, used=False)


def an_avatar_without_its_job(house: House, fence: Fence) -> None:
    path = f"users/ada/avatars/{house.ask().avatar.avatar_id}"
    house.write(path, {**house.documents[path], "render_id": "gone"})
    house.clock.time += timedelta(minutes=10)
    fence()
    house.reaping.rescue(("ada", house.queries.avatars_of("ada", Status.QUEUED, None, 1)[0]))


def a_job_that_nobody_came_for(house: House, fence: Fence) -> None:
    house.ask()
    house.clock.time += timedelta(minutes=6)
    (job,) = house.queries.due_jobs(house.clock.time, 1)
    fence()
    house.reaping.take_up(job)


def a_choice(house: House, fence: Fence) -> None:
    chosen, _ = (house.ask(variation=variation).avatar.avatar_id for variation in (1, 2))
    house.deliver()
    fence()
    house.timeline.select("ada", chosen)


def a_set(house: House, fence: Fence) -> None:
    fence()
    house.admission.admit_variations(the_wish(variations=2))


def one_of_a_set_asked_for_alone(house: House, fence: Fence) -> None:
    a_set(house, lambda: None)
    house.deliver()
    fence()
    house.ask()


def a_choice_of_a_set(house: House, fence: Fence) -> None:
    made = house.admission.admit_variations(the_wish(variations=2))
    house.deliver()
    fence()
    house.variation_choice.choose("ada", made[0].avatar.avatar_id)


def a_set_that_nobody_chooses_from(house: House, fence: Fence) -> None:
    a_set(house, lambda: None)
    house.deliver()
    house.clock.time += UNCHOSEN
    fence()
    house.sweeping.run()


def a_name(house: House, fence: Fence) -> None:
    avatar_id = house.ask().avatar.avatar_id
    fence()
    house.timeline.describe("ada", avatar_id, "Wren", "my first")


def a_report(house: House, fence: Fence) -> None:
    avatar = house.ask().avatar
    house.deliver()
    fence()
    house.reporting.report(ADA, avatar.avatar_id, Complaint(Reason.OFFENSIVE))


def a_look_that_three_report(house: House, fence: Fence) -> None:
    """Ada was the first to have it, and is seen by it."""
    house.ask()
    house.deliver()
    avatars = {uid: house.ask(uid).avatar for uid in ("bo", "cy", "di")}
    fence()
    for uid, avatar in avatars.items():
        house.reporting.report(User(uid, FREE), avatar.avatar_id, Complaint(Reason.OFFENSIVE))


def a_merge_into_her_account(house: House, fence: Fence) -> None:
    house.people.anonymous.add("anna")
    house.ask("anna", plan=GUEST)
    house.deliver()
    token = house.tokens.issue("anna", house.clock.time + timedelta(minutes=59))
    fence()
    house.merging.merge(ADA, token, personal=True, seconds=20)


def a_report_that_comes_with_it(house: House, fence: Fence) -> None:
    house.people.anonymous.add("anna")
    avatar = house.ask("anna", plan=GUEST).avatar
    house.deliver()
    anna = User("anna", GUEST)
    house.reporting.report(anna, avatar.avatar_id, Complaint(Reason.OFFENSIVE))
    token = house.tokens.issue("anna", house.clock.time + timedelta(minutes=59))
    fence()
    house.merging.merge(ADA, token, personal=True, seconds=20)


def a_device(house: House, fence: Fence) -> None:
    fence()
    house.devices.register("ada", "phone")


def a_device_that_is_gone(house: House, fence: Fence) -> None:
    house.devices.register("ada", "phone")
    house.devices.register("ada", "tablet")
    house.push.gone = {"phone"}
    house.ask()
    house.push.send = _and_then(fence, house.push.send)  # type: ignore[method-assign]
    house.deliver()


def a_device_that_comes_with_a_merge(house: House, fence: Fence) -> None:
    house.people.anonymous.add("anna")
    house.devices.register("anna", "phone")
    token = house.tokens.issue("anna", house.clock.time + timedelta(minutes=59))
    fence()
    house.merging.merge(ADA, token, personal=True, seconds=20)


def an_export(house: House, fence: Fence) -> None:
    fence()
    house.exports.ask("ada")


def an_export_that_is_made(house: House, fence: Fence) -> None:
    house.exports.ask("ada")
    house.zips.store = _and_then(fence, house.zips.store)  # type: ignore[method-assign]
    house.export_pages.turn("ada")


def an_export_that_fails(house: House, fence: Fence) -> None:
    def broken(*_: Any) -> int:
        fence()
        raise OSError

    house.exports.ask("ada")
    house.zips.store = broken  # type: ignore[method-assign,assignment]
    with suppress(OSError):
        house.export_pages.turn("ada")


def a_worker_on_an_export(house: House, fence: Fence) -> None:
    house.exports.ask("ada")
    fence()
    house.export_pages.turn("ada")


def an_address_of_an_export(house: House, fence: Fence) -> None:
    house.exports.ask("ada")
    house.export_pages.turn("ada")
    export = house.exports.find("ada")
    fence()
    house.exports.links("ada", export)


def an_address_that_ends(house: House, fence: Fence) -> None:
    an_address_of_an_export(house, lambda: None)
    house.clock.time += timedelta(hours=1)
    fence()
    house.exports.tidy("ada")


def an_export_that_ends(house: House, fence: Fence) -> None:
    house.exports.ask("ada")
    house.export_pages.turn("ada")
    fence()
    house.exports.drop("ada")


def an_album(house: House, fence: Fence) -> None:
    fence()
    house.projects.create("ada", "Family", "")


def words_of_an_album(house: House, fence: Fence) -> None:
    project = house.projects.create("ada", "Family", "")
    fence()
    house.projects.update("ada", project.project_id, "Friends", None)


def the_end_of_an_album(house: House, fence: Fence) -> None:
    project = house.projects.create("ada", "Family", "")
    house.ask(project=project.project_id)
    house.deliver()
    queries: Any = house.queries
    queries.avatars_in = _and_then(fence, queries.avatars_in)
    house.ending.delete("ada", project.project_id, AvatarsOf.KEEP, 20)


def a_use(house: House, fence: Fence) -> None:
    avatar_id = house.ask().avatar.avatar_id
    house.deliver()
    fence()
    house.uses.record("ada", avatar_id, "frame", UseAction.SHOWN)


def _anna_comes(house: House) -> None:
    """Merge anna, who has an album with an avatar that an app uses."""
    project = house.projects.create("anna", "Family", "")
    avatar_id = house.ask("anna", plan=GUEST, project=project.project_id).avatar.avatar_id
    house.deliver()
    house.uses.record("anna", avatar_id, "frame", UseAction.SHOWN)
    house.people.anonymous.add("anna")
    token = house.tokens.issue("anna", house.clock.time + timedelta(minutes=59))
    house.merging.merge(User("ada", FREE), token, personal=False, seconds=20)


def an_album_that_comes_with_a_merge(house: House, fence: Fence) -> None:
    queries: Any = house.queries
    queries.projects_of = _and_then(fence, queries.projects_of)
    _anna_comes(house)


def uses_that_come_with_a_merge(house: House, fence: Fence) -> None:
    queries: Any = house.queries
    queries.uses_of = _and_then(fence, queries.uses_of)
    _anna_comes(house)


def _and_then(fence: Fence, send: Callable[..., Any]) -> Callable[..., Any]:
    def sent(*args: Any) -> Any:
        fence()
        return send(*args)

    return sent


ACTS: tuple[Act, ...] = (
    a_wish_document,
    a_refused_wish_document,
    a_cancellation,
    a_consent,
    an_upload,
    ones_own_picture,
    a_photo_that_goes,
    a_withdrawal,
    a_dead_letter,
    a_wish,
    a_hit,
    a_wish_with_a_photo,
    a_milestone,
    a_picture_that_is_done,
    a_personal_picture_that_is_done,
    a_picture_that_fails,
    following,
    following_who_fails,
    a_grant,
    a_taking,
    a_gift,
    a_payment,
    a_look,
    a_claim,
    a_second_call,
    a_merge_into_her_account,
    a_report_that_comes_with_it,
    a_night,
    a_night_noted_again,
    a_deletion,
    an_avatar_without_its_job,
    a_report,
    a_job_that_nobody_came_for,
    a_choice,
    a_set,
    one_of_a_set_asked_for_alone,
    a_choice_of_a_set,
    a_set_that_nobody_chooses_from,
    a_name,
    a_look_that_three_report,
    a_device,
    a_device_that_is_gone,
    a_device_that_comes_with_a_merge,
    an_export,
    an_export_that_is_made,
    an_export_that_fails,
    a_worker_on_an_export,
    an_address_of_an_export,
    an_address_that_ends,
    an_export_that_ends,
    an_album,
    words_of_an_album,
    the_end_of_an_album,
    a_use,
    an_album_that_comes_with_a_merge,
    uses_that_come_with_a_merge,
)
"""What brings every function of the services that writes a document of a user's to do so."""

FILES = {
    "privacy.account_merge.Merging._own": "test_account_merge.py",
    "photos.upload_avatar.Uploading._stored": "../photos/test_upload_avatar.py",
    "timeline.reels.Reels.of": "../timeline/test_reels.py",
    "rendering.paid_pictures.PaidPictures.keep": "test_erasure.py",
    "exports.export_pages.ExportPages._make": "../exports/test_exports.py",
}
"""Functions that store a user's files, which no transaction guards, and where the fence is tested for them."""


def savers() -> set[str]:
    """Return `folder.module.Class.method` of whatever stores files in the services."""
    return {
        ".".join((*path.relative_to(SERVICES).with_suffix("").parts, *name))
        for path in SERVICES.rglob("*.py")
        for name in _saving(ast.parse(path.read_text(encoding="utf-8")), ())
    }


def _saving(node: ast.AST, name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for child in ast.iter_child_nodes(node):
        inner = name
        if isinstance(child, ast.ClassDef | ast.FunctionDef) and len(name) < 2:
            inner = (*name, child.name)
        elif (
            isinstance(child, ast.Call)
            and isinstance(child.func, ast.Attribute)
            and (child.func.attr == "save" or ast.unparse(child.func) == "self.zips.store")
        ):
            yield name
        yield from _saving(child, inner)


@dataclass
class Watched:
    """A house, and what is ada's in it when the fence goes up."""

    house: House
    erased: bool
    before: dict[str, Any] = field(default_factory=dict)
    raised: bool = False

    def fence(self) -> None:
        if not self.raised:
            self.raised = True
            if self.erased:
                self.house.erasing.begin("ada")
            self.before = self.hers()

    def hers(self) -> dict[str, Any]:
        """Documents of hers, jobs that have ended apart: these are about to be deleted."""
        return {
            path: data
            for path, data in self.house.documents.items()
            if path.startswith(("users/ada", "nights/ada"))
            or data.get("document", "").startswith("users/ada/")
            or (
                path.startswith("reports/")
                and data["person"] in names_of(self.house.documents, "ada", "salt")
            )
            or (data.get("uid") == "ada" and data.get("state", "running") in ("queued", "running"))
        }

    def written(self) -> set[str]:
        """Return what of hers is new or other than it was."""
        return {path for path, data in self.hers().items() if self.before.get(path) is not data}


def watched(act: Act, *, erased: bool) -> Watched:
    """Return the act, with the fence put up on the way, or nothing in its place."""
    watched = Watched(House(credits=5), erased)
    with suppress(MirrorRealmError):
        act(watched.house, watched.fence)
    assert watched.raised
    return watched


def test_whoever_stores_files_is_listed() -> None:
    assert savers() == set(FILES)


def test_where_files_are_tested_the_fence_is() -> None:
    for test in FILES.values():
        assert ".erasing.begin(" in (Path(__file__).parent / test).read_text(encoding="utf-8")


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_behind_the_fence_nothing_of_the_person_is_written(act: Act) -> None:
    behind = watched(act, erased=True)
    assert behind.written() == set()
    behind.house.provider.before = lambda _: None
    assert behind.house.erasing.erase("ada", 20).done
    behind.house.deliver()
    behind.house.clock.time += timedelta(minutes=30)
    behind.house.reaping.run()
    behind.house.deliver()
    assert behind.hers() == {}
    behind.house.check()


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_without_the_fence_the_same_writes(act: Act) -> None:
    assert watched(act, erased=False).written()


def test_a_free_painting_is_refused_too() -> None:
    house = House(user_limit=0)
    house.erasing.begin("ada")
    with pytest.raises(MirrorRealmError):
        house.ask()
    assert list(house.documents) == ["erasures/ada"]
    assert house.ask("bo").outcome == "degrade"
