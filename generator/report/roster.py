"""The duty roster of a day as people and programs read it (P1): who is next, who received whom, by which record."""

from __future__ import annotations

from generator.assignment.roster import Duty, Reception, Turn, duty
from generator.model.scalar import Moment
from generator.report.data import Data
from generator.report.frame import Frame
from generator.report.rich import Rich, Span, fill
from generator.report.words import SOURCES
from generator.texts import _

_TURNS = {
    Turn.OUT_OF_ORDER.value: _("out of order"),
    Turn.NOT_LISTED.value: _("not on the roster"),
    Turn.EXCEPTION.value: _("by decision, takes no turn"),
}


def roster_data(duty: Duty, at: Moment, following: str | None) -> Data:
    """Return the roster as plain data; ``following`` is who is next at the moment ``at``."""
    return {
        "date": str(at),
        "order_since": duty.since.isoformat() if duty.since is not None and duty.since.year > 1 else None,
        "next": following,
        "order": list(duty.order),
        "off": list(duty.off),
        "receptions": [_reception_data(one) for one in duty.receptions],
    }


def _reception_data(one: Reception) -> Data:
    return {
        "at": str(one.at),
        "customer": one.customer,
        "by": one.by,
        "expected": one.expected,
        "turn": one.turn.value,
        "again": one.again,
        "source": one.source.value,
        "record": one.evidence.path,
        "line": one.evidence.line,
        "decision": one.decision.path if one.decision is not None else None,
    }


def roster_lines(shown: Frame, duty: Duty, at: Moment, following: str | None) -> tuple[str, ...]:
    """Return the lines above the table: who is next, the order, who is off."""
    tr, words = shown.tr, shown.words
    day = f"{words.whole_day(at.day)} {at.clock}".rstrip()
    if following is None:
        first = tr.gettext(_("%(day)s: nobody of the roster is there.")) % {"day": day}
    else:
        first = tr.gettext(_("%(day)s: next is %(name)s.")) % {"day": day, "name": _person(shown, following)}
    lines = [first]
    if duty.order:
        names = words.comma(shown.person_name(person) for person in duty.order)
        lines.append(tr.gettext(_("Order at the end of the day: %(names)s")) % {"names": names})
    if duty.off:
        names = words.comma(shown.person_name(person) for person in duty.off)
        lines.append(tr.gettext(_("Off: %(names)s")) % {"names": names})
    if not duty.receptions:
        lines.append(tr.gettext(_("No new customer came on this day.")))
    return tuple(lines)


def roster_rows(shown: Frame, duty: Duty) -> list[list[str]]:
    """Return the day's new customers as a table with its head; each with the records behind it."""
    tr = shown.tr
    head = (_("time"), _("customer"), _("received by"), _("whose turn"), _("remarks"), _("record"))
    rows = [[tr.gettext(title) for title in head]]
    for one in duty.receptions:
        record = f"{one.evidence.path}:{one.evidence.line}"
        decision = () if one.decision is None else (f"{one.decision.path}:{one.decision.line}",)
        rows.append(
            [
                one.at.clock or "–",
                f"{one.customer} {shown.name(one.customer)}",
                shown.person_name(one.by),
                shown.person_name(one.expected) if one.expected is not None else "–",
                shown.words.comma(_remarks(shown, one)),
                " ".join((record, *decision)),
            ]
        )
    return rows


def _remarks(shown: Frame, one: Reception) -> list[str]:
    remarks = [shown.words.word(SOURCES, one.source.value)]
    if one.again:
        remarks.append(shown.tr.gettext(_("came again after protection had ended")))
    if one.turn.value in _TURNS:
        remarks.append(shown.words.word(_TURNS, one.turn.value))
    return remarks


def _person(shown: Frame, person: str) -> str:
    return shown.tr.gettext(_("%(name)s (%(id)s)")) % {"name": shown.person_name(person), "id": person}


def turns(frame: Frame) -> Rich:
    """Return whose turn the next new customer is, and who follows (P1); empty where no roster tells."""
    found = duty(frame.office, frame.snapshot.dossiers, frame.work.standings, frame.as_of)
    if found.next is None:
        return ()
    first = frame.person(found.next)
    after = [frame.person_name(one) for one in found.order if one != found.next and one not in found.off]
    if not after:
        return fill(frame.tr.gettext(_("The next new customer goes to %(name)s.")), name=first)
    template = frame.tr.gettext(_("The next new customer goes to %(name)s, then to %(names)s."))
    return fill(template, name=first, names=Span(frame.words.comma(after)))
