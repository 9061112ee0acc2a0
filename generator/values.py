"""Values, as the standard library's ``dataclass`` makes them, but quicker.

The standard library writes six methods of each class as text and compiles them, and to do so it loads what looks into
source code; this program has hundreds of such classes, and makes them whenever it starts. Here only ``__init__`` is
written, and that when the first value is made, once for all classes of as many fields of the same kinds: a class is
made in a fraction of the time, a value in half of it. What compares, hashes, shows and freezes values is the same for
all classes. A type checker sees the standard library's ``dataclass``, ``field`` and ``replace``, and its other
functions take these classes for their own. Of what it offers only that is here which this program asks for.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import cache, partial
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, cast

__all__ = ["MISSING", "Field", "dataclass", "field", "fields_of", "replace"]

Values = Callable[[object], tuple[object, ...]]


class Field(NamedTuple):
    """A field of a class of values: its default, or what makes one, and what else is said of it."""

    default: Any
    default_factory: Any
    init: bool = True
    repr: bool = True
    compare: bool = True
    metadata: Mapping[str, Any] | None = None


if TYPE_CHECKING:
    from dataclasses import MISSING, dataclass, field, replace
else:

    class _Missing:
        """What stands where there is no default."""

    MISSING = _Missing()

    def dataclass(**wanted: bool) -> Callable[[type], type]:
        """Return what makes a class of values of a class that names their fields."""
        return partial(_made, **wanted)

    def field(*, default: Any = MISSING, default_factory: Any = MISSING, **more: Any) -> Field:
        """Say of a field what its name and type do not."""
        return Field(default, default_factory, **more)

    def replace(value: Any, /, **changes: Any) -> Any:
        """Return a value with some fields changed."""
        for name, one in fields_of(type(value)).items():
            if one.init and name not in changes:
                changes[name] = getattr(value, name)
        return type(value)(**changes)


def fields_of(kind: type) -> Mapping[str, Field]:
    """Return the fields of a class of values by name, those of its bases first; none for any other class."""
    found: Mapping[str, Field] = getattr(kind, _FIELDS, {})
    return found


_FIELDS, _STANDARD = "__fields__", "__dataclass_fields__"


def _made(named: type, *, frozen: bool = False, slots: bool = False, eq: bool = True, order: bool = False) -> type:
    own = dict(vars(named))
    new = [name for name, kind in named.__annotations__.items() if not str(kind).startswith("ClassVar")]
    known: dict[str, Field] = {}
    for base in reversed(named.__mro__[1:]):
        known |= fields_of(base)
    for name in new:
        default = own.pop(name, MISSING)
        known[name] = default if isinstance(default, Field) else Field(default, MISSING)
    added = _methods(known, frozen=frozen, eq=eq, order=order) | {
        _FIELDS: known,
        _STANDARD: _Standard(),
        "__match_args__": tuple([name for name, one in known.items() if one.init]),
    }
    if slots:
        added |= _PICKLED if frozen else {}
        taken = {name for base in named.__mro__[1:] for name in vars(base).get("__slots__", ())}
        added["__slots__"] = tuple([name for name in new if name not in taken])
    else:
        added |= {name: known[name].default for name in new if known[name].default is not MISSING}
    # Python itself puts None where a class says when values are equal, but has no hash.
    own |= {name: value for name, value in added.items() if own.get(name) is None}
    own = {name: value for name, value in own.items() if name not in {"__dict__", "__weakref__"}}
    own["__qualname__"] = named.__qualname__
    made: type = type(named)(named.__name__, named.__bases__, own)  # anew, for only so it gets slots
    if "__init__" not in own:
        made.__init__ = _init_when_needed(made)  # type: ignore[misc]
    return made


class _Standard:
    """Tells the standard library of the fields of a class of values, once it asks: that takes longer than the class."""

    def __get__(self, value: object, kind: type) -> Mapping[str, Any]:
        """Return what its ``dataclass`` would have said."""
        return _standard(kind)


@cache
def _standard(kind: type) -> Mapping[str, Any]:
    import dataclasses  # noqa: PLC0415 - loads what looks into source code

    asked: list[tuple[str, str, Any]] = []
    for name, one in fields_of(kind).items():
        said: dict[str, Any] = {of: what for of, what in one._asdict().items() if what is not MISSING}
        asked.append((name, "object", dataclasses.field(**said)))
    made: Any = dataclasses.make_dataclass(kind.__name__, asked, init=False, repr=False, eq=False)
    found: Mapping[str, Any] = vars(made)[_STANDARD]
    return found


def _methods(known: Mapping[str, Field], *, frozen: bool, eq: bool, order: bool) -> dict[str, Any]:
    compared = _values([name for name, one in known.items() if one.compare])
    found: dict[str, Any] = {"__repr__": _repr([name for name, one in known.items() if one.repr])}
    if frozen:
        found |= {"__setattr__": _refuse, "__delattr__": _refuse}
    if eq:
        found |= {"__eq__": _eq(compared), "__hash__": _hash(compared) if frozen else None}
    if order:
        found |= {f"__{than.__name__}__": _ordering(compared, than) for than in _THAN}
    return found


_THAN = (operator.lt, operator.le, operator.gt, operator.ge)


def _values(names: list[str]) -> Values:
    """Return what tells the values of some fields."""
    if len(names) > 1:
        return operator.attrgetter(*names)
    return lambda value: tuple([getattr(value, name) for name in names])


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
    fields = fields_of(kind)
    for number, (name, one) in enumerate(fields.items()):
        made = one.default_factory is not MISSING
        late = one.default is MISSING and not made and bool(defaults)  # needed, but after one that is not
        ways.append(_LATE if late else _MADE if made and one.init else _ALWAYS if made else _GIVEN)
        known |= {f"_set_{number}": _setting(kind, name), f"_name_{number}": name}
        known[f"_make_{number}"] = one.default_factory
        if one.init:
            names.append(name)
            defaults += [one.default] if defaults or made or one.default is not MISSING else []
        elif not made:
            ways[-1] = _UNSET
    opened = len(fields) >= _MANY and kind.__bases__ == (object,) and "__slots__" in vars(kind)
    if opened:
        known["_open"] = type(kind.__name__, (), {"__slots__": vars(kind)["__slots__"]})
        known["_turn"] = vars(object)["__class__"].__set__
    code = _body(tuple(ways), opened=opened, finishes=hasattr(kind, "__post_init__"))
    called = {f"_field_{number}": name for number, name in enumerate(fields)}
    co_names = tuple([called.get(name, name) for name in code.co_names])
    names += code.co_varnames[len(names) :]
    init = FunctionType(code.replace(co_varnames=tuple(names), co_names=co_names), known, "__init__", tuple(defaults))
    init.__qualname__ = f"{kind.__qualname__}.__init__"
    return init


def _setting(kind: type, name: str) -> Callable[[Any, object], None]:
    """Return what sets a field of a value, be it frozen."""
    if (slot := getattr(getattr(kind, name, None), "__set__", None)) is not None:
        return cast("Callable[[Any, object], None]", slot)
    return lambda value, what: object.__setattr__(value, name, what)


# How a field is set: as given; as given or made; as given, though it may seem to be left out; made; not at all.
_GIVEN = "SET _{n}"
_MADE = "SET _make_{n}() if _{n} is _MISSING else _{n}"
_LATE = "if _{n} is _MISSING: raise TypeError('missing argument: ' + _name_{n})\n SET _{n}"
_ALWAYS = "SET _make_{n}()"
_UNSET = "pass"

_MANY = 4
"""A value of so many fields is made more quickly by turning it into one of an open class of the same slots and back."""


@cache  # hundreds of classes have fields of the same ways, and to compile takes longest
def _body(ways: tuple[str, ...], *, opened: bool, finishes: bool) -> CodeType:
    """Return the code of an ``__init__`` whose parameters, and fields where it is ``opened``, are still to be named."""
    parameters = ["self", *(f"_{n}" for n, way in enumerate(ways) if way not in {_ALWAYS, _UNSET})]
    lines = [_line(way, n, opened=opened) for n, way in enumerate(ways)]
    if opened:
        lines = ["_class = self.__class__", "_turn(self, _open)", *lines, "self.__class__ = _class"]
    found: dict[str, Any] = {}
    written = "\n ".join(lines + ["self.__post_init__()"] * finishes) or "pass"
    exec(f"def __init__({', '.join(parameters)}):\n {written}", found)  # noqa: S102 - as dataclasses do
    code: CodeType = found["__init__"].__code__
    return code


def _line(way: str, number: int, *, opened: bool) -> str:
    """Return the lines that set a field."""
    before, is_set, value = way.format(n=number).rpartition("SET ")
    if not is_set:
        return value
    return f"{before}self._field_{number} = {value}" if opened else f"{before}_set_{number}(self, {value})"


def _repr(names: list[str]) -> Callable[[object], str]:
    return lambda self: f"{type(self).__qualname__}({', '.join([f'{name}={getattr(self, name)!r}' for name in names])})"


def _eq(compared: Values) -> Callable[[object, object], object]:
    def equal(self: object, other: object) -> object:
        return compared(self) == compared(other) if type(self) is type(other) else NotImplemented

    return equal


def _ordering(compared: Values, than: Callable[[Any, Any], object]) -> Callable[[object, object], object]:
    def ordered(self: object, other: object) -> object:
        return than(compared(self), compared(other)) if type(self) is type(other) else NotImplemented

    return ordered


def _hash(compared: Values) -> Callable[[object], int]:
    return lambda self: hash(compared(self))


def _refuse(_self: object, name: str, *_value: object) -> NoReturn:
    from dataclasses import FrozenInstanceError  # noqa: PLC0415 - as above

    raise FrozenInstanceError(f"cannot change field {name!r}")


def _getstate(self: Any) -> list[object]:
    return [getattr(self, name) for name in fields_of(type(self))]


def _setstate(self: Any, state: list[object]) -> None:
    for name, value in zip(fields_of(type(self)), state, strict=True):
        object.__setattr__(self, name, value)


_PICKLED = {"__getstate__": _getstate, "__setstate__": _setstate}
