"""Checks of completeness and freshness (F11, K9), and of dates that have not come yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from generator.model.deals import subscribed
from generator.model.dossier import Dossier, Filed
from generator.model.record import Deal, Decision, Visit, Wants
from generator.read.problem import Level, Place, Problem
from generator.texts import Message, _

Dossiers = Mapping[str, Dossier]
Dated = TypeVar("Dated", bound=Visit | Decision | Deal)

FUTURE = "future-date"


def incomplete(dossiers: Dossiers) -> Iterator[Problem]:
    """An open customer has a phone number, wishes, and at least one judgement."""
    nothing = Wants()
    for dossier in dossiers.values():
        customer = dossier.customer.record
        if customer.closed is not None:
            continue
        if customer.phone is None and customer.phone_key is None:
            yield _missing(dossier, _("No phone number is known; ask for it and write phone:."))
        if customer.wants == nothing:
            yield _missing(dossier, _("Nothing is known of what this customer wants; ask and write wants:."))
        if not any(filed.record.judged for filed in dossier.visits):
            yield _missing(dossier, _("This customer was never judged; write judged: with the next contact."))


def _missing(dossier: Dossier, sentence: str) -> Problem:
    return Problem(dossier.customer.place(), "incomplete", Message(sentence), Level.WARNING)


def future(dossiers: Dossiers, today: date) -> Iterator[Problem]:
    """Nothing is recorded before it happens."""
    for dossier in dossiers.values():
        if dossier.customer.record.registered > today:
            yield _not_yet(dossier.customer.place("registered"), today)
        for some in (dossier.visits, dossier.decisions, dossier.deals):
            if some and some[-1].record.at.day > today:  # they are in order of time
                yield from (_not_yet(filed.place("at"), today) for filed in some if filed.record.at.day > today)


def _not_yet(place: Place, today: date) -> Problem:
    message = Message(
        _("This day has not come yet: today is %(today)s; correct the date."), {"today": today.isoformat()}
    )
    return Problem(place, FUTURE, message)


def stale(dossiers: Dossiers, days: int, today: date) -> Iterator[Problem]:
    """An open customer's data is refreshed at least every so many ``days`` (F11), until a unit is subscribed."""
    for dossier in dossiers.values():
        whole = dossier.whole(today)
        if not open_on(dossier, today) or subscribed(_by(whole.deals, today)):
            continue
        told = (_last(some, today) for some in (whole.visits, whole.decisions, whole.deals))
        last = max((day for day in told if day is not None), default=dossier.customer.record.registered)
        age = (today - last).days
        if age > days:
            message = _("Nothing was recorded for %(age)s days, since %(last)s; at most %(days)s are allowed.")
            params = {"age": age, "last": last.isoformat(), "days": days}
            yield Problem(dossier.customer.place(), "stale", Message(message, params), Level.WARNING)


def _last(filed: Sequence[Filed[Dated]], day: date) -> date | None:
    """Return the day of the last record up to a day; they are in order of time."""
    return next((at for one in reversed(filed) if (at := one.record.at.day) <= day), None)


def _by(filed: Iterable[Filed[Dated]], day: date) -> Iterator[Dated]:
    return (one.record for one in filed if one.record.at.day <= day)


def open_on(dossier: Dossier, day: date) -> bool:
    """Tell whether a customer is worked on: registered, and not closed by then."""
    customer = dossier.customer.record
    return customer.registered <= day and (customer.closed is None or day < customer.closed.on)
