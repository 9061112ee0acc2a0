"""Readers made of others: words of an enumeration, lists, mappings, one of several forms."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from enum import StrEnum
from typing import Generic, TypeVar

from generator.model.fault import Fault, Unreadable, fault, unknown_word
from generator.model.reader import Reader, Schema
from generator.model.scalar import normal
from generator.texts import _

T = TypeVar("T")
U = TypeVar("U")
K = TypeVar("K", bound=Hashable)
E = TypeVar("E", bound=StrEnum)


class OneOf(Generic[T]):
    """Reads one of the words that are known, normalised before they are compared."""

    def __init__(self, known: Mapping[str, T]) -> None:
        self._known = known

    def read(self, value: object) -> T:
        """Return what the word stands for."""
        if isinstance(value, str):
            word = value if value in self._known else normal(value)
            if word in self._known:
                return self._known[word]
            raise Unreadable([Fault((), "unknown-word", unknown_word(word, list(self._known)))])
        message = _("One of these words belongs here: %(known)s.")
        raise fault("unknown-word", message, known=", ".join(self._known))

    def schema(self) -> Schema:
        """Return the JSON Schema."""
        words = list(self._known)
        return {"type": "string", "enum": words} if len(words) > 1 else {"type": "string", "const": words[0]}


def word_of(kind: type[E]) -> OneOf[E]:
    """Return what reads a word of an enumeration."""
    return OneOf({member.value: member for member in kind})


def words(*known: str) -> OneOf[str]:
    """Return what reads one of some words."""
    return OneOf({word: word for word in known})


class Many(Generic[T]):
    """Reads a list."""

    def __init__(self, item: Reader[T]) -> None:
        self._item = item

    def read(self, value: object) -> tuple[T, ...]:
        """Return the values in order."""
        if not isinstance(value, (list, tuple)):
            raise fault("list", _("A list belongs here, as in [a, b]."))
        faults: list[Fault] = []
        found = _each(enumerate(value), self._item, faults)
        if faults:
            raise Unreadable(faults)
        return tuple(found)

    def schema(self) -> Schema:
        """Return the JSON Schema."""
        return {"type": "array", "items": self._item.schema()}


class Table(Generic[K, T]):
    """Reads a mapping, whose keys the file itself chooses."""

    def __init__(self, key: Reader[K], entry: Reader[T]) -> None:
        self._key, self._entry = key, entry

    def read(self, value: object) -> dict[K, T]:
        """Return the values by key."""
        if not isinstance(value, dict):
            raise fault("mapping", _("A mapping belongs here: lines of the form “key: value”."))
        read_key, read_entry = self._key.read, self._entry.read
        with suppress(Unreadable):  # and then all that is wrong is told
            return {read_key(key): read_entry(entry) for key, entry in value.items()}
        faults: list[Fault] = []
        keys = _each(((key, key) for key in value), self._key, faults)
        entries = _each(value.items(), self._entry, faults)
        if faults:
            raise Unreadable(faults)
        return dict(zip(keys, entries, strict=True))

    def schema(self) -> Schema:
        """Return the JSON Schema."""
        return {"type": "object", "additionalProperties": self._entry.schema()}


def _each(values: Iterable[tuple[str | int, object]], reader: Reader[T], faults: list[Fault]) -> list[T]:
    """Read several values, each with the step that leads to it; what can't be read makes ``faults`` longer."""
    found: list[T] = []
    for step, value in values:
        try:
            found.append(reader.read(value))
        except Unreadable as error:
            faults += error.below(step)
    return found


class Prepared(Generic[T]):
    """Reads what a function makes of what was written; ``schema`` gives that of what is written."""

    def __init__(
        self, prepare: Callable[[object], object], reader: Reader[T], schema: Callable[[], Schema] | None = None
    ) -> None:
        self._prepare, self._reader, self._schema = prepare, reader, schema or reader.schema

    def read(self, value: object) -> T:
        """Return the value."""
        return self._reader.read(self._prepare(value))

    def schema(self) -> Schema:
        """Return the JSON Schema."""
        return self._schema()


class Either(Generic[T, U]):
    """Reads a list, or a mapping, by one reader and anything else by another."""

    def __init__(self, form: type[list[object] | dict[object, object]], of_form: Reader[T], other: Reader[U]) -> None:
        self._form, self._of_form, self._other = form, of_form, other

    def read(self, value: object) -> T | U:
        """Return the value."""
        return self._of_form.read(value) if isinstance(value, self._form) else self._other.read(value)

    def schema(self) -> Schema:
        """Return the JSON Schema."""
        return {"anyOf": [self._of_form.schema(), self._other.schema()]}
