"""The shape of a mapping with known keys: a frozen class that says of each key how it is read and what it means.

::

    @shape
    class Next:
        on: date = entry(DAY, _("Day on which it is to be done"))
        what: str = entry(TEXT, _("What is to be done, in a few words"))

    read(Next, {"on": "2026-09-10", "what": "送价格表"})

A value made in the program, ``Next(on=…, what=…)``, is taken as it is. A class may have a method ``check``, which
raises ``fault`` where the keys of a record that was read contradict each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar, cast, dataclass_transform, overload

from generator.model.fault import Fault, Unreadable, fault, nearest
from generator.model.reader import Reader, Schema
from generator.read.syntax import typing_slip
from generator.texts import Message, _
from generator.values import MISSING, dataclass, field, fields_of

T = TypeVar("T")
D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a mapping: what it is called in the program and in the file, how it is read, and what it means.

    ``default`` is MISSING where the key must be there. A key whose default is None may also be left empty.
    """

    name: str
    written: str
    reader: Reader[object]
    meaning: str
    default: object

    @property
    def required(self) -> bool:
        """Whether the key must be there."""
        return self.default is MISSING


@overload
def entry(reader: Reader[T], meaning: str = "", *, written: str = "") -> T: ...
@overload
def entry(reader: Reader[T], meaning: str = "", *, default: D, written: str = "") -> T | D: ...
def entry(reader: Reader[Any], meaning: str = "", *, default: Any = MISSING, written: str = "") -> Any:
    """Say how a key is read (``written`` where it can't be the name of the attribute) and what it means.

    Without a ``default`` the key must be there; what it holds then is not read.
    """
    metadata = {"reader": reader, "meaning": meaning, "written": written, "default": default}
    if default == {}:
        return field(default_factory=dict, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(entry,))
def shape(named: type[T]) -> type[T]:
    """Return a frozen class of values with these keys."""
    made: Any = dataclass(frozen=True, slots=True)(named)
    made.__shape__ = Shape(made)
    return cast("type[T]", made)


class Shape(Generic[T]):
    """Reads a mapping with known keys; what it takes to read one is worked out for the first."""

    def __init__(self, kind: type[T]) -> None:
        self._kind = kind
        self._check: Callable[[T], None] | None = getattr(kind, "check", None)

    @cached_property
    def keys(self) -> Sequence[Key]:
        """The keys, in the order of the class."""
        asked = ((name, one.metadata or {}) for name, one in fields_of(self._kind).items())
        return [
            Key(name, said["written"] or name, said["reader"], said["meaning"], said["default"]) for name, said in asked
        ]

    @property
    def names(self) -> Sequence[str]:
        """The keys, as the program names them."""
        return list(fields_of(self._kind))

    @cached_property
    def _readers(self) -> Mapping[object, tuple[str, Callable[[object], object], bool]]:
        return {one.written: (one.name, one.reader.read, one.default is None) for one in self.keys}

    @cached_property
    def _required(self) -> frozenset[str]:
        return frozenset(one.name for one in self.keys if one.required)

    def read(self, value: object) -> T:
        """Return the value."""
        if not isinstance(value, dict):
            raise fault("mapping", _("A mapping belongs here: lines of the form “key: value”."))
        readers, given = self._readers, dict[str, object]()
        faults: list[Fault] = []
        for written, entry in value.items():
            if (known := readers.get(written)) is None:
                faults.append(Fault((written,), "unknown-key", self._unknown(str(written)), key=True))
                continue
            name, read, may_be_empty = known
            try:
                given[name] = None if entry is None and may_be_empty else read(entry)
            except Unreadable as error:
                faults += error.below(written)
        if faults or not self._required <= given.keys():
            raise Unreadable([*self._missing(value), *faults])
        made = self._kind(**given)
        if self._check is not None:
            self._check(made)
        return made

    def _missing(self, value: Mapping[object, object]) -> list[Fault]:
        message = _("The key “%(key)s” is missing; add it.")
        missing = [one.written for one in self.keys if one.required and one.written not in value]
        return [Fault((), "missing-key", Message(message, {"key": written})) for written in missing]

    def _unknown(self, written: str) -> Message:
        if (slip := typing_slip(written)) is not None:
            return slip
        known = [one.written for one in self.keys]
        if (meant := nearest(written, known)) is not None:
            message = _("The key “%(key)s” is not known here; did you mean “%(meant)s”?")
            return Message(message, {"key": written, "meant": meant})
        message = _("The key “%(key)s” is not known here. Possible: %(known)s.")
        return Message(message, {"key": written, "known": ", ".join(known)})

    def schema(self) -> Schema:
        """Return the JSON Schema."""
        found: Schema = {"type": "object", "additionalProperties": False}
        found["properties"] = {one.written: _schema_of(one) for one in self.keys}
        if required := [one.written for one in self.keys if one.required]:
            found["required"] = required
        return found


def _schema_of(one: Key) -> Schema:
    """Return the schema of a key with its help; of the defaults only single values, which an editor proposes."""
    found = one.reader.schema()
    if one.meaning:
        found["description"] = one.meaning
    if isinstance(one.default, str | int | float):
        found["default"] = str(one.default) if isinstance(one.default, str) else one.default
    return found


def shaped(kind: type[T]) -> Shape[T]:
    """Return what reads values of a class."""
    found: Shape[T] = cast("Any", kind).__shape__
    return found


def read(kind: type[T], value: object) -> T:
    """Read a value of a class from a mapping. Raises Unreadable with all that is wrong."""
    return shaped(kind).read(value)


def keys_of(kind: type) -> Sequence[str]:
    """Return the keys of a class, as the program names them; none where it has no shape."""
    found: Shape[object] | None = getattr(kind, "__shape__", None)
    return () if found is None else found.names
