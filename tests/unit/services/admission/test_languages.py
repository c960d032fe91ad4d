"""The language of a wish: in its message, kept with the picture, and nowhere in the recipe."""

from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.narrative.languages import language
from mirror_realm.domain.progress import FIRST_DAY, STAGES, EvolutionStage, Progress
from mirror_realm.services.admission.admission_request import Admitted
from tests.fakes.house import House
from tests.unit.domain.test_voice_varies import alike, words


def spoken(avatar: Avatar) -> str:
    """Return the language of an avatar's message."""
    (found,) = (
        name
        for name in ("en", "de")
        if any(avatar.ithere_message.endswith(line) for line in language(name).stages[avatar.recipe.stage])
    )
    return found


def test_the_language_is_no_part_of_the_recipe_or_the_avatars_id() -> None:
    german, english = House().ask(locale="de").avatar, House().ask(locale="en").avatar
    assert (german.avatar_id, german.recipe) == (english.avatar_id, english.recipe)
    assert german.recipe.cache_key == english.recipe.cache_key
    assert (spoken(german), spoken(english)) == ("de", "en")


def test_a_wish_without_a_language_is_answered_in_english() -> None:
    assert spoken(House().ask().avatar) == "en"


def test_a_message_stays_in_the_language_of_the_wish_that_made_it() -> None:
    house = House()
    first = house.ask(locale="de")
    house.deliver()
    again = house.ask(locale="en")
    assert again.outcome == "own"
    assert again.avatar.ithere_message == first.avatar.ithere_message
    assert house.avatar(first).ithere_message == first.avatar.ithere_message


def test_each_person_behind_one_picture_reads_their_own_language() -> None:
    """One makes it, one follows it, one finds it made."""
    house = House()
    leader, follower = house.ask("ada", locale="de"), house.ask("bo", locale="en")
    house.deliver()
    hit = house.ask("cy", locale="de-AT")
    assert [one.outcome for one in (leader, follower, hit)] == ["queue", "follow", "hit"]
    stored = [house.avatar(one, uid) for one, uid in ((leader, "ada"), (follower, "bo"), (hit, "cy"))]
    assert [spoken(avatar) for avatar in stored] == ["de", "en", "de"]
    assert len({avatar.recipe.cache_key for avatar in stored}) == 1


def test_a_fallback_comes_with_the_message_of_its_wish() -> None:
    house = House(user_limit=1)
    house.ask(locale="de")
    fallback = house.ask(locale="de", days=95)
    house.deliver()
    assert fallback.outcome == "degrade"
    assert spoken(house.avatar(fallback)) == "de"


def life(house: House, uid: str) -> list[Admitted]:
    return [
        house.ask(
            uid, progress=Progress(active_days=FIRST_DAY[stage], major_achievement="read a story aloud")
        )
        for stage in STAGES
    ]


def test_the_six_messages_of_one_persons_life_share_no_frame_and_no_ending() -> None:
    for person in range(40):
        said = [one.avatar.ithere_message for one in life(House(user_limit=9), f"person-{person}")]
        assert len({tuple(words(each)[:3]) for each in said}) == len(EvolutionStage)
        assert len({words(each)[-1] for each in said}) == len(EvolutionStage)
        assert max(alike(one, other) for one in said for other in said if one is not other) < 0.6
