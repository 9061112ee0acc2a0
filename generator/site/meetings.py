"""The sheets of the meetings as pages, and with the weekly one what may be decided, ready to be recorded."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Generic, TypeVar

from generator.grade.grading import Grading
from generator.report.home import provenance
from generator.report.meeting.evening import evening_view
from generator.report.meeting.sheet import Part, cut
from generator.report.meeting.weekly import Choice, WeeklyView, agenda, sheet
from generator.report.rich import Rich
from generator.site.links import decision_text, free_name
from generator.site.listing import Listing
from generator.site.press import Press
from generator.values import dataclass, replace

_TOGETHER = 400
"""So many customers are on one page of a sheet, which with what may be decided about them weighs about 0.5 MB."""

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Leaf(Generic[E]):
    """One page of a sheet: its path, its heading, the ``names`` of all of them and its ``number`` among these."""

    path: str
    heading: str
    names: tuple[str, ...]
    number: int
    parts: tuple[Part[E], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision that may be taken: the command that records it, and the path and text of its file."""

    customer: str
    name: Rich
    words: str
    command: str
    path: str
    text: str


def evening_pages(press: Press) -> Mapping[str, str]:
    """Return the sheet of the evening meeting."""
    view, source = evening_view(press.frame), provenance(press.frame)
    leaves = _leaves("evening", press.frame.tr.gettext("Evening meeting"), view.parts)
    return {
        f"{leaf.path}.md": _page(press, "evening", leaf, replace(view, parts=leaf.parts), source=source)
        for leaf in leaves
    }


def weekly_pages(press: Press) -> Iterator[Listing]:
    """Yield the sheet of the weekly meeting, each page with the proposals for its own customers."""
    frame = press.frame
    whole, source = agenda(frame), provenance(frame)

    def make(leaf: Leaf[Grading]) -> str:
        view = sheet(frame, whole, leaf.parts)
        return _page(press, "weekly", leaf, view, source=source, proposals=tuple(_proposals(press, view)))

    def row(places: Mapping[str, tuple[Part[Grading], Grading]], customer: str) -> object:
        part, grading = places[customer]
        view = sheet(frame, whole, [replace(part, entries=(grading,))])
        return view.parts[0].entries, tuple(_proposals(press, view))

    for leaf in _leaves("weekly", frame.tr.gettext("Weekly meeting"), whole.parts):
        customers = tuple(grading.id for part in leaf.parts for grading in part.entries)
        parts = [(one.id, one.title, one.about, one.number, len(one.entries)) for one in leaf.parts]
        said = whole.top, source, leaf.heading, leaf.names, leaf.number, parts
        places = {grading.id: (part, grading) for part in leaf.parts for grading in part.entries}
        yield Listing(f"{leaf.path}.md", said, customers, partial(make, leaf), partial(row, places))


def _leaves(name: str, title: str, parts: Sequence[Part[E]]) -> Iterator[Leaf[E]]:
    """Yield the pages of a sheet: one, or in a large office several."""
    sheets = cut(parts, _TOGETHER)
    names = (f"meetings/{name}", *(f"meetings/{name}-{number}" for number in range(2, len(sheets) + 1)))
    for number, (path, some) in enumerate(zip(names, sheets, strict=True), start=1):
        heading = title if len(sheets) == 1 else f"{title} {number}/{len(sheets)}"
        yield Leaf(path, heading, names, number, some)


def _page(press: Press, name: str, leaf: Leaf[E], view: object, **more: object) -> str:
    told = {"heading": leaf.heading, "names": leaf.names, "number": leaf.number, "size": _TOGETHER, **more}
    return press.page(name, leaf.heading, "../", view, searched=False, **told)


def _proposals(press: Press, view: WeeklyView) -> Iterator[Proposal]:
    for choice in view.choices:
        by = press.decider(*choice.roles)
        until = choice.until.isoformat() if choice.until is not None else ""
        text = decision_text(choice.kind, choice.to, by, until)
        dossier = press.frame.dossier(choice.customer)
        path = free_name(f"{dossier.folder}/decisions", [decision.path for decision in dossier.decisions])
        yield Proposal(choice.customer, choice.name, choice.words, _command(press, choice, by or "PERSON"), path, text)


def _command(press: Press, choice: Choice, by: str) -> str:
    """Return the call of ``fenji decide``; the reason is left to be written."""
    until = ["--until", choice.until.isoformat()] if choice.until is not None else []
    reason = press.frame.tr.gettext("the reason")
    words = ["fenji", "decide", choice.customer, choice.kind.value, "--to", choice.to, "--by", by, *until]
    return f'{shlex.join(words)} --reason "{reason}"'
