"""Rules that are not in force: read from any file, put under any snapshot, tried on the examples of other rules."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from generator.grade.check import rule_problems
from generator.grade.compiling import compile_rules
from generator.grade.examples import example_problems
from generator.model.loading import load
from generator.model.rules import Rules
from generator.model.snapshot import Snapshot
from generator.read.document import Document
from generator.read.parsing import parse
from generator.read.problem import Level, Problem, in_order
from generator.values import dataclass, replace

_BREAKS = "example"
"""The code of an example that the rules grade differently; all else that is an error makes rules unusable."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Rules that can be judged by; ``broken`` are those of their own examples that they grade differently."""

    rules: Rules
    document: Document
    sha256: str
    broken: tuple[Problem, ...]

    def under(self, snapshot: Snapshot) -> Snapshot:
        """Return a snapshot with these rules instead of its own."""
        return replace(snapshot, rules=self.rules, rules_document=self.document, rules_sha256=self.sha256)

    def breaks(self, published: Snapshot) -> tuple[Problem, ...]:
        """Return the examples of a snapshot's rules that the candidate grades differently, or does not understand.

        An example that the candidate has word for word, and breaks too, is among ``broken`` already.
        """
        ruleset, _problems = compile_rules(self.rules, self.document)
        if published.rules is None or ruleset is None:
            return ()
        asked = replace(ruleset, rules=replace(self.rules, examples=published.rules.examples))
        own = [problem.message for problem in self.broken]
        found = in_order(example_problems(asked, published.rules_document))
        return tuple(problem for problem in found if problem.message not in own)


def candidate(path: str, data: bytes) -> tuple[Candidate | None, Sequence[Problem]]:
    """Return the rules in a file and everything wrong with them; None where they can't be judged by."""
    document, problems = parse(path, data)
    rules = None
    if document is not None:
        rules, faults = load(document, Rules)
        problems += faults
    if rules is not None:
        problems += rule_problems(rules, document)
    found = in_order(problems)
    broken = tuple(problem for problem in found if problem.code == _BREAKS)
    errors = [problem for problem in found if problem.level is Level.ERROR and problem.code != _BREAKS]
    if document is None or rules is None or errors:
        return None, found
    return Candidate(rules, document, hashlib.sha256(data).hexdigest(), broken), found
