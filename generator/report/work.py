"""What follows from the grades for the people of the office: duties, ownership, protection, compliance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from generator.assignment.holding import Standing
from generator.assignment.ownership import standings
from generator.assignment.protection import Protection, Sources, protection
from generator.duties.compliance import Compliance, compliance
from generator.duties.duty import Answer, Duty, OfficeDuties
from generator.duties.office import office_duties
from generator.grade.grading import Grading
from generator.grade.office import OfficeGrades
from generator.model.snapshot import Snapshot
from generator.values import dataclass, field, replace


class Worked(NamedTuple):
    """What follows from a customer's grading, worked out: the duties, and the first answer to a visit (K3)."""

    standing: Standing
    duties: tuple[Duty, ...]
    answer: Answer | None


@dataclass(frozen=True)
class Work:
    """The duties of an office on the day of its grades and what they stand on; each is computed once, when asked for.

    ``standings`` and ``protections`` are by customer, closed ones included. ``known`` is what was worked out before of
    customers whose records and grading are the same.
    """

    snapshot: Snapshot
    grades: OfficeGrades
    known: Mapping[str, Worked] = field(default_factory=dict)

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Where every customer stands: who had them on which days, and why protection ends."""
        found = standings(self.snapshot, self._unknown)
        return dict(sorted([*found.items(), *((name, one.standing) for name, one in self.known.items())]))

    @cached_property
    def protections(self) -> Mapping[str, Protection]:
        """The protection of every customer."""
        rules, sources, day = self.grades.ruleset.rules, Sources(self.snapshot.rules_document), self.grades.as_of
        return {name: protection(one, rules, sources, day) for name, one in self.standings.items()}

    @cached_property
    def duties(self) -> OfficeDuties:
        """The duties of all customers."""
        owners = {name: one.holdings for name, one in self.standings.items()}
        found = office_duties(self.snapshot, self._unknown, owners=owners)
        duties = [*found.duties.items(), *((name, one.duties) for name, one in self.known.items() if one.duties)]
        answers = [*found.answers, *(one.answer for one in self.known.values() if one.answer is not None)]
        answers.sort(key=attrgetter("customer"))
        return replace(found, duties=dict(sorted(duties)), answers=tuple(answers))

    @cached_property
    def compliance(self) -> Compliance:
        """The compliance and response time of the last twelve weeks (K3)."""
        return compliance(self.duties)

    @cached_property
    def late(self) -> tuple[Duty, ...]:
        """What should have been done before today, the latest first."""
        return self.duties.late()

    @cached_property
    def named(self) -> Mapping[str, tuple[Grading, ...]]:
        """The open customers by the consultant whom customer.yaml names, those in the pool too."""
        found: dict[str, list[Grading]] = defaultdict(list)
        for grading in self.grades.gradings.values():
            found[grading.consultant].append(grading)
        return {consultant: tuple(theirs) for consultant, theirs in found.items()}

    @cached_property
    def involved(self) -> Mapping[str, tuple[str, ...]]:
        """By person the customers whose work names them, on any day: as owner, or as who has or had something to do."""
        found: dict[str, set[str]] = defaultdict(set)
        for grading in (*self.grades.gradings.values(), *self.grades.closed.values()):
            found[grading.consultant].add(grading.id)
        for customer, standing in self.standings.items():
            for holding in standing.holdings:
                found[holding.owner or ""].add(customer)
        for duty in self.duties:
            found[duty.consultant].add(duty.customer)
            found[duty.person or ""].add(duty.customer)
        for answer in self.duties.answers:
            found[answer.consultant].add(answer.customer)
        return {person: tuple(sorted(customers)) for person, customers in found.items()}

    def worked(self) -> Mapping[str, Worked]:
        """Return what was worked out of every customer."""
        answers = {answer.customer: answer for answer in self.duties.answers}
        duties = self.duties.duties
        return {
            name: Worked(standing, duties.get(name, ()), answers.get(name)) for name, standing in self.standings.items()
        }

    @property
    def _unknown(self) -> OfficeGrades:
        """The grades of those of whom nothing is known."""
        grades, known = self.grades, self.known
        if not known:
            return grades
        return replace(
            grades,
            gradings={name: one for name, one in grades.gradings.items() if name not in known},
            closed={name: one for name, one in grades.closed.items() if name not in known},
        )

    def prepare(self) -> None:
        """Compute what pages ask for, before several processes make them."""
        _all = self.standings, self.protections, self.duties, self.compliance
