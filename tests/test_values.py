"""Values are what the standard library makes of the same classes."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, asdict, fields
from datetime import date
from functools import cached_property
from inspect import signature
from typing import Any, ClassVar, Generic, TypeVar

import pytest

from generator import values
from generator.grade.grading import Evidence
from generator.values import dataclass, replace

T = TypeVar("T")


def frozen_by(library: Any) -> tuple[Any, ...]:
    """Return a class, one that inherits from it, and one of special fields."""
    maker, field = library.dataclass, library.field

    @maker(frozen=True, slots=True)
    class Plain(Generic[T]):
        """One."""

        name: str
        figures: Mapping[str, int] = field(default_factory=dict)

        def __str__(self) -> str:
            return f"<{self.name}>"

    @maker(frozen=True, slots=True)
    class Inherited(Plain[int]):
        """Two."""

        also: float = 1.5

    @maker(frozen=True, slots=True)
    class Special:
        """Three."""

        one: object
        hidden: int = field(default=1, compare=False, repr=False)
        kept: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)
        seen: list[object] = field(default_factory=list, init=False)

        def __post_init__(self) -> None:
            self.seen.append(self.one)

    return Plain, Inherited, Special


def others_by(library: Any) -> tuple[Any, ...]:
    """Return a class of values that may change, one without slots, one with an order, and one where none are equal."""
    maker, field = library.dataclass, library.field

    @maker(slots=True)
    class Open:
        """Four."""

        kind: ClassVar[str] = "open"
        one: str
        more: list[int] = field(default_factory=list)

    @maker(frozen=True)
    class Roomy:
        """Five."""

        one: str
        two: int = field(default=2, repr=False)

        @cached_property
        def double(self) -> int:
            return self.two * 2

    @maker(frozen=True, slots=True, order=True)
    class Ranked:
        """Six."""

        one: str
        two: int = 0

    @maker(frozen=True, slots=True, eq=False)
    class Single:
        """Seven."""

        one: str

    return Open, Roomy, Ranked, Single


ours, theirs = ((*frozen_by(library), *others_by(library)) for library in (values, dataclasses))
GIVEN: list[tuple[int, tuple[Any, ...]]] = [
    (0, ("a",)),
    (0, ("a", {"x": 1})),
    (0, ("b", {"x": 1})),
    (1, ("a",)),
    (1, ("a", {}, float("nan"))),
    (2, ("a",)),
    (2, ("a", 2)),
    (2, ((),)),
    (3, ("a",)),
    (3, ("a", [1])),
    (3, ("a", [1])),
    (4, ("a",)),
    (4, ("a", 2)),
    (5, ("a", 2)),
    (5, ("b", 1)),
    (5, ("a", 1)),
    (6, ("a",)),
    (6, ("a",)),
]


def test_values_look_and_compare_as_those_of_the_standard_library() -> None:
    own, known = ([kinds[number](*given) for number, given in GIVEN] for kinds in (ours, theirs))
    assert list(map(repr, own)) == [repr(one).replace("theirs", "ours") for one in known]
    assert list(map(str, own[:3])) == list(map(str, known[:3])) == ["<a>", "<a>", "<b>"]
    for row, value in enumerate(own):
        assert [value == other for other in own] == [known[row] == other for other in known]
        assert value != GIVEN[row][1]


def test_signatures_fields_and_slots_are_the_same() -> None:
    for own, known in zip(ours, theirs, strict=True):
        assert own("a") != known("a")
        assert list(signature(own).parameters) == list(signature(known).parameters)
        assert [one.name for one in fields(own)] == [one.name for one in fields(known)]
        assert vars(own).get("__slots__") == vars(known).get("__slots__")
        assert own.__match_args__ == known.__match_args__


def test_what_can_not_be_hashed_says_so() -> None:
    for number in (2, 3):
        for kinds in (ours, theirs):
            with pytest.raises(TypeError, match="unhashable"):
                hash(kinds[number]("a"))


def test_values_are_put_in_order_where_the_class_says_so() -> None:
    for kinds in (ours, theirs):
        one, two = kinds[5]("a", 2), kinds[5]("b", 1)
        for other in (two, kinds[5]("b", 1)):
            assert (two < other, two <= other, two > other, two >= other) == (False, True, False, True)
        assert (one < two, one <= two, one > two, one >= two) == (True, True, False, False)
        with pytest.raises(TypeError, match="'<' not supported"):
            one < kinds[4]("a")  # noqa: B015
        with pytest.raises(TypeError, match="'<' not supported"):
            kinds[4]("a") < kinds[4]("b")  # noqa: B015


def test_what_is_not_frozen_changes() -> None:
    for kinds in (ours, theirs):
        value = kinds[3]("a")
        value.one = "b"
        value.more.append(3)
        assert (value, value.kind) == (kinds[3]("b", [3]), "open")
        assert kinds[3]("a").more == []


def test_what_has_no_slots_remembers() -> None:
    for kinds in (ours, theirs):
        value = kinds[4]("a", 4)
        assert (value.double, value.double, kinds[4].two) == (8, 8, 2)
        with pytest.raises(FrozenInstanceError, match="two"):
            value.two = 3
        assert pickle.loads(pickle.dumps(Memo(2))).double == 4


@dataclass(frozen=True)
class Memo:
    """A value that can remember."""

    two: int

    @cached_property
    def double(self) -> int:
        """Twice."""
        return self.two * 2


class Point:
    """A class of which a value is made in two ways."""

    x: int
    y: int = 0


Own: Any = dataclass(frozen=True, slots=True)(Point)


def test_a_value_is_found_by_an_equal_one() -> None:
    assert {Own(1): 5}[Own(1, 0)] == 5
    assert hash(Own(1)) == hash(Own(1, 0)) != hash(Own(2, 0))


def test_nothing_can_be_changed() -> None:
    value = Own(1)
    with pytest.raises(FrozenInstanceError, match="x"):
        value.x = 2
    with pytest.raises(FrozenInstanceError, match="x"):
        del value.x
    with pytest.raises(AttributeError):
        value.z = 2
    assert value == Own(1)


@pytest.mark.parametrize("number", range(6))
def test_copies_are_equal(number: int) -> None:
    value = ours[number]("a")
    for same in (copy.copy(value), copy.deepcopy(value), replace(value), dataclasses.replace(value)):
        assert same == value
        assert type(same) is type(value)
    assert replace(value, **{fields(value)[0].name: "b"}) == ours[number]("b")


def test_the_standard_library_takes_them_for_its_own() -> None:
    assert dataclasses.is_dataclass(ours[0])
    assert [asdict(kinds[2]("a")) for kinds in (ours, theirs)] == [
        {"one": "a", "hidden": 1, "kept": {}, "seen": ["a"]}
    ] * 2


def test_a_value_can_be_sent_to_another_process() -> None:
    value = Evidence(date(2026, 11, 22), "chen-wei", "a.yaml", 3)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(value, protocol)) == value


def test_a_subclass_that_adds_nothing_keeps_its_class() -> None:
    base: Any = ours[2]

    class Same(base):  # type: ignore[misc]
        __slots__ = ()

    assert type(Same("a")) is Same
    assert type(base("a")) is base


def test_what_a_class_says_itself_holds() -> None:
    class Own:
        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, type(self)) and self.name.lower() == other.name.lower()

        def __hash__(self) -> int:
            return hash(self.name.lower())

        def __repr__(self) -> str:
            return "own"

    made: Any = dataclass(frozen=True, slots=True)(Own)
    assert made("a") == made("A")
    assert {made("a"), made("A")} == {made("a")}
    assert repr(made("a")) == "own"


def test_what_else_is_asked_for_is_the_standard_librarys() -> None:
    class Ordered:
        x: int

    made: Any = dataclass(frozen=True, slots=True, order=True)(Ordered)
    assert made(1) < made(2)
