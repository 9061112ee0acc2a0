"""The grades of a whole office on one date: a pure function of a snapshot and that date (design section 10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from operator import attrgetter

from generator.failure import Failure
from generator.grade.customer import grade, life
from generator.grade.eras import Era, era_on, eras
from generator.grade.facts import Facts
from generator.grade.grading import Grading
from generator.grade.gradings import Gradings, Kept, told_until
from generator.grade.ruleset import Ruleset, Scheme
from generator.grade.scheme import Cuts, share_cuts
from generator.grade.terms import CutsOn, Terms, terms
from generator.grade.timeline import Timeline
from generator.model.dossier import Dossier
from generator.model.office import Office
from generator.model.record import Customer
from generator.model.rules import Method
from generator.model.snapshot import Snapshot
from generator.sharing import shared
from generator.texts import Message, _
from generator.values import dataclass, field, replace

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

    ``shares`` holds the classes of each share scheme that was asked, best first.
    """

    as_of: date
    office: Office
    ruleset: Ruleset
    gradings: Mapping[str, Grading]
    closed: Mapping[str, Grading]
    shares: Mapping[str, tuple[Share, ...]]
    _counts: Counter[str | None] = field(default_factory=Counter, init=False, repr=False, compare=False)

    @property
    def counts(self) -> Mapping[str | None, int]:
        """How many open customers have each grade (None: ungraded); counted once."""
        if not self._counts:
            self._counts.update(map(attrgetter("grade"), self.gradings.values()))
        return self._counts


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
    memory = Gradings() if known is None else known
    compiled = memory.ruleset(snapshot.rules, snapshot.rules_document)
    if compiled is None:
        raise Ungradable(Message(_("The rules have errors, so nothing can be graded; “fenji check” names them.")))
    ruleset, answers = compiled
    memory.of(snapshot.office)
    found = memory.triage(snapshot.dossiers, as_of)
    held, moving, before = found.held, found.moving, found.before
    lives = {name: life(dossier, as_of, before.get(name), ruleset, snapshot.office) for name, dossier in moving.items()}
    standard = terms(
        ruleset, snapshot.office, cuts or _cuts(ruleset, lives, as_of, held), answers, memory.asked(ruleset)
    )
    if known is None:
        several = processes if len(moving) >= WORTH_SHARING else 1
        afresh = _afresh(tuple(moving.values()), lives, standard, as_of, several)
        return office_grades(snapshot.office, ruleset, as_of, afresh)
    evening = _Evening(as_of, standard, known.places(_shares_on(standard, as_of)))
    for name, dossier in moving.items():
        known.keep(_judged_again(dossier, lives[name], before.get(name), evening))
    for kept in held.values():
        if kept.cuts is not evening.places and kept.grading.closed is None and kept.cuts != evening.places:
            known.keep(_moved(kept, evening))
    everyone = (name for name in snapshot.dossiers if name in held or name in moving)
    return office_grades(snapshot.office, ruleset, as_of, known.of_customers(everyone), standard.asked)


def _afresh(
    everyone: Sequence[Dossier], lives: Mapping[str, Sequence[Era]], standard: Terms, as_of: date, processes: int
) -> Mapping[str, Grading]:
    """Return everybody's grading, worked out by several processes."""

    def work(piece: Sequence[Dossier]) -> list[Grading]:
        return [grade(dossier, lives[dossier.id], standard, as_of)[0] for dossier in piece]

    pieces = [everyone[start : start + PIECE] for start in range(0, len(everyone), PIECE)]
    return {grading.id: grading for gradings in shared(pieces, work, processes) for grading in gradings}


@dataclass(frozen=True, slots=True)
class _Evening:
    """A day at whose end customers are judged, by what, and the cuts of the share schemes then."""

    day: date
    standard: Terms
    places: Mapping[str, Cuts]


def _judged_again(dossier: Dossier, life: Sequence[Era], before: Kept | None, evening: _Evening) -> Kept:
    """Return a customer's new grading and all that lets it stand, gone on from what was known ``before``, if any."""
    standard = evening.standard
    grading, state, outlook = grade(dossier, life, standard, evening.day, before)
    told = told_until(dossier, evening.day, grading, life[-1].timeline.days, standard)
    until = told if grading.closed is not None else min(told, outlook.until)
    cuts = evening.places if grading.closed is None else {}
    figures = {name: _figure(standard.ruleset.schemes[name], life[-1].timeline, evening.day) for name in cuts}
    return Kept(dossier, evening.day, grading, life, state, cuts, figures, told, until)


def office_grades(
    office: Office,
    ruleset: Ruleset,
    as_of: date,
    gradings: Mapping[str, Grading],
    asked: Mapping[str, Scheme] | None = None,
) -> OfficeGrades:
    """Return the grades of an office put together from all customers' ``gradings``, which are in order of id.

    ``asked`` are the schemes that these tell of, all where nothing is said.
    """
    return OfficeGrades(
        as_of=as_of,
        office=office,
        ruleset=ruleset,
        gradings={name: grading for name, grading in gradings.items() if grading.closed is None},
        closed={name: grading for name, grading in gradings.items() if grading.closed is not None},
        shares={
            name: _classes(scheme, gradings.values())
            for name, scheme in (ruleset.schemes if asked is None else asked).items()
            if scheme.method is Method.SHARE
        },
    )


def _moved(kept: Kept, evening: _Evening) -> Kept:
    """Return what stands on a later day on which places among all customers have moved."""
    timeline, answers, cuts = kept.life[-1].timeline, evening.standard.answers, evening.places
    schemes = {
        name: answers.grade(name, timeline, evening.day, cuts[name]) if name in cuts else said
        for name, said in kept.grading.schemes.items()
    }
    return replace(kept, day=evening.day, grading=kept.grading._replace(schemes=schemes), cuts=cuts)


def _shares_on(standard: Terms, day: date) -> Mapping[str, Cuts]:
    """Return the cuts of every share scheme that is asked on a day."""
    schemes = standard.asked.values()
    return {scheme.name: standard.cuts(scheme.name, day) for scheme in schemes if scheme.method is Method.SHARE}


def _cuts(ruleset: Ruleset, lives: Mapping[str, Sequence[Era]], as_of: date, held: Mapping[str, Kept]) -> CutsOn:
    """Return the function that gives a share scheme's cuts on a day, over all customers open on it.

    ``lives`` are of those whose grading is not ``held``. On the day of the judgement the others still have the figure
    that they had.
    """

    @cache
    def cuts(name: str, day: date) -> Cuts:
        scheme = ruleset.schemes[name]
        if scheme.method is not Method.SHARE:
            return ()
        figures = []
        asked = [*lives.values()]
        if day == as_of:
            figures = [one.figures[name] for one in held.values() if one.grading.closed is None]
        else:
            asked += [one.life for one in held.values()]
        timelines = (era_on(life, day).timeline for life in asked)
        figures += [_figure(scheme, timeline, day) for timeline in timelines if _open(timeline.customer, day)]
        return share_cuts(scheme, figures)

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
