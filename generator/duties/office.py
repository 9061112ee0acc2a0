"""The duties of a whole office on one date: a pure function of a snapshot and its grades (design section 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain

from generator.assignment.ownership import Holding, holdings
from generator.duties.calls import next_steps, promises, same_day
from generator.duties.course import DAY, Course, course, earlier
from generator.duties.diary import Diary, diary
from generator.duties.duty import Answer, Duty, OfficeDuties
from generator.duties.escalation import Staff
from generator.duties.ledger import Ledger, Terms
from generator.duties.log import evidence
from generator.duties.pace import paces
from generator.duties.reviews import daily_report, first_screening, quarterly_review, weekly_review
from generator.duties.rhythm import cadence, refresh
from generator.grade.grading import Grading
from generator.grade.office import OfficeGrades
from generator.model.dossier import Dossier
from generator.model.record import Channel
from generator.model.snapshot import Snapshot

WEEKS = 12
"""The weeks of history that the pages show."""

WEEK = 7
"""What is asked for in a week is due within so many days."""

KINDS: Sequence[Callable[[Ledger, Diary], Iterator[Duty]]] = (
    same_day,
    cadence,
    promises,
    first_screening,
    refresh,
    next_steps,
    daily_report,
    weekly_review,
    quarterly_review,
)
"""Every kind of duty, asked for by a function of its own."""

Owners = Mapping[str, Sequence[Holding]]


def office_duties(
    snapshot: Snapshot, grades: OfficeGrades, first: date | None = None, owners: Owners | None = None
) -> OfficeDuties:
    """Return the duties of all customers, closed ones included, at the end of ``grades.as_of``.

    Settled duties that were due before ``first`` are left out; without it, those of more than twelve ISO weeks ago.
    ``owners`` are the holdings by customer, where somebody has them already.
    """
    as_of, rules = grades.as_of, grades.ruleset.rules
    start = first if first is not None else as_of - timedelta(days=as_of.weekday(), weeks=WEEKS - 1)
    terms = Terms(rules.follow_up, paces(rules.follow_up), Staff(grades.office), as_of, start)
    asked = _asked(terms)
    duties: dict[str, tuple[Duty, ...]] = {}
    answers: list[Answer] = []
    for customer, grading in sorted(chain(grades.gradings.items(), grades.closed.items())):
        dossier = snapshot.dossiers[customer]
        held = holdings(dossier, grading, grades.office, rules, as_of) if owners is None else owners.get(customer, ())
        if past(dossier, held, start, asked):
            continue
        found, answer = customer_duties(dossier, grading, held, terms)
        if found:
            duties[customer] = found
        if answer is not None and answer.follow_up.at >= start:
            answers.append(answer)
    return OfficeDuties(as_of, start, duties, tuple(answers))


def past(dossier: Dossier, held: Sequence[Holding], first: date, asked: date) -> bool:
    """Tell whether a customer has had no owner for so long that nothing ever asked for was due on ``first`` or later.

    Something is asked on days with an owner only, and settled when these end. What is asked before the day ``asked`` is
    due before ``first``, but for plans, which name a day. Who has no owner isn't answered (K3), either.
    """
    last = next((spell.until for spell in reversed(held) if spell.owner is not None), date.min)
    if last is None or last >= asked:
        return False
    return all(filed.record.next is None or filed.record.next.on < first for filed in dossier.visits)


def calls_asked(terms: Terms, first: date) -> date:
    """Return the day before which no call (``CALLS``) is asked for that is due on ``first`` or later, but by a plan."""
    days = (terms.rules.first_screening_days, *(pace.every_days for pace in terms.paces.values()))
    return earlier(first, max([WEEK, *(one for one in days if one is not None)]))


def _asked(terms: Terms) -> date:
    """Return the day before which nothing is asked for that is due on the first day of interest or later."""
    first, rules = terms.first, terms.rules
    asked = min(calls_asked(terms, first), earlier(first, rules.refresh_days or 0))
    return min(asked, date(first.year, (first.month - 1) // 3 * 3 + 1, 1)) if rules.quarterly_review else asked


def customer_duties(
    dossier: Dossier, grading: Grading, held: Sequence[Holding], terms: Terms
) -> tuple[tuple[Duty, ...], Answer | None]:
    """Return the duties of one customer in order of the day they are due, and the first answer to a visit (K3)."""
    last = terms.as_of if grading.closed is None else grading.closed - DAY
    written = diary(dossier, last)
    days = course((written.registered, last), grading, held, dossier, terms.staff.office)
    ledger = Ledger(dossier.id, dossier.customer.record.consultant, days, terms)
    found = [duty for kind in KINDS for duty in kind(ledger, written)]
    found.sort(key=lambda duty: (duty.due, duty.since, duty.kind, duty.number))
    return tuple(found), _answer(dossier.id, written, days)


def _answer(customer: str, written: Diary, days: Course) -> Answer | None:
    """Return the first follow-up or message from the day of the first visit on; None without, or out of the pool.

    One that only a merge brought to light was no answer of this entry's consultant.
    """
    visit = next((filed for filed in written.visits if filed.record.channel is Channel.VISIT), None)
    reply = None if visit is None else written.replies.from_on(visit.record.at.day)
    held = None if reply is None or reply.day != reply.at else days.on(reply.day)
    if visit is None or reply is None or held is None or held.consultant is None:
        return None
    return Answer(customer, held.consultant, held.grade, evidence(visit, ""), evidence(reply.filed, ""))
