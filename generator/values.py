"""Frozen values, as the standard library's ``dataclass(frozen=True, slots=True)`` makes them, but quicker.

The standard library writes six methods of each class as text and compiles them; this program has hundreds of such
classes, and makes them whenever it starts. Here only ``__init__`` is written, and that when the first value is made,
once for all classes of as many fields of the same kinds: a class is made in a fraction of the time, a value in half of
it. What compares, hashes, shows and freezes values is the
same for all classes. A type checker sees the standard library's ``dataclass``; whatever else is asked for really comes
from there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, fields
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, NoReturn

__all__ = ["dataclass"]

Values = Callable[[object], tuple[object, ...]]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(**wanted: bool) -> Callable[[type], type]:
        """Return what makes a class of values of a class that names their fields."""
        return _frozen if wanted == {"frozen": True, "slots": True} else dataclasses.dataclass(**wanted)


_with_slots = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)


def _frozen(named: type) -> type:
    own = vars(named)
    made: type[Any] = _with_slots(named)
    compared = _values([field.name for field in fields(made) if field.compare])
    methods = {
        "__init__": _init_when_needed(made),
        "__repr__": _repr([field.name for field in fields(made) if field.repr]),
        "__eq__": _eq(compared),
        "__hash__": lambda self: hash(compared(self)),
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__getstate__": _getstate,
        "__setstate__": _setstate,
    }
    for name, method in methods.items():
        if own.get(name) is None:  # Python itself puts None where a class says when values are equal, but has no hash
            setattr(made, name, method)
    return made


def _values(names: list[str]) -> Values:
    """Return what tells the values of some fields."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _init_when_needed(kind: Any) -> Callable[..., None]:
    """Return what writes ``__init__`` when the first value is made: of many classes none ever is."""

    def first(self: object, *values: object, **named: object) -> None:
        kind.__init__ = _init(kind)
        kind.__init__(self, *values, **named)

    return first


def _init(kind: type) -> Callable[..., None]:
    """Return what sets the fields of a new value."""
    known: dict[str, Any] = {"_MISSING": MISSING}
    names: list[str] = ["self"]
    defaults: list[object] = []
    ways: list[str] = []
    for number, field in enumerate(fields(kind)):
        made = field.default_factory is not MISSING
        late = field.default is MISSING and not made and bool(defaults)  # needed, but after one that is not
        ways.append(_LATE if late else _MADE if made and field.init else _ALWAYS if made else _GIVEN)
        known |= {f"_set_{number}": getattr(kind, field.name).__set__, f"_name_{number}": field.name}
        known[f"_make_{number}"] = field.default_factory
        if field.init:
            names.append(field.name)
            defaults += [field.default] if defaults or made or field.default is not MISSING else []
        elif not made:
            ways[-1] = _UNSET
    code = _body(tuple(ways), finishes=hasattr(kind, "__post_init__"))
    init = FunctionType(code.replace(co_varnames=tuple(names)), known, "__init__", tuple(defaults))
    init.__qualname__ = f"{kind.__qualname__}.__init__"
    return init


# How a field is set: as given; as given or made; as given, though it may seem to be left out; made; not at all.
_GIVEN = "_set_{n}(self, _{n})"
_MADE = "_set_{n}(self, _make_{n}() if _{n} is _MISSING else _{n})"
_LATE = "if _{n} is _MISSING: raise TypeError('missing argument: ' + _name_{n})\n _set_{n}(self, _{n})"
_ALWAYS = "_set_{n}(self, _make_{n}())"
_UNSET = "pass"


@cache  # hundreds of classes have fields of the same ways, and to compile takes longest
def _body(ways: tuple[str, ...], *, finishes: bool) -> CodeType:
    """Return the code of an ``__init__`` whose parameters are still to be named."""
    parameters = ["self", *(f"_{n}" for n, way in enumerate(ways) if way not in {_ALWAYS, _UNSET})]
    lines = [way.format(n=n) for n, way in enumerate(ways)] + ["self.__post_init__()"] * finishes
    found: dict[str, Any] = {}
    written = "\n ".join(lines) or "pass"
    exec(f"def __init__({', '.join(parameters)}):\n {written}", found)  # noqa: S102 - as dataclasses do
    code: CodeType = found["__init__"].__code__
    return code


def _repr(names: list[str]) -> Callable[[object], str]:
    return lambda self: f"{type(self).__qualname__}({', '.join([f'{name}={getattr(self, name)!r}' for name in names])})"


def _eq(compared: Values) -> Callable[[object, object], Any]:
    def equal(self: object, other: object) -> Any:
        return compared(self) == compared(other) if type(self) is type(other) else NotImplemented

    return equal


def _refuse(_self: object, name: str, *_value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot change field {name!r}")


def _getstate(self: Any) -> list[object]:
    return [getattr(self, field.name) for field in fields(self)]


def _setstate(self: Any, state: list[object]) -> None:
    for field, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
