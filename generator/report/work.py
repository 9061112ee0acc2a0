"""What follows from the grades for the people of the office: duties, ownership, protection, compliance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.assignment.holding import Standing
from generator.assignment.ownership import standings
from generator.assignment.protection import Protection, Sources, protection
from generator.duties.compliance import Compliance, compliance
from generator.duties.duty import Duty, OfficeDuties
from generator.duties.office import office_duties
from generator.grade.grading import Grading
from generator.grade.office import OfficeGrades
from generator.model.snapshot import Snapshot


@dataclass(frozen=True)
class Work:
    """The duties of an office on the day of its grades and what they stand on; each is computed once, when asked for.

    ``standings`` and ``protections`` are by customer, closed ones included.
    """

    snapshot: Snapshot
    grades: OfficeGrades

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Where every customer stands: who had them on which days, and why protection ends."""
        return standings(self.snapshot, self.grades)

    @cached_property
    def protections(self) -> Mapping[str, Protection]:
        """The protection of every customer."""
        rules, sources, day = self.grades.ruleset.rules, Sources(self.snapshot.rules_document), self.grades.as_of
        return {name: protection(one, rules, sources, day) for name, one in self.standings.items()}

    @cached_property
    def duties(self) -> OfficeDuties:
        """The duties of all customers."""
        owners = {name: one.holdings for name, one in self.standings.items()}
        return office_duties(self.snapshot, self.grades, owners=owners)

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

    def prepare(self) -> None:
        """Compute what pages ask for, before several processes make them."""
        _all = self.standings, self.protections, self.duties, self.compliance
