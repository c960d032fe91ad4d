"""A photo goes only to those whom the consent in force names (invariant 17)."""

from dataclasses import replace
from typing import Any

import pytest

from mirror_realm.domain.profile import Consent
from mirror_realm.errors import ConsentMissing, Misconfigured
from mirror_realm.settings import Settings
from tests.fakes.house import House
from tests.fakes.outside import ScriptedProvider

PHOTO = "uploads/ada/me.jpg"


def after_the_operator_chose_openrouter(before: House) -> House:
    """Return the same project as its next deployment finds it."""
    house = House(
        store=before.store,
        clock=before.clock,
        provider=ScriptedProvider("openrouter", "openrouter:google/gemini-nano-banana-2.1"),
    )
    house.photos.files.update(before.photos.files)
    return house


def test_a_consent_names_who_gets_photos_when_it_is_given() -> None:
    assert House().consenting.give("ada", "2026-11").recipients == ("openai",)
    later = after_the_operator_chose_openrouter(House())
    assert later.consenting.give("ada", "2026-11").recipients == ("openai", "openrouter")


def test_a_new_recipient_is_asked_for_anew_before_anything_is_stored_or_sent() -> None:
    before = House()
    before.consenting.give("ada", "2026-11")
    house = after_the_operator_chose_openrouter(before)
    house.photos.upload(PHOTO)
    stored = dict(house.documents)

    with pytest.raises(ConsentMissing) as refused:
        house.ask(photo=PHOTO, character=None)

    assert refused.value.details() == {"recipients": ["openai", "openrouter"]}
    assert house.documents == stored
    assert house.provider.calls == []

    house.consenting.give("ada", "2026-11")
    house.ask(photo=PHOTO, character=None)
    house.deliver()
    assert len(house.provider.calls) == 1
    house.check()


def test_a_photo_is_not_sent_under_another_consent_than_its_wish_was_admitted_with() -> None:
    house = House()
    house.consenting.give("ada", "2026-11")
    house.ask(photo=house.photos.upload(PHOTO), character=None)
    house.consenting.give("ada", "2026-12")
    house.deliver()

    assert house.provider.calls == []
    house.check()


def test_a_consent_from_before_recipients_were_kept_is_for_openai() -> None:
    old = House()
    stored = Consent("2026-11", old.clock.now()).to_document()
    assert "recipients" not in stored
    assert Consent.from_document(stored).recipients == ("openai",)


@pytest.mark.parametrize(
    ("given", "recipients"),
    [
        ({"image_provider": "openai", "openai_api_key": "k"}, {"openai"}),
        (
            {"image_provider": "openrouter", "openrouter_api_key": "k", "openai_api_key": "k"},
            {"openrouter", "openai"},
        ),
        ({"image_provider": "replicate", "replicate_api_token": "k"}, {"replicate"}),
        ({"image_provider": "huggingface", "hf_token": "k"}, set()),
        ({"image_provider": "painter"}, set()),
        ({"image_provider": "painter", "openai_api_key": "k"}, {"openai"}),
    ],
)
def test_who_gets_photos_follows_from_the_settings(given: dict[str, str], recipients: set[str]) -> None:
    assert Settings(**given).photo_recipients == recipients  # type: ignore[arg-type]  # names are fields


def test_a_photo_that_cannot_be_judged_is_refused_before_anything_is_stored_or_sent() -> None:
    house = House()
    house.consenting.give("ada", "2026-11")
    house.photos.upload(PHOTO)
    house.services.referencing = replace(house.referencing, judged=False)
    stored = dict(house.documents)

    with pytest.raises(Misconfigured, match="moderation"):
        house.ask(photo=PHOTO, character=None)

    assert house.documents == stored
    assert house.provider.calls == []
    assert PHOTO in house.photos.files


@pytest.mark.parametrize(
    ("given", "judged"),
    [
        ({"image_provider": "openrouter", "openrouter_api_key": "k"}, False),
        ({"image_provider": "openrouter", "openrouter_api_key": "k", "openai_api_key": "k"}, True),
        ({"image_provider": "painter"}, True),
        ({"image_provider": "painter", "photo_provider": "replicate", "replicate_api_token": "k"}, False),
        ({}, False),
    ],
)
def test_photos_are_judged_by_openai_or_stay_here(given: dict[str, Any], judged: bool) -> None:
    assert Settings(**given).photos_judged is judged
