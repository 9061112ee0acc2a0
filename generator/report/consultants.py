"""Consultants side by side, and one consultant's page: whom they own, where they are stuck, what moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.assignment.protection import State
from generator.grade.grading import Grading
from generator.model.office import Role
from generator.report.approvals import Waiting, waiting
from generator.report.causes import dotted
from generator.report.customers import Table, counts_words, table
from generator.report.duties import duty_row
from generator.report.followup import ComplianceView, compliance_view
from generator.report.frame import LEADING, Frame
from generator.report.home import Tile, tiles
from generator.report.moves import Moves, moves
from generator.report.protection import warning_rows
from generator.report.rich import Chip, Kind, Rich, Span, Target, Tone, fill, strong
from generator.report.row import Row
from generator.report.stuck import Stuck, bottlenecks
from generator.report.todo.view import Call, Task, tasks_of
from generator.report.weeks import TrendView, series, trend_view
from generator.report.words import ROLES
from generator.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class ConsultantLine:
    """A consultant beside the others; ``counts`` in the order of the index's chips, ``kept`` the compliance.

    ``waiting`` counts the falls that wait for approval of who went to the pool from them, too; ``response`` are the
    days from the first visit to the first follow-up.
    """

    id: str
    name: str
    role: str
    leader: str
    counts: tuple[int, ...]
    total: int
    up: int
    down: int
    waiting: int
    stuck: str
    late: int
    kept: str
    response: str


@dataclass(frozen=True, slots=True)
class LeaderLine:
    """A leader or manager: what they have to do today themselves, and how much of it is late."""

    id: str
    name: str
    role: str
    today: int
    late: int


@dataclass(frozen=True, slots=True)
class ConsultantsView:
    """The index of consultants, and of who leads them."""

    answer: Rich
    chips: tuple[Chip, ...]
    lines: tuple[ConsultantLine, ...]
    leaders: tuple[LeaderLine, ...]
    before: str


@dataclass(frozen=True, slots=True)
class ConsultantView:
    """One consultant's page; ``today`` is the work that can't wait, ``running_out`` whose protection ends soon.

    ``waiting`` are the first of the ``held`` falls, the others are ``left_out``. ``team`` are the consultants that
    somebody leads; ``owns`` tells whether they have, or had, customers of their own.
    """

    id: str
    name: str
    role: str
    leader: Rich
    left: str
    answer: Rich
    owns: bool
    team: tuple[ConsultantLine, ...]
    chips: tuple[Chip, ...]
    today: tuple[Row, ...]
    running_out: tuple[Row, ...]
    compliance: ComplianceView | None
    tiles: tuple[Tile, ...]
    compact: bool
    waiting: tuple[Waiting, ...]
    held: int
    left_out: int
    moves: Moves
    before: str
    stuck: tuple[Stuck, ...]
    customers: Table
    pooled: Table
    trend: TrendView


_MANY = 6
_FIRST = 20
"""So many of the falls that wait are told on a consultant's page."""
_OWN, _GONE = 150, 50
"""So many lines have the tables of a consultant's own customers, and of those gone to the pool."""


def _named(frame: Frame, owner: str) -> tuple[Grading, ...]:
    """Return the open customers whose customer.yaml names somebody, those in the pool too."""
    return frame.work.named.get(owner, ())


def _pooled(frame: Frame, grading: Grading) -> bool:
    return frame.work.protections[grading.id].state is State.POOL


def _own(frame: Frame, owner: str) -> tuple[Grading, ...]:
    """Return the open customers of somebody; who is in the pool is nobody's."""
    return tuple(grading for grading in _named(frame, owner) if not _pooled(frame, grading))


def pool_counts(frame: Frame) -> tuple[int, ...]:
    """Return the customers in the pool, in the order of the ladder's states; they are nobody's."""
    grades = [one.grade if one.grade in frame.ladder.ranks else None for one in frame.present if _pooled(frame, one)]
    return tuple(grades.count(state) for state in frame.ladder.states)


def _role(frame: Frame, owner: str) -> str:
    person = frame.office.people.get(owner)
    return frame.words.word(ROLES, person.role.value) if person is not None else ""


def _leader(frame: Frame, owner: str) -> str:
    person = frame.office.people.get(owner)
    return frame.person_name(person.leader) if person is not None and person.leader is not None else ""


def _led_by(frame: Frame, owner: str, leader: str) -> bool:
    """Tell whether somebody leads a consultant; a manager leads the leaders, not their teams."""
    person = frame.office.people.get(owner)
    return person is not None and person.leader == leader


def _line(frame: Frame, owner: str) -> ConsultantLine:
    own = _own(frame, owner)
    grades = [grading.grade if grading.grade in frame.ladder.ranks else None for grading in own]
    moved, stuck = moves(frame, _named(frame, owner)), bottlenecks(frame, own)
    tally = frame.work.compliance.of(consultant=owner)
    return ConsultantLine(
        id=owner,
        name=frame.person_name(owner),
        role=_role(frame, owner),
        leader=_leader(frame, owner),
        counts=tuple(grades.count(state) for state in frame.ladder.states),
        total=len(own),
        up=len(moved.up),
        down=len(moved.down),
        waiting=sum(grading.pending is not None for grading in _named(frame, owner)),
        stuck=stuck[0].label if stuck else "",
        late=sum(duty.person == owner for duty in frame.work.late),
        kept=frame.words.percent(tally.in_time, tally.due) if tally.due else "",
        response="" if tally.response is None else frame.words.amount(round(tally.response, 1)),
    )


def consultants_view(frame: Frame) -> ConsultantsView:
    """Return the index of consultants, in the order of office.yaml."""
    found = tuple(_line(frame, owner) for owner in frame.owners)
    tr = frame.tr
    if not found:
        return ConsultantsView((Span(tr.gettext("office.yaml names no consultants yet.")),), (), (), (), "")
    template = tr.ngettext(
        "%(n)s consultant looks after %(customers)s customers.",
        "%(n)s consultants look after %(customers)s customers.",
        len(found),
    )
    parts = [fill(template, n=strong(len(found)), customers=strong(sum(one.total for one in found)))]
    if pooled := sum(pool_counts(frame)):
        text = tr.ngettext("%(n)s customer is in the pool.", "%(n)s customers are in the pool.", pooled)
        parts.append(fill(text, n=strong(pooled)))
    most = max(one.counts[0] for one in found)
    if most:
        names = frame.words.names(one.name for one in found if one.counts[0] == most)
        text = tr.gettext("Most %(grade)s: %(name)s with %(n)s.")
        parts.append(fill(text, grade=frame.ladder.chip(frame.ladder.best), name=names, n=strong(most)))
    chips = tuple(frame.ladder.chip(state) for state in frame.ladder.states)
    leaders = tuple(_leading(frame, person) for person in frame.staff if person not in frame.owners)
    return ConsultantsView(frame.words.sentences(parts), chips, found, leaders, frame.words.day(frame.before))


def _leading(frame: Frame, person: str) -> LeaderLine:
    today = _own_work(frame, person)
    late = sum(task.is_late for _call, task in today)
    return LeaderLine(person, frame.person_name(person), _role(frame, person), len(today), late)


def _own_work(frame: Frame, owner: str) -> tuple[tuple[Call, Task], ...]:
    """Return the duties of today that somebody has to do, in the order of the day's work.

    Who leads others sees all that ``fenji todo`` shows them: what is asked of them for anybody's customers too.
    """
    person = frame.office.people.get(owner)
    leading = person is not None and person.role in LEADING
    return tuple((call, task) for call, task in tasks_of(frame, owner) if leading or task.duty.person == owner)


def _today_rows(frame: Frame, today: Sequence[tuple[Call, Task]]) -> Iterator[Row]:
    """Yield the work as rows; the first one of a customer also tells what was last said and what comes next."""
    seen: set[str] = set()
    for call, task in today:
        row = duty_row(frame, task.duty, (call.name,))
        if call.customer not in seen:
            seen.add(call.customer)
            said = fill(frame.tr.gettext("last said: “%(note)s”"), note=call.said) if call.said else ()
            step = fill(frame.tr.gettext("playbook: %(step)s"), step=call.step) if call.step else ()
            row = replace(row, why=dotted(row.why, said, step))
        yield row


def _today_words(frame: Frame, today: Sequence[tuple[Call, Task]]) -> Rich:
    """Return how many things there are to be done, and how many of them are late."""
    tr, late = frame.tr, sum(task.is_late for _call, task in today)
    if not today:
        return (Span(tr.gettext("Nothing has to be done today.")),)
    template = tr.ngettext("Today %(n)s thing to do", "Today %(n)s things to do", len(today))
    told = fill(template, n=strong(len(today)))
    if late:
        text = tr.gettext("%(todo)s, %(n)s of them late")
        told = fill(text, todo=told, n=Span(str(late), Tone.LATE))
    return fill(tr.gettext("%(text)s."), text=told)


def _answer(frame: Frame, own: tuple[Grading, ...], moved: Moves, held: int, stuck: tuple[Stuck, ...]) -> Rich:
    tr = frame.tr
    if not own:
        return (Span(tr.gettext("No customers at present.")),)
    template = tr.ngettext("%(n)s customer: %(grades)s.", "%(n)s customers: %(grades)s.", len(own))
    parts = [fill(template, n=strong(len(own)), grades=counts_words(frame, own))]
    up, down = strong(len(moved.up)), strong(len(moved.down))
    parts.append(
        fill(
            tr.gettext("Since %(day)s %(up)s rose and %(down)s fell."),
            day=frame.words.day(frame.before),
            up=up,
            down=down,
        )
    )
    if held:
        template = tr.ngettext("%(n)s fall waits for approval.", "%(n)s falls wait for approval.", held)
        parts.append(fill(template, n=Span(str(held), Tone.STRONG)))
    if stuck:
        parts.append(fill(tr.gettext("Most are stuck on %(name)s."), name=strong(stuck[0].label)))
    return frame.words.sentences(parts)


def _to_approve(frame: Frame, owner: str) -> Iterator[Rich]:
    """Yield how many falls somebody without customers may approve, with the way there (F9)."""
    person = frame.office.people.get(owner)
    if person is None or owner in frame.owners:
        return
    approvals = frame.grades.ruleset.approvals
    mine = {Role.LEADER, Role.MANAGER} if person.role is Role.MANAGER else {person.role}
    held = sum(one.pending is not None and approvals.get(one.pending.to) in mine for one in frame.present)
    if held:
        template = frame.tr.ngettext("%(n)s fall waits for approval.", "%(n)s falls wait for approval.", held)
        yield fill(template, n=Span(str(held), Tone.STRONG, to=Target(Kind.PAGE, "approvals")))


def consultant_customers(frame: Frame, owner: str) -> tuple[str, ...]:
    """Return everybody of whom somebody's page tells anything: of who leads others, it is everybody."""
    person = frame.office.people.get(owner)
    leads = owner not in frame.owners or any(_led_by(frame, one, owner) for one in frame.owners)
    if leads or (person is not None and person.role is not Role.CONSULTANT):
        return tuple(frame.everyone)
    return frame.work.involved.get(owner, ())


def consultant_view(frame: Frame, owner: str) -> ConsultantView:
    """Return one consultant's page; the trend counts the customers that are theirs now."""
    own, named = _own(frame, owner), _named(frame, owner)
    gone = (one for one in frame.grades.closed.values() if one.consultant == owner and not _pooled(frame, one))
    every = (*own, *gone)
    moved, stuck = moves(frame, named), bottlenecks(frame, own)
    held = sum(grading.pending is not None for grading in named)
    counts = series(frame, every)
    person = frame.office.people.get(owner)
    view_tiles = tiles(frame, counts)
    today = _own_work(frame, owner)
    answer = _answer(frame, own, moved, held, stuck)
    return ConsultantView(
        id=owner,
        name=frame.person_name(owner),
        role=_role(frame, owner),
        leader=(frame.person(person.leader),) if person is not None and person.leader is not None else (),
        left=frame.words.day(person.left) if person is not None and person.left is not None else "",
        answer=frame.words.sentences(
            [
                *([_today_words(frame, today)] if own or today else []),
                *([answer] if own or not today else []),
                *_to_approve(frame, owner),
            ]
        ),
        owns=bool(every) or owner in frame.owners,
        team=tuple(_line(frame, one) for one in frame.owners if _led_by(frame, one, owner)),
        chips=tuple(frame.ladder.chip(state) for state in frame.ladder.states),
        today=tuple(_today_rows(frame, today)),
        running_out=warning_rows(frame, owner),
        compliance=compliance_view(frame, owner),
        tiles=view_tiles,
        compact=len(view_tiles) > _MANY,
        waiting=waiting(frame, named, _FIRST),
        held=held,
        left_out=max(held - _FIRST, 0),
        moves=moved,
        before=frame.words.day(frame.before),
        stuck=stuck,
        customers=table(frame, own, _OWN),
        pooled=table(frame, [grading for grading in named if _pooled(frame, grading)], _GONE),
        trend=trend_view(frame, counts),
    )
