"""The grades of a whole office on one date: a pure function of a snapshot and that date (design section 10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from generator.failure import Failure
from generator.grade.agenda import first_day
from generator.grade.eras import Era, era_on, eras
from generator.grade.facts import Facts
from generator.grade.grading import Grading, NextFall, SchemeGrade
from generator.grade.gradings import Gradings, Kept, holds_until
from generator.grade.lift import lift
from generator.grade.replay import CutsOn, Replay, State, Terms, terms
from generator.grade.ruleset import Ruleset, Scheme
from generator.grade.scheme import Cuts, grade_scheme, share_cuts
from generator.grade.timeline import Timeline
from generator.model.dossier import Dossier
from generator.model.office import Office
from generator.model.record import Customer
from generator.model.rules import Method
from generator.model.snapshot import Snapshot
from generator.sharing import shared
from generator.texts import Message, _

WORTH_SHARING = 400
"""With fewer customers, starting a process takes longer than it saves."""
PIECE = 100


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


def judge(
    snapshot: Snapshot,
    as_of: date,
    known: Gradings | None = None,
    *,
    processes: int = 1,
    cuts: CutsOn | None = None,
) -> OfficeGrades:
    """Grade every customer registered by ``as_of``, from the records up to that day.

    With the ``known`` gradings of an earlier day only those are judged of whom something can be another since then;
    without, several ``processes`` may share the work. The result is the same. ``cuts`` are given where the snapshot
    holds some of the office's customers only.

    Raises Ungradable where rules.yaml or office.yaml can't be used; their problems say why.
    """
    if snapshot.rules is None or snapshot.office is None:
        raise Ungradable(
            Message(_("Without a usable rules.yaml and office.yaml nothing can be graded; mend the problems first."))
        )
    alone = known is not None or len(snapshot.dossiers) < WORTH_SHARING
    known = Gradings() if known is None else known
    ruleset = known.ruleset(snapshot.rules, snapshot.rules_document)
    if ruleset is None:
        raise Ungradable(Message(_("The rules have errors, so nothing can be graded; “fenji check” names them.")))
    known.of(snapshot.office)
    everyone = [dossier for dossier in snapshot.dossiers.values() if dossier.customer.record.registered <= as_of]
    held = {dossier.id: known.kept(dossier, as_of) for dossier in everyone}
    earlier = {dossier.id: known.earlier(dossier, as_of) for dossier in everyone if held[dossier.id] is None}
    lives = {
        dossier.id: _life(dossier, as_of, held[dossier.id] or earlier[dossier.id], ruleset, snapshot.office)
        for dossier in everyone
    }
    standard = terms(ruleset, snapshot.office, cuts or _cuts(ruleset, lives.values()))
    if not alone and processes > 1:
        return _grades(snapshot.office, ruleset, as_of, _shared(everyone, lives, standard, as_of, processes))
    gradings: dict[str, Grading] = {}
    for dossier in everyone:
        kept = held[dossier.id]
        if kept is None:
            before = earlier[dossier.id]
            grading, state, beyond = (
                _grading(dossier, lives[dossier.id], standard, as_of)
                if before is None
                else _gone_on(before, dossier, lives[dossier.id], standard, as_of)
            )
            until = holds_until(dossier, grading, beyond, standard)
            kept = Kept(dossier, grading, lives[dossier.id], state, _shares_on(standard, grading), until)
        else:
            kept = _on(kept, standard, as_of)
        known.keep(kept)
        gradings[dossier.id] = kept.grading
    return _grades(snapshot.office, ruleset, as_of, gradings)


def _shared(
    everyone: Sequence[Dossier], lives: Mapping[str, Sequence[Era]], standard: Terms, as_of: date, processes: int
) -> Mapping[str, Grading]:
    """Return everybody's grading, worked out by several processes."""

    def work(piece: Sequence[Dossier]) -> list[Grading]:
        return [_grading(dossier, lives[dossier.id], standard, as_of)[0] for dossier in piece]

    pieces = [everyone[start : start + PIECE] for start in range(0, len(everyone), PIECE)]
    return {grading.id: grading for gradings in shared(pieces, work, processes) for grading in gradings}


def _grades(office: Office, ruleset: Ruleset, as_of: date, gradings: Mapping[str, Grading]) -> OfficeGrades:
    return OfficeGrades(
        as_of=as_of,
        office=office,
        ruleset=ruleset,
        gradings={name: grading for name, grading in gradings.items() if grading.closed is None},
        closed={name: grading for name, grading in gradings.items() if grading.closed is not None},
        shares={
            name: _classes(scheme, gradings.values())
            for name, scheme in ruleset.schemes.items()
            if scheme.method is Method.SHARE
        },
    )


def _life(dossier: Dossier, day: date, known: Kept | None, ruleset: Ruleset, office: Office) -> Sequence[Era]:
    """Return a customer's eras up to a day: those known, if no record came since."""
    if known is not None and known.dossier is dossier:
        last = known.grading.as_of
        if not any(last < filed.record.at.day <= day for filed in dossier.records):
            return known.life
    return eras(dossier, day, ruleset, office)


def _grading(dossier: Dossier, life: Sequence[Era], standard: Terms, as_of: date) -> tuple[Grading, State, date]:
    """Return a customer's grading, its state, and the first day of change that its look ahead did not reach."""
    customer = dossier.customer.record
    closed = customer.closed.on if customer.closed is not None and customer.closed.on <= as_of else None
    last = as_of if closed is None else closed - timedelta(days=1)
    ruleset = standard.ruleset
    if closed is not None and any(filed.record.at.day > last for filed in life[-1].dossier.records):
        life = eras(dossier, last, ruleset, standard.office)
    state, next_fall, beyond = _replayed(life, standard, last)
    facts = Facts(life[-1].timeline, last)
    schemes = {
        name: _verdict(scheme, facts, standard.cuts(name, last) if closed is None else ())
        for name, scheme in ruleset.schemes.items()
    }
    grading = _open_grading(dossier, as_of, state, schemes, standard)
    return replace(grading, next_fall=next_fall if closed is None else None, closed=closed), state, beyond


def _gone_on(
    before: Kept, dossier: Dossier, life: Sequence[Era], standard: Terms, as_of: date
) -> tuple[Grading, State, date]:
    """Return what ``_grading`` does, from where the replay stood on an earlier evening on."""
    old, same = before.grading, life is before.life
    state, next_fall, beyond = _replayed_on(before, life, standard, as_of)
    facts, records = Facts(life[-1].timeline, as_of), life[-1].timeline.days
    opening = standard.office.milestones.opening
    schemes = {
        name: old.schemes[name]
        if same and not standard.calendar.schemes[name].between(records, opening, old.as_of, as_of)
        else _verdict(scheme, facts, standard.cuts(name, as_of))
        for name, scheme in standard.ruleset.schemes.items()
    }
    return replace(_open_grading(dossier, as_of, state, schemes, standard), next_fall=next_fall), state, beyond


def _replayed_on(before: Kept, life: Sequence[Era], standard: Terms, last: date) -> tuple[State, NextFall | None, date]:
    """Return what ``_replayed`` does; the fall to come stays where neither a record nor a turn came between."""
    old, start = before.grading, before.grading.as_of + timedelta(days=1)
    if life is before.life and old.next_fall is not None and last < old.next_fall.on:
        state = _replay(life[-1], standard).until(start, last, before.state.fork())
        if state.since == old.since and len(state.history) == len(old.history):
            return state, old.next_fall, date.max
    replay = _replay(life[-1], standard)
    state, next_fall = replay.run(start, last, before.state.fork())
    return state, next_fall, replay.beyond


def _open_grading(
    dossier: Dossier, day: date, state: State, schemes: Mapping[str, SchemeGrade], standard: Terms
) -> Grading:
    """Return an open customer's grading on a day, from the state of the replay and the verdicts of all schemes."""
    customer, official = dossier.customer.record, schemes[standard.ruleset.rules.official]
    return Grading(
        id=dossier.id,
        consultant=customer.consultant,
        as_of=day,
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
        next_fall=None,
        closed=None,
    )


def _on(kept: Kept, standard: Terms, day: date) -> Kept:
    """Return what stands on a later day: the same, but for places among all customers that have moved."""
    grading = replace(kept.grading, as_of=day)
    cuts = _shares_on(standard, grading)
    if cuts != kept.cuts:
        facts = Facts(kept.life[-1].timeline, day)
        moved = {name for name in cuts if cuts[name] != kept.cuts[name]}
        schemes = {
            name: _verdict(standard.ruleset.schemes[name], facts, cuts[name]) if name in moved else verdict
            for name, verdict in grading.schemes.items()
        }
        grading = replace(grading, schemes=schemes)
    return replace(kept, grading=grading, cuts=cuts)


def _shares_on(standard: Terms, grading: Grading) -> Mapping[str, Cuts]:
    """Return the cuts of every share scheme on the day of a grading; none for a closed customer."""
    schemes = standard.ruleset.schemes.values() if grading.closed is None else ()
    return {
        scheme.name: standard.cuts(scheme.name, grading.as_of) for scheme in schemes if scheme.method is Method.SHARE
    }


def _verdict(scheme: Scheme, facts: Facts, cuts: Cuts) -> SchemeGrade:
    verdict = grade_scheme(scheme, facts, cuts)
    return replace(verdict, lift=lift(scheme, facts, verdict))


def _replayed(life: Sequence[Era], standard: Terms, last: date) -> tuple[State, NextFall | None, date]:
    """Return the state at the end of ``last``, each day replayed with what was known on it, and the fall to come.

    The last value is the first day of change that the look ahead did not reach.
    """
    state: State | None = None
    for era, following in pairwise(life):
        start = first_day(era.dossier) if state is None else era.since
        end = following.since - timedelta(days=1)
        if start <= end:
            state, _fall = _replay(era, standard).run(start, end, state)
    start = first_day(life[-1].dossier) if state is None else life[-1].since
    replay = _replay(life[-1], standard)
    state, next_fall = replay.run(start, max(start, last), state)
    return state, next_fall, replay.beyond


def _replay(era: Era, standard: Terms) -> Replay:
    return Replay(era.dossier, standard, era.timeline, era.brought)


def _cuts(ruleset: Ruleset, lives: Collection[Sequence[Era]]) -> CutsOn:
    """Return the function that gives a share scheme's cuts on a day, over all customers open on it."""

    @cache
    def cuts(name: str, day: date) -> Cuts:
        scheme = ruleset.schemes[name]
        if scheme.method is not Method.SHARE:
            return ()
        known = (era_on(life, day).timeline for life in lives)
        return share_cuts(
            scheme, (_figure(scheme, timeline, day) for timeline in known if _open(timeline.customer, day))
        )

    return cuts


def share_figures(snapshot: Snapshot, ruleset: Ruleset, office: Office, as_of: date) -> Mapping[str, Mapping[str, float]]:
    """Return what each open customer has in each share scheme on a day, by id and scheme."""
    schemes = [scheme for scheme in ruleset.schemes.values() if scheme.method is Method.SHARE]
    if not schemes:
        return {}
    return {
        dossier.id: {scheme.name: _figure(scheme, timeline, as_of) for scheme in schemes}
        for dossier in snapshot.dossiers.values()
        if _open(dossier.customer.record, as_of)
        for timeline in (eras(dossier, as_of, ruleset, office)[-1].timeline,)
    }


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
