"""The field types of requests: numbers as every SDK encodes them, text with one measure of length, enum names.

Every request model derives from `RequestData`, and every number and free text in one is annotated with a type from
here. A test checks both for all models.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from mirror_realm.domain.narrative.languages import LONGEST_TAG, TAG, is_tag

_WRAPPERS = tuple(f"type.googleapis.com/google.protobuf.{kind}" for kind in ("Int64Value", "UInt64Value"))
"""Type names of the objects in which iOS and Android send 64-bit integers. firebase-functions keeps them wrapped."""

_DIGITS = "-?[0-9]{1,20}"


class RequestData(BaseModel):
    """The data of a callable or a wish document: unknown fields are refused, null means absent.

    The JavaScript SDK sends null for an undefined field, and many apps do so for an optional one. Null therefore counts
    as absent in an optional field; a required field refuses it.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {
            name: value for name, value in data.items() if value is not None or not cls._is_optional(name)
        }

    @classmethod
    def _is_optional(cls, name: Any) -> bool:
        field = cls.model_fields.get(name)
        return field is not None and not field.is_required()

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described = handler(schema)
        model = handler.resolve_ref_schema(described)
        required = model.get("required", ())
        for name, field in model["properties"].items():
            if name not in required:
                model["properties"][name] = _or_null(field)
        return described


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `least` to `most`: an integer, an integral double, or a wrapped 64-bit integer."""

    least: int
    most: int

    def read(self, value: Any) -> int:
        """Return the number. Raises ValueError."""
        number = _unwrapped(value)
        if isinstance(number, float) and number.is_integer():
            number = int(number)
        if type(number) is int and self.least <= number <= self.most:
            return number
        raise ValueError(f"must be a whole number from {self.least} to {self.most}")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return _number_schema("integer", self.least, self.most)


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `least` to `most`, whole or not: an integer, a double, or a wrapped 64-bit integer."""

    least: int
    most: int

    def read(self, value: Any) -> float:
        """Return the number. Raises ValueError."""
        number = _unwrapped(value)
        # Written so that NaN, which compares as false, is refused.
        if type(number) in (int, float) and self.least <= number <= self.most:
            return float(number)
        raise ValueError(f"must be a number from {self.least} to {self.most}")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return _number_schema("number", self.least, self.most)


@dataclass(frozen=True, slots=True)
class Text:
    """Well-formed Unicode of `least` to `most` UTF-16 code units: what security rules, Dart and JavaScript count."""

    most: int
    least: int = 0

    def read(self, value: Any) -> str:
        """Return the text. Raises ValueError."""
        if not isinstance(value, str):
            raise ValueError("must be text")
        if not self.least <= utf16_length(value) <= self.most:
            bounds = f"{self.least} to {self.most}" if self.least else f"at most {self.most}"
            raise ValueError(f"must have {bounds} characters, counted in UTF-16: most emoji are two")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        # JSON Schema counts code points, of which no text has more than UTF-16 code units.
        described = {"type": "string", "maxLength": self.most, "description": "Counted in UTF-16 code units."}
        return described | ({"minLength": self.least} if self.least else {})


class LanguageTag:
    """A language tag of BCP 47, in any language."""

    def read(self, value: Any) -> str:
        """Return the tag. Raises ValueError."""
        if not isinstance(value, str) or not is_tag(value):
            raise ValueError("must be a language tag such as de or de-AT")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "maxLength": LONGEST_TAG, "pattern": f"^{TAG}$"}


Locale = Annotated[str, LanguageTag()]


def utf16_length(text: str) -> int:
    """Return the number of UTF-16 code units. Raises ValueError where the text has half a surrogate pair."""
    try:
        return len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise ValueError("must be well-formed Unicode") from None


def from_name(kind: type[StrEnum]) -> BeforeValidator:
    """Return a validator that accepts the names of an enum: strict mode accepts only its members."""

    def convert(value: Any) -> Any:
        if isinstance(value, str):
            try:
                return kind(value)
            except ValueError:
                raise ValueError("must be one of " + ", ".join(kind)) from None
        return value

    return BeforeValidator(convert)


_WORDING = {
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "is_instance_of": "must be a name",
    "extra_forbidden": "unknown field",
    "json_invalid": "must be JSON",
}
"""Messages for errors that pydantic would describe with class names or programmers' terms."""


def field_errors(error: ValidationError) -> dict[str, str]:
    """Return the reason for each refused field, by its dotted path, without the value that was sent."""
    return reasons_by_field(error.errors(include_url=False, include_context=False, include_input=False))


def reasons_by_field(errors: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the reasons of the first 20 refused fields of pydantic's list of errors."""
    why: dict[str, str] = {}
    for item in errors:
        name = ".".join(_printable(part) for part in item["loc"]) or "data"
        why.setdefault(name, _WORDING.get(item["type"]) or item["msg"].removeprefix("Value error, "))
        if len(why) == 20:
            break
    return why


def _printable(part: str | int) -> str:
    """Return a path segment, shortened and in ASCII, because the name of an unknown field comes from the caller."""
    return str(part)[:40].encode("ascii", "backslashreplace").decode()


def _unwrapped(value: Any) -> Any:
    """Return the integer in a wrapper; return any other value unchanged."""
    if isinstance(value, dict) and value.keys() == {"@type", "value"} and value["@type"] in _WRAPPERS:
        text = value["value"]
        if isinstance(text, str) and re.fullmatch(_DIGITS, text):
            return int(text)
    return value


def _number_schema(kind: str, least: int, most: int) -> JsonSchemaValue:
    wrapped = {
        "type": "object",
        "description": "The same number, an integer, as the iOS and Android SDKs send it.",
        "properties": {
            "@type": {"type": "string", "enum": list(_WRAPPERS)},
            "value": {"type": "string", "pattern": f"^{_DIGITS}$"},
        },
        "required": ["@type", "value"],
        "additionalProperties": False,
    }
    return {"anyOf": [{"type": kind, "minimum": least, "maximum": most}, wrapped]}


def _or_null(field: JsonSchemaValue) -> JsonSchemaValue:
    """Return the schema of an optional field, which may also be null."""
    outside: JsonSchemaValue = {name: field[name] for name in ("title", "default") if name in field}
    inside = {name: value for name, value in field.items() if name not in outside}
    choices = inside["anyOf"] if inside.keys() == {"anyOf"} else [inside]
    null = {"type": "null"}
    return {"anyOf": choices if null in choices else [*choices, null], **outside}
