"""Values as bytes and back: equal ones, and nothing but values, whoever wrote the bytes."""

from __future__ import annotations

import os
import pickle
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from generator.grade.office import judge
from generator.model.record import Channel, Next, Visit
from generator.model.scalar import Moment
from generator.model.snapshot import snapshot
from generator.packing import pack, spelled, unpack
from generator.read.folder import working_tree
from generator.read.problem import Place, Problem
from generator.report.work import Work
from generator.sample.folder import write_office
from generator.sample.office import AS_OF, make_office
from generator.texts import Message

VISIT = Visit(at=Moment(date(2026, 9, 7)), channel=Channel.VISIT, by="li-na", judged={"price": "A"})


def test_all_that_is_known_of_an_office_comes_back(tmp_path: Path) -> None:
    write_office(tmp_path, make_office(3, 40, 6, AS_OF))
    office = snapshot(working_tree(tmp_path))
    grades = judge(office, AS_OF)
    value = (dict(office.dossiers), office.problems, dict(grades.gradings), Work(office, grades).worked())
    found = unpack(pack(value))
    assert found == value
    assert repr(found) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        VISIT,
        replace(VISIT, next=Next(on=date(2026, 9, 9), what="带看")),
        Moment(date(2026, 9, 7), 870),
        Problem(Place("a.yaml", 1, 2), "code", Message("%(n)s", {"n": Message("x"), "k": {1, 2}, "f": frozenset("a")})),
        (None, True, 1.5, -3, "文", b"\xff", [1], {"a": ()}, "\ud800"),
    ],
)
def test_single_values_come_back(value: object) -> None:
    found = unpack(pack(value))
    assert found == value
    assert type(found) is type(value)


def test_the_same_value_is_spelled_the_same_whoever_made_it() -> None:
    note = "带看了三房" + "，价格再谈" * 3
    shared = [replace(VISIT, note=note), replace(VISIT, note=note)]
    apart = [replace(VISIT, note=note[:3] + note[3:]), unpack(pack(replace(VISIT, note=note)))]
    assert spelled(shared) == spelled(apart)
    assert pack(shared) != pack(apart)
    assert spelled(shared) != spelled([shared[0], replace(VISIT, note=note + "。")])


class Active:
    """What pickle would run."""

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self.function, self.arguments = function, arguments

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.function, self.arguments


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (os.system, ("touch {}",)),
        (subprocess.run, (["touch", "{}"],)),
        (eval, ("open('{}', 'w')",)),
        (getattr, (Path, "touch")),
        (Path, ("{}",)),
        (write_office, ("{}", None)),
        (working_tree, (".",)),
    ],
)
def test_nothing_is_called_but_what_makes_values(
    tmp_path: Path, function: Callable[..., object], arguments: tuple[object, ...]
) -> None:
    mark = tmp_path / "mark"
    filled = [
        [part.format(mark) for part in one] if isinstance(one, list) else str(one).format(mark) for one in arguments
    ]
    with pytest.raises(ValueError, match="not what was packed"):
        unpack(pickle.dumps(Active(function, *filled)))
    assert not mark.exists()


def test_what_is_damaged_is_refused_or_a_value() -> None:
    packed, draw = pack((VISIT, Moment(date(2026, 9, 7)))), Random(5)  # noqa: S311 - the same damage each time
    refused = 0
    for _number in range(2000):
        damaged = bytearray(packed[: draw.randrange(len(packed))] if draw.random() < 0.3 else packed)
        if damaged:
            damaged[draw.randrange(len(damaged))] ^= 1 << draw.randrange(8)
        try:
            unpack(bytes(damaged))
        except ValueError:
            refused += 1
    assert refused > 1000
