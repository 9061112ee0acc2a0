"""Gradings that are kept from one judgement of an office to the next, and how long each of them holds.

A year of weeks judges the same customers 52 times. Most of them have neither a new record nor a day on which the
calendar alone changes something; then the grading of the week before stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator.grade.compiling import compile_rules
from generator.grade.eras import Era
from generator.grade.grading import Grading
from generator.grade.replay import LOOK_AHEAD, State, Terms
from generator.grade.ruleset import Ruleset
from generator.grade.scheme import Cuts
from generator.model.dossier import Dossier
from generator.model.office import Office
from generator.model.record import DecisionKind
from generator.model.rules import Rules
from generator.read.document import Document


@dataclass(frozen=True, slots=True)
class Kept:
    """A grading, what it was made from, and the first day on which it need not hold any more.

    ``state`` is where the replay stood that evening, to be gone on from. ``cuts`` are those of the share schemes on the
    day of the grading: a place among all customers moves with them.
    """

    dossier: Dossier
    grading: Grading
    life: Sequence[Era]
    state: State
    cuts: Mapping[str, Cuts]
    until: date


class Gradings:
    """The newest grading of every customer under the rules and the office they were judged by last; others begin anew.

    Dossiers are told apart by identity: snapshots read with one memory share the dossiers whose files are the same.
    """

    def __init__(self) -> None:
        self._rules: tuple[Rules, Document | None, Ruleset] | None = None
        self._office: Office | None = None
        self._kept: dict[str, Kept] = {}

    def ruleset(self, rules: Rules, document: Document | None) -> Ruleset | None:
        """Return the compiled rules, compiled once; None where they have errors."""
        if self._rules is None or self._rules[0] is not rules or self._rules[1] is not document:
            compiled, _problems = compile_rules(rules, document)
            if compiled is None:
                return None
            self._rules, self._kept = (rules, document, compiled), {}
        return self._rules[2]

    def of(self, office: Office) -> None:
        """Forget what was judged for another office, or before its people and milestones changed."""
        if self._office is not office:
            self._office, self._kept = office, {}

    def kept(self, dossier: Dossier, day: date) -> Kept | None:
        """Return what still holds on a day; None where the customer must be judged."""
        known = self._kept.get(dossier.id)
        if known is not None and known.dossier is dossier and known.grading.as_of <= day < known.until:
            return known
        return None

    def earlier(self, dossier: Dossier, day: date) -> Kept | None:
        """Return an earlier grading whose replay can be gone on from: since then records only came, none before it."""
        known = self._kept.get(dossier.id)
        if known is None or known.grading.as_of >= day or known.grading.closed is not None or dossier.joined:
            return None
        closed = dossier.customer.record.closed
        if (closed is not None and closed.on <= day) or not _only_grew(known, dossier):
            return None
        return known

    def keep(self, kept: Kept) -> None:
        """Keep a customer's newest grading."""
        self._kept[kept.grading.id] = kept


def _only_grew(known: Kept, dossier: Dossier) -> bool:
    """Tell whether a dossier holds, up to the day of a grading, just what that grading was made from."""
    if known.dossier is dossier:
        return True
    day, before = known.grading.as_of, known.life[-1].dossier
    was = (*before.visits, *before.decisions, *before.deals)
    now = [filed for filed in dossier.records if filed.record.at.day <= day]
    return (
        len(before.joined) == 0
        and known.dossier.folder == dossier.folder
        and known.dossier.customer.record == dossier.customer.record
        and len(was) == len(now)
        and all(
            one.path == other.path and one.record == other.record and one.marks == other.marks
            for one, other in zip(was, now, strict=True)
        )
    )


def holds_until(dossier: Dossier, grading: Grading, beyond: date, standard: Terms) -> date:
    """Return the first day after the grading's on which something about the customer can be another.

    ``beyond`` is the first day of change that the look ahead for a fall did not reach; it comes into sight as days
    pass.
    """
    day, tomorrow = grading.as_of, grading.as_of + timedelta(days=1)
    if standard.calendar.all.daily or dossier.joined:
        return tomorrow
    if grading.closed is not None:
        return date.max
    sight = beyond - LOOK_AHEAD if grading.next_fall is None and standard.ruleset.falls else date.max
    return min(sight, *(later for later in _days(dossier, grading, standard) if later > day), date.max)


def _days(dossier: Dossier, grading: Grading, standard: Terms) -> Iterator[date]:
    """Yield the days on which records or the calendar can change something, past ones among them."""
    records = {filed.record.at.day for filed in dossier.visits} | {filed.record.at.day for filed in dossier.deals}
    yield from records
    for offset in standard.calendar.all.after_records:
        passed = timedelta(days=offset)
        yield from (record + passed for record in records)
    for filed in dossier.decisions:
        yield filed.record.at.day
        if filed.record.kind is DecisionKind.OVERRIDE and filed.record.until is not None:
            yield filed.record.until + timedelta(days=1)
    yield from (grading.since + timedelta(days=passed) for passed in (1, *standard.span.in_grade))
    if standard.office.milestones.opening is not None:
        yield standard.office.milestones.opening
    if (closed := dossier.customer.record.closed) is not None:
        yield closed.on
