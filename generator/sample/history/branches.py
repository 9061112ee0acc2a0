"""Side branches: some days of a consultant, looked through and merged by the team leader."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from generator.sample.history.clerk import Clerk
from generator.sample.history.entry import Entry, What
from generator.sample.history.intake import Intake
from generator.values import dataclass

# Every so many weeks some leader asks to see a consultant's records before they go in.
EVERY_WEEKS: Final = 3
DAYS: Final = 3
FEWEST: Final = 2

Group = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """The commits of a side branch, by whom and when it was merged."""

    groups: Sequence[Group]
    leader: str
    merged: datetime

    @property
    def days(self) -> tuple[date, date]:
        """The first and last day on which something was written down."""
        return self.groups[0][0].moment.date(), self.groups[-1][0].moment.date()


def branches(
    groups: Sequence[Group], people: Mapping[str, Mapping[str, str]], clerk: Clerk, intake: Intake
) -> Iterator[Branch]:
    """The branches of the whole time, in order of time, none within another."""
    consultants = [id_ for id_, person in people.items() if person["role"] == "consultant"]
    start, turn = clerk.first + timedelta(days=2), 0
    while start + timedelta(days=DAYS) <= clerk.last.date():
        for shift in range(len(consultants)):
            who = consultants[(turn + shift) % len(consultants)]
            found = _branch(groups, who, people[who]["leader"], start, intake)
            if found is not None:
                yield found
                break
        start, turn = start + timedelta(weeks=EVERY_WEEKS), turn + 1


def _branch(groups: Sequence[Group], who: str, leader: str, start: date, intake: Intake) -> Branch | None:
    """What somebody wrote from that day on: contacts of customers who are there already, each file touched once."""
    end = datetime.combine(start + timedelta(days=DAYS), time(9, 25))
    begin = datetime.combine(start, time())
    window = [group for group in groups if begin <= group[0].moment <= end]
    touched = Counter(entry.path for group in window for entry in group)
    chosen = [
        group
        for group in window
        if group[0].author == who
        and all(
            entry.what is What.CONTACT and intake.created[entry.customer] < begin and touched[entry.path] == 1
            for entry in group
        )
    ]
    return Branch(chosen, leader, end) if len(chosen) >= FEWEST else None
