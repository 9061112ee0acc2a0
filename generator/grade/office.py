"""The grades of a whole office on one date: a pure function of a snapshot and that date (design section 10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from generator.failure import Failure
from generator.grade.agenda import first_day
from generator.grade.compiling import compile_rules
from generator.grade.facts import Facts
from generator.grade.grading import Grading
from generator.grade.lift import lift
from generator.grade.replay import CutsOn, Replay, Terms, terms
from generator.grade.ruleset import Ruleset, Scheme
from generator.grade.scheme import Cuts, grade_scheme, share_cuts
from generator.grade.timeline import Timeline
from generator.model.dossier import Dossier
from generator.model.office import Office
from generator.model.record import Customer
from generator.model.rules import Method
from generator.model.snapshot import Snapshot
from generator.texts import Message, _


class Ungradable(Failure):
    """An office without usable rules.yaml or office.yaml can't be graded; ``message`` says what to do."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one class of a share scheme brings (G5): its customers and their part of the total figure (0 to 1)."""

    grade: str
    customers: int
    part: float


@dataclass(frozen=True, slots=True)
class OfficeGrades:
    """Every customer's grading on ``as_of``, in order of id: the open ones, and those closed by then.

    ``shares`` holds the classes of each share scheme, best first.
    """

    as_of: date
    office: Office
    ruleset: Ruleset
    gradings: Mapping[str, Grading]
    closed: Mapping[str, Grading]
    shares: Mapping[str, tuple[Share, ...]]


def judge(snapshot: Snapshot, as_of: date) -> OfficeGrades:
    """Grade every customer registered by ``as_of``, from the records up to that day.

    Raises Ungradable where rules.yaml or office.yaml can't be used; their problems say why.
    """
    if snapshot.rules is None or snapshot.office is None:
        raise Ungradable(
            Message(_("Without a usable rules.yaml and office.yaml nothing can be graded; mend the problems first."))
        )
    ruleset, _problems = compile_rules(snapshot.rules, snapshot.rules_document)
    if ruleset is None:
        raise Ungradable(Message(_("The rules have errors, so nothing can be graded; “fenji check” names them.")))
    known = [
        until(dossier, as_of) for dossier in snapshot.dossiers.values() if dossier.customer.record.registered <= as_of
    ]
    timelines = {dossier.id: Timeline(dossier, ruleset, snapshot.office) for dossier in known}
    standard = terms(ruleset, snapshot.office, _cuts(ruleset, timelines.values()))
    gradings = {dossier.id: _grading(dossier, timelines[dossier.id], standard, as_of) for dossier in known}
    return OfficeGrades(
        as_of=as_of,
        office=snapshot.office,
        ruleset=ruleset,
        gradings={name: grading for name, grading in gradings.items() if grading.closed is None},
        closed={name: grading for name, grading in gradings.items() if grading.closed is not None},
        shares={
            name: _classes(scheme, gradings.values())
            for name, scheme in ruleset.schemes.items()
            if scheme.method is Method.SHARE
        },
    )


def until(dossier: Dossier, day: date) -> Dossier:
    """Return the dossier as it was at the end of ``day``: with what was merged by then, without what is dated later."""
    dossier = dossier.whole(day)
    return replace(
        dossier,
        visits=tuple(filed for filed in dossier.visits if filed.record.at.day <= day),
        decisions=tuple(filed for filed in dossier.decisions if filed.record.at.day <= day),
        deals=tuple(filed for filed in dossier.deals if filed.record.at.day <= day),
    )


def _grading(dossier: Dossier, timeline: Timeline, standard: Terms, as_of: date) -> Grading:
    customer = dossier.customer.record
    closed = customer.closed.on if customer.closed is not None and customer.closed.on <= as_of else None
    last = as_of if closed is None else closed - timedelta(days=1)
    ruleset = standard.ruleset
    if closed is not None and any(filed.record.at.day > last for filed in dossier.records):
        dossier = until(dossier, last)
        timeline = Timeline(dossier, ruleset, standard.office)
    replay = Replay(dossier, standard, timeline)
    start = first_day(dossier)
    state, next_fall = replay.run(start, max(start, last))
    facts = Facts(timeline, last)
    schemes = {
        name: grade_scheme(scheme, facts, standard.cuts(name, last) if closed is None else ())
        for name, scheme in ruleset.schemes.items()
    }
    schemes = {
        name: replace(verdict, lift=lift(ruleset.schemes[name], facts, verdict)) for name, verdict in schemes.items()
    }
    official = schemes[ruleset.rules.official]
    return Grading(
        id=dossier.id,
        consultant=customer.consultant,
        as_of=as_of,
        registered=customer.registered,
        grade=state.grade,
        computed=official.grade,
        since=state.since,
        official=official,
        schemes=schemes,
        pending=state.pending,
        cap=state.cap,
        override=state.override,
        history=tuple(state.history),
        next_fall=next_fall if closed is None else None,
        closed=closed,
    )


def _cuts(ruleset: Ruleset, timelines: Collection[Timeline]) -> CutsOn:
    """Return the function that gives a share scheme's cuts on a day, over all customers open on it."""

    @cache
    def cuts(name: str, day: date) -> Cuts:
        scheme = ruleset.schemes[name]
        if scheme.method is not Method.SHARE:
            return ()
        return share_cuts(
            scheme, (_figure(scheme, timeline, day) for timeline in timelines if _open(timeline.customer, day))
        )

    return cuts


def _open(customer: Customer, day: date) -> bool:
    return customer.registered <= day and (customer.closed is None or day < customer.closed.on)


def _figure(scheme: Scheme, timeline: Timeline, day: date) -> float:
    value = Facts(timeline, day).value(scheme.by or "")
    return float(value) if isinstance(value, float) else 0.0


def _classes(scheme: Scheme, gradings: Iterable[Grading]) -> tuple[Share, ...]:
    figures: dict[str, list[float]] = {grade: [] for grade, _share in scheme.bands}
    for grading in gradings:
        verdict = grading.schemes[scheme.name]
        if grading.closed is None and verdict.grade is not None:
            figures[verdict.grade].append(verdict.figure or 0.0)
    total = sum(sum(of_grade) for of_grade in figures.values())
    return tuple(
        Share(grade, len(of_grade), sum(of_grade) / total if total else 0.0) for grade, of_grade in figures.items()
    )
