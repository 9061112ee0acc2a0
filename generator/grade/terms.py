"""What every customer of an office is judged by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from generator.grade.agenda import Calendar, Horizon, calendar, horizon
from generator.grade.answers import Answers
from generator.grade.due import Due, dues
from generator.grade.ruleset import Ruleset, Scheme
from generator.grade.scheme import Cuts
from generator.model.office import Office
from generator.model.rules import Method
from generator.values import dataclass

CutsOn = Callable[[str, date], Cuts]
"""Gives the cuts of a share scheme, by name, on a day; no cuts for schemes of other methods."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What every customer of an office is judged by.

    ``asked`` are the schemes that say something of a customer, the official one among them. ``cuts`` gives a share
    scheme's cuts on a day; ``dues`` are the rules that lower each grade; ``evidence_keys`` are the judged keys that
    count as fresh evidence. ``answers`` are remembered from one customer to the next.
    """

    ruleset: Ruleset
    office: Office
    asked: Mapping[str, Scheme]
    cuts: CutsOn
    span: Horizon
    dues: Mapping[str | None, Sequence[Due]]
    calendar: Calendar
    evidence_keys: frozenset[str]
    answers: Answers


def terms(
    ruleset: Ruleset,
    office: Office,
    cuts: CutsOn,
    answers: Answers | None = None,
    asked: Mapping[str, Scheme] | None = None,
) -> Terms:
    """Return the terms of an office under a ruleset.

    ``answers`` are those that its schemes gave before; ``asked`` the schemes, all where nothing is said.
    """
    answers, asked = answers or Answers(ruleset), ruleset.schemes if asked is None else asked
    days = calendar(ruleset, asked.values())
    return Terms(ruleset, office, asked, cuts, horizon(ruleset), dues(ruleset), days, _evidence_keys(ruleset), answers)


def _evidence_keys(ruleset: Ruleset) -> frozenset[str]:
    """Return the keys whose judgement is fresh evidence: binding indicators, or what the conditions judge."""
    scheme = ruleset.official
    if scheme.method is Method.LOWEST:
        return frozenset(scheme.binding)
    auxiliary = {name for name, rule in scheme.indicators.items() if rule.auxiliary}
    return frozenset(name for name in scheme.names() if name in ruleset.judged and name not in auxiliary)
