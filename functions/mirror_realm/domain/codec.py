"""Codec: how dataclasses are stored as documents. The dataclass itself describes the stored form.

A class that derives from `Document` is stored field by field, each under its own name:

    str, int, float, bool, datetime, Enum    as they are
    dict, Mapping                            as a dict
    tuple[X, ...]                            as a list
    another Document                         as a map
    X | None                                 as X or null; an empty map or enum value is read as None, too

If the stored form differs, the field is annotated with `Stored`, `Defaulted`, `OmittedAtDefault` or `Flat`. A property
marked `derived` is stored, so that queries or the app find it, and never read back. A class in which a part of
the stored form depends on several fields overrides `to_document` or `from_document` for that part and calls `encode` or
`decode` for the rest.

A document must have every field that is not `Defaulted`. Unknown fields are ignored, since a newer deployment may have
written them, except in a `ClosedDocument`.

As `dataclass` itself does, the codec writes the functions that would otherwise be written by hand, and compiles them:
once for each class, when it is first stored or read.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    NamedTuple,
    Self,
    TypeAlias,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

T = TypeVar("T")

DAMAGED = (AttributeError, LookupError, TypeError, ValueError)
"""The exceptions that a damaged document raises when it is read."""

_AS_THEY_ARE = (str, int, float, bool, datetime)


class _Encoded:
    """The base of all documents."""

    __slots__ = ()

    def to_document(self) -> dict[str, Any]:
        """Return the stored form, a new dict."""
        return encode(self)


class Document(_Encoded):
    """A dataclass that is stored as a document, or as a map within one."""

    __slots__ = ()

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Self:
        """Return the record of a stored form. Raises LookupError, TypeError, ValueError, AttributeError if damaged."""
        return decode(cls, data)


class ClosedDocument(Document):
    """A document that must be understood completely: an unknown field raises TypeError."""

    __slots__ = ()

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Self:
        """Return the record of a stored form. Raises as `Document.from_document`, and TypeError for unknown fields."""
        if unknown := data.keys() - _codec(cls).names:
            raise TypeError(f"{cls.__name__} has no field {', '.join(sorted(unknown))}")
        return decode(cls, data)


class DocumentWithId(_Encoded):
    """A document whose first field is its id, the last part of its path: the id is not stored in the document."""

    __slots__ = ()

    @classmethod
    def from_document(cls, document_id: str, data: Mapping[str, Any]) -> Self:
        """Return the record stored under this id. Raises as `Document.from_document`."""
        return decode(cls, data, document_id)


@dataclass(frozen=True, slots=True)
class Stored:
    """The differences of a field's stored form, as in `problem: Annotated[Problem | None, Stored("error")]`."""

    name: str | None = None
    """The stored name. None: the field's own."""
    defaulted: bool = False
    """Whether a document may lack the field, which is then read as its default."""
    omitted: bool = False
    """Whether the document lacks the field while it has its default."""
    flat: bool = False
    """Whether the fields of the value are stored in place of a map. Of None, the first of them is stored as null."""
    strict: bool = False
    """Whether an empty value is damage: only null is read as None."""
    encode: Callable[[Any], Any] | None = None
    """Replaces the conversion of the field's type. It never gets None."""
    decode: Callable[[Any], Any] | None = None
    """Replaces the conversion of the field's type. It gets the stored value, of any type."""


Defaulted: TypeAlias = Annotated[T, Stored(defaulted=True)]
"""For a field that was added later."""
OmittedAtDefault: TypeAlias = Annotated[T, Stored(defaulted=True, omitted=True)]
"""For a field that was added later to a recipe, or to a document that older deployments must still read."""
Flat: TypeAlias = Annotated[T, Stored(flat=True)]
"""For a value whose fields are stored among those of the document."""

if TYPE_CHECKING:
    derived = property
else:

    class derived(property):  # noqa: N801
        """A property that is stored and never read back."""


def encode(record: object) -> dict[str, Any]:
    """Return the stored form that the class of the record describes."""
    return _codec(type(record)).encode(record)


def decode(kind: type[T], data: Mapping[str, Any], *document_id: str) -> T:
    """Return the record that its class describes. Raises as `Document.from_document`."""
    record: T = _codec(kind).decode(data, *document_id)
    return record


class _Codec(NamedTuple):
    encode: Callable[[Any], dict[str, Any]]
    decode: Callable[..., Any]
    names: frozenset[str]
    """Stored names of the fields that are read back."""


def _compiled(kind: type) -> _Codec:
    """Write and compile the functions of a class."""
    stored = _stored_fields(kind)
    code = _Code({"kind": kind})
    entries = [code.entry(field) for field in stored]
    entries += [f"{name!r}: record.{name}" for name in _derived_names(kind)]
    arguments = [code.argument(field) for field in stored]
    source = f"""
def encode(record):
    return {{{", ".join(entries)}}}

def decode(data, *document_id):
    return kind(*document_id, {", ".join(arguments)})
"""
    exec(compile(source, f"<codec of {kind.__name__}>", "exec"), code.scope)
    return _Codec(code.scope["encode"], code.scope["decode"], frozenset(field.name for field in stored))


_codec: Callable[[type], _Codec] = cache(_compiled)


class _StoredField(NamedTuple):
    attribute: str
    kind: Any
    """The type, without None and annotations."""
    optional: bool
    default: Any
    how: Stored

    @property
    def name(self) -> str:
        return _stored_fields(self.kind)[0].name if self.how.flat else self.how.name or self.attribute


def _stored_fields(kind: Any) -> list[_StoredField]:
    hints = get_type_hints(kind, include_extras=True)
    own = fields(kind)[1:] if issubclass(kind, DocumentWithId) else fields(kind)
    return [_stored_field(field, hints[field.name]) for field in own]


def _stored_field(field: "Field[Any]", hint: Any) -> _StoredField:
    how = Stored()
    if get_origin(hint) is Annotated:
        (how,), hint = hint.__metadata__, hint.__origin__
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    (kind,) = (kind for kind in kinds if kind is not NoneType)
    if how.defaulted and field.default is MISSING:
        raise TypeError(f"{field.name} has no default that a document could lack it for")
    return _StoredField(field.name, kind, NoneType in kinds, field.default, how)


def _derived_names(kind: type) -> list[str]:
    return [name for base in kind.__mro__ for name, value in vars(base).items() if isinstance(value, derived)]


@dataclass(frozen=True, slots=True)
class _Code:
    """The generator of the functions' expressions."""

    scope: dict[str, Any]
    """The values that the expressions use, by name."""

    def entry(self, field: _StoredField) -> str:
        """Return the entry of a dict display that stores the field of a `record`."""
        value = f"record.{field.attribute}"
        convert = field.how.encode
        stored = f"{self._name(convert)}({value})" if convert else self._stored(field.kind, value)
        if field.optional and stored != value:
            none = f"{{{field.name!r}: None}}" if field.how.flat else "None"
            stored = f"({none} if {value} is None else {stored})"
        if field.how.flat:
            return f"**{stored}"
        entry = f"{field.name!r}: {stored}"
        if field.how.omitted:
            return f"**({{}} if {value} == {self._name(field.default)} else {{{entry}}})"
        return entry

    def argument(self, field: _StoredField) -> str:
        """Return the argument of the constructor that is read from `data`."""
        value = f"data[{field.name!r}]"
        if field.how.decode:
            read = f"{self._name(field.how.decode)}({value})"
        else:
            read = self._read(field.kind, "data" if field.how.flat else value)
            if field.optional and read != value:
                given = f"{value} is not None" if field.how.strict else value
                read = f"({read} if {given} else None)"
        if field.how.defaulted:
            return f"({read} if {field.name!r} in data else {self._name(field.default)})"
        return read

    def _stored(self, kind: Any, value: str) -> str:
        """Return the expression for how a value of this type is stored."""
        origin = get_origin(kind) or kind
        if origin in _AS_THEY_ARE or issubclass(origin, Enum):
            return value
        if issubclass(origin, Document):
            return f"{self._name(origin.to_document)}({value})"
        if issubclass(origin, tuple):
            return f"[{self._stored(get_args(kind)[0], 'item')} for item in {value}]"
        if issubclass(origin, Mapping):
            return f"dict({value})"
        raise TypeError(f"{kind} has no stored form")

    def _read(self, kind: Any, value: str) -> str:
        """Return the expression for what is read from a stored value."""
        origin = get_origin(kind) or kind
        if issubclass(origin, Enum):
            return f"{self._name(origin)}({value})"
        if issubclass(origin, Document):
            return f"{self._name(origin.from_document)}({value})"
        if issubclass(origin, tuple):
            return f"tuple([{self._read(get_args(kind)[0], 'item')} for item in {value}])"
        return value

    def _name(self, value: Any) -> str:
        """Return a name for a value that an expression needs."""
        name = f"_{len(self.scope)}"
        self.scope[name] = value
        return name
