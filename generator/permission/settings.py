"""What differs in office.yaml: the project's milestones (O7), which the planner keeps, or more than these."""

from __future__ import annotations

from generator.model.loading import load
from generator.model.office import Office
from generator.permission.proposal import first_difference
from generator.read.document import Document
from generator.read.parsing import parse
from generator.read.problem import Place
from generator.read.touched import PLAIN, Side, Touched

_MILESTONES = "milestones"


def milestones_only(touched: Touched) -> Place | None:
    """Return None where only milestones differ, else the place of the first other key that does."""
    old, new = _document(touched, touched.old), _document(touched, touched.new)
    if old is None or new is None:
        return first_difference(touched)
    was, now = old.plain(), new.plain()
    if not isinstance(was, dict) or not isinstance(now, dict):
        return first_difference(touched)
    for key in dict.fromkeys([*was, *now]):
        if key != _MILESTONES and was.get(key) != now.get(key):
            return new.place((key,), key=True) if key in now else first_difference(touched)
    return None


def _document(touched: Touched, side: Side | None) -> Document | None:
    """Return office.yaml as it is read; None where it can't be used."""
    if side is None or side.mode != PLAIN or side.content is None:
        return None
    document, _problems = parse(touched.path, side.content)
    return document if document is not None and load(document, Office)[0] is not None else None
