"""A comparison as plain data: the keys of design section 6, always in the same order; further keys may follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from generator.compare.change import Change, Field, RuleChanged
from generator.compare.comparison import Comparison, Passage
from generator.compare.duty import DutyChanged
from generator.compare.guard import Guard
from generator.compare.judged import Away, Standing
from generator.compare.reach import Reach, RuleReach
from generator.compare.waterfall import Step
from generator.duties.duty import Duty
from generator.grade.grading import Override, Pending
from generator.read.commit import Commit
from generator.read.problem import Place, Problem
from generator.report.plan.telling import PRIVATE
from generator.texts import Translator
from generator.values import fields_of

Data = dict[str, object]


def comparison_data(comparison: Comparison, reached: Sequence[RuleReach], guard: Guard, tr: Translator) -> Data:
    """Return what ``fenji diff --format json`` says; ungraded is None."""
    reach = {id(found.change): found.reach for found in reached}
    shown: tuple[Change | Passage, ...] = (
        *comparison.moves,
        *comparison.entered,
        *comparison.left,
        *comparison.changes,
        *(comparison.duties or ()),
    )
    behind = {id(one): comparison.commits(one) for one in shown}
    commits = {commit.oid: commit for found in behind.values() for commit in found}

    def oids(one: Change | Passage) -> list[str]:
        return [commit.oid for commit in behind[id(one)]]

    return {
        "base": comparison.before.snapshot.revision,
        "head": comparison.after.snapshot.revision,
        "dirty": comparison.after.snapshot.dirty,
        "as_of": comparison.after.as_of.isoformat(),
        "graded": comparison.graded,
        "moves": [_ends(one.before, one.after, one) | _steps(one, oids(one)) for one in comparison.moves],
        "entered": [_ends(None, one.grade, one) | _steps(one, oids(one)) for one in comparison.entered],
        "left": [
            _ends(one.grade, None, one) | {"closed": one.closed} | _steps(one, oids(one)) for one in comparison.left
        ],
        "changes": [
            _change(one, oids(one), comparison.origins.uncommitted, reach.get(id(one))) for one in comparison.changes
        ],
        "duties": None if comparison.duties is None else [_duty(change, oids(change)) for change in comparison.duties],
        "rules_changed": comparison.rules_changed,
        "problems": {
            "new": [_problem(problem, tr) for problem in comparison.new_problems],
            "mended": [_problem(problem, tr) for problem in comparison.mended_problems],
        },
        "guard": {"moved": guard.moved, "graded": guard.graded, "allowed": guard.allowed, "trips": guard.trips},
        "history_complete": comparison.origins.complete,
        "commits": {oid: _commit(commit) for oid, commit in sorted(commits.items())},
    }


def _ends(before: str | None, after: str | None, passage: Passage) -> Data:
    causes = [cause.value for cause in passage.causes]
    return {"id": passage.customer, "from": before, "to": after, "causes": causes}


def _steps(passage: Passage, commits: list[str]) -> Data:
    return {"steps": [_step(step) for step in passage.steps], "commits": commits}


def _step(step: Step) -> Data:
    return {"cause": step.cause.value, "from": _standing(step.before), "to": _standing(step.after)}


def _standing(standing: Standing) -> Data | str | None:
    """Return a grade, None for ungraded, or ``{"away": …}`` for a customer who does not count."""
    return {"away": standing.value} if isinstance(standing, Away) else standing


def _change(change: Change, commits: list[str], uncommitted: frozenset[str], reach: Reach | None) -> Data:
    kind: type = type(change)
    data: Data = {
        "kind": change.kind,
        "id": change.customer or None,
        **{name: _value(getattr(change, name)) for name in _own_names(kind)},
        "old": _value(change.old),
        "new": _value(change.new),
        "commits": commits,
        "committed": uncommitted.isdisjoint(change.paths),
    }
    if isinstance(change, RuleChanged):
        data["reach"] = _reach(reach)
    return data


@cache
def _own_names(kind: type) -> tuple[str, ...]:
    """Return the fields of a kind of change that others have not."""
    return tuple(name for name in fields_of(kind) if name not in fields_of(Change))


def _duty(change: DutyChanged, commits: list[str]) -> Data:
    settled = change.settled
    return {
        "id": change.customer,
        "duty": change.duty.value,
        "change": change.turn.value,
        "reasons": [reason.value for reason in change.reasons],
        "from": _asked(change.before),
        "to": _asked(change.after),
        "settled": None if settled is None or settled.settled is None else settled.settled.isoformat(),
        "void": None if settled is None or settled.void is None else settled.void.value,
        "old": _value(change.old),
        "new": _value(change.new),
        "commits": commits,
    }


def _asked(duty: Duty | None) -> Data | None:
    if duty is None:
        return None
    return {"due": duty.due.isoformat(), "state": duty.state.value, "person": duty.person, "grade": duty.grade}


def _reach(reach: Reach | None) -> list[Data] | None:
    if reach is None or reach.moves is None:
        return None
    moves = sorted(reach.moves.items(), key=lambda pair: repr(pair[0]))
    return [{"from": before, "to": after, "customers": number} for (before, after), number in moves]


def _value(value: object) -> object:
    """Return any value of a change as JSON knows it."""
    if value is None or isinstance(value, str):  # as most are
        return value
    if isinstance(value, Place):
        return {"file": value.path, "line": value.line}
    if isinstance(value, tuple):
        return [_field(item) if isinstance(item, Field) else item for item in value]
    if isinstance(value, Pending | Override):
        return _state(value)
    return value.isoformat() if isinstance(value, date) else value


def _field(field: Field) -> Data:
    if field.key in PRIVATE:
        return {"key": field.key, "private": True}
    return {"key": field.key, "from": field.before, "to": field.after}


def _state(state: Pending | Override) -> Data:
    if isinstance(state, Pending):
        return {"to": state.to, "since": state.since.isoformat()}
    return {"to": state.to, "until": state.until.isoformat(), "by": state.by, "reason": state.reason}


def _problem(problem: Problem, tr: Translator) -> Data:
    place = {"file": problem.place.path, "line": problem.place.line, "column": problem.place.column}
    return {**place, "level": problem.level.value, "code": problem.code, "message": problem.text(tr)}


def _commit(commit: Commit) -> Data:
    return {"author": commit.author, "email": commit.email, "time": commit.dated, "subject": commit.subject}
