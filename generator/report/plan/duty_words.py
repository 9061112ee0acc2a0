"""A changed duty as one sentence: which, by when and by whom before and after."""

from __future__ import annotations

from generator.compare.duty import DutyChanged, Turn
from generator.duties.duty import Duty, Void
from generator.report.frame import Frame
from generator.report.rich import Rich, fill
from generator.report.words import DUTIES
from generator.texts import _

_VOIDS = {
    Void.GRADE_CHANGED: _("the grade changed"),
    Void.OPENING: _("the rhythm after the opening begins"),
    Void.SUBSCRIBED: _("the customer has subscribed"),
    Void.TRANSFERRED: _("another consultant has the customer"),
    Void.POOLED: _("the customer is in the pool"),
    Void.CLOSED: _("the customer is closed"),
    Void.SUPERSEDED: _("a newer next step is planned"),
}
_PATTERNS = {
    Turn.EARLIER: _("%(duty)s %(before)s → %(after)s (%(person)s)"),
    Turn.LATER: _("%(duty)s %(before)s → %(after)s (%(person)s)"),
    Turn.HANDED: _("%(duty)s due %(after)s (%(person)s)"),
    Turn.ASKED: _("%(duty)s due %(after)s (%(person)s)"),
    Turn.REOPENED: _("%(duty)s due %(after)s, open again (%(person)s)"),
}


def duty_said(old: Frame, new: Frame, change: DutyChanged) -> Rich:
    """Return a changed duty as one sentence, without the customer; ``old`` and ``new`` are the frames of both sides."""
    words, tr = new.words, new.tr
    before, after, settled = change.before, change.after, change.settled
    parts = {"duty": words.word(DUTIES, change.duty), "person": _person(old, new, before, after)}
    parts |= {} if before is None else {"before": words.day(before.due)}
    parts |= {} if after is None else {"after": words.day(after.due)}
    if change.turn in _PATTERNS:
        return fill(tr.gettext(_PATTERNS[change.turn]), **parts)
    if change.turn is Turn.DONE and settled is not None and settled.settled is not None:
        parts["done"] = words.day(settled.settled)
        if after is not None:
            return fill(tr.gettext(_("%(duty)s due %(before)s: done %(done)s, the next one due %(after)s")), **parts)
        return fill(tr.gettext(_("%(duty)s due %(before)s: done %(done)s")), **parts)
    if settled is not None and settled.void is not None:
        parts["why"] = tr.gettext(_VOIDS[settled.void])
        return fill(tr.gettext(_("%(duty)s due %(before)s (%(person)s): %(why)s")), **parts)
    return fill(tr.gettext(_("%(duty)s due %(before)s (%(person)s)")), **parts)


def _person(old: Frame, new: Frame, before: Duty | None, after: Duty | None) -> str:
    """Return who has to do a duty: one name, or before → after."""
    names = [
        side.tr.gettext(_("nobody")) if duty.person is None else side.person_name(duty.person)
        for side, duty in ((old, before), (new, after))
        if duty is not None
    ]
    return " → ".join(dict.fromkeys(names))
