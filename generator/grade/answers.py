"""What schemes answered before: customers share few readings, and on equal readings a scheme says the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from generator.grade.facts import Facts, outcome
from generator.grade.grading import Indicator, SchemeGrade
from generator.grade.lift import lift
from generator.grade.lowest import Lowest, tells_by_levels
from generator.grade.memo import Memo
from generator.grade.reading import Reader, Reading, level_reader, scheme_reader
from generator.grade.ruleset import Ruleset, Scheme, Table
from generator.grade.scheme import Cuts, Verdict, grade_scheme, verdict
from generator.grade.timeline import Judgement, Timeline, evidence
from generator.model.rules import Method
from generator.values import replace

Question = tuple[Reading, tuple[tuple[str, float], ...]]


class Answers:
    """What each scheme of a ruleset says of a customer, and each table, worked out once for every reading.

    Evidence is the customer's own; all else of an answer is a function of the reading and the day's cuts. Schemes by
    the lowest level are asked each time: they read too many levels to be asked the same again, and are quickly told
    (``grade.lowest``).
    """

    def __init__(self, ruleset: Ruleset) -> None:
        self._schemes = {scheme.name: self._told(scheme, ruleset) for scheme in ruleset.schemes.values()}
        rules = [rule for scheme in ruleset.schemes.values() for rule in scheme.indicators.values()]
        self._tables = {
            id(rule.table): _Table(rule.table, level_reader(rule, ruleset), self.facts) for rule in rules if rule.table
        }

    def _told(self, scheme: Scheme, ruleset: Ruleset) -> _Scheme | _ByLevels:
        if tells_by_levels(scheme):
            return _ByLevels(Lowest(scheme, self._outcome, self.facts))
        return _Scheme(scheme, ruleset, self.facts)

    def facts(self, timeline: Timeline, day: date) -> Facts:
        """Return the facts of a day, whose tables are remembered."""
        return Facts(timeline, day, measure=self._measured)

    def verdict(self, scheme: str, timeline: Timeline, day: date, cuts: Cuts) -> Verdict:
        """Return what ``grade.scheme.verdict`` does."""
        return self._schemes[scheme].verdict(timeline, day, cuts)

    def still(self, scheme: str) -> bool:
        """Tell whether a scheme says the same of a customer as long as customer.yaml does."""
        return self._schemes[scheme].still

    def grade(self, scheme: str, timeline: Timeline, day: date, cuts: Cuts) -> SchemeGrade:
        """Return what ``grade.scheme.grade_scheme`` does, with the lift."""
        return self._schemes[scheme].grade(timeline, day, cuts)

    def _measured(self, table: Table, facts: Facts) -> str | None:
        return self._tables[id(table)].outcome(facts.timeline, facts.day)

    def _outcome(self, table: Table, timeline: Timeline, day: date) -> str | None:
        return self._tables[id(table)].outcome(timeline, day)


class _Table:
    def __init__(self, table: Table, reader: Reader, facts: Callable[[Timeline, date], Facts]) -> None:
        self._table = table
        self._facts = facts
        self._read = reader.read
        self._known: Memo[Reading, str | None] = Memo()

    def outcome(self, timeline: Timeline, day: date) -> str | None:
        reading = self._read(timeline, day)
        if reading in self._known:
            return self._known[reading]
        return self._known.keep(reading, outcome(self._table, self._facts(timeline, day)))


class _Scheme:
    def __init__(self, scheme: Scheme, ruleset: Ruleset, facts: Callable[[Timeline, date], Facts]) -> None:
        self._scheme = scheme
        self._facts = facts
        reader = None if scheme.method is Method.LOWEST else scheme_reader(scheme, ruleset)
        self._read = None if reader is None else reader.read
        self.still = reader is not None and reader.still and scheme.method is not Method.SHARE
        self._verdicts: Memo[Question, Verdict] = Memo()
        self._grades: Memo[Question, SchemeGrade] = Memo()

    def verdict(self, timeline: Timeline, day: date, cuts: Cuts) -> Verdict:
        if self._read is None:
            return verdict(self._scheme, self._facts(timeline, day), cuts)
        question = self._read(timeline, day), tuple(cuts)
        known = self._verdicts.get(question)
        return known or self._verdicts.keep(question, verdict(self._scheme, self._facts(timeline, day), cuts))

    def grade(self, timeline: Timeline, day: date, cuts: Cuts) -> SchemeGrade:
        if self._read is None:
            return lifted(self._scheme, self._facts(timeline, day), cuts)
        question = self._read(timeline, day), tuple(cuts)
        known = self._grades.get(question)
        if known is None:
            return self._grades.keep(question, lifted(self._scheme, self._facts(timeline, day), cuts))
        return _evidenced(known, timeline, day)


class _ByLevels:
    still = False

    def __init__(self, lowest: Lowest) -> None:
        self._lowest = lowest

    def verdict(self, timeline: Timeline, day: date, _cuts: Cuts) -> Verdict:
        return self._lowest.verdict(timeline, day)

    def grade(self, timeline: Timeline, day: date, _cuts: Cuts) -> SchemeGrade:
        return self._lowest.grade(timeline, day)


def lifted(scheme: Scheme, facts: Facts, cuts: Cuts) -> SchemeGrade:
    """Return what a scheme says of a customer, and what would lift it."""
    found = grade_scheme(scheme, facts, cuts)
    raised = lift(scheme, facts, found)
    return found if raised is None else replace(found, lift=raised)


def _evidenced(answer: SchemeGrade, timeline: Timeline, day: date) -> SchemeGrade:
    """Return an answer to somebody else's equal reading, with this customer's evidence where that had some."""
    if all(one.evidence is None for one in answer.indicators.values()):
        return answer
    made = timeline.judgements(day)
    indicators = {name: one if one.evidence is None else _with(one, made) for name, one in answer.indicators.items()}
    return SchemeGrade(
        answer.scheme,
        answer.grade,
        answer.applies,
        answer.binding,
        answer.missing,
        indicators,
        answer.figure,
        answer.lift,
    )


def _with(one: Indicator, made: Mapping[str, Judgement]) -> Indicator:
    found = evidence(one.name, made[one.name])
    return Indicator(one.name, one.level, one.auxiliary, one.measured, found, one.missing, one.expired)
