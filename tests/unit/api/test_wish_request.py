"""The wish as the app sends it: what is understood, and how everything else is refused, field by field."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror_realm.api.wish_request import ProgressMetrics, WishRequest, parse_wish
from mirror_realm.domain.areas import Area
from mirror_realm.domain.costumes import COSTUMED, Costume, PaletteId, PlaceId, PowerId
from mirror_realm.domain.plans import FREE
from mirror_realm.domain.progress import EvolutionStage
from mirror_realm.domain.styles import StyleId
from mirror_realm.domain.wish import User, Wish
from mirror_realm.errors import InvalidRequest, MirrorRealmError, UserMismatch

ADA = User("ada", FREE)
MEASURE = "characters, counted in UTF-16: most emoji are two"
SHIPPED_APP = {
    "user_id": "ada",
    "evolution_stage": "twoWeeks",
    "progress_metrics": {
        "active_days": 20,
        "major_achievement": "ran ten kilometres",
        "discovered_traits": ["creative", "calm"],
        "goals_completed": 2,
    },
}


def wish(**changes: Any) -> Wish:
    return parse_wish({**SHIPPED_APP, **changes}, ADA)


def metrics(**changes: Any) -> dict[str, Any]:
    return {"progress_metrics": {"active_days": 20, **changes}}


def test_what_the_shipped_app_sends_is_understood() -> None:
    understood = wish()
    assert understood.stage is EvolutionStage.TWO_WEEKS
    assert understood.style is StyleId.DAYMI
    assert understood.progress.discovered_traits == ("creative", "calm")
    assert understood.allow_fallback


def test_only_the_active_days_are_needed() -> None:
    assert parse_wish(metrics(), ADA).progress.active_days == 20


def test_nulls_of_optional_fields_are_absence() -> None:
    metrics_of_nulls = dict.fromkeys(ProgressMetrics.model_fields) | {"active_days": 20}
    nulls = dict.fromkeys(WishRequest.model_fields) | {"progress_metrics": metrics_of_nulls}
    assert parse_wish(nulls, ADA) == parse_wish(metrics(), ADA)


@pytest.mark.parametrize("tag", ["de", "de-AT", "EN-us", "zh-Hans-CN"])
def test_a_language_is_any_tag_of_bcp_47(tag: str) -> None:
    assert wish(locale=tag).locale == tag


def test_a_language_that_is_not_named_is_left_to_others() -> None:
    assert wish().locale is None


def test_an_area_is_one_of_a_closed_list() -> None:
    assert parse_wish(metrics(achievement_area="health"), ADA).progress.achievement_area is Area.HEALTH


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"nonsense": 1}, "nonsense"),
        ({"style": "watercolour"}, "style"),
        ({"evolution_stage": "first_week"}, "evolution_stage"),
        ({"variation": 100}, "variation"),
        ({"variation": True}, "variation"),
        ({"wait_seconds": 51}, "wait_seconds"),
        ({"wait_seconds": float("nan")}, "wait_seconds"),
        ({"allow_fallback": "yes"}, "allow_fallback"),
        ({"character": "nobody"}, "character"),
        ({"style": "superhero", "costume": {"palette": "ultraviolet"}}, "costume.palette"),
        ({"style": "superhero", "costume": {"power": "sword"}}, "costume.power"),
        ({"style": "superhero", "costume": {"place": 7}}, "costume.place"),
        ({"style": "superhero", "costume": {"cape": "long"}}, "costume.cape"),
        ({"style": "superhero", "costume": "azure"}, "costume"),
        ({"progress_metrics": None}, "progress_metrics"),
        (metrics(active_days=-1), "progress_metrics.active_days"),
        (metrics(active_days=1.5), "progress_metrics.active_days"),
        (metrics(active_days="20"), "progress_metrics.active_days"),
        (metrics(active_days=10**30), "progress_metrics.active_days"),
        (metrics(active_days=None), "progress_metrics.active_days"),
        (metrics(discovered_traits=[None]), "progress_metrics.discovered_traits.0"),
        (metrics(major_achievement="x" * 1001), "progress_metrics.major_achievement"),
        (metrics(major_achievement="\ud800"), "progress_metrics.major_achievement"),
        (metrics(discovered_traits=["x" * 41]), "progress_metrics.discovered_traits.0"),
        (metrics(discovered_traits=["x"] * 21), "progress_metrics.discovered_traits"),
        (metrics(discovered_traits="calm"), "progress_metrics.discovered_traits"),
        (metrics(__proto__={}), "progress_metrics.__proto__"),
    ],
)
def test_bad_input_is_refused_with_the_field_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        wish(**changes)
    assert field in refused.value.fields
    assert refused.value.details() == {"fields": refused.value.fields}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (metrics(discovered_traits=["x" * 41]), f"must have 1 to 40 {MEASURE}"),
        (metrics(discovered_traits=[""]), f"must have 1 to 40 {MEASURE}"),
        (metrics(major_achievement="x" * 1001), f"must have at most 1000 {MEASURE}"),
        (metrics(active_days="20"), "must be a whole number from 0 to 36500"),
        ({"wait_seconds": "20"}, "must be a number from 0 to 50"),
        ({"nonsense": 1}, "unknown field"),
        ({"progress_metrics": []}, "must be an object"),
        ({"style": {}}, "must be a name"),
        (
            {"style": "superhero", "costume": {"palette": "red"}},
            "must be one of crimson, marigold, emerald, azure, violet, pearl",
        ),
        (
            {"style": "anime", "costume": {"palette": "azure"}},
            "only for the styles superhero, cinematic_hero, noir_hero",
        ),
        ({"costume": {"power": "wind"}}, "only for the styles superhero, cinematic_hero, noir_hero"),
    ],
)
def test_the_reason_is_in_words_that_mean_something_to_the_caller(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        wish(**changes)
    assert list(refused.value.fields.values()) == [why]


@pytest.mark.parametrize("style", COSTUMED)
def test_each_choice_of_a_costume_may_be_made_alone(style: StyleId) -> None:
    def costume(**choices: Any) -> Costume | None:
        return wish(style=style, costume=choices).costume

    assert costume(palette="azure") == Costume(palette=PaletteId.AZURE)
    assert costume(power="wind", place=None) == Costume(power=PowerId.WIND)
    assert costume(palette="azure", power="wind", place="coast") == Costume(
        PaletteId.AZURE, PowerId.WIND, PlaceId.COAST
    )


@pytest.mark.parametrize("nothing", [None, {}, {"palette": None, "power": None, "place": None}])
@pytest.mark.parametrize("style", ["superhero", "anime"])
def test_a_costume_without_a_choice_is_the_wish_without_a_costume(style: str, nothing: Any) -> None:
    assert wish(style=style, costume=nothing) == wish(style=style)


@pytest.mark.parametrize("data", [None, [], "wish", 3, {}])
def test_data_that_is_no_wish_is_refused(data: Any) -> None:
    with pytest.raises(InvalidRequest):
        parse_wish(data, ADA)


def test_what_was_sent_is_not_echoed() -> None:
    with pytest.raises(InvalidRequest) as refused:
        wish(style="my secret diary")
    assert "secret" not in str(refused.value)
    with pytest.raises(InvalidRequest) as refused:
        wish(
            **metrics(
                active_days={"@type": "type.googleapis.com/google.protobuf.Int64Value", "value": "--77"}
            )
        )
    assert "77" not in str(refused.value)


def test_somebody_elses_user_id_is_refused() -> None:
    with pytest.raises(UserMismatch):
        wish(user_id="bo")


@pytest.mark.parametrize(
    "named",
    [
        {"reference_path": "uploads/ada/me.jpg"},
        {
            "base_image_url": "https://firebasestorage.googleapis.com/v0/b/x/o/uploads%2Fada%2Fme.jpg?alt=media&token=t"
        },
        {"base_image_url": "gs://bucket/uploads/ada/me.jpg"},
    ],
)
def test_a_photo_is_named_by_its_path_or_by_a_link_to_it(named: dict[str, str]) -> None:
    assert wish(**named).photo == "uploads/ada/me.jpg"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/me.jpg",
        "http://169.254.169.254/v0/b/x/o/latest",
        "file:///etc/passwd",
        "https://firebasestorage.googleapis.com/v0/b/x/o/people%2Fbo%2F1.jpg",
        "data:image/png;base64,AAAA",
        "https://[::1/v0/b/x/o/uploads%2Fada%2Fme.jpg",
        "https://a\u2100b/v0/b/x/o/uploads%2Fada%2Fme.jpg",
    ],
)
def test_a_link_to_anything_else_is_refused_and_never_fetched(url: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        wish(base_image_url=url)
    assert refused.value.fields == {"base_image_url": "must point at one of your own uploads"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    [
        *SHIPPED_APP,
        "style",
        "persona",
        "timeline",
        "character",
        "variation",
        "wait_seconds",
        "base_image_url",
        "locale",
    ]
)


@given(JSON | st.dictionaries(FIELDS, JSON, max_size=6))
def test_whatever_is_sent_is_understood_or_refused_with_a_reason(data: Any) -> None:
    outcome = understood_or_refused(data)
    if isinstance(outcome, MirrorRealmError):
        assert outcome.reason in ("invalid_request", "user_mismatch")
        str(outcome).encode()
    else:
        assert outcome.user == ADA


def understood_or_refused(data: Any) -> Wish | MirrorRealmError:
    try:
        return parse_wish(data, ADA)
    except MirrorRealmError as refused:
        return refused
