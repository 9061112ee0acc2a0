"""The grading of one customer on one day: what the replay of the records and all schemes say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from generator.grade.agenda import first_day
from generator.grade.eras import Era, eras
from generator.grade.grading import Grading, SchemeGrade
from generator.grade.gradings import Kept
from generator.grade.replay import Outlook, Replay
from generator.grade.ruleset import Ruleset
from generator.grade.terms import Terms
from generator.grade.timeline import Timeline
from generator.grade.today import State
from generator.model.dossier import Dossier
from generator.model.office import Office


def life(dossier: Dossier, day: date, known: Kept | None, ruleset: Ruleset, office: Office) -> Sequence[Era]:
    """Return a customer's eras up to a day: those known, if no record came since.

    ``known`` is a grading that can be gone on from.
    """
    if known is None:
        return eras(dossier, day, ruleset, office)
    if known.dossier is dossier and not any(known.day < filed.record.at.day <= day for filed in dossier.records):
        return known.life
    return eras(dossier, day, ruleset, office, known.life[-1].timeline)


def grade(
    dossier: Dossier, life: Sequence[Era], standard: Terms, as_of: date, before: Kept | None = None
) -> tuple[Grading, State, Outlook]:
    """Return a customer's grading, and where the replay stands and looks to.

    A replay goes on from where it stood ``before``, if that is known; the customer is then an open one. What
    schemes can't say otherwise they have said already.
    """
    customer = dossier.customer.record
    closed = customer.closed.on if customer.closed is not None and customer.closed.on <= as_of else None
    last = as_of if closed is None else closed - timedelta(days=1)
    if closed is not None and any(filed.record.at.day > last for filed in life[-1].dossier.records):
        life = eras(dossier, last, standard.ruleset, standard.office)
    state, outlook = _replayed(life, standard, last) if before is None else _gone_on(before, life[-1], standard, last)
    if before is not None and before.tells(dossier, as_of, standard.cuts):
        schemes = before.grading.schemes
    else:
        schemes = _said(life[-1].timeline, standard, last, before, counts=closed is None)
    official = schemes[standard.ruleset.rules.official]
    grading = Grading(
        id=dossier.id,
        consultant=customer.consultant,
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


def _said(
    timeline: Timeline, standard: Terms, day: date, before: Kept | None, *, counts: bool
) -> Mapping[str, SchemeGrade]:
    """Return what schemes say on a day; those that read customer.yaml alone have said it ``before``.

    ``counts`` tells whether the customer has a place among all.
    """
    known, answers = before.grading.schemes if before is not None else {}, standard.answers
    return {
        name: known[name]
        if name in known and answers.still(name)
        else answers.grade(name, timeline, day, standard.cuts(name, day) if counts else ())
        for name in standard.asked
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
    return _replay(era, standard).run(before.day + timedelta(days=1), last, before.state.fork())


def _replay(era: Era, standard: Terms) -> Replay:
    return Replay(era.dossier, standard, era.timeline, era.brought)
