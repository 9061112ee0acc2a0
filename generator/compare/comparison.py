"""Two judged snapshots → who moved, why, and everything that changed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from operator import attrgetter

from generator.compare.change import Change, RuleChanged
from generator.compare.duty import DutyChanged
from generator.compare.figures import figure_changes
from generator.compare.judged import Away, Judged, Standing
from generator.compare.origin import NOWHERE, Origins
from generator.compare.records import record_changes
from generator.compare.settings import office_changes, rule_changes
from generator.compare.waterfall import Cause, Step, waterfall
from generator.grade.grading import Grading
from generator.read.commit import Commit
from generator.read.problem import Problem
from generator.read.tree import RULES
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A customer who stands elsewhere, and the steps of the waterfall that led there."""

    customer: str
    steps: tuple[Step, ...]

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The causes, in the order of the waterfall; at least one."""
        return tuple(step.cause for step in self.steps)


@dataclass(frozen=True, slots=True)
class Moved(Passage):
    """A customer who counts on both sides, with another official grade (None: ungraded)."""

    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Entered(Passage):
    """A customer who counts only after: new on file, registered by now, or reopened."""

    grade: str | None


@dataclass(frozen=True, slots=True)
class Left(Passage):
    """A customer who counts only before; ``closed`` tells that they were closed, not taken off the files."""

    grade: str | None
    closed: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two sides; ``graded`` is False where one of them has no grades, and then nobody moves.

    Moves are in order of id, changes in order of customer and place. ``duties`` is None where nobody asked how they
    change (``duties.with_duties``).
    """

    before: Judged
    after: Judged
    graded: bool
    moves: tuple[Moved, ...]
    entered: tuple[Entered, ...]
    left: tuple[Left, ...]
    changes: tuple[Change, ...]
    new_problems: tuple[Problem, ...]
    mended_problems: tuple[Problem, ...]
    origins: Origins
    duties: tuple[DutyChanged, ...] | None = None

    @property
    def rules(self) -> tuple[RuleChanged, ...]:
        """The changes of rules.yaml."""
        return tuple(change for change in self.changes if isinstance(change, RuleChanged))

    @property
    def rules_changed(self) -> bool:
        """Tell whether rules.yaml says something else."""
        return bool(self.rules)

    def of(self, customer: str) -> tuple[Change, ...]:
        """Return the changes about a customer."""
        start = bisect_left(self.changes, customer, key=attrgetter("customer"))
        return self.changes[start : bisect_right(self.changes, customer, start, key=attrgetter("customer"))]

    @property
    def customers(self) -> frozenset[str]:
        """Everybody whose records, meaning or standing changed."""
        passages = (*self.moves, *self.entered, *self.left)
        return frozenset(passage.customer for passage in passages) | {c.customer for c in self.changes if c.customer}

    def commits(self, change: Change | Passage) -> tuple[Commit, ...]:
        """Return the commits behind a change, newest first; for a passage those behind its causes."""
        if isinstance(change, Change):
            return self.origins.of(change.paths)
        paths = (
            [path for found in self.of(change.customer) for path in found.paths] if Cause.DATA in change.causes else []
        )
        return self.origins.of([*paths, *([RULES] if Cause.RULES in change.causes else [])])


def compare(before: Judged, after: Judged, origins: Origins = NOWHERE) -> Comparison:
    """Compare two sides; ``origins`` gives the commits behind each path."""
    graded = before.grades is not None and after.grades is not None
    changes = [*record_changes(before.snapshot, after.snapshot), *(figure_changes(before, after) if graded else ())]
    changes += [*rule_changes(before.snapshot, after.snapshot), *office_changes(before.snapshot, after.snapshot)]
    moved = _moved(before, after) if graded else {}
    steps = waterfall(before, after, moved) if moved else {}
    passages = [_passage(customer, steps[customer], *pair) for customer, pair in moved.items()]
    return Comparison(
        before=before,
        after=after,
        graded=graded,
        moves=tuple(passage for passage in passages if isinstance(passage, Moved)),
        entered=tuple(passage for passage in passages if isinstance(passage, Entered)),
        left=tuple(passage for passage in passages if isinstance(passage, Left)),
        changes=tuple(sorted(changes, key=lambda change: (change.customer, change.kind != "indicator_changed"))),
        new_problems=tuple(problems_only_in(after, before)),
        mended_problems=tuple(problems_only_in(before, after)),
        origins=origins,
    )


def _moved(before: Judged, after: Judged) -> dict[str, tuple[Standing, Standing]]:
    """Return who stands elsewhere, of those who count on one side at least."""
    was, now = (side.grades.gradings if side.grades is not None else {} for side in (before, after))
    return {
        customer: (before.standing(customer), after.standing(customer))
        for customer in sorted({**was, **now})
        if _stands_elsewhere(was.get(customer), now.get(customer))
    }


def _stands_elsewhere(old: Grading | None, new: Grading | None) -> bool:
    return old is not new and (old is None or new is None or old.grade != new.grade)


def _passage(customer: str, steps: tuple[Step, ...], before: Standing, after: Standing) -> Passage:
    if isinstance(before, Away):
        return Entered(customer, steps, None if isinstance(after, Away) else after)
    if isinstance(after, Away):
        return Left(customer, steps, before, after is Away.CLOSED)
    return Moved(customer, steps, before, after)


def problems_only_in(side: Judged, other: Judged) -> Iterator[Problem]:
    """Yield the problems of one side that the other does not have, wherever their lines or folders have gone."""
    known = Counter(_identity(other, problem) for problem in other.problems)
    for problem in side.problems:
        identity = _identity(side, problem)
        if known[identity]:
            known[identity] -= 1
        else:
            yield problem


def _identity(side: Judged, problem: Problem) -> tuple[str, str, str, str]:
    return _name(side, problem.place.path), problem.code, problem.message.msgid, repr(problem.message.params)


def _name(side: Judged, path: str) -> str:
    """Return a path that stays the same when the customer's folder moves."""
    parts = path.split("/")
    for position, part in enumerate(parts):
        dossier = side.snapshot.dossiers.get(part)
        if dossier is not None and dossier.folder == "/".join(parts[: position + 1]):
            return "/".join(parts[position:])
    return path


def figures(side: Judged) -> Mapping[str | None, int]:
    """Return how many customers count on a side, by official grade."""
    return {} if side.grades is None else side.grades.counts


def applied(counts: Mapping[str | None, int], comparison: Comparison) -> Mapping[str | None, int]:
    """Return the figures after the moves of a comparison, from those before."""
    result = Counter(counts)
    for move in comparison.moves:
        result[move.before] -= 1
        result[move.after] += 1
    for entered in comparison.entered:
        result[entered.grade] += 1
    for left in comparison.left:
        result[left.grade] -= 1
    return {grade: number for grade, number in result.items() if number}
