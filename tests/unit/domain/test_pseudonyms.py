"""Pseudonyms: what leads from a user to their name, and what does not."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.domain.pseudonyms import Identity, Pseudonyms
from mirror_realm.errors import Misconfigured

NOW = datetime(2026, 11, 28, tzinfo=UTC)
ADA = Identity("a5" * 16, NOW)
NAMES = Pseudonyms("s" * 64, "demo")


def test_a_pseudonym_is_the_same_whenever_it_is_derived_and_as_short_as_before() -> None:
    assert NAMES.of("ada", ADA) == NAMES.of("ada", Identity(ADA.salt, datetime.now(UTC)))
    assert len(NAMES.of("ada", ADA)) == len(NAMES.former("ada")) == 24


@pytest.mark.parametrize(
    "other",
    [
        Pseudonyms("t" * 64, "demo").of("ada", ADA),
        NAMES.of("ada", Identity("b5" * 16, NOW)),
        NAMES.of("bo", ADA),
        NAMES.former("ada"),
    ],
    ids=["another secret", "another salt", "another user", "no secret and no salt"],
)
def test_secret_salt_and_uid_are_all_needed_to_derive_it(other: str) -> None:
    assert other != NAMES.of("ada", ADA)


def test_the_former_pseudonym_is_what_earlier_deployments_stored() -> None:
    assert Pseudonyms("", "salt").former("ada") == "4604ea1bcb2c0afdcb7cb267"


def test_a_user_without_a_salt_can_only_have_the_former_one() -> None:
    assert NAMES.all("ada", None) == (NAMES.former("ada"),)
    assert NAMES.all("ada", ADA) == (NAMES.of("ada", ADA), NAMES.former("ada"))


def test_without_a_secret_none_is_derived_but_the_former_one_is_still_found() -> None:
    names = Pseudonyms("", "demo")
    with pytest.raises(Misconfigured, match="secrets:set PSEUDONYM_SALT"):
        names.of("ada", ADA)
    assert names.all("ada", None) == (names.former("ada"),)


def test_no_secret_and_no_salt_is_shown() -> None:
    assert "s" * 64 not in repr(NAMES)
    assert ADA.salt not in repr(ADA)


@given(uid=st.text(), salt=st.text(st.sampled_from("0123456789abcdef"), min_size=32, max_size=32))
def test_names_for_different_uses_never_meet(uid: str, salt: str) -> None:
    name = NAMES.of(uid, Identity(salt, NOW))
    assert len({name, NAMES.place(uid), NAMES.sealed(f"provider\n{name}")[:24], NAMES.former(uid)}) == 4


@given(uid=st.text(), salt=st.text(st.sampled_from("0123456789abcdef"), min_size=32, max_size=32))
def test_the_backend_recalls_a_name_from_a_profile_that_does_not_show_it(uid: str, salt: str) -> None:
    name = NAMES.of(uid, Identity(salt, NOW))
    kept = NAMES.kept(uid, name)
    assert NAMES.recalled(uid, kept) == name
    assert name not in kept


@pytest.mark.parametrize(
    ("names", "uid"),
    [(NAMES, "bo"), (Pseudonyms("t" * 64, "demo"), "ada"), (Pseudonyms("", "demo"), "ada")],
    ids=["another user", "another secret", "no secret"],
)
def test_a_kept_name_of_another_user_or_secret_is_not_recalled(names: Pseudonyms, uid: str) -> None:
    kept = NAMES.kept("ada", NAMES.of("ada", ADA))
    assert names.recalled(uid, kept) is None
    assert NAMES.recalled("ada", None) is None
