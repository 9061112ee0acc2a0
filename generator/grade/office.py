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
from generator.grade.grading import Grading
from generator.grade.gradings import Gradings, Kept, holds_until
from generator.grade.replay import Outlook, Replay
from generator.grade.ruleset import Ruleset, Scheme
from generator.grade.scheme import Cuts, share_cuts
from generator.grade.terms import CutsOn, Terms, terms
from generator.grade.timeline import Timeline
from generator.grade.today import State
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
    fresh, known = known is None, Gradings() if known is None else known
    compiled = known.ruleset(snapshot.rules, snapshot.rules_document)
    if compiled is None:
        raise Ungradable(Message(_("The rules have errors, so nothing can be graded; “fenji check” names them.")))
    ruleset, answers = compiled
    known.of(snapshot.office)
    everyone = [dossier for dossier in snapshot.dossiers.values() if dossier.customer.record.registered <= as_of]
    held = {dossier.id: known.kept(dossier, as_of) for dossier in everyone}
    earlier = {dossier.id: known.earlier(dossier, as_of) for dossier in everyone if held[dossier.id] is None}
    lives = {
        dossier.id: _life(dossier, as_of, held[dossier.id] or earlier[dossier.id], ruleset, snapshot.office)
        for dossier in everyone
    }
    standard = terms(ruleset, snapshot.office, cuts or _cuts(ruleset, lives.values()), answers)
    if fresh:
        pieces = [everyone[start : start + PIECE] for start in range(0, len(everyone), PIECE)]
        several = processes if len(everyone) >= WORTH_SHARING else 1
        found = shared(
            pieces, lambda piece: [_grading(one, lives[one.id], standard, as_of)[0] for one in piece], several
        )
        return _grades(snapshot.office, ruleset, as_of, {one.id: one for piece in found for one in piece})
    gradings: dict[str, Grading] = {}
    for dossier in everyone:
        kept = held[dossier.id]
        if kept is None:
            kept = _judged_again(dossier, lives[dossier.id], earlier[dossier.id], standard, as_of)
        else:
            kept = _on(kept, standard, as_of)
        known.keep(kept)
        gradings[dossier.id] = kept.grading
    return _grades(snapshot.office, ruleset, as_of, gradings)


def _judged_again(dossier: Dossier, life: Sequence[Era], before: Kept | None, standard: Terms, as_of: date) -> Kept:
    """Return a customer's new grading and all that lets it stand, gone on from what was known ``before``, if any."""
    grading, state, outlook = _grading(dossier, life, standard, as_of, before)
    until = holds_until(dossier, grading, life[-1].timeline.days, outlook, standard)
    return Kept(dossier, grading, life, state, _shares_on(standard, grading), until)


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


def _grading(
    dossier: Dossier, life: Sequence[Era], standard: Terms, as_of: date, before: Kept | None = None
) -> tuple[Grading, State, Outlook]:
    """Return a customer's grading, and where the replay stands and looks to.

    A replay goes on from where it stood ``before``, if that is known; the customer is then an open one.
    """
    customer = dossier.customer.record
    closed = customer.closed.on if customer.closed is not None and customer.closed.on <= as_of else None
    last = as_of if closed is None else closed - timedelta(days=1)
    if closed is not None and any(filed.record.at.day > last for filed in life[-1].dossier.records):
        life = eras(dossier, last, standard.ruleset, standard.office)
    state, outlook = _replayed(life, standard, last) if before is None else _gone_on(before, life[-1], standard, last)
    timeline, answers = life[-1].timeline, standard.answers
    schemes = {
        name: answers.grade(name, timeline, last, standard.cuts(name, last) if closed is None else ())
        for name in standard.ruleset.schemes
    }
    official = schemes[standard.ruleset.rules.official]
    grading = Grading(
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
        next_fall=outlook.fall if closed is None else None,
        closed=closed,
    )
    return grading, state, outlook


def _on(kept: Kept, standard: Terms, day: date) -> Kept:
    """Return what stands on a later day: the same, but for places among all customers that have moved."""
    grading = replace(kept.grading, as_of=day)
    cuts = _shares_on(standard, grading)
    if cuts != kept.cuts:
        timeline = kept.life[-1].timeline
        moved = {name for name in cuts if cuts[name] != kept.cuts[name]}
        schemes = {
            name: standard.answers.grade(name, timeline, day, cuts[name]) if name in moved else verdict
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


def _replayed(life: Sequence[Era], standard: Terms, last: date) -> tuple[State, Outlook]:
    """Return the state at the end of ``last``, each day replayed with what was known on it, and the outlook then."""
    state: State | None = None
    for era, following in pairwise(life):
        start = first_day(era.dossier) if state is None else era.since
        end = following.since - timedelta(days=1)
        if start <= end:
            state = _replay(era, standard).until(start, end, state)
    start = first_day(life[-1].dossier) if state is None else life[-1].since
    return _replay(life[-1], standard).run(start, max(start, last), state)


def _gone_on(before: Kept, era: Era, standard: Terms, last: date) -> tuple[State, Outlook]:
    """Return what ``_replayed`` does, from the evening of an earlier grading on."""
    return _replay(era, standard).run(before.grading.as_of + timedelta(days=1), last, before.state.fork())


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


def share_figures(
    snapshot: Snapshot, ruleset: Ruleset, office: Office, as_of: date
) -> Mapping[str, Mapping[str, float]]:
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
