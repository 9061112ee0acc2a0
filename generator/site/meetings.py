"""The sheets of the meetings as pages, and with the weekly one what may be decided, ready to be recorded."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.report.home import provenance
from generator.report.meeting.evening import evening_view
from generator.report.meeting.weekly import Choice, WeeklyView, weekly_view
from generator.report.rich import Rich
from generator.site.links import decision_text, free_name
from generator.site.press import Press


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision that may be taken: the command that records it, and the path and text of its file."""

    name: Rich
    words: str
    command: str
    path: str
    text: str


def meeting_pages(press: Press) -> Mapping[str, str]:
    """Return the sheets of the evening and of the weekly meeting."""
    tr, source = press.frame.tr, provenance(press.frame)
    evening, weekly = evening_view(press.frame), weekly_view(press.frame)
    proposals = tuple(_proposals(press, weekly))
    return {
        "meetings/evening.md": press.page(
            "evening", tr.gettext("Evening meeting"), "../", evening, searched=False, source=source
        ),
        "meetings/weekly.md": press.page(
            "weekly", tr.gettext("Weekly meeting"), "../", weekly, searched=False, proposals=proposals, source=source
        ),
    }


def _proposals(press: Press, view: WeeklyView) -> Iterator[Proposal]:
    for choice in view.choices:
        by = press.decider(*choice.roles)
        until = choice.until.isoformat() if choice.until is not None else ""
        text = decision_text(choice.kind, choice.to, by, until)
        dossier = press.frame.dossier(choice.customer)
        path = free_name(f"{dossier.folder}/decisions", [decision.path for decision in dossier.decisions])
        yield Proposal(choice.name, choice.words, _command(press, choice, by or "PERSON"), path, text)


def _command(press: Press, choice: Choice, by: str) -> str:
    """Return the call of ``fenji decide``; the reason is left to be written."""
    until = ["--until", choice.until.isoformat()] if choice.until is not None else []
    reason = press.frame.tr.gettext("the reason")
    words = ["fenji", "decide", choice.customer, choice.kind.value, "--to", choice.to, "--by", by, *until]
    return f'{shlex.join(words)} --reason "{reason}"'
