"""Gradings that are kept from one judgement of an office to the next, and how long each of them holds.

A year of weeks judges the same customers 52 times. Most of them have neither a new record nor a day on which the
calendar alone changes something; then the grading of the week before stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from generator.grade.answers import Answers
from generator.grade.compiling import compile_rules
from generator.grade.eras import Era
from generator.grade.grading import Grading
from generator.grade.ruleset import Ruleset, Scheme
from generator.grade.scheme import Cuts
from generator.grade.terms import CutsOn, Terms
from generator.grade.today import State
from generator.model.dossier import Dossier
from generator.model.office import Office
from generator.model.rules import Rules
from generator.read.document import Document
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """A grading made for a ``day``, what it was made from, and the first day on which it need not hold any more.

    Up to the day before ``told`` schemes say the same, as long as the cuts are; the replay alone may bring something.
    ``state`` is where the replay stood that evening, to be gone on from. ``cuts`` are those of the share schemes on the
    day of the grading: a place among all customers moves with them. ``figures`` are what an open customer has in these.
    """

    dossier: Dossier
    day: date
    grading: Grading
    life: Sequence[Era]
    state: State
    cuts: Mapping[str, Cuts]
    figures: Mapping[str, float]
    told: date
    until: date

    def tells(self, dossier: Dossier, day: date, cuts: CutsOn) -> bool:
        """Tell whether schemes say on a later day, with its cuts, what they said on that of the grading."""
        if self.dossier is not dossier or day >= self.told:
            return False
        return all(cuts(name, day) == known for name, known in self.cuts.items())


@dataclass(frozen=True, slots=True)
class Triage:
    """Whose grading is ``held`` on a day, but for places among all customers that may move, and who is ``moving``.

    The replay of some of these can be gone on from where it stood ``before``. All go by id, in order.
    """

    held: Mapping[str, Kept]
    moving: Mapping[str, Dossier]
    before: Mapping[str, Kept]


class Gradings:
    """The newest grading of every customer under the rules and the office they were judged by last; others begin anew.

    They hold what the ``official`` scheme says, where nobody asks for another: the calendar of the others changes
    nothing then, and no move, fall or lift ever depends on what another scheme says.

    Dossiers are told apart by identity: snapshots read with one memory share the dossiers whose files are the same.
    """

    def __init__(self, *, official: bool = False) -> None:
        self._official = official
        self._rules: tuple[Rules, Document | None, Ruleset, Answers] | None = None
        self._office: Office | None = None
        self._kept: dict[str, Kept] = {}
        self._places: Mapping[str, Cuts] = {}

    def ruleset(self, rules: Rules, document: Document | None) -> tuple[Ruleset, Answers] | None:
        """Return the rules, compiled once, and what their schemes answered so far; None where they have errors."""
        if self._rules is None or self._rules[0] is not rules or self._rules[1] is not document:
            compiled, _problems = compile_rules(rules, document)
            if compiled is None:
                return None
            self._rules, self._kept = (rules, document, compiled, Answers(compiled)), {}
        return self._rules[2:]

    def asked(self, ruleset: Ruleset) -> Mapping[str, Scheme]:
        """Return the schemes that the gradings tell of."""
        return {ruleset.official.name: ruleset.official} if self._official else ruleset.schemes

    def of(self, office: Office) -> None:
        """Forget what was judged for another office, or before its people and milestones changed."""
        if self._office is not office:
            self._office, self._kept = office, {}

    def triage(self, dossiers: Mapping[str, Dossier], day: date) -> Triage:
        """Return whose grading stands on a day, and who is to be judged, of those registered by then."""
        held, moving, before, kept = dict[str, Kept](), dict[str, Dossier](), dict[str, Kept](), self._kept
        for name, dossier in dossiers.items():
            known = kept.get(name)
            if known is not None and known.dossier is dossier and known.day <= day < known.until:
                held[name] = known
            elif dossier.customer.record.registered <= day:
                moving[name] = dossier
                if known is not None and _leads_to(known, dossier, day):
                    before[name] = known
        return Triage(held, moving, before)

    def places(self, cuts: Mapping[str, Cuts]) -> Mapping[str, Cuts]:
        """Return the cuts of a day: the very ones of the day before, as long as they stay the same."""
        if cuts != self._places:
            self._places = cuts
        return self._places

    def of_customers(self, names: Iterable[str]) -> dict[str, Grading]:
        """Return some customers' newest gradings by id."""
        kept = self._kept
        return {name: kept[name].grading for name in names}

    def keep(self, kept: Kept) -> None:
        """Keep a customer's newest grading."""
        self._kept[kept.grading.id] = kept


def _leads_to(known: Kept, dossier: Dossier, day: date) -> bool:
    """Tell whether the replay behind a grading can be gone on from up to a later day.

    It can where since then records only came, none before it.
    """
    if known.day >= day or known.grading.closed is not None or dossier.joined:
        return False
    closed = dossier.customer.record.closed
    return (closed is None or closed.on > day) and _only_grew(known, dossier)


def _only_grew(known: Kept, dossier: Dossier) -> bool:
    """Tell whether a dossier holds, up to the day of a grading, just what that grading was made from."""
    if known.dossier is dossier:
        return True
    day, before = known.day, known.life[-1].dossier
    was = (*before.visits, *before.decisions, *before.deals)
    now = [filed for filed in dossier.records if filed.record.at.day <= day]
    return (
        len(known.dossier.joined) == 0
        and known.dossier.folder == dossier.folder
        and known.dossier.customer.record == dossier.customer.record
        and len(was) == len(now)
        and all(
            one.path == other.path
            and (one.record is other.record or one.record == other.record)
            and one.marks == other.marks
            for one, other in zip(was, now, strict=True)
        )
    )


def told_until(dossier: Dossier, day: date, grading: Grading, records: Sequence[date], standard: Terms) -> date:
    """Return the first day from the one of a grading on on which a scheme can say something else of the customer.

    That is so many days after one of the ``records`` (their days up to that ``day``, in order), or when something dated
    later comes.
    """
    if standard.calendar.daily:
        return day  # nor on the same day in other records: everybody's place may be another
    if dossier.joined:
        return day + timedelta(days=1)
    if grading.closed is not None:
        return date.max
    passing = [record + passed for passed in standard.calendar.after_records for record in records]
    dated = [filed.record.at.day for filed in dossier.records]
    opening, closed = standard.office.milestones.opening, dossier.customer.record.closed
    marked = [opening] if opening is not None and standard.calendar.opening else []
    marked += [closed.on] if closed is not None else []
    return min((later for later in (*passing, *dated, *marked) if later > day), default=date.max)
