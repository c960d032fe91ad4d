"""Invariant 8, for names: what leads from a user to their entries dies with them, and is guessed by nothing else."""

from dataclasses import dataclass, replace

import pytest

from mirror_realm.domain.plans import FREE
from mirror_realm.domain.pseudonyms import Identity, Pseudonyms
from mirror_realm.domain.render_job import RenderJob
from mirror_realm.domain.report import Reason
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased, Misconfigured
from mirror_realm.services.allowance.job_account import JobAccount
from mirror_realm.services.moderation.report import Complaint
from mirror_realm.services.store import Transaction
from mirror_realm.settings import Settings
from tests.fakes.given_settings import given
from tests.fakes.house import House
from tests.invariants import names_of, pseudonyms_of

SALT = "users/ada/private/identity"


@dataclass
class Deployed(House):
    """A house in production."""

    salt: str = "k" * 32

    @property
    def settings(self) -> Settings:
        return given(emulated=False, pseudonym_salt=self.salt)


@pytest.fixture
def house() -> House:
    return House()


def entries(house: House) -> dict[str, str]:
    return {path: data["person"] for path, data in house.documents.items() if path.startswith("ledger/")}


def test_a_user_gets_a_salt_with_their_first_reservation_and_keeps_it(house: House) -> None:
    house.ask("bo")
    house.deliver()
    assert house.ask().outcome == "hit"
    assert SALT not in house.documents
    house.ask(variation=1)
    first = house.documents[SALT]
    house.ask(variation=2)
    assert house.documents[SALT] is first
    house.check(quiet=False)


def test_the_reservation_carries_the_name_so_that_ending_a_job_asks_nothing_of_the_user(house: House) -> None:
    house.ask()
    house.ask(variation=1)
    (name, _), profile = names_of(house.documents, "ada", "salt"), "users/ada"
    house.remove(SALT)
    house.write(profile, {"credits": 7, "kept": "by the app"})
    reserved = [
        data["reservation"]
        for path, data in house.documents.items()
        if path.startswith("renders/") and path.count("/") == 1
    ]
    house.deliver()
    assert {one["person"] for one in reserved} == set(entries(house).values()) == {name}
    stored = house.documents[profile]
    assert (stored["credits"], stored["kept"]) == (7, "by the app"), "settling writes only what it shows"
    assert stored["latest"]["image_path"]


def test_a_copy_of_the_ledger_leads_nowhere_after_an_erasure(house: House) -> None:
    """Not even with the project's secret and the uid."""
    house.ask()
    house.deliver()
    copy, salt = set(entries(house).values()), Identity.from_document(house.documents[SALT])
    assert house.erasing.erase("ada", 20).done
    assert SALT not in house.documents
    project = pseudonyms_of("salt")
    assert copy == {project.of("ada", salt)}
    assert copy.isdisjoint(project.all("ada", None))
    assert salt.salt not in str(house.documents)


def test_the_salt_goes_last_since_the_entries_are_found_by_it(house: House) -> None:
    house.ask()
    house.deliver()
    deleted: list[str] = []
    commit = house.store.commit

    def watched(transaction: object) -> bool:
        deleted.extend(path for path, data in transaction.written.items() if data is None)  # type: ignore[attr-defined]
        if SALT in deleted:
            assert set(entries(house).values()) == {"erased"}
        return commit(transaction)  # type: ignore[arg-type]

    house.store.commit = watched  # type: ignore[method-assign]
    assert house.erasing.erase("ada", 20).done
    assert deleted[-1] == SALT


def test_of_a_user_who_is_being_erased_no_salt_comes_into_being(house: House) -> None:
    house.erasing.begin("ada")
    with pytest.raises(BeingErased):
        house.naming.given("ada")
    assert SALT not in house.documents


def test_who_gave_credits_is_forgotten_with_their_account(house: House) -> None:
    house.granting.grant(by="root", uid="ada", credits=5, key="thanks")
    grant = house.documents["ledger/grant-thanks"]
    assert grant["by"] == names_of(house.documents, "root", "salt")[0]
    assert house.erasing.erase("root", 20).done
    assert house.documents["ledger/grant-thanks"] == {**grant, "by": "erased"}


def test_reports_know_the_same_name_as_the_ledger_and_go_with_their_user(house: House) -> None:
    shown = house.ask().avatar
    house.deliver()
    house.reporting.report(User("ada", FREE), shown.avatar_id, Complaint(Reason.OTHER))
    assert house.only("reports/")["person"] == names_of(house.documents, "ada", "salt")[0]
    house.deliver()
    assert house.erasing.erase("ada", 20).done
    assert [path for path in house.documents if path.startswith("reports/")] == []


def test_a_provider_is_told_a_name_that_leads_to_no_document(house: House) -> None:
    house.ask()
    house.ask(variation=1)
    house.ask("bo", variation=2)
    house.deliver()
    told = [call.safety_identifier for call in house.provider.calls]
    assert (len(told), len(set(told)), {len(one) for one in told}) == (3, 2, {64})
    assert not any(one[:24] in str(house.documents) for one in told)
    assert not any(name in one for one in told for name in entries(house).values())


def test_production_without_a_secret_makes_no_picture_says_so_and_writes_nothing() -> None:
    house = Deployed(salt="")
    with pytest.raises(Misconfigured, match="secrets:set PSEUDONYM_SALT"):
        house.ask()
    assert house.documents == {}


def test_a_deployment_without_a_secret_still_ends_and_erases_what_an_earlier_one_began() -> None:
    house = Deployed(salt="")
    former = Pseudonyms("", "salt").former("ada")
    earlier = House(store=house.store)
    earlier.ask()
    for path, data in list(house.documents.items()):
        if path.startswith("renders/") and path.count("/") == 1:
            reservation = {name: value for name, value in data["reservation"].items() if name != "person"}
            house.write(path, {**data, "reservation": reservation, "updated_at": data["updated_at"]})
        if path.startswith("ledger/"):
            house.write(path, {**data, "person": former})
    house.remove(SALT)
    (avatar,) = [path for path in house.documents if path.startswith("users/ada/avatars/")]
    house.cancelling.cancel("ada", avatar.split("/")[3])
    assert set(entries(house).values()) == {former}
    assert house.erasing.erase("ada", 20).done
    assert set(entries(house).values()) == {"erased"}


def test_a_late_correction_of_a_job_of_an_earlier_deployment_has_its_users_name(house: House) -> None:
    house.ask()
    house.deliver()
    job = RenderJob.from_document(
        "id", next(data for path, data in house.documents.items() if path.count("/") == 1 and "calls" in data)
    )
    assert job.reservation is not None
    former = replace(job, reservation=replace(job.reservation, person=None))

    def correct(transaction: Transaction) -> None:
        transaction.erased("ada")
        usage_account = JobAccount.of(transaction, house.policy, former)
        usage_account.correct(former, former, 0, house.clock.now())
        usage_account.write()

    house.services.store.transact(correct)
    assert house.documents["ledger/id-corrected-0"]["person"] == pseudonyms_of("salt").former("ada")


def test_each_projects_secret_makes_names_of_its_own() -> None:
    names = set()
    for salt in ("k" * 32, "l" * 32):
        house = Deployed(salt=salt)
        house.ask()
        names |= set(entries(house).values())
    assert len(names) == 2
