"""Who hears of what on which day: the one place where that is decided (F6, F8; ``escalate:`` in rules.yaml)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from generator.duties.course import later
from generator.duties.duty import Escalation
from generator.model.office import Office, Role
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of the office, asked for by role."""

    office: Office

    def who(self, role: Role, consultant: str, day: date) -> str | None:
        """Return who has a role towards a consultant on a day; None where nobody has it.

        The leader is the one named in office.yaml; without one, or after they have left, a manager stands in. Of
        several managers (or planners) it is the first in order of id who has not left.
        """
        people = self.office.people
        if role is Role.CONSULTANT:
            return consultant
        if role is Role.LEADER:
            person = people.get(consultant)
            leader = person.leader if person is not None else None
            if leader is not None and self._there(leader, day):
                return leader
            role = Role.MANAGER
        return next((name for name in sorted(people) if people[name].role is role and self._there(name, day)), None)

    def _there(self, name: str, day: date) -> bool:
        person = self.office.people.get(name)
        return person is not None and (person.left is None or day < person.left)


@dataclass(frozen=True, slots=True)
class Days:
    """When a duty began, when it is due and when it was settled (None: it is open)."""

    since: date
    due: date
    settled: date | None


def escalations(staff: Staff, steps: Mapping[int, Role], consultant: str, duty: Days) -> Iterator[Escalation]:
    """Yield who hears that a duty is late, and when: ``n`` days after it was due, if it is still open that evening.

    ``steps`` is the grade's ``escalate``. A duty that began after it was due is heard of on its first day at the
    earliest. For an open duty the days to come are among them.
    """
    for days, role in sorted(steps.items()):
        day = max(later(duty.due, days), duty.since)
        if duty.settled is None or day < duty.settled:
            yield Escalation(role, staff.who(role, consultant, day), day)
