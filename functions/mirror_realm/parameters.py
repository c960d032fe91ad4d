"""Dataclass fields that are settings: each has its parameter, its parser and its allowed values.

`settings.Settings` is a dataclass of such fields. Everything else about a setting (the parameter that the Firebase CLI
asks for, the row in docs/settings.md, the error message) is derived here from the field.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import field, fields
from typing import Any, TypeVar, overload

from firebase_functions.params import BoolParam, IntParam, ListParam, Param, SecretParam, StringParam

from mirror_realm.errors import Misconfigured

Raw = TypeVar("Raw", int, float, str, bool, tuple[str, ...])
Value = TypeVar("Value")

_UNDERSTOOD = {int: "a whole number", float: "a number", bool: "true or false", tuple: "a list"}


UNUSED = "unused"
"""The value of a secret that counts as empty: the Firebase CLI deploys only if every declared secret has a value."""


class Parameter:
    """The description of a setting, in the field's metadata under `parameter`."""

    def __init__(
        self,
        default: Any,
        description: str,
        *,
        convert: Callable[[Any], Any] | None = None,
        at_least: float | None = None,
        at_most: float | None = None,
        choices: tuple[str, ...] = (),
        refused: Callable[[Any], str] | None = None,
        secret: bool = False,
    ) -> None:
        self.default = default
        self.description = f"{description}: {one_of(choices)}" if choices else description
        self.secret = secret
        self._convert = convert
        self._at_least = at_least
        self._at_most = at_most
        self._choices = choices
        self._refused = refused

    @property
    def converts(self) -> bool:
        """Whether `convert` makes the value from the parsed text."""
        return self._convert is not None

    def initial(self) -> Any:
        """Return the value for a setting that the operator does not set."""
        return self._convert(self.default) if self._convert else self.default

    def value(self, name: str, text: str) -> Any:
        """Return the value of the operator's text. Raises Misconfigured if the text cannot be parsed."""
        if self.secret and text.strip() == UNUSED:
            return self.initial()
        kind = type(self.default)
        try:
            raw = _READERS[kind](text)
        except ValueError:
            raise misconfigured(name, f"must be {_UNDERSTOOD[kind]}, not {text!r}") from None
        if self._convert is None:
            return raw
        try:
            return self._convert(raw)
        except (ValueError, LookupError, OSError):  # an unknown time zone is a KeyError, or an OSError
            raise misconfigured(name, self._one_of_the_choices(text) or f"{text!r} is unknown") from None

    def check(self, name: str, value: Any) -> None:
        """Raise Misconfigured, with the setting and its allowed values, if the value is not allowed."""
        if self._at_least is not None:
            # Written so that NaN, which compares as false, is refused.
            most = math.inf if self._at_most is None else self._at_most
            if not (self._at_least <= value <= most and value < math.inf):
                raise misconfigured(name, f"must be {self._bounds()}, not {value}")
        if self._choices and value not in self._choices:
            raise misconfigured(name, self._one_of_the_choices(value))
        if self._refused and (why := self._refused(value)):
            raise misconfigured(name, why)

    def declared(self, name: str) -> "Param[Any] | SecretParam":
        """Return the parameter for the Firebase CLI. Creating it registers it: call this once a process."""
        if self.secret:
            return SecretParam(name, description=self.description)
        default = self.default
        if isinstance(default, bool):
            return BoolParam(name, default=default, description=self.description)
        if isinstance(default, int):
            return IntParam(name, default=default, description=self.description)
        if isinstance(default, tuple):
            return ListParam(name, default=list(default), description=self.description)
        # Fractions are strings because the CLI has no float parameter.
        return StringParam(name, default=str(default), description=self.description)

    def shown(self) -> str:
        """Return the default as documents show it."""
        if self.secret:
            return "(secret)"
        if isinstance(self.default, bool):
            return str(self.default).lower()
        return (",".join(self.default) if isinstance(self.default, tuple) else str(self.default)) or "-"

    def _bounds(self) -> str:
        if self._at_most is not None:
            return f"between {self._at_least} and {self._at_most}"
        return f"{'a finite number of ' if isinstance(self.default, float) else ''}at least {self._at_least}"

    def _one_of_the_choices(self, value: Any) -> str:
        return f"must be {one_of(self._choices)}, not {value!r}" if self._choices else ""


@overload
def setting(
    default: Raw,
    description: str,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    choices: tuple[str, ...] = (),
    refused: Callable[[Raw], str] | None = None,
) -> Raw: ...
@overload
def setting(
    default: Raw,
    description: str,
    *,
    convert: Callable[[Raw], Value],
    choices: tuple[str, ...] = (),
    refused: Callable[[Value], str] | None = None,
) -> Value: ...
def setting(default: Any, description: str, **rest: Any) -> Any:
    """Return a dataclass field that is a setting, named as the field in capitals.

    default: the value if the operator sets none, before `convert`; its type decides how text is parsed.
    description: what the setting does, for the operator; the choices are added to it.
    convert: makes the field's value from the parsed text. It may raise ValueError, LookupError or OSError.
    at_least, at_most: inclusive bounds of a number.
    choices: the allowed values of a string.
    refused: returns the reason why a value is not allowed, or "".
    """
    return _field(Parameter(default, description, **rest))


def secret(description: str, *, refused: Callable[[str], str] | None = None) -> str:
    """Return a dataclass field that is a secret: empty by default, and never shown by `repr`.

    description: the words for the operator, in the deployment and in docs/settings.md.
    refused: returns why a value is not allowed, in words that do not quote it; "" if it is allowed. Creating the
        settings then raises Misconfigured.
    """
    hidden: str = _field(Parameter("", description, secret=True, refused=refused))
    return hidden


def parameters_of(owner: type) -> Mapping[str, Parameter]:
    """Return the settings among a dataclass's fields, by field name, in their order."""
    return {each.name: each.metadata["parameter"] for each in fields(owner) if "parameter" in each.metadata}


def misconfigured(name: str, why: str) -> Misconfigured:
    """Return the error that names a setting by its field."""
    return Misconfigured(f"{name.upper()} {why}")


def one_of(choices: tuple[str, ...]) -> str:
    """Return choices as prose: `auto, openai or painter`."""
    *others, last = choices
    return f"{', '.join(others)} or {last}" if others else last


def _field(parameter: Parameter) -> Any:
    metadata = {"parameter": parameter}
    if parameter.converts:
        # Converted on use, not on import: a time zone is read from a file.
        return field(default_factory=parameter.initial, metadata=metadata)
    return field(default=parameter.default, repr=not parameter.secret, metadata=metadata)


def _truth(text: str) -> bool:
    # firebase-functions reads everything but `true` as false: a typing error would switch App Check off.
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"


def _words(text: str) -> tuple[str, ...]:
    """Return a list, parsed as firebase-functions does: JSON on the platform, else separated by commas.

    Raises ValueError for broken JSON.
    """
    if not text.startswith("["):
        return tuple(word.strip() for word in text.split(",") if word.strip())
    words = json.loads(text)
    if not all(isinstance(word, str) for word in words):
        raise ValueError(text)
    return tuple(words)


_READERS: Mapping[type, Callable[[str], Any]] = {
    int: int,
    float: float,
    str: str,
    bool: _truth,
    tuple: _words,
}
