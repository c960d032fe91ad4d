"""Every field of every request: a number in each spelling, null as absence, one measure of text, an honest JSON Schema.

All models are walked, so that a new field cannot forget what holds for its kind.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

import pytest
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from mirror_realm.api import callable_requests, console_requests, wish_request
from mirror_realm.api.fields import LanguageTag, Number, RequestData, Text, Whole, field_errors

pytestmark = pytest.mark.drawn(one_in=4)

AVATAR_ID = "0" * 32
PROJECT_ID = "1" * 32
METRICS = {"active_days": 42}
VIEW = {"view": "desk"}
ACT = {"act": "give_back", "key": "ticket-1", "reason": "a fault of ours"}
EXAMPLES: dict[type[RequestData], dict[str, Any]] = {
    wish_request.ProgressMetrics: METRICS,
    wish_request.CostumeRequest: {},
    wish_request.TrilogyRequest: {"progress_metrics": METRICS},
    wish_request.WishRequest: {"progress_metrics": METRICS},
    callable_requests.NoRequest: {},
    callable_requests.UsageReportRequest: {},
    callable_requests.AvatarRequest: {"avatar_id": AVATAR_ID},
    callable_requests.Naming: {},
    callable_requests.Words: {},
    callable_requests.UpdateRequest: {"avatar_id": AVATAR_ID},
    callable_requests.Terms: {},
    callable_requests.ShareRequest: {"avatar_id": AVATAR_ID},
    callable_requests.RevokeRequest: {"share_id": AVATAR_ID},
    callable_requests.SharesRequest: {},
    callable_requests.UploadRequest: {"reference_path": "uploads/ada/me.jpg"},
    callable_requests.ListRequest: {},
    callable_requests.CreditsRequest: {},
    callable_requests.NewProject: {"name": "Family"},
    callable_requests.ProjectWords: {},
    callable_requests.UpdateProjectRequest: {"project_id": PROJECT_ID},
    callable_requests.DeleteProjectRequest: {"project_id": PROJECT_ID, "avatars": "keep"},
    callable_requests.ProjectsRequest: {},
    callable_requests.UseWords: {"app": "frame", "action": "shown"},
    callable_requests.UseRequest: {"avatar_id": AVATAR_ID, "app": "frame", "action": "shown"},
    callable_requests.UsesRequest: {"avatar_id": AVATAR_ID},
    callable_requests.EvolutionRequest: {"earlier_avatar_id": AVATAR_ID, "later_avatar_id": AVATAR_ID},
    callable_requests.ReelRequest: {},
    callable_requests.ConsentRequest: {"granted": True, "version": "v1"},
    callable_requests.EraseRequest: {"confirm": True},
    callable_requests.ExportRequest: {},
    callable_requests.MergeRequest: {"anonymous_token": "e30.e30."},
    callable_requests.GrantRequest: {"user_id": "ada", "credits": 5, "key": "spring-gift"},
    callable_requests.ReplayRequest: {},
    callable_requests.Complaint: {"reason": "other"},
    callable_requests.ReportRequest: {"avatar_id": AVATAR_ID, "reason": "other"},
    callable_requests.ReviewsRequest: {},
    callable_requests.DecisionRequest: {"review_id": "0" * 64, "decision": "restore"},
    callable_requests.PushRequest: {"token": "fcm:token"},
    console_requests.ViewRequest: VIEW,
    console_requests.LedgerRequest: VIEW,
    console_requests.LettersRequest: VIEW,
    console_requests.ReportsRequest: VIEW,
    console_requests.PersonRequest: VIEW,
    console_requests.JobsRequest: VIEW,
    console_requests.JobRequest: {**VIEW, "render_id": "r-1"},
    console_requests.WhatIfRequest: VIEW,
    console_requests.AuditRequest: VIEW,
    console_requests.ActRequest: ACT,
    console_requests.GiveBackRequest: {**ACT, "user_id": "ada", "pictures": 1},
    console_requests.CreditsRequest: {**ACT, "user_id": "ada", "credits": 5},
    console_requests.LetterRequest: {**ACT, "letter_id": "event-1"},
    console_requests.DecideRequest: {**ACT, "review_id": "0" * 64, "decision": "restore"},
    console_requests.ErasePersonRequest: {**ACT, "user_id": "ada", "confirm": True},
    console_requests.EndJobRequest: {**ACT, "render_id": "r-1"},
}
"""What each takes, with no more than it needs."""

EMOJI = "\N{GRINNING FACE}"
INT64 = "type.googleapis.com/google.protobuf.Int64Value"

VOCABULARY = {
    *("$defs", "$ref", "additionalProperties", "anyOf", "const", "default", "description", "enum", "items"),
    *(
        "maxItems",
        "maxLength",
        "maximum",
        "minLength",
        "minimum",
        "pattern",
        "properties",
        "required",
        "title",
    ),
    "type",
}
"""The words of JSON Schema (draft 2020-12) that our schemas use."""

Field = tuple[type[RequestData], str]


def models(kind: type[RequestData] = RequestData) -> list[type[RequestData]]:
    found = kind.__subclasses__()
    return [*found, *(deeper for model in found for deeper in models(model))]


def kinds(annotation: Any) -> Iterator[Any]:
    """Yield what an annotation is made of: types and what annotates them, however deep."""
    yield annotation
    for part in get_args(annotation):
        yield from kinds(part)


def field_kinds(field: FieldInfo) -> list[Any]:
    return [*field.metadata, *kinds(field.annotation)]


def fields(*wanted: type) -> list[Any]:
    """Return the fields that are annotated with an instance of one of these, to be tried one by one."""
    return [
        pytest.param(model, name, next(kind for kind in field_kinds(field) if isinstance(kind, wanted)))
        for model in models()
        for name, field in model.model_fields.items()
        if any(isinstance(kind, wanted) for kind in field_kinds(field))
    ]


def optional() -> list[Field]:
    return [
        (model, name)
        for model in models()
        for name, field in model.model_fields.items()
        if not field.is_required()
    ]


def required() -> list[Field]:
    return [
        (model, name) for model in models() for name in model.model_fields if (model, name) not in optional()
    ]


def taken(model: type[RequestData], **changes: Any) -> Any:
    """Return the request with these fields."""
    return model.model_validate({**EXAMPLES[model], **changes})


def refused(model: type[RequestData], **changes: Any) -> dict[str, str]:
    """Why the request with these fields is refused."""
    with pytest.raises(ValidationError) as refused:
        taken(model, **changes)
    return field_errors(refused.value)


def wrapped(number: Any) -> dict[str, Any]:
    return {"@type": INT64, "value": number}


def test_every_model_has_an_example_here() -> None:
    assert set(EXAMPLES) == set(models())


def test_every_number_and_every_free_text_is_of_a_kind_that_is_tried_here() -> None:
    bare = [
        f"{model.__name__}.{name}"
        for model in models()
        for name, field in model.model_fields.items()
        for kind in field_kinds(field)
        if (kind in (int, float) and not _has(field, Whole, Number))
        or (kind is str and not _has(field, Text, LanguageTag) and not _is_bounded(field))
    ]
    assert bare == []


def _has(field: FieldInfo, *wanted: type) -> bool:
    return any(isinstance(kind, wanted) for kind in field_kinds(field))


def _is_bounded(field: FieldInfo) -> bool:
    """Whether a pattern, or a check such as that of a uid, says what the text may be."""
    optional = [part for kind in field_kinds(field) for part in getattr(kind, "metadata", ())]
    kinds = [*field_kinds(field), *optional]
    return any(getattr(kind, "pattern", None) or hasattr(kind, "func") for kind in kinds)


@pytest.mark.parametrize(("model", "name", "kind"), fields(Whole, Number))
class TestNumbers:
    def test_each_spelling_is_the_same_number(self, model: type[RequestData], name: str, kind: Whole) -> None:
        for number in (kind.least, kind.most):
            for spelled in (number, float(number), wrapped(str(number))):
                assert getattr(taken(model, **{name: spelled}), name) == number

    def test_an_unsigned_wrapper_is_taken_too(self, model: type[RequestData], name: str, kind: Whole) -> None:
        spelled = {"@type": INT64.replace("Int64", "UInt64"), "value": str(kind.most)}
        assert getattr(taken(model, **{name: spelled}), name) == kind.most

    @pytest.mark.parametrize("spelling", [int, float, lambda number: wrapped(str(number))])
    def test_a_number_out_of_bounds_is_refused_by_name(
        self, model: type[RequestData], name: str, kind: Whole, spelling: Any
    ) -> None:
        for number in (kind.least - 1, kind.most + 1):
            assert refused(model, **{name: spelling(number)}).keys() == {name}

    @pytest.mark.parametrize(
        "nonsense",
        [
            "7",
            True,
            [7],
            {},
            float("nan"),
            float("inf"),
            10**400,
            wrapped(7),
            wrapped("seven"),
            wrapped("7.0"),
            wrapped(""),
            wrapped("--7"),
            wrapped(" 7"),
            wrapped("٣"),
            wrapped("7" * 5000),
            wrapped(None),
            {"@type": "type.googleapis.com/google.protobuf.StringValue", "value": "7"},
            {"@type": INT64},
            {"value": "7"},
            {**wrapped("7"), "more": 1},
            {"@type": ["a list"], "value": "7"},
        ],
        ids=lambda value: repr(value)[:60],
    )
    def test_nonsense_is_refused_by_name_and_not_repeated(
        self, model: type[RequestData], name: str, kind: Whole, nonsense: Any
    ) -> None:
        whole = "whole " if isinstance(kind, Whole) else ""
        assert refused(model, **{name: nonsense}) == {
            name: f"must be a {whole}number from {kind.least} to {kind.most}"
        }


@pytest.mark.parametrize(("model", "name", "kind"), fields(Whole))
def test_a_whole_number_has_no_fraction(model: type[RequestData], name: str, kind: Whole) -> None:
    assert refused(model, **{name: kind.least + 0.5}).keys() == {name}


@pytest.mark.parametrize(("model", "name"), optional())
def test_null_is_as_good_as_left_out(model: type[RequestData], name: str) -> None:
    assert taken(model, **{name: None}) == taken(model)


@pytest.mark.parametrize(("model", "name"), required())
def test_null_for_what_is_required_is_refused_by_name(model: type[RequestData], name: str) -> None:
    assert refused(model, **{name: None}).keys() == {name}


@pytest.mark.parametrize("model", models())
def test_null_does_not_make_a_field_known(model: type[RequestData]) -> None:
    assert refused(model, nonsense=None) == {"nonsense": "unknown field"}


@pytest.mark.parametrize(("model", "name", "kind"), fields(Text))
class TestTexts:
    def test_its_length_is_counted_in_utf_16(self, model: type[RequestData], name: str, kind: Text) -> None:
        for longest in ("x" * kind.most, EMOJI * (kind.most // 2)):
            taken(model, **{name: _spelled(model, name, longest)})
        for too_long in ("x" * (kind.most + 1), EMOJI * (kind.most // 2) + "x" * (kind.most % 2 + 1)):
            (why,) = refused(model, **{name: _spelled(model, name, too_long)}).values()
            assert f"{kind.most} characters, counted in UTF-16" in why

    def test_it_is_text_and_well_formed(self, model: type[RequestData], name: str, kind: Text) -> None:
        wrong: Any
        for wrong in (7, True, {}, "\ud83d", "x\udfff"):
            assert len(refused(model, **{name: _spelled(model, name, wrong)})) == 1

    def test_a_text_that_must_be_there_is_not_empty(
        self, model: type[RequestData], name: str, kind: Text
    ) -> None:
        empty = {name: _spelled(model, name, "")}
        assert len(refused(model, **empty)) == 1 if kind.least else taken(model, **empty)


@pytest.mark.parametrize(("model", "name", "kind"), fields(LanguageTag))
class TestLanguageTags:
    @pytest.mark.parametrize("tag", ["de", "de-AT", "zh-Hans-CN", "x" * 8 + "-12345678" * 3])
    def test_it_is_a_tag_of_bcp_47(
        self, model: type[RequestData], name: str, kind: LanguageTag, tag: str
    ) -> None:
        assert getattr(taken(model, **{name: tag}), name) == tag
        assert re.search(_pattern(model, name), tag)

    @pytest.mark.parametrize("text", ["", "d", "de_AT", "de-", "de AT", "de\nAT", "dé", "x" * 9])
    def test_any_other_text_is_refused_by_name(
        self, model: type[RequestData], name: str, kind: LanguageTag, text: str
    ) -> None:
        assert refused(model, **{name: text}) == {name: "must be a language tag such as de or de-AT"}
        assert not re.search(_pattern(model, name), text)

    @pytest.mark.parametrize("wrong", [7, True, ["de"], {"tag": "de"}, "de" + "-12345678" * 4, "\ud83d"])
    def test_what_is_no_text_or_too_long_is_refused_by_name(
        self, model: type[RequestData], name: str, kind: LanguageTag, wrong: Any
    ) -> None:
        assert refused(model, **{name: wrong}) == {name: "must be a language tag such as de or de-AT"}


def _pattern(model: type[RequestData], name: str) -> str:
    """Return the pattern in the JSON Schema of an optional text."""
    described, _ = model.model_json_schema()["properties"][name]["anyOf"]
    return str(described["pattern"])


def _spelled(model: type[RequestData], name: str, text: Any) -> Any:
    """Return the text as the field takes it: by itself, or in a list."""
    parts = kinds(model.model_fields[name].annotation)
    return [text] if any(get_origin(part) is list for part in parts) else text


class TestJsonSchema:
    """What a document about the calls is made of."""

    @pytest.mark.parametrize("model", models())
    def test_it_uses_the_words_of_json_schema_alone(self, model: type[RequestData]) -> None:
        assert set(_keywords(model.model_json_schema())) <= VOCABULARY

    @pytest.mark.parametrize(("model", "name", "kind"), fields(Whole, Number))
    def test_a_number_is_described_in_both_spellings(
        self, model: type[RequestData], name: str, kind: Whole
    ) -> None:
        plain, boxed, *rest = model.model_json_schema()["properties"][name]["anyOf"]
        number = "integer" if isinstance(kind, Whole) else "number"
        assert plain == {"type": number, "minimum": kind.least, "maximum": kind.most}
        assert boxed["properties"]["@type"]["enum"] == [INT64, INT64.replace("Int64", "UInt64")]
        assert re.search(boxed["properties"]["value"]["pattern"], str(kind.most))
        assert (boxed["required"], boxed["additionalProperties"]) == (["@type", "value"], False)
        assert rest == ([] if model.model_fields[name].is_required() else [{"type": "null"}])

    @pytest.mark.parametrize(("model", "name", "kind"), fields(Text))
    def test_a_text_has_its_bounds(self, model: type[RequestData], name: str, kind: Text) -> None:
        described = json.dumps(model.model_json_schema()["properties"][name])
        assert f'"maxLength": {kind.most}' in described
        assert (f'"minLength": {kind.least}' in described) is bool(kind.least)

    @pytest.mark.parametrize(("model", "name"), optional())
    def test_an_optional_field_may_be_null_and_has_its_default(
        self, model: type[RequestData], name: str
    ) -> None:
        described = model.model_json_schema()["properties"][name]
        assert {"type": "null"} in described["anyOf"]
        assert described["default"] == model.model_fields[name].default

    @pytest.mark.parametrize(("model", "name"), required())
    def test_a_required_field_may_not_be_null(self, model: type[RequestData], name: str) -> None:
        schema = model.model_json_schema()
        assert name in schema["required"]
        assert {"type": "null"} not in schema["properties"][name].get("anyOf", [])


def _keywords(schema: Any) -> Iterator[str]:
    """Yield the words in a schema's own places: the names of fields and definitions are none, nor is what is data."""
    if not isinstance(schema, dict):
        return
    for word, value in schema.items():
        yield word
        if word in ("properties", "$defs"):
            inner = list(value.values())
        elif word in ("default", "enum", "const"):
            inner = []
        else:
            inner = value if isinstance(value, list) else [value]
        for one in inner:
            yield from _keywords(one)
