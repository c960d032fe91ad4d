"""Erasing: everything of a person goes, whoever is at work meanwhile, and is not said to be gone before it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mirror_realm.domain.avatar import Source, Status
from mirror_realm.domain.erasure import SECOND_LOOK, Erasure, ErasureStep
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.render_job import SCHEMA_VERSION, Lease
from mirror_realm.domain.wish import User
from mirror_realm.errors import BadOutput, BeingErased, LeaseLost
from mirror_realm.services.allowance.policy import REAPER_PERIOD
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.accounts import Account
from mirror_realm.services.ports.bookkeeping import SweepPlace
from mirror_realm.services.ports.providers import ImageRequest
from mirror_realm.services.privacy import erasure as erasing
from mirror_realm.services.privacy.erasure_steps import PAGE, Hold
from tests.fakes.captured import capturing
from tests.fakes.house import House
from tests.fakes.memory_store import MemoryStore, MemoryTransaction
from tests.invariants import names_of

PHOTO = "uploads/ada/me.jpg"
Kept = dict[str, dict[str, Any]]


@pytest.fixture
def house() -> House:
    return House(credits=5)


def lived_in(house: House) -> House:
    """Something of everything that can be somebody's; bo has the same look as ada."""
    house.ask()
    house.deliver()
    house.ask("bo")
    house.consenting.give("ada", "2026-11")
    house.photos.upload(PHOTO)
    house.ask("ada", photo=PHOTO, character=None)
    house.deliver()
    house.photos.upload("uploads/ada/another.jpg")
    house.pictures.files["people/ada/reels/digest/reel.webp"] = b"a reel"
    house.pictures.stored_at["people/ada/reels/digest/reel.webp"] = house.clock.time
    house.write("users/ada/settings/current", {"style": "daymi"})
    house.write("users/ada/progress/current", {"active_days": 40})
    house.write("users/ada/avatarRequests/20261120-00", {"progress_metrics": {"active_days": 40}})
    house.nights.note(User("ada", FREE))
    house.dead_letters.put_aside(
        "event-1", "answer_wish", "users/ada/avatarRequests/20261120-00", KeyError("recipe")
    )
    house.dead_letters.put_aside(
        "event-2", "answer_wish", "users/adam/avatarRequests/20261120-00", KeyError("recipe")
    )
    return house


def stands(house: House, uid: str = "ada") -> Erasure:
    return Erasure.from_document(house.documents[f"erasures/{uid}"])


def test_everything_of_the_person_goes_and_nothing_of_anybody_else(house: House) -> None:
    lived_in(house)
    before = dict(house.documents)
    shared = {name for name in house.pictures.files if name.startswith("shared/")}

    assert house.erasing.erase("ada", 20).done

    hers = {path for path in before if path.startswith(("users/ada/", "nights/ada"))} | {"users/ada"}
    jobs = {path for path, data in before.items() if path.startswith("renders/") and data.get("uid") == "ada"}
    attempts = {path for path in before if path.startswith(tuple(f"{job}/" for job in jobs))}
    assert len(jobs) == len(attempts) == 2
    assert {path.split("/")[2] for path in hers if path.count("/") > 2} == {
        "avatars", "references", "settings", "progress", "usage", "avatarRequests", "private"
    }  # fmt: skip
    gone = set(before) - set(house.documents)
    assert gone == hers | jobs | attempts | {"dead_letters/event-1"}
    changed = {path for path in set(before) - gone if house.documents[path] != before[path]}
    assert all(path.startswith("ledger/") for path in changed)
    assert {house.documents[path]["person"] for path in changed} == {"erased"}
    assert set(house.pictures.files) == shared
    assert house.photos.files == {}
    assert house.people.gone == {"ada"}
    house.check()


def test_a_shared_picture_is_served_to_others_afterwards(house: House) -> None:
    lived_in(house)
    house.erasing.erase("ada", 20)
    assert house.ask("cy").outcome == "hit"


def test_beginning_twice_is_one_erasure(house: House) -> None:
    begun = house.erasing.begin("ada")
    house.clock.time += timedelta(minutes=1)
    assert house.erasing.begin("ada") == begun
    done = house.erasing.erase("ada", 20)
    assert house.erasing.begin("ada") == house.erasing.erase("ada", 20) == done


def test_a_queued_job_is_cancelled_its_allowance_returned_and_its_follower_stood_in_for(house: House) -> None:
    house.ask()
    follower = house.ask("bo")
    house.erasing.erase("ada", 20)
    house.deliver()

    avatar = house.avatar(follower, "bo")
    assert (avatar.status, avatar.degraded, avatar.source) == (Status.COMPLETED, True, Source.PAINTED)
    assert avatar.upgrade_at == house.clock.time
    assert house.provider.calls == []
    assert house.only("global_usage/")["refunded"] == 1
    assert house.ask("bo").outcome == "queue"
    house.deliver()
    house.check()


def test_a_shared_picture_under_way_is_waited_out_and_serves_who_followed(house: House) -> None:
    follower = None

    def erased_meanwhile(_: ImageRequest) -> None:
        nonlocal follower
        follower = house.ask("bo")
        assert not house.erasing.erase("ada", 10).done

    house.provider.before = erased_meanwhile
    house.ask()
    house.deliver()
    assert stands(house).step is ErasureStep.JOBS

    house.reaping.run()
    assert stands(house).done
    assert follower is not None
    assert house.avatar(follower, "bo").source is Source.CACHE
    assert house.only("global_usage/")["settled"] == 1
    house.check()


def test_a_personal_picture_under_way_is_paid_given_back_and_kept_by_nobody(house: House) -> None:
    house.consenting.give("ada", "2026-11")
    house.photos.upload(PHOTO)
    house.provider.before = lambda _: house.erasing.begin("ada") and None
    house.ask("ada", photo=PHOTO, character=None)
    house.deliver()

    assert house.pictures.files == {}, "not even uploaded"
    day = house.only("global_usage/")
    assert (day["settled"], day["refunded"], day["spent_micros"], day["held_micros"]) == (0, 1, 13_000, 0)
    house.reaping.run()
    assert stands(house).done
    house.check()


def test_a_worker_pays_for_no_further_call(house: House) -> None:
    house.provider.script = [BadOutput("blank", cost_micros=13_000)]
    house.provider.before = lambda _: house.erasing.begin("ada") and None
    house.ask()
    house.deliver()
    assert len(house.provider.calls) == 1
    refunds = [data["reason"] for path, data in house.documents.items() if path.endswith("-refunded")]
    assert refunds == ["cancelled"]
    house.reaping.run()
    house.check()


def test_a_dead_workers_job_is_waited_for_until_its_lease_runs_out_and_its_call_booked(house: House) -> None:
    class Died(BaseException):
        pass

    def die(_: ImageRequest) -> None:
        raise Died

    house.provider.before = die
    house.ask()
    with pytest.raises(Died):
        house.deliver()
    house.erasing.erase("ada", 20)
    assert stands(house).step is ErasureStep.JOBS
    house.clock.time += REAPER_PERIOD
    house.reaping.run()

    assert stands(house).done
    day = house.only("global_usage/")
    assert (day["refunded"], day["spent_micros"], day["held_micros"]) == (1, 60_000, 0)
    house.check()


def test_many_documents_go_page_by_page(house: House) -> None:
    for number in range(3 * PAGE):
        house.write(f"users/ada/usage/2020-{number:04d}", {"day": "x"})
    erasure = house.erasing.begin("ada")
    assert house.erasing.advance("ada", erasure.started_at) is not None
    for _ in range(2):
        house.erasing.advance("ada", erasure.started_at)
    left = sum(path.startswith("users/ada/") for path in house.documents)
    assert 0 < left <= 2 * PAGE
    assert house.erasing.erase("ada", 20).done


def test_a_run_ends_when_its_time_is_over_and_the_next_goes_on(house: House) -> None:
    lived_in(house)
    begun = house.erasing.begin("ada")
    steps = []
    while not stands(house).done:
        steps.append(stands(house).step)
        house.erasing.advance("ada", begun.started_at)
        assert stands(house).lease is None
    assert steps == sorted(steps, key=list(ErasureStep).index)
    assert set(steps) == set(ErasureStep) - {ErasureStep.DONE, ErasureStep.CONFIRMED}


def test_a_second_worker_leaves_an_erasure_alone_while_the_lease_lives(house: House) -> None:
    lived_in(house)
    house.erasing.begin("ada")
    held = stands(house).claim(Lease("mine", house.clock.time + erasing.LEASE), house.clock.time)
    house.write("erasures/ada", held.to_document())
    before = dict(house.documents)

    assert house.erasing.erase("ada", 0) == held
    assert house.documents == before
    house.clock.time += erasing.LEASE
    assert house.erasing.erase("ada", 20).done


def test_a_stale_worker_deletes_nothing(house: House) -> None:
    lived_in(house)
    house.erasing.begin("ada")
    before = dict(house.documents)
    stale = Hold("ada", "stale")
    for act in (house.erasure_steps.end_jobs, house.erasure_steps.delete_documents):
        with pytest.raises(LeaseLost):
            act(stale)
    assert house.documents == before


def an_upload_finishes(house: House, _: Kept) -> None:
    house.photos.upload(PHOTO)


def a_document_is_written(house: House, _: Kept) -> None:
    house.write("users/ada/settings/current", {"style": "daymi"})


def a_profile_is_written(house: House, _: Kept) -> None:
    house.write("users/ada", {"credits": 5})


def a_job_is_found(house: House, kept: Kept) -> None:
    """As a deployment that knows no fence might make one."""
    house.documents.update(kept)


def the_account_is_back(house: House, _: Kept) -> None:
    house.people.gone.clear()


@pytest.mark.parametrize(
    "late",
    [an_upload_finishes, a_document_is_written, a_profile_is_written, a_job_is_found, the_account_is_back],
)
def test_what_is_found_again_begins_another_round(house: House, late: Callable[[House, Kept], None]) -> None:
    house.ask()
    house.deliver()
    kept = {path: data for path, data in house.documents.items() if path.startswith("renders/")}
    delete = house.people.delete

    def then_it_happens(uid: str) -> None:
        delete(uid)
        if stands(house).rounds == 1:
            late(house, kept)

    house.people.delete = then_it_happens  # type: ignore[method-assign]
    with capturing() as said:
        done = house.erasing.erase("ada", 20)
    assert (done.done, done.rounds) == (True, 2)
    assert house.photos.files == {}
    assert house.people.gone == {"ada"}
    assert [event["rounds"] for event in said if event["event"] == "erasure_done"] == [2]
    house.check()


def test_a_day_later_somebody_looks_once_more(house: House) -> None:
    house.erasing.erase("ada", 20)
    house.photos.upload(PHOTO)
    house.reaping.run()
    assert house.photos.files != {}
    house.clock.time += SECOND_LOOK
    house.reaping.run()
    assert house.photos.files == {}
    assert (stands(house).step, stands(house).rounds) == (ErasureStep.DONE, 2)
    house.clock.time += SECOND_LOOK
    house.reaping.run()
    assert stands(house).step is ErasureStep.CONFIRMED


def test_a_newer_deployments_job_is_waited_for(house: House) -> None:
    house.ask()
    house.deliver()
    (path,) = [path for path in house.documents if path.startswith("renders/") and path.count("/") == 1]
    house.write(path, {**house.documents[path], "schema_version": SCHEMA_VERSION + 1})
    assert not house.erasing.erase("ada", 20).done
    assert path in house.documents
    house.write(path, {**house.documents[path], "schema_version": SCHEMA_VERSION})
    assert house.erasing.erase("ada", 20).done


def test_an_erasure_that_fails_is_told_goes_on_and_keeps_no_other_waiting(house: House) -> None:
    lived_in(house)
    house.erasing.begin("ada")
    house.erasing.begin("bo")
    house.people.fault = ConnectionError("no Auth")
    with pytest.raises(ConnectionError):
        house.reaping.run()
    assert {stands(house, uid).step for uid in ("ada", "bo")} == {ErasureStep.ACCOUNT}

    house.people.fault = None
    house.clock.time += timedelta(hours=2)
    with capturing() as said:
        house.reaping.run()
    assert stands(house).done
    assert stands(house, "bo").done
    told = [event for event in said if event["event"] == "erasure_overdue"]
    assert [(event["severity"], event["hours"], event["why"]) for event in told] == [
        ("ERROR", 2.0, "account")
    ] * 2


def test_after_the_fence_has_aged_out_nothing_is_left_of_it_either(house: House) -> None:
    lived_in(house)
    house.erasing.erase("ada", 20)
    for _ in range(5):
        house.clock.time += timedelta(days=1)
        house.reaping.run()
        house.sweeping.run()
    assert [path for path in house.documents if "ada" in path.split("/")] == []
    house.check()


def test_who_follows_somebody_else_goes_without_keeping_them_waiting(house: House) -> None:
    house.ask("bo")
    for number in range(PAGE + 10):
        house.ask(f"u{number}")
    house.ask()
    house.erasing.begin("ada")
    house.deliver()
    assert not [path for path in house.documents if path.startswith("users/ada/avatars/")]
    house.reaping.run()
    house.check()


def test_nobody_who_is_being_erased_passes_the_check(house: House) -> None:
    house.erasing.check("ada")
    house.erasing.begin("ada")
    with pytest.raises(BeingErased):
        house.erasing.check("ada")
    house.erasing.check("bo")


def test_a_late_worker_takes_back_what_it_stored(house: House) -> None:
    """Frozen between the fence's check and its upload until the erasure was done."""
    house.consenting.give("ada", "2026-11")
    house.photos.upload(PHOTO)
    house.ask("ada", photo=PHOTO, character=None)
    save = house.pictures.save

    def frozen(folder: str, picture: object, *, private: bool, note: object) -> object:
        house.clock.time += timedelta(minutes=10)
        house.erasing.begin("ada")
        house.reaping.run()
        assert stands(house).done
        return save(folder, picture, private=private, note=note)  # type: ignore[arg-type]

    house.pictures.save = frozen  # type: ignore[method-assign, assignment]
    house.deliver()
    assert house.pictures.files == {}
    house.check()


def test_a_picture_stored_before_the_fence_and_settled_behind_it_goes(house: House) -> None:
    house.consenting.give("ada", "2026-11")
    house.photos.upload(PHOTO)
    house.ask("ada", photo=PHOTO, character=None)
    save = house.pictures.save

    def then_erased(folder: str, picture: object, *, private: bool, note: object) -> object:
        urls = save(folder, picture, private=private, note=note)  # type: ignore[arg-type]
        house.erasing.begin("ada")
        return urls

    house.pictures.save = then_erased  # type: ignore[method-assign, assignment]
    with capturing() as said:
        house.deliver()
    assert [event["reason"] for event in said if event["event"] == "render_failed"] == ["cancelled"]
    assert house.only("global_usage/")["refunded"] == 1
    house.reaping.run()
    assert house.pictures.files == {}
    house.check()


def test_a_wish_with_a_photo_is_told_of_the_erasure_not_of_consent_or_photo(house: House) -> None:
    lived_in(house)
    house.erasing.erase("ada", 20)
    with pytest.raises(BeingErased):
        house.ask("ada", photo=PHOTO, character=None)


def test_a_person_day_behind_the_fence_is_left_as_it_was(house: House) -> None:
    house.ask()
    day = next(path for path in house.documents if path.startswith("users/ada/usage/"))
    before = house.documents[day]
    house.erasing.begin("ada")
    house.deliver()
    house.clock.time += REAPER_PERIOD
    (job,) = house.queries.due_jobs(house.clock.time, 1)
    house.reaping.take_up(job)
    assert house.documents[day] is before
    assert replace(stands(house), lease=None) == stands(house)
    assert house.only("global_usage/")["refunded"] == 1
    assert documents.erasure("ada").path in house.documents


def test_nobody_looks_again_before_the_day_is_over(house: House) -> None:
    done = house.erasing.erase("ada", 20)
    house.clock.time += SECOND_LOOK / 2
    assert house.erasing.advance("ada", house.clock.time) == done


class CommitsTwice(MemoryStore):
    """One commit, by its number, takes effect and is said to have been aborted: its work runs again."""

    again = -1
    commits = 0

    def commit(self, transaction: MemoryTransaction) -> bool:
        committed = super().commit(transaction)
        self.commits += 1
        return committed and self.commits != self.again


@pytest.mark.parametrize("number", range(1, 12))
def test_a_move_that_is_committed_twice_is_one_move(number: int) -> None:
    house = House(store=CommitsTwice())
    house.ask()
    house.deliver()
    house.store.commits = 0  # type: ignore[attr-defined]
    house.store.again = number  # type: ignore[attr-defined]
    steps: list[ErasureStep] = []
    find = house.people.find

    def noticed(uid: str) -> Account | None:
        steps.append(stands(house).step)
        return find(uid)

    house.people.find = noticed  # type: ignore[method-assign]
    done = house.erasing.erase("ada", 20)
    assert done.done
    assert stands(house) == done
    assert house.store.commits >= number  # type: ignore[attr-defined]
    assert steps == [ErasureStep.LOOK], "done only after a look"


def test_nothing_that_their_uid_leads_to_finds_the_ledger_of_who_was_erased(house: House) -> None:
    """Not even with all that the backend knows; what was reserved and spent goes on adding up."""
    house.ask("zoe")
    house.deliver()
    name, _ = names_of(house.documents, "zoe", "salt")
    entries = [path for path, data in house.documents.items() if data.get("person") == name]
    house.erasing.erase("zoe", seconds=20)

    assert len(entries) == 2
    assert {house.documents[path]["person"] for path in entries} == {"erased"}
    assert [path for path, data in house.documents.items() if name in str(data)] == []
    house.check()


@pytest.mark.parametrize(
    "name", ["sweep", "sweep-people", "sweep-photos", "census-files", "census-documents"]
)
def test_a_place_to_go_on_from_that_names_them_goes_too(house: House, name: str) -> None:
    after = "zoe" if name == "census-documents" else "people/zoe/a1/r1-1"
    for uid in ("zoe", "yves"):
        stored = SweepPlace(after.replace("zoe", uid), house.clock.time)
        house.write(f"maintenance/{name}", stored.to_document())
        house.erasing.erase("zoe", seconds=20)
        assert (f"maintenance/{name}" in house.documents) == (uid == "yves")
        del house.documents["erasures/zoe"]
