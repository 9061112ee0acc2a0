"""Every problem of an office: of its files, its rules, its judgements, and of dates after today."""

from __future__ import annotations

from datetime import date

from generator.grade.compiling import compile_rules
from generator.grade.examples import coverage_problems, example_problems
from generator.grade.judgement import judgement_problems
from generator.grade.settings import CHECKED, Made
from generator.grade.soundness import soundness_problems
from generator.model.consistency import dated
from generator.model.rules import Rules
from generator.model.snapshot import Snapshot
from generator.read.document import Document
from generator.read.problem import Problem, in_order


def check(snapshot: Snapshot, today: date) -> tuple[Problem, ...]:
    """Return all problems of a snapshot, by path and line; a record after ``today`` is one."""
    problems = list(snapshot.problems)
    if snapshot.rules is not None:
        made = _checked(snapshot.rules, snapshot.rules_document)
        problems += made.problems
        if made.ruleset is not None:
            problems += judgement_problems(made.ruleset, snapshot.dossiers)
    problems += dated(snapshot.office, snapshot.rules, snapshot.dossiers, today)
    return in_order(problems)


def rule_problems(rules: Rules, document: Document | None) -> list[Problem]:
    """Return all problems of a rule file by itself: names and shapes, tables, examples, coverage."""
    return list(_checked(rules, document).problems)


def _checked(rules: Rules, document: Document | None) -> Made:
    """Return the ruleset, if there is one, and all that is wrong with the rules by themselves: the same ones once."""
    return CHECKED.of(rules, document) or CHECKED.keep(_afresh(rules, document), rules, document)


def _afresh(rules: Rules, document: Document | None) -> Made:
    ruleset, problems = compile_rules(rules, document)
    if ruleset is not None:
        problems += soundness_problems(ruleset, document)
        problems += example_problems(ruleset, document)
        problems += coverage_problems(ruleset, document)
    return Made(ruleset, problems)
