"""The grades of now: judged again where the records have changed since the last build, or may count otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from generator.grade.compiling import compile_rules
from generator.grade.office import OfficeGrades, judge, office_grades, share_figures
from generator.grade.ruleset import Ruleset
from generator.grade.scheme import Cuts, share_cuts
from generator.model.rules import Method
from generator.model.snapshot import Snapshot
from generator.report.work import Work, Worked
from generator.site.present.known import Customer, Judged, Known
from generator.site.present.records import Records
from generator.store import digest
from generator.values import replace

Figures = Mapping[str, Mapping[str, float]]
"""What each open customer has in each share scheme, by id and scheme."""


class Grades(NamedTuple):
    """The grades of now, and by id what was judged and worked out of the customers who are as they were.

    ``figures`` are those of all customers, where they were asked for.
    """

    grades: OfficeGrades
    standing: Mapping[str, Judged]
    figures: Figures | None = None

    @property
    def worked(self) -> Mapping[str, Worked]:
        """What was worked out before."""
        return {name: one.worked for name, one in self.standing.items()}


def judge_again(records: Records, known: Known, as_of: date, processes: int) -> Grades:
    """Return the grades on a day, the same as ``judge`` gives, of records of which ``known`` was known."""
    standing = _standing(records) if known.judging == _judging(records, as_of) else {}
    found = _gone_on(records.snapshot, standing, known.cuts, as_of) if standing else None
    return found or Grades(judge(records.snapshot, as_of, processes=processes), {})


def known_now(records: Records, grades: Grades, work: Work) -> Known:
    """Return what the next build may know; customers who were merged with others are judged again each time."""
    now, snapshot = grades.grades, records.snapshot
    figures = grades.figures or share_figures(snapshot, now.ruleset, now.office, now.as_of)
    worked, gradings = work.worked(), {**now.gradings, **now.closed}

    def judged(customer: Customer) -> Customer:
        name = customer.dossier.id if customer.dossier is not None else ""
        if name in grades.standing:
            return customer
        if name not in gradings or snapshot.dossiers[name].joined:
            return customer._replace(judged=None)
        return customer._replace(judged=Judged(gradings[name], worked[name], figures.get(name, {})))

    return Known(
        records.reading,
        _judging(records, now.as_of),
        snapshot.revision,
        records.missing,
        _cuts(now.ruleset, figures),
        {folder: judged(one) for folder, one in records.customers.items()},
    )


def _judging(records: Records, as_of: date) -> str:
    """Return a digest of what every customer is judged by: the program, the rules, the office, the day."""
    snapshot = records.snapshot
    return digest(f"{records.reading} {snapshot.rules_sha256} {snapshot.office!r} {as_of}".encode())


def _standing(records: Records) -> dict[str, Judged]:
    """Return what was judged of the customers whose files are the same, but for those who were merged with others."""
    dossiers = records.snapshot.dossiers
    return {
        one.dossier.id: one.judged
        for one in records.customers.values()
        if one.judged is not None and one.dossier is not None and not dossiers[one.dossier.id].joined
    }


def _gone_on(snapshot: Snapshot, standing: Mapping[str, Judged], cuts: Mapping[str, Cuts], day: date) -> Grades | None:
    """Judge whoever is not ``standing``; None where places among all customers have moved, or make the grades."""
    if snapshot.rules is None or snapshot.office is None:
        return None
    ruleset, _problems = compile_rules(snapshot.rules, snapshot.rules_document)
    if ruleset is None or ruleset.official.method is Method.SHARE:
        return None
    others = replace(snapshot, dossiers={name: one for name, one in snapshot.dossiers.items() if name not in standing})
    theirs = share_figures(others, ruleset, snapshot.office, day)
    figures = {**{name: one.figures for name, one in standing.items()}, **theirs}
    if cuts != _cuts(ruleset, figures):
        return None
    few = judge(others, day, cuts=lambda name, _day: cuts.get(name, ()))
    gradings = {**{name: one.grading for name, one in standing.items()}, **few.gradings, **few.closed}
    return Grades(office_grades(few.office, few.ruleset, day, dict(sorted(gradings.items()))), standing, figures)


def _cuts(ruleset: Ruleset, figures: Figures) -> dict[str, Cuts]:
    """Return the cuts of the share schemes over all customers' figures."""
    return {
        name: share_cuts(scheme, (own[name] for own in figures.values() if name in own))
        for name, scheme in ruleset.schemes.items()
        if scheme.method is Method.SHARE
    }
