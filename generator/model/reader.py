"""How a value is read from what was written, and its JSON Schema, for editors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Schema = dict[str, Any]


class Reader(Protocol[T_co]):
    """Reads a kind of value from what a file holds: texts, None, lists and mappings of these."""

    def read(self, value: object, /) -> T_co:
        """Return the value. Raises Unreadable with all that is wrong."""

    def schema(self) -> Schema:
        """Return the JSON Schema, its descriptions in English."""


class Scalar(Generic[T]):
    """Reads a single value by a function that raises ``fault``."""

    __slots__ = ("_schema", "read")

    def __init__(self, parse: Callable[[object], T], schema: Mapping[str, object]) -> None:
        self.read = parse
        self._schema = schema

    def schema(self) -> Schema:
        """Return the JSON Schema."""
        return dict(self._schema)
