"""Bottlenecks: which indicator holds back how many customers, and how many would rise if it alone were solved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from generator.grade.grading import Grading
from generator.report.charts import Box
from generator.report.frame import Frame
from generator.values import dataclass

MOST = 8

Hold = tuple[str | None, tuple[str, ...], Sequence[Sequence[str]]]
"""What the official scheme says: the grade, the names that hold a customer there, and which would lift it."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """One bottleneck: ``number`` customers stand at their lowest level there, ``rise`` of them would rise by it alone.

    ``boxes`` are the bar in a box of 100 × 10: first those who would rise, then the others.
    """

    name: str
    label: str
    number: int
    rise: int
    boxes: tuple[Box, ...]


def held_back(frame: Frame, grading: Grading) -> tuple[str, ...]:
    """Return the names that hold a customer back; none at the best grade, or where the official scheme gives none."""
    official = grading.official
    return () if official.grade in {None, frame.ladder.best} else official.binding


def alone_enough(sets: Iterable[Sequence[str]]) -> frozenset[str]:
    """Return the names that would raise the grade by themselves, from the sets of a lift: those of size one."""
    return frozenset(names[0] for names in sets if len(names) == 1)


def hold(grading: Grading) -> Hold:
    """Return what holds a customer where the official scheme puts them."""
    official = grading.official
    return official.grade, official.binding, official.lift.sets if official.lift is not None else ()


def bottlenecks(frame: Frame, customers: Iterable[Grading]) -> tuple[Stuck, ...]:
    """Return the bottlenecks of some customers, the largest first; at most eight."""
    return bottlenecks_of(frame, Counter(map(hold, customers)))


def bottlenecks_of(frame: Frame, holds: Mapping[Hold, int]) -> tuple[Stuck, ...]:
    """Return the bottlenecks, the largest first, where it is counted how many customers are held back by what."""
    numbers: Counter[str] = Counter()
    rises: Counter[str] = Counter()
    for (grade, names, sets), number in holds.items():
        if grade not in {None, frame.ladder.best}:
            alone = alone_enough(sets)
            numbers.update(dict.fromkeys(names, number))
            rises.update({name: number for name in names if name in alone})
    order = {name: i for i, name in enumerate(frame.grades.ruleset.official.names())}
    ranked = sorted(numbers, key=lambda name: (-numbers[name], -rises[name], order.get(name, len(order)), name))[:MOST]
    most = numbers[ranked[0]] if ranked else 1
    return tuple(_stuck(frame, name, numbers[name], rises[name], most) for name in ranked)


def _stuck(frame: Frame, name: str, number: int, rise: int, most: int) -> Stuck:
    cut, end = 100 * rise / most, 100 * number / most
    boxes = (
        Box("0", "0", f"{cut:.1f}", "10", "rise", ""),
        Box(f"{cut:.1f}", "0", f"{end - cut:.1f}", "10", "hold", ""),
    )
    return Stuck(
        name,
        frame.labels.name(name, frame.rules.official),
        number,
        rise,
        tuple(box for box in boxes if box.width != "0.0"),
    )
