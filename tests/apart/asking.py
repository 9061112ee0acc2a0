"""Judging an office apart, and all together, to see that both say the same."""

from __future__ import annotations

import time
from datetime import date
from functools import partial
from pathlib import Path

from generator.apart.answer import keep
from generator.apart.judging import Apart, judge_apart
from generator.apart.wish import Rows, Wish, look
from generator.grade.check import check
from generator.grade.office import OfficeGrades, judge
from generator.grade.settings import Settings
from generator.model.quality import FUTURE
from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.read.problem import Level
from generator.report.data import customer_data, json_member

LATER = 3_600_000_000_000
DAY = date(2026, 11, 22)


def written(grades: OfficeGrades) -> Rows:
    every = (*grades.gradings.values(), *grades.closed.values())
    return {grading.id: (grading.closed is None, json_member(customer_data(grading))) for grading in every}


def asked(
    day: date, kept: Path | None = None, *, program: str = "program", processes: int = 1, later: int = LATER
) -> Wish:
    """Return the wish for all grades, ``later`` nanoseconds from now, when no file is young any more.

    Asked as long before now, every file is young, however slow the machine.
    """
    settings = partial(Settings, None if kept is None else kept.with_suffix(".settings"), program)
    began = time.time_ns() + later
    return Wish(lambda _office: day, written, as_text, lambda: program, kept, settings, processes, began)


def as_text(found: Apart) -> bytes:
    """Return all that is said of an office as one text."""
    head = f"{found.as_of} {found.settings.revision} {found.settings.dirty}".encode()
    return b"\n".join([head, *found.open, b"closed", *found.closed])


def apart(
    root: Path, kept: Path | None = None, *, day: date = DAY, processes: int = 1, later: int = LATER
) -> Apart | None:
    """Judge apart."""
    wish = asked(day, kept, processes=processes, later=later)
    sight = look(root, wish)
    found = judge_apart(root, sight, wish)
    if found is not None:
        keep(found, wish)
    return found


def whole(root: Path, day: date = DAY) -> tuple[bool, list[bytes], list[bytes]]:
    """Judge all together; tell first whether errors stand in the way."""
    office = snapshot(working_tree(root))
    if any(one.level is Level.ERROR and one.code != FUTURE for one in check(office, day)):
        return True, [], []
    grades = judge(office, day)
    customers, closed = ([customer_data(one) for one in part.values()] for part in (grades.gradings, grades.closed))
    return False, list(map(json_member, customers)), list(map(json_member, closed))


def same(found: Apart | None, root: Path, day: date = DAY) -> bool:
    """Tell whether a folder was judged apart; then it was judged as all together."""
    wrong, customers, closed = whole(root, day)
    if found is None:
        return False
    assert not wrong
    assert (list(found.open), list(found.closed)) == (customers, closed)
    tree = working_tree(root)
    assert (found.settings.revision, found.settings.dirty) == (tree.revision, tree.dirty)
    return True


def folder(office: Path, name: str) -> Path:
    return next(office.glob(f"customers/**/{name}"))
