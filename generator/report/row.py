"""The one row of lists: what, why, who, when; used for moves, approvals, evidence and everything like them."""

from __future__ import annotations

from generator.report.rich import Chip, Rich
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """Two lines of a list.

    Left: ``chips`` with the ``arrow`` (up, down, to; empty for none) between them, and a short ``mark``. Middle:
    ``title`` with a ``tag``, and below it ``why``. Right: ``who`` or when. ``links`` are further actions.
    """

    title: Rich
    chips: tuple[Chip, ...] = ()
    arrow: str = ""
    mark: str = ""
    tag: str = ""
    why: Rich = ()
    who: Rich = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands behind it."""

    label: str
    value: Rich
