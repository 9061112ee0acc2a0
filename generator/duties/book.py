"""The duties at the end of one week after another (K3): a customer's are found once, as long as nothing new is known.

A year of weekly reports asks for the same customers 52 times. What had become of a customer's duties by one day follows
from the duties of a later day, where no record is dated in between and the grade has moved no other way: of those that
had begun, only what ended later is not known yet. So they are found for many weeks ahead, and every week takes its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from generator.assignment.holding import Standing, owner_on
from generator.assignment.ownership import standing, stays_in_pool
from generator.duties.compliance import Compliance, Key, Tally, tallies
from generator.duties.course import DAY, later
from generator.duties.duty import CALLS, Duty, State
from generator.duties.escalation import Days, Staff, escalations
from generator.duties.ledger import LEADING, Terms
from generator.duties.office import WEEKS, calls_asked, customer_duties, past
from generator.duties.pace import paces
from generator.grade.grading import Grading, Move, Turn
from generator.grade.office import OfficeGrades
from generator.model.dossier import Dossier
from generator.model.office import Role
from generator.model.snapshot import Snapshot
from generator.read.weeks import Week, week_of, weeks
from generator.values import dataclass, replace

AHEAD = 26 * 7
"""For so many days to come the duties of a customer are found at once."""


@dataclass(frozen=True, slots=True)
class WeekDuties:
    """What the report of a week tells of duties: twelve weeks of compliance, and what is late, the latest first.

    ``portfolios`` counts the customers whom somebody owns at the end of the week, by the consultant whom customer.yaml
    names and the grade; the others are in the pool, or closed. ``sold`` are the customers whose protection rests
    because of a subscription.
    """

    compliance: Compliance
    late: tuple[Duty, ...]
    portfolios: Mapping[tuple[str, str | None], int]
    sold: frozenset[str]


@dataclass(frozen=True, slots=True)
class Leaf:
    """The duties of one customer as known on ``day``; they hold up to the day before ``until``, while the grade stands.

    ``tallies`` are those of the weeks told on ``day`` and of later ones, as they will be if nothing more happens;
    ``missed`` the duties that are late on one of the days. ``standing`` is that of the last of these days; who owns the
    customer before it follows from its holdings. ``pooled`` is since when the customer is in the pool, where that is
    so for so long that no call was due in these weeks.
    """

    dossier: Dossier
    grading: Grading
    day: date
    until: date
    tallies: Mapping[Key, Tally]
    missed: tuple[Duty, ...]
    standing: Standing
    pooled: date | None = None

    def holds(self, dossier: Dossier, grading: Grading, day: date) -> bool:
        """Tell whether the duties of a day follow from these."""
        if self.dossier is not dossier or not self.day <= day < self.until:
            return False
        known = self.grading
        return known is grading or (
            known.closed == grading.closed and known.grade == grading.grade and known.history == grading.history
        )

    @property
    def portfolio(self) -> tuple[str, str | None]:
        """What customers with an owner are counted by: the consultant of customer.yaml, and the grade."""
        return self.grading.consultant, self.grading.grade

    def is_owned(self, day: date) -> bool:
        """Tell whether somebody owns the customer on one of the days: nobody does in the pool, and after closing."""
        return owner_on(self.standing.holdings, day) is not None

    def changes(self, day: date) -> bool:
        """Tell whether the owner can be another one on a later day: a spell begins or ends after it."""
        held = self.standing.holdings
        return bool(held) and (held[-1].since > day or (held[-1].until is not None and held[-1].until >= day))

    def still(self, dossier: Dossier, grading: Grading, day: date) -> Leaf | None:
        """Return the same with new records of who is nobody's; None where these may bring the customer back."""
        since = self.pooled
        if since is None or not self.day <= day < self.until or self.grading.closed != grading.closed:
            return None
        if _up_to(since, self.grading.history) != _up_to(since, grading.history):
            return None
        if self.dossier is not dossier and not stays_in_pool(since, self.dossier, dossier):
            return None
        return replace(self, dossier=dossier, grading=grading, day=day, until=_until(dossier, day))


class Book:
    """The duties of an office under the rules and the people it was asked for last; others begin anew.

    Dossiers are told apart by identity: snapshots read with one memory share the dossiers whose files are the same.
    """

    def __init__(self) -> None:
        self._standard: OfficeGrades | None = None
        self._empty()

    def _empty(self) -> None:
        """Forget everything. Beside the leaves stands what all of them tell, so that only new ones are looked at."""
        self._leaves: dict[str, Leaf] = {}
        self._sums: dict[Week, dict[Key, Tally]] = {}
        self._owned = set[str]()
        self._portfolios: Counter[tuple[str, str | None]] = Counter()
        self._changing = set[str]()  # whose owner is another one on a day to come
        self._missing = set[str]()  # who has a duty that is late on one of the days
        self._sold = set[str]()

    def week(self, snapshot: Snapshot, grades: OfficeGrades) -> WeekDuties:
        """Return the duties at the end of ``grades.as_of``, a Sunday; the same as ``office_duties`` finds."""
        day, terms = grades.as_of, self._begin(grades)
        everyone = {**grades.gradings, **grades.closed}
        leaves, dossiers = self._leaves, snapshot.dossiers
        for customer, grading in everyone.items():
            leaf, dossier = leaves.get(customer), dossiers[customer]
            if leaf is None or not leaf.holds(dossier, grading, day):
                known = leaf.still(dossier, grading, day) if leaf is not None else None
                self._forget(customer)
                self._keep(customer, known or _leaf(dossier, grading, grades, terms), day)
        if len(leaves) > len(everyone):
            for customer in leaves.keys() - everyone.keys():
                self._forget(customer)
        for customer in self._changing:
            self._count(customer, leaves[customer], day)
        last = week_of(day)
        span = tuple(weeks(week_of(day - timedelta(weeks=WEEKS - 1)), last))
        found = {key: tally for week in span for key, tally in self._sums.get(week, {}).items()}
        return WeekDuties(
            compliance=Compliance(span, found),
            late=tuple(self._late(day, terms)),
            portfolios=+self._portfolios,
            sold=frozenset(self._sold),
        )

    def _begin(self, grades: OfficeGrades) -> Terms:
        """Return what the duties of all have in common; what was found under other rules is forgotten."""
        known = self._standard
        if known is None or known.office is not grades.office or known.ruleset is not grades.ruleset:
            self._empty()
        rules = grades.ruleset.rules.follow_up
        self._standard = grades
        return Terms(rules, paces(rules), Staff(grades.office), grades.as_of, date.min)

    def _forget(self, customer: str) -> None:
        leaf = self._leaves.pop(customer, None)
        if leaf is not None and customer in self._owned:
            self._portfolios[leaf.portfolio] -= 1
        for customers in (self._owned, self._changing, self._missing, self._sold):
            customers.discard(customer)
        for key, tally in leaf.tallies.items() if leaf is not None else ():
            of_week = self._sums[key[0]]
            of_week[key] -= tally
            if of_week[key] == Tally():
                del of_week[key]

    def _keep(self, customer: str, leaf: Leaf, day: date) -> None:
        self._leaves[customer] = leaf
        self._count(customer, leaf, day)
        found = (self._changing, leaf.changes(day)), (self._missing, leaf.missed), (self._sold, leaf.standing.sold)
        for customers, told in found:
            if told:
                customers.add(customer)
        for key, tally in leaf.tallies.items():
            of_week = self._sums.setdefault(key[0], {})
            of_week[key] = of_week.get(key, Tally()) + tally

    def _count(self, customer: str, leaf: Leaf, day: date) -> None:
        """Count a customer whom somebody owns on a day, once; one whom nobody owns any more counts no longer."""
        is_owned = leaf.is_owned(day)
        if is_owned is not (customer in self._owned):
            self._portfolios[leaf.portfolio] += 1 if is_owned else -1
            self._owned ^= {customer}

    def _late(self, day: date, terms: Terms) -> Iterator[Duty]:
        late = [
            duty
            for customer in self._missing
            for duty in self._leaves[customer].missed
            if max(duty.due + DAY, duty.since) <= day and (duty.settled is None or day < duty.settled)
        ]
        late.sort(key=lambda duty: (duty.due, duty.customer, duty.kind, duty.number))
        return (_on(duty, day, terms) for duty in late)


def _leaf(dossier: Dossier, grading: Grading, grades: OfficeGrades, terms: Terms) -> Leaf:
    """Find the duties of a customer for as many days as they follow from what is known."""
    day, until = grades.as_of, _until(dossier, grades.as_of)
    last = min(until - DAY, later(day, AHEAD))
    stands = standing(dossier, grading, grades.office, grades.ruleset.rules, last)
    held = stands.holdings
    first = day - timedelta(days=day.weekday(), weeks=WEEKS - 1)
    if held and held[-1].owner is None and past(dossier, held, first, calls_asked(terms, first)):
        return Leaf(dossier, grading, day, until, {}, (), stands, held[-1].since)
    if held and held[-1].owner is not None and held[-1].until is None:
        until = last + DAY  # nobody is asked for anything in the pool, however long it lasts, nor after closing
    found, answer = customer_duties(dossier, grading, held, replace(terms, as_of=last, first=first, open_on=day))
    missed = (duty for duty in found if duty.days_late and (duty.settled is None or duty.settled > day))
    counted = tallies(found, () if answer is None else (answer,), first, last)
    return Leaf(dossier, grading, day, until, counted, tuple(missed), stands)


def _up_to(day: date, history: Sequence[Move | Turn]) -> Sequence[Move | Turn]:
    """Return what happened to the grade before a day."""
    return [entry for entry in history if entry.on < day]


def _until(dossier: Dossier, day: date) -> date:
    """Return the first later day for which a record is dated, or may come to count."""
    if dossier.joined:
        return day + DAY
    coming = (filed.record.at.day for filed in dossier.records)
    return min((one for one in coming if one > day), default=date.max)


def _on(duty: Duty, day: date, terms: Terms) -> Duty:
    """Return a duty as it stands at the end of a day on which it is late, whatever becomes of it later."""
    steps = terms.rules.grades.get(duty.grade or "") if duty.kind in CALLS else None
    days = Days(duty.since, duty.due, None)
    return replace(
        duty,
        state=State.LATE,
        person=terms.staff.who(LEADING.get(duty.kind, Role.CONSULTANT), duty.consultant, day),
        done_by=None,
        settled=None,
        void=None,
        days_late=(day - duty.due).days,
        escalations=() if steps is None else tuple(escalations(terms.staff, steps.escalate, duty.consultant, days)),
    )
