"""The sentences of a duty: what asks for it, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from generator.texts import Message, _

if TYPE_CHECKING:
    from generator.duties.duty import Duty

_REASONS: Mapping[str, str] = {
    "same_day": _("A contact on %(since)s asks for a follow-up or message on the same day."),
    "promise": _("The next step as planned on %(asked)s: %(what)s"),
    "first_screening": _("First screening after the opening of the show flat: judge the customer anew."),
    "refresh": _("The last record is of %(asked)s; at least every so many days there is a new one: %(figure)d."),
    "next_step": _("Since the contact of %(since)s no next step is planned; write next: with the coming contact."),
    "daily_report": _("Customers of grade %(grade)s are reported at every evening meeting."),
    "weekly_review": _("Grade %(grade)s is reviewed in %(week)s: judge the customer anew, or decide."),
    "quarterly_review": _("All customers are reviewed in every quarter: judge the customer anew, or decide."),
}
_IN_WEEK = _("Grade %(grade)s: follow-up %(number)d of %(figure)d in %(week)s.")
_SINCE_LAST = _("Grade %(grade)s: last contact on %(asked)s; days from one contact to the next, at most: %(figure)d.")
_NO_CONTACT = _("Grade %(grade)s: no contact since the registration; days to the first one, at most: %(figure)d.")

_VOIDS: Mapping[str, str] = {
    "grade_changed": _("Void since %(day)s: the grade changed."),
    "opening": _("Void since %(day)s: the rhythm after the opening begins."),
    "subscribed": _("Void since %(day)s: the customer has subscribed."),
    "transferred": _("Void since %(day)s: another consultant has the customer."),
    "pooled": _("Void since %(day)s: the customer is in the pool."),
    "closed": _("Void since %(day)s: the customer is closed."),
    "superseded": _("Void since %(day)s: a newer next step is planned."),
}


def reason_for(duty: Duty) -> Message:
    """Return the sentence that says what asks for a duty."""
    year, week, _weekday = duty.due.isocalendar()
    params = {
        "since": duty.since.isoformat(),
        "asked": (duty.since if duty.asked_by is None else duty.asked_by.at).isoformat(),
        "grade": duty.grade or "",
        "figure": duty.figure,
        "number": duty.number,
        "what": duty.what,
        "week": f"{year}-W{week:02}",
    }
    return Message(_REASONS.get(duty.kind) or _cadence(duty), params)


def _cadence(duty: Duty) -> str:
    if duty.number:
        return _IN_WEEK
    return _NO_CONTACT if duty.asked_by is None else _SINCE_LAST


def end_of(duty: Duty) -> Message:
    """Return the sentence that says where a duty stands."""
    if duty.settled is None:
        if duty.days_late:
            return Message(
                _("Late: it was due on %(day)s; days late: %(days)d."),
                {"day": duty.due.isoformat(), "days": duty.days_late},
            )
        return Message(_("Due by %(day)s."), {"day": duty.due.isoformat()})
    day = duty.settled.isoformat()
    if duty.void is not None:
        return Message(_VOIDS[duty.void], {"day": day})
    if duty.days_late:
        return Message(_("Done on %(day)s; days late: %(days)d."), {"day": day, "days": duty.days_late})
    return Message(_("Done in time, on %(day)s."), {"day": day})
