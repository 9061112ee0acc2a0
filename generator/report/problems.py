"""Problems in the formats that people and machines read; every function returns the whole text."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from generator.read.problem import Level, Place, Problem
from generator.texts import Message, Translator, _, one_line, plain_json, visible

Reporter = Callable[[Sequence[Problem], Translator], str]

_SEVERITY = {Level.ERROR: "major", Level.WARNING: "minor"}


def text(problems: Sequence[Problem], tr: Translator) -> str:
    """Return a line for each problem: ``file:line:column: level code message``."""
    return "".join(f"{line}\n" for line in _lines(problems, tr))


def _lines(problems: Iterable[Problem], tr: Translator) -> Iterable[str]:
    for problem in problems:
        yield f"{one_line(str(problem.place))}: {problem.level} {problem.code} {problem.text(tr)}"


def as_json(problems: Sequence[Problem], tr: Translator) -> str:
    """Return the problems and their numbers as JSON."""
    listed = [
        {
            "file": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "level": problem.level.value,
            "code": problem.code,
            "message": problem.text(tr),
        }
        for problem in problems
    ]
    errors, warnings = numbers(problems)
    return _json({"problems": listed, "errors": errors, "warnings": warnings})


def github(problems: Sequence[Problem], tr: Translator) -> str:
    """Return GitHub's workflow commands: each becomes an annotation at its line of the pull request."""
    return "".join(annotation(problem.level, problem.place, problem.code, problem.text(tr)) for problem in problems)


def annotation(level: str, place: Place, title: str, sentence: str) -> str:
    """Return one workflow command of GitHub, with its line end; ``level`` is error, warning or notice."""
    return (
        f"::{level} file={_property(place.path)},line={place.line},col={place.column},"
        f"title={_property(title)}::{_data(sentence)}\n"
    )


def _data(value: str) -> str:
    return "%0A".join(visible(line).replace("%", "%25") for line in value.split("\n"))


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def gitlab(problems: Sequence[Problem], tr: Translator) -> str:
    """Return GitLab's code quality report.

    A fingerprint stays the same when the problem only moves to another line, so that GitLab can tell old from new.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    report = []
    for problem in problems:
        sentence = problem.text(tr)
        what = (problem.place.path, problem.code, problem.message.text(_ENGLISH))
        seen[what] += 1
        fingerprint = hashlib.sha256(
            "\0".join((*what, str(seen[what]))).encode("utf-8", "backslashreplace")
        ).hexdigest()
        report.append(
            {
                "description": sentence,
                "check_name": problem.code,
                "fingerprint": fingerprint,
                "severity": _SEVERITY[problem.level],
                "location": {"path": problem.place.path, "lines": {"begin": problem.place.line}},
            }
        )
    return _json(report)


def _json(value: object) -> str:
    return plain_json(value) + "\n"


_ENGLISH = Translator()

REPORTERS: Mapping[str, Reporter] = {"text": text, "json": as_json, "github": github, "gitlab": gitlab}
"""The formats of ``fenji check``."""


def numbers(problems: Iterable[Problem]) -> tuple[int, int]:
    """Return how many errors and how many warnings there are."""
    levels = Counter(problem.level for problem in problems)
    return levels[Level.ERROR], levels[Level.WARNING]


def summary(problems: Sequence[Problem], customers: int) -> Message:
    """Return the sentence that closes a check."""
    errors, warnings = numbers(problems)
    params = {"errors": errors, "warnings": warnings, "customers": customers}
    if not problems:
        return Message(_("No problems; customers: %(customers)d."), params)
    return Message(_("Errors: %(errors)d, warnings: %(warnings)d; usable customers: %(customers)d."), params)
