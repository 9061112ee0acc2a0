"""Values as bytes and back, as pickle has them, but quicker: a frozen value is made again by calling its class.

What is unpacked from a file may be nothing but values of this program's own classes, and dates: no other class is
loaded and no function called, so that a foreign file is refused at worst.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from enum import Enum
from functools import cache
from importlib import import_module
from io import BytesIO
from operator import attrgetter
from typing import Any, BinaryIO

from generator.values import fields_of

Parts = tuple[Callable[..., Any], tuple[Any, ...]]
"""What a value is made of: something to call, and with what."""

_ELSEWHERE = {("datetime", "date"), ("datetime", "timedelta"), ("builtins", "set"), ("builtins", "frozenset")}


def pack(value: object) -> bytes:
    """Return a value as bytes."""
    packed = BytesIO()
    pack_into(packed, value)
    return packed.getvalue()


def pack_into(file: BinaryIO, value: object) -> None:
    """Write a value to a file."""
    _pickler(file).dump(value)


def spelled(value: object) -> bytes:
    """Return a value as bytes that are the same for the same value; what it holds twice is written out twice."""
    packed = BytesIO()
    pickler = _pickler(packed)
    pickler.fast = True
    pickler.dump(value)
    return packed.getvalue()


def _pickler(file: BinaryIO) -> pickle.Pickler:
    pickler = pickle.Pickler(file, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _WAYS
    return pickler


def unpack(packed: bytes) -> Any:
    """Return what was packed. Raises ValueError where it is no such thing."""
    try:
        return _Unpickler(BytesIO(packed)).load()
    except Exception as error:  # what is damaged can fail in any way
        raise ValueError("not what was packed") from error


@cache  # the same names come again with every part of an office
def _named(module: str, name: str) -> Any:
    if (module, name) in _ELSEWHERE or module.partition(".")[0] == __name__.partition(".")[0]:
        found = getattr(import_module(module), name, None)
        if isinstance(found, type) and _is_value(found):
            return found
    raise pickle.UnpicklingError(f"{module}.{name}")


class _Unpickler(pickle.Unpickler):
    """Makes values of the program's own classes, and no others: no other class is found."""

    find_class = staticmethod(_named)


def _is_value(kind: type) -> bool:
    return (
        (kind.__module__, kind.__name__) in _ELSEWHERE
        or issubclass(kind, Enum)
        or bool(fields_of(kind))
        or _is_named(kind)
    )


def _is_named(kind: type) -> bool:
    """Tell whether a class is a NamedTuple."""
    return issubclass(kind, tuple) and hasattr(kind, "_fields")


class _Ways(dict[type, Callable[[Any], Parts]]):
    """By class how its values are taken apart; KeyError for those that pickle knows better."""

    def __init__(self) -> None:
        super().__init__()
        self._others: set[type] = set()

    def __missing__(self, kind: type) -> Callable[[Any], Parts]:
        if kind in self._others or (way := _way(kind)) is None:
            self._others.add(kind)
            raise KeyError(kind)
        self[kind] = way
        return way


_WAYS = _Ways()


def _way(kind: type) -> Callable[[Any], Parts] | None:
    if _is_named(kind):
        return lambda value: (kind, tuple(value))
    if not _is_plain(kind):
        return None
    names = list(fields_of(kind))
    values = attrgetter(*names)
    if len(names) == 1:
        return lambda value: (kind, (values(value),))
    return lambda value: (kind, values(value))


def _is_plain(kind: type) -> bool:
    """Tell whether a class is one of values that are made of their fields, and of nothing else."""
    fields = fields_of(kind).values()
    if not fields or hasattr(kind, "__post_init__") or "__slots__" not in vars(kind):
        return False
    return all(field.init for field in fields)
