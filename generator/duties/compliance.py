"""Follow-up compliance and response time (K3), per consultant, grade and week: figures that add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from generator.duties.duty import Answer, Duty, OfficeDuties
from generator.read.weeks import Week, week_of, weeks
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """Duties ``due`` and those of them done ``in_time``; first visits ``answered``, and the days that took together."""

    due: int = 0
    in_time: int = 0
    answered: int = 0
    answer_days: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return the two together."""
        return Tally(
            self.due + other.due,
            self.in_time + other.in_time,
            self.answered + other.answered,
            self.answer_days + other.answer_days,
        )

    def __sub__(self, other: Tally) -> Tally:
        """Return this without the other, which is a part of it."""
        return Tally(
            self.due - other.due,
            self.in_time - other.in_time,
            self.answered - other.answered,
            self.answer_days - other.answer_days,
        )

    @property
    def share(self) -> float | None:
        """The compliance, 0 to 1; None where nothing was due."""
        return self.in_time / self.due if self.due else None

    @property
    def response(self) -> float | None:
        """The mean response time in days; None where no first visit was answered."""
        return self.answer_days / self.answered if self.answered else None


@dataclass(frozen=True, slots=True)
class Compliance:
    """The tallies of some weeks, oldest first, by week, consultant and grade (None: ungraded); empty ones left out."""

    weeks: tuple[Week, ...]
    tallies: Mapping[Key, Tally]

    def of(self, week: Week | None = None, consultant: str | None = None) -> Tally:
        """Return the tally of a week, of a consultant, of both, or of everything; all grades together."""
        chosen = [
            (tally.due, tally.in_time, tally.answered, tally.answer_days)
            for _grade, tally in self._chosen(week, consultant)
        ]
        return Tally(*map(sum, zip(*chosen, strict=True)))

    def by_grade(self, week: Week | None = None, consultant: str | None = None) -> Mapping[str | None, Tally]:
        """Return the tally of each grade, of one week or consultant where named."""
        found: dict[str | None, Tally] = defaultdict(Tally)
        for grade, tally in self._chosen(week, consultant):
            found[grade] += tally
        return dict(found)

    def _chosen(self, week: Week | None, consultant: str | None) -> Iterator[tuple[str | None, Tally]]:
        """Yield grade and tally of those that are asked for; they are many, and few of them are."""
        for (of_week, who, grade), tally in self.tallies.items():
            if (consultant is None or who == consultant) and (week is None or of_week == week):
                yield grade, tally


Key = tuple[Week, str, str | None]
"""What figures are counted by: the week, the consultant, the grade."""


def tallies(duties: Iterable[Duty], answers: Iterable[Answer], first: date, last: date) -> Mapping[Key, Tally]:
    """Return the figures of the days from ``first`` to ``last``.

    A duty counts in the week in which it was due, for the consultant it was asked of, with the grade behind it; what is
    due after ``last`` does not count yet. An answer counts in the week in which it was given.
    """
    found: dict[Key, Tally] = defaultdict(Tally)
    for duty in duties:
        if first <= duty.due <= last and duty.counted:
            found[week_of(duty.due), duty.consultant, duty.grade] += Tally(due=1, in_time=int(duty.in_time))
    for answer in answers:
        if first <= answer.follow_up.at <= last:
            key = week_of(answer.follow_up.at), answer.consultant, answer.grade
            found[key] += Tally(answered=1, answer_days=answer.days)
    return dict(found)


def compliance(duties: OfficeDuties) -> Compliance:
    """Return the compliance of the weeks from that of ``duties.first`` to that of ``duties.as_of``."""
    span = tuple(weeks(week_of(duties.first), week_of(duties.as_of)))
    return Compliance(span, tallies(duties, duties.answers, duties.first, duties.as_of))
