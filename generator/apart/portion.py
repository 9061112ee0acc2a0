"""A portion of an office's customers, taken by one process: first what others must know of them, then their grades."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from os import stat_result
from pathlib import Path

from generator.apart.folders import Unclear, plain
from generator.apart.states import signature
from generator.apart.ties import heirs, named
from generator.apart.wish import Rows
from generator.grade.judgement import judgement_problems
from generator.grade.office import OfficeGrades, judge, share_figures
from generator.grade.ruleset import Ruleset
from generator.grade.scheme import Cuts
from generator.model.consistency import consistency, dated
from generator.model.office import Office
from generator.model.privacy import personal_data
from generator.model.quality import FUTURE
from generator.model.snapshot import Snapshot, with_records
from generator.read.folder import differ
from generator.read.problem import Level, Problem
from generator.read.tree import MAX_TOTAL
from generator.values import dataclass, replace

Portion = Mapping[str, Iterable[str]]
"""Customers' folders, and the paths of the files in each."""


@dataclass(frozen=True, slots=True)
class Common:
    """What every portion is judged by; ``settings`` is the office in the folder ``root`` without its customers.

    ``committed`` holds the object ids of the commit's files by folder and path, ``began`` the time in nanoseconds since
    1970 at which reading began.
    """

    root: Path
    settings: Snapshot
    office: Office
    ruleset: Ruleset
    as_of: date
    committed: Mapping[str, Mapping[str, str]]
    began: int
    write: Callable[[OfficeGrades], Rows]


@dataclass(frozen=True, slots=True)
class Trace:
    """What is known of a customer without judging: state of the files, ties, figures of the share schemes.

    ``signature`` changes with every change of the files; it is empty where the next change might not show.
    """

    id: str
    signature: str
    differs: bool
    heirs: tuple[str, ...]
    named: tuple[str, ...]
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Order:
    """What all portions together say: who is judged elsewhere, and the cuts of the share schemes."""

    elsewhere: frozenset[str]
    cuts: Mapping[str, Cuts]


@dataclass(frozen=True, slots=True)
class Typed:
    """The customers of a portion, typed, and the bytes of their files."""

    snapshot: Snapshot
    files: Mapping[str, bytes]


def traced(common: Common, portion: Portion) -> tuple[Typed, dict[str, Trace]]:
    """Read and type the customers of a portion; return them, and a trace of each by folder. Raises Unclear."""
    files: dict[str, bytes] = {}
    signatures: dict[str, str] = {}
    size = 0
    top = os.path.join(common.root, "")  # noqa: PTH118 - tens of thousands of files: pathlib is slow
    for folder, paths in portion.items():
        states: list[tuple[str, stat_result]] = []
        for path in paths:
            files[path], status = plain(top + path)
            states.append((path, status))
            size += len(files[path])
        signatures[folder] = signature(states, common.began)
    if size > MAX_TOTAL:
        raise Unclear
    snapshot = with_records(common.settings, files)
    _require_clean(snapshot.problems)
    figures = share_figures(snapshot, common.ruleset, common.office, common.as_of)
    traces = {}
    for dossier in snapshot.dossiers.values():
        folder = dossier.folder
        traces[folder] = Trace(
            dossier.id,
            signatures[folder],
            differ({path: files[path] for path in portion[folder]}, common.committed.get(folder, {})),
            heirs(dossier),
            named(dossier, snapshot.tombstones),
            figures.get(dossier.id, {}),
        )
    if len(traces) != len(portion):
        raise Unclear
    return Typed(snapshot, files), traces


def judged(common: Common, typed: Typed, order: Order) -> Rows:
    """Return what is said of a portion's customers, but for those who are judged elsewhere. Raises Unclear."""
    whole = typed.snapshot
    here = {name: dossier for name, dossier in whole.dossiers.items() if name not in order.elsewhere}
    snapshot = replace(whole, dossiers=here)
    elsewhere = {name for dossier in here.values() for name in named(dossier, whole.tombstones)}
    _require_clean(consistency(common.office, here, whole.tombstones, elsewhere))
    _require_clean(personal_data(typed.files, common.office))
    _require_clean(judgement_problems(common.ruleset, here))
    _require_clean(dated(common.office, common.ruleset.rules, here, common.as_of))
    return common.write(judge(snapshot, common.as_of, cuts=lambda name, _day: order.cuts.get(name, ())))


def _require_clean(problems: Iterable[Problem]) -> None:
    """Raise Unclear where a problem stands in the way of grading: then all of them are to be told, in order."""
    if any(problem.level is Level.ERROR and problem.code != FUTURE for problem in problems):
        raise Unclear
