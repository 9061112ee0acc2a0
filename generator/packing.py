"""Values as bytes and back, as pickle has them, but quicker: a frozen value is made again by calling its class.

What is unpacked from a file may be nothing but values of this program's own classes, and dates: no other class is
loaded and no function called, so that a foreign file is refused at worst.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import fields
from enum import Enum
from functools import cache
from importlib import import_module
from io import BytesIO
from operator import attrgetter
from typing import Any, BinaryIO

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
    pickler = pickle.Pickler(file, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _WAYS
    pickler.dump(value)


def unpack(packed: bytes) -> Any:
    """Return what was packed. Raises ValueError where it is no such thing."""
    try:
        return _Unpickler(BytesIO(packed)).load()
    except Exception as error:  # what is damaged can fail in any way
        raise ValueError("not what was packed") from error


class _Unpickler(pickle.Unpickler):
    """Makes values of the program's own classes, and no others."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a class of values, or what makes a model."""
        return _named(module, name)


@cache  # the same names come again with every part of an office
def _named(module: str, name: str) -> Any:
    if (module, name) in _ELSEWHERE or module.partition(".")[0] == __name__.partition(".")[0]:
        found = getattr(import_module(module), name, None)
        if found is model or (isinstance(found, type) and _is_value(found)):
            return found
    raise pickle.UnpicklingError(f"{module}.{name}")


def _is_value(kind: type) -> bool:
    return (
        (kind.__module__, kind.__name__) in _ELSEWHERE
        or issubclass(kind, Enum)
        or hasattr(kind, "__dataclass_fields__")
        or _is_model(kind)
        or _is_named(kind)
    )


def _is_model(kind: type) -> bool:
    """Tell whether a class is a model of pydantic."""
    return hasattr(kind, "__pydantic_core_schema__")


def _is_named(kind: type) -> bool:
    """Tell whether a class is a NamedTuple."""
    return issubclass(kind, tuple) and hasattr(kind, "_fields")


class _Ways(dict[type, Callable[[Any], Parts]]):
    """By class how its values are taken apart; KeyError for those that pickle knows better."""

    def __missing__(self, kind: type) -> Callable[[Any], Parts]:
        way = _way(kind)
        if way is None:
            raise KeyError(kind)
        self[kind] = way
        return way


_WAYS = _Ways()


def _way(kind: type) -> Callable[[Any], Parts] | None:
    if _is_model(kind):
        return _parts_of_model
    if _is_named(kind):
        return lambda value: (kind, tuple(value))
    if not _is_plain(kind):
        return None
    names = [field.name for field in fields(kind)]
    values = attrgetter(*names)
    if len(names) == 1:
        return lambda value: (kind, (values(value),))
    return lambda value: (kind, values(value))


def _is_plain(kind: type) -> bool:
    """Tell whether a class is a frozen dataclass that is made of its fields, and of nothing else."""
    if not hasattr(kind, "__dataclass_fields__") or hasattr(kind, "__post_init__") or "__slots__" not in vars(kind):
        return False
    return all(field.init and not field.kw_only for field in fields(kind)) and len(fields(kind)) > 0


def _parts_of_model(value: Any) -> Parts:
    return model, (type(value), value.__dict__, value.__pydantic_fields_set__)


def model(kind: Any, values: dict[str, Any], given: set[str]) -> Any:
    """Return a model of pydantic with these values, which were checked before; ``given`` names those not by default."""
    made = kind.__new__(kind)
    _set(made, "__dict__", values)
    _set(made, "__pydantic_fields_set__", given)
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made


_set = object.__setattr__
