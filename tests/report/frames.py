"""The frame of a small office, for tests of view models."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from generator.grade.office import judge
from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.report.frame import Frame, frame
from generator.texts import translator
from tests.offices import typed

AS_OF = date(2026, 11, 22)
ROOT = Path(__file__).parents[2]


def small(changes: Mapping[str, str | bytes | None], as_of: date = AS_OF, language: str = "zh") -> Frame:
    """Return the frame of the tests' office with some files changed."""
    office = typed(changes)
    return frame(office, judge(office, as_of), translator(language))


@cache
def sample() -> Frame:
    """Return the frame of the sample office."""
    office = snapshot(working_tree(ROOT))
    return frame(office, judge(office, AS_OF), translator("zh"))


def visit(day: str, motive: str, price: str, more: str = "") -> str:
    """Return the text of a visit."""
    return f"at: {day}\nchannel: visit\nby: li-na\njudged: {{motive: {motive}, price: {price}}}\n{more}"
