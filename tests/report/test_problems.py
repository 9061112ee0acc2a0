"""Problems as text, JSON, annotations and code quality report: whole, escaped, and telling old from new."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from generator.read.problem import Level, Place, Problem
from generator.report.problems import REPORTERS, as_json, github, gitlab, numbers, summary, text
from generator.texts import Message, translator

EN = translator("en")
ANNOTATION = re.compile(r"::(error|warning) file=([^:,\s]+),line=(\d+),col=(\d+),title=([^:,\s]+)::(.*)")


def problem(path: str = "a.yaml", line: int = 1, value: object = "x", level: Level = Level.ERROR) -> Problem:
    return Problem(Place(path, line, 2), "some-code", Message("“%(value)s” is wrong.", {"value": value}), level)


def unescaped(escaped: str) -> str:
    return re.sub(r"%([0-9A-F]{2})", lambda match: chr(int(match[1], 16)), escaped)


def test_a_line_names_place_level_code_and_sentence() -> None:
    assert text([problem(), problem(line=7, level=Level.WARNING)], EN) == (
        "a.yaml:1:2: error some-code “x” is wrong.\na.yaml:7:2: warning some-code “x” is wrong.\n"
    )


def test_no_problems_are_no_lines_and_empty_reports() -> None:
    assert (text([], EN), github([], EN)) == ("", "")
    assert json.loads(as_json([], EN)) == {"problems": [], "errors": 0, "warnings": 0}
    assert json.loads(gitlab([], EN)) == []
    assert summary([], 3).text(EN) == "No problems; customers: 3."


def test_numbers_count_errors_and_warnings_apart() -> None:
    assert numbers([problem(), problem(level=Level.WARNING), problem(level=Level.WARNING)]) == (1, 2)


@given(st.text(max_size=40), st.text(min_size=1, max_size=30))
def test_whatever_a_value_or_name_holds_every_problem_stays_one_line(value: str, path: str) -> None:
    for form in ("text", "github"):
        lines = REPORTERS[form]([problem(path, value=value)], EN)
        assert lines.count("\n") == 1
        assert lines.rstrip("\n").isprintable() or form == "github"


@given(st.text(max_size=40), st.text("ab:,%\r\n中", min_size=1, max_size=20))
def test_an_annotation_can_be_read_back(value: str, path: str) -> None:
    found = ANNOTATION.fullmatch(github([problem(path, 3, value)], EN).removesuffix("\n"))
    assert found is not None
    shown = path.replace("\r", "\\r")  # as an escape; a line end is GitHub's own %0A
    assert (found[1], unescaped(found[2]), found[3], found[4], found[5]) == ("error", shown, "3", "2", "some-code")
    assert unescaped(found[6]) == problem(path, 3, value).text(EN)


@given(st.text(max_size=40))
def test_json_can_be_read_back(value: str) -> None:
    [found] = json.loads(as_json([problem(value=value)], EN))["problems"]
    assert found["message"] == problem(value=value).text(EN)


def prints(*problems: Problem, language: str = "en") -> list[str]:
    return [entry["fingerprint"] for entry in json.loads(gitlab(problems, translator(language)))]


def test_a_fingerprint_stays_when_a_problem_only_moves_or_is_said_in_another_language() -> None:
    assert prints(problem(line=1)) == prints(problem(line=9)) == prints(problem(), language="zh")


def test_different_problems_have_different_fingerprints() -> None:
    found = prints(problem(), problem(), problem(value="y"), problem("b.yaml"))
    assert len(set(found)) == 4


def test_gitlab_gets_places_and_severities() -> None:
    [entry] = json.loads(gitlab([problem(line=7, level=Level.WARNING)], EN))
    del entry["fingerprint"]
    assert entry == {
        "description": "“x” is wrong.",
        "check_name": "some-code",
        "severity": "minor",
        "location": {"path": "a.yaml", "lines": {"begin": 7}},
    }
