"""A backtest as plain data, always with the same keys in the same order; further keys may follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator import __version__
from generator.compare.backtest import Differing, Matrix, Needless, Regraded, Side, margins
from generator.compare.stability import psi
from generator.read.problem import Problem
from generator.report.backtest.running import Run
from generator.report.week.figures import states
from generator.texts import Translator

Data = dict[str, object]

UNGRADED = "ungraded"
_DIGITS = 6


def backtest_data(run: Run, tr: Translator) -> Data:
    """Return what ``fenji backtest --format json`` says; in lists ungraded is None, in the matrix it is a name."""
    backtest, rules = run.backtest, run.rules
    published, candidate = backtest.follow_ups
    return {
        "weeks": [_week(week) for week in backtest.weeks],
        "rules": {
            "published": {"version": backtest.newest.version, "sha256": backtest.newest.sha256},
            "candidate": {"version": rules.rules.version, "sha256": rules.sha256},
        },
        "matrix": matrix_data(run, backtest.matrix),
        "newest": matrix_data(run, backtest.newest.matrix),
        "psi": {
            "grade": _rounded(backtest.grade_psi),
            "indicators": {name: _rounded(index) for name, index in indicator_psi(run).items()},
        },
        "moves": [_move(move) for move in backtest.moves],
        "examples": [
            *(_example("candidate", problem, tr) for problem in run.broken),
            *(_example("published", problem, tr) for problem in run.broken_published),
        ],
        "overrides": [_override(needless) for needless in backtest.needless],
        "follow_ups_per_week": {"published": _rounded(published), "candidate": _rounded(candidate)},
        "overrides_in_force": len(backtest.overrides),
        "levels": {
            name: {"published": _named(one), "candidate": _named(other)}
            for name, (one, other) in backtest.levels.items()
        },
        "unavailable": [{"week": str(week), "message": message.text(tr)} for week, message in run.failed],
        "history_complete": run.complete,
        "fenji": __version__,
    }


def rows_and_columns(run: Run, matrix: Matrix) -> tuple[Sequence[str | None], Sequence[str | None]]:
    """Return the grades of both rule files, best first, then ungraded; older rules may have had further grades."""
    rows, columns = margins(matrix)
    ends = (run.published, rows), (run.candidate, columns)
    found = [[grade for grade in dict.fromkeys([*states(side), *margin]) if grade is not None] for side, margin in ends]
    return [*found[0], None], [*found[1], None]


def matrix_data(run: Run, matrix: Matrix) -> dict[str, dict[str, int]]:
    """Return a matrix with every row and column, empty ones too."""
    rows, columns = rows_and_columns(run, matrix)
    return {_name(row): {_name(column): matrix.get((row, column), 0) for column in columns} for row in rows}


def indicator_psi(run: Run) -> Mapping[str, float | None]:
    """Return the stability index of each indicator of both official schemes; None where only one of them has it."""
    sides = [judged.grades.ruleset.official.indicators for judged in (run.published, run.candidate) if judged.grades]
    levels = run.backtest.levels
    names = dict.fromkeys(name for indicators in (*sides, levels) for name in indicators)
    return {name: psi(*levels[name]) if name in levels else None for name in names}


def _name(grade: str | None) -> str:
    return UNGRADED if grade is None else grade


def _named(numbers: Mapping[str | None, int]) -> dict[str, int]:
    known = sorted(level for level in numbers if level is not None)
    unknown = {"unknown": numbers[None]} if None in numbers else {}
    return {level: numbers[level] for level in known} | unknown


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, _DIGITS)


def _week(week: Regraded) -> Data:
    return {
        "week": str(week.week),
        "as_of": week.week.sunday.isoformat(),
        "revision": week.revision,
        "reconstructed": week.reconstructed,
        "rules": {"version": week.version, "sha256": week.sha256},
        "customers": sum(week.matrix.values()),
        "moved": len(week.moves),
    }


def _move(move: Differing) -> Data:
    return {
        "week": str(move.week),
        "id": move.customer,
        "from": move.published.grade,
        "to": move.candidate.grade,
        "published": _side(move.published),
        "candidate": _side(move.candidate),
    }


def _side(side: Side) -> Data:
    return {
        "binding": list(side.binding),
        "missing": list(side.missing),
        "downgrade": list(side.rules),
        "pending": side.waits,
    }


def _example(rules: str, problem: Problem, tr: Translator) -> Data:
    place = {"file": problem.place.path, "line": problem.place.line, "column": problem.place.column}
    return {"rules": rules, **place, "code": problem.code, "message": problem.text(tr)}


def _override(needless: Needless) -> Data:
    override = needless.override
    return {
        "id": needless.customer,
        "to": override.to,
        "at": override.at.isoformat(),
        "until": override.until.isoformat(),
        "by": override.by,
        "reason": override.reason,
        "file": override.path,
        "weeks": [str(week) for week in needless.weeks],
        "published": needless.published,
    }
