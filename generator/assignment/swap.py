"""The swap of collected customers (F10): each one of them to another consultant, evenly, and the same on every run."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import date

from generator.assignment.holding import Standing
from generator.assignment.roster import present_on
from generator.grade.office import OfficeGrades
from generator.model.dossier import Dossier
from generator.model.office import Office, Role
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Swap:
    """One customer of the proposal: the grade, whom they belonged to last, and to whom they would go.

    ``to`` is None where nobody else is there who could take them. ``again`` tells that ``to`` had them once, earlier.
    """

    customer: str
    grade: str
    previous: str
    to: str | None
    again: bool


def proposal(
    grades: OfficeGrades, dossiers: Mapping[str, Dossier], standings: Mapping[str, Standing]
) -> tuple[Swap, ...]:
    """Propose a new consultant for every customer in the pool whose grade is collected, in order of id (F10).

    Nobody gets a customer back whom they had last; within that the numbers are as even as can be. Nobody gets one whom
    they ever had, unless nobody else is there or only that makes the numbers even.
    Who is off on the day, has left or has not joined gets none. The draw follows from the ids and the day alone.
    """
    collected = {grade for grade, duty in grades.ruleset.rules.follow_up.grades.items() if duty.pool}
    day = grades.as_of
    takers = sorted(_takers(grades.office, day), key=lambda person: _draw(day, person))
    graded = {name: grading.grade for name, grading in grades.gradings.items() if grading.grade in collected}
    ids = sorted((name for name in graded if standings[name].owner is None), key=lambda name: _draw(day, name))
    owners = {name: owners_of(dossiers[name], standings[name]) for name in ids}
    strict = {name: [one for one in takers if one not in owners[name]] for name in ids}
    loose = {name: [one for one in takers if one != owners[name][-1]] for name in ids}
    given = _spread(ids, {name: strict[name] or loose[name] for name in ids}, takers)
    given = _even(given, {name: strict[name] or loose[name] for name in ids}, takers)
    given = _even(given, loose, takers)
    return tuple(
        Swap(name, graded[name] or "", owners[name][-1], given.get(name), given.get(name) in owners[name])
        for name in sorted(ids)
    )


def _takers(office: Office, day: date) -> Sequence[str]:
    """Return the consultants who are there on a day: those of the roster's order, or all where there is none."""
    since = office.roster.began(day) if office.roster is not None else None
    listed = office.roster.order[since] if office.roster is not None and since is not None else tuple(office.people)
    return [
        name
        for name in dict.fromkeys(listed)
        if present_on(office, name, day) and office.people[name].role is Role.CONSULTANT
    ]


def _draw(day: date, name: str) -> tuple[str, str]:
    """Return what decides the order of a draw: a hash of the day and the id, so that nobody is always first."""
    return hashlib.sha256(f"{day.isoformat()} {name}".encode()).hexdigest(), name


def owners_of(dossier: Dossier, standing: Standing) -> Sequence[str]:
    """Return everybody whom the customer belonged to, the last one at the end."""
    owned = [spell.owner for spell in standing.holdings if spell.owner is not None]
    return owned or [dossier.customer.record.consultant]


def _spread(ids: Sequence[str], may: Mapping[str, Sequence[str]], takers: Sequence[str]) -> dict[str, str]:
    """Give each customer to whoever has the fewest of those who may."""
    load = dict.fromkeys(takers, 0)
    given: dict[str, str] = {}
    for name in ids:
        if may[name]:
            given[name] = min(may[name], key=lambda one: load[one])
            load[given[name]] += 1
    return given


def _even(given: Mapping[str, str], may: Mapping[str, Sequence[str]], takers: Sequence[str]) -> dict[str, str]:
    """Hand customers on, over others if need be, until no such step can bring two numbers nearer to each other."""
    even = dict(given)
    while (chain := _chain(even, may, takers)) is not None:
        even |= chain
    return even


def _chain(given: Mapping[str, str], may: Mapping[str, Sequence[str]], takers: Sequence[str]) -> dict[str, str] | None:
    """Return customers to hand on, so that one goes from somebody to somebody with two fewer; None where none do."""
    load = dict.fromkeys(takers, 0)
    links: dict[str, dict[str, str]] = {one: {} for one in takers}
    for name, owner in given.items():
        load[owner] += 1
        for other in may[name]:
            links[owner].setdefault(other, name)
    for start in sorted(takers, key=lambda one: -load[one]):
        came: dict[str, tuple[str, str] | None] = {start: None}
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            if load[here] <= load[start] - 2:
                return _back(came, here)
            for other, name in links[here].items():
                if other not in came:
                    came[other] = (here, name)
                    waiting.append(other)
    return None


def _back(came: Mapping[str, tuple[str, str] | None], end: str) -> dict[str, str]:
    """Return the steps of the way that led to ``end``: each customer and to whom they go."""
    steps = {}
    while (step := came[end]) is not None:
        steps[step[1]] = end
        end = step[0]
    return steps
