"""The sheets of the meetings as pages, and with the weekly one what may be decided, ready to be recorded."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from generator.report.home import provenance
from generator.report.meeting.evening import EveningView, evening_view
from generator.report.meeting.sheet import Part, cut
from generator.report.meeting.weekly import Choice, WeeklyView, weekly_view
from generator.report.rich import Rich
from generator.site.links import decision_text, free_name
from generator.site.press import Press
from generator.values import dataclass

_TOGETHER = 400
"""So many customers are on one page of a sheet, which with what may be decided about them weighs about 0.5 MB."""

V = TypeVar("V", EveningView, WeeklyView)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision that may be taken: the command that records it, and the path and text of its file."""

    customer: str
    name: Rich
    words: str
    command: str
    path: str
    text: str


def meeting_pages(press: Press) -> Mapping[str, str]:
    """Return the sheets of the evening and of the weekly meeting."""
    tr, weekly = press.frame.tr, weekly_view(press.frame)
    proposals = tuple(_proposals(press, weekly))
    return {
        **_pages(press, "evening", tr.gettext("Evening meeting"), evening_view(press.frame), ()),
        **_pages(press, "weekly", tr.gettext("Weekly meeting"), weekly, proposals),
    }


def _pages(press: Press, name: str, title: str, view: V, proposals: Sequence[Proposal]) -> Mapping[str, str]:
    """Return a sheet: one page, or in a large office several, each with the proposals for its own customers."""
    found: dict[str, str] = {}
    sheets: Sequence[tuple[Part, ...]] = cut(view.parts, _TOGETHER)
    names = [f"meetings/{name}", *(f"meetings/{name}-{number}" for number in range(2, len(sheets) + 1))]
    for number, (path, parts) in enumerate(zip(names, sheets, strict=True), start=1):
        heading = title if len(sheets) == 1 else f"{title} {number}/{len(sheets)}"
        customers = {entry.customer for part in parts for entry in part.entries}
        own = [one for one in proposals if one.customer in customers]
        more = {"heading": heading, "names": names, "number": number, "size": _TOGETHER, "proposals": own}
        source, shown = provenance(press.frame), replace(view, parts=parts)
        found[f"{path}.md"] = press.page(name, heading, "../", shown, searched=False, source=source, **more)
    return found


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
