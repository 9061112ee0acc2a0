"""The replay of design section 4 once more: day by day, plain and slow, from the design's words alone.

It shares nothing with ``generator.grade``: rules and records are its own small values, so that a mistake in the
program is not made here a second time. ``story`` writes the same values as the files that the program reads.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    ">": lambda value, bound: value > bound,
    ">=": lambda value, bound: value >= bound,
    "<": lambda value, bound: value < bound,
    "<=": lambda value, bound: value <= bound,
}


@dataclass(frozen=True)
class Asks:
    """One test of a condition: ``name sign bound``, or ``name in words``, or ``name is answer``."""

    name: str
    sign: str
    against: object


@dataclass(frozen=True)
class Falls:
    id: str
    source: str
    to: str
    after: int = 0
    when: tuple[Asks, ...] = ()
    unless: tuple[Asks, ...] = ()


@dataclass(frozen=True)
class Judges:
    """One indicator of a ``lowest`` scheme."""

    name: str
    auxiliary: bool = False
    valid: int | None = None


@dataclass(frozen=True)
class Office:
    """The rules: either ``indicators`` (the lowest decides) or ``rows`` (the first that is true), best grade first."""

    grades: tuple[str, ...]
    indicators: tuple[Judges, ...] = ()
    required: tuple[str, ...] | None = None
    rows: tuple[tuple[str, tuple[Asks, ...]], ...] = ()
    otherwise: str | None = None
    falls: tuple[Falls, ...] = ()
    approvals: tuple[tuple[str, str], ...] = ()
    opening: date | None = None


@dataclass(frozen=True)
class Contact:
    on: date
    channel: str
    judged: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Decides:
    on: date
    kind: str
    to: str
    role: str = "manager"
    until: date | None = None


@dataclass(frozen=True)
class Deals:
    on: date
    stage: str


@dataclass(frozen=True)
class History:
    registered: date
    contacts: tuple[Contact, ...] = ()
    decisions: tuple[Decides, ...] = ()
    deals: tuple[Deals, ...] = ()


@dataclass
class Standing:
    """Where the customer stands at the end of a day."""

    grade: str | None = None
    since: date = date.min
    cap: str | None = None
    pending: tuple[str, date] | None = None
    pinned: bool = False
    refused: list[date] = field(default_factory=list)


@dataclass(frozen=True)
class Day:
    on: date
    computed: str | None
    grade: str | None
    since: date
    pending: tuple[str, date] | None


def replay(office: Office, history: History, as_of: date) -> list[Day]:
    """Return where the customer stood on each day from the registration to ``as_of``."""
    standing = Standing(since=history.registered)
    days = []
    for on in _days(history.registered, as_of):
        computed = _computed(office, history, on)
        _one_day(office, history, on, computed, standing)
        days.append(Day(on, computed, standing.grade, standing.since, standing.pending))
    return days


def _days(start: date, end: date) -> Iterator[date]:
    for number in range((end - start).days + 1):
        yield start + timedelta(days=number)


def _one_day(office: Office, history: History, on: date, computed: str | None, now: Standing) -> None:
    # Rule 3: the latest override decided by now pins the grade until its last day; nothing falls due, nothing waits.
    override = [d for d in history.decisions if d.kind == "override" and d.on <= on][-1:]
    if override and override[0].until is not None and on <= override[0].until:
        _set(now, override[0].to, on)
        now.cap = now.pending = None
        now.pinned = True
        return
    free = now.pinned or now.grade is None  # after an override, and for a first grade, nothing waits
    if now.pinned:  # the day after: the computed grade counts, a new period begins
        now.pinned, now.cap, now.pending = False, None, None
        now.grade, now.since = computed, on
    evidence = any(_judges_binding(office, contact) for contact in history.contacts if contact.on == on)
    if evidence and now.cap is not None:  # rule 1: fresh evidence lifts the cap and starts a new period
        now.cap, now.since = None, on
    approvals = [d for d in history.decisions if d.kind == "approve_downgrade" and d.on == on]
    while True:
        before = now.grade
        _move(office, on, _worse(office, computed, now.cap), now, free=free)
        due = [fall for fall in office.falls if _is_due(office, history, fall, on, now)]
        if due and evidence:
            now.since = on  # kept from being set on that very day; a new period
        elif due:
            now.cap = max((*(fall.to for fall in due), *([now.cap] if now.cap else [])), key=office.grades.index)
            _move(office, on, _worse(office, computed, now.cap), now, free=False)
        free = False
        while approvals and now.grade == before:
            decision = approvals.pop(0)
            if now.pending and _counts(office, history, decision, now.pending):
                now.pending = None
                _set(now, decision.to, on)
            else:
                now.refused.append(on)
        if now.grade == before:
            return


def _move(office: Office, on: date, wanted: str | None, now: Standing, *, free: bool) -> None:
    """Rule 2: the grade moves, or waits for an approval."""
    rank = office.grades.index
    if (
        wanted is not None
        and now.grade is not None
        and not free
        and rank(wanted) > rank(now.grade)
        and wanted in dict(office.approvals)
    ):
        if now.pending is None or now.pending[0] != wanted:
            now.pending = (wanted, on)
        return
    now.pending = None
    _set(now, wanted, on)


def _set(now: Standing, grade: str | None, on: date) -> None:
    if now.grade != grade:
        now.grade, now.since = grade, on


def _is_due(office: Office, history: History, fall: Falls, on: date, now: Standing) -> bool:
    if now.grade != fall.source or (on - now.since).days < fall.after:
        return False
    if now.cap is not None and office.grades.index(fall.to) <= office.grades.index(now.cap):
        return False  # it caps the grade already
    extra = {"grade": now.grade, "days_in_grade": (on - now.since).days}
    when = _holds(fall.when, office, history, on, extra) if fall.when else True
    unless = _holds(fall.unless, office, history, on, extra) if fall.unless else False
    return when is True and unless is not True


def _counts(office: Office, history: History, decision: Decides, pending: tuple[str, date]) -> bool:
    """F9: the right person, for the fall that waits, with a follow-up from the fall to the decision."""
    to, since = pending
    role = dict(office.approvals).get(to)
    followed = any(c.channel in {"follow_up", "message"} and since <= c.on <= decision.on for c in history.contacts)
    return decision.to == to and decision.role in {role, "manager"} and followed


def _judges_binding(office: Office, contact: Contact) -> bool:
    auxiliary = {indicator.name for indicator in office.indicators if indicator.auxiliary}
    if not office.rows:
        used = {indicator.name for indicator in office.indicators}
    else:
        used = {asks.name for _grade, row in office.rows for asks in row} | {i.name for i in office.indicators}
    return any(name in used - auxiliary for name, _level in contact.judged)


def _worse(office: Office, computed: str | None, cap: str | None) -> str | None:
    if computed is None or cap is None:
        return computed
    return max(computed, cap, key=office.grades.index)


def _computed(office: Office, history: History, on: date) -> str | None:
    if office.rows:
        for grade, row in office.rows:
            if _holds(row, office, history, on, {}) is True:
                return grade
        return office.otherwise
    levels = {}
    for indicator in office.indicators:
        if not indicator.auxiliary:
            levels[indicator.name] = _level(indicator, history, on)
    required = office.required if office.required is not None else tuple(levels)
    known = [level for level in levels.values() if level is not None]
    if not known or any(levels[name] is None for name in required):
        return None
    return max(known, key=office.grades.index)


def _level(indicator: Judges, history: History, on: date) -> str | None:
    """The latest judgement by now, unknown when older than it is valid."""
    made = [
        (c.on, dict(c.judged)[indicator.name])
        for c in history.contacts
        if c.on <= on and indicator.name in dict(c.judged)
    ]
    if not made:
        return None
    at, level = made[-1]
    return None if indicator.valid is not None and (on - at).days > indicator.valid else level


def _holds(row: tuple[Asks, ...], office: Office, history: History, on: date, extra: dict[str, object]) -> bool | None:
    """Kleene's *and* over the tests of a row."""
    answers = [_answer(asks, office, history, on, extra) for asks in row]
    return False if False in answers else None if None in answers else True


def _answer(asks: Asks, office: Office, history: History, on: date, extra: dict[str, object]) -> bool | None:
    value = extra[asks.name] if asks.name in extra else _value(asks.name, office, history, on)
    if asks.sign == "known":
        return (value is not None) is asks.against
    if value is None:
        return None
    if asks.sign == "is":
        return value is asks.against
    if asks.sign == "in":
        return value in asks.against  # type: ignore[operator] # the words are a tuple
    return OPERATORS[asks.sign](value, asks.against)


def _value(name: str, office: Office, history: History, on: date) -> object:
    past = [contact for contact in history.contacts if contact.on <= on]
    if name in FIGURES:
        return FIGURES[name](past, on)
    if name == "subscribed":
        stages = [deal.stage for deal in history.deals if deal.on <= on]
        live = stages[len(stages) - stages[::-1].index("cancelled") :] if "cancelled" in stages else stages
        return any(stage in {"subscribed", "contracted"} for stage in live)
    if name == "phase":
        return None if office.opening is None else "before_opening" if on < office.opening else "after_opening"
    indicator = next((i for i in office.indicators if i.name == name), Judges(name))
    return _level(indicator, history, on)


def _days_since_first_visit(past: list[Contact], on: date) -> int | None:
    return max(((on - contact.on).days for contact in past if contact.channel == "visit"), default=None)


FIGURES: dict[str, Callable[[list[Contact], date], int | None]] = {
    "visits": lambda past, _on: sum(contact.channel == "visit" for contact in past),
    "contacts": lambda past, _on: len(past),
    "days_since_last_contact": lambda past, on: min(((on - contact.on).days for contact in past), default=None),
    "days_since_first_visit": _days_since_first_visit,
}
