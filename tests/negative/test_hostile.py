"""Thousands of hostile records through `check`: no traceback, no hang, no value that is not what was written."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from generator.grade.check import check
from generator.grade.office import judge
from generator.model.snapshot import Snapshot, snapshot
from generator.read.problem import Level, Problem
from generator.read.tree import Tree
from generator.texts import Language, translator
from tests.cli.running import Fenji
from tests.negative.hostile import Case, cases
from tests.offices import CUSTOMER, OFFICE, RULES, VISIT

AS_OF = date(2026, 11, 22)
BATCH = 100
SECONDS = 5.0
"""Processor time for a hundred cases; most take a tenth of a millisecond."""


def tree(batch: Mapping[str, Case]) -> Tree:
    """The tests' office with a customer for every case, and a good one beside them."""
    files = {f"customers/{id_}/customer.yaml": case.data for id_, case in batch.items()}
    files |= {"customers/good1/customer.yaml": CUSTOMER.encode(), "customers/good1/visits/1.yaml": VISIT.encode()}
    files |= {"office.yaml": OFFICE.encode(), "rules.yaml": RULES.encode()}
    return Tree(dict(sorted(files.items())), None, dirty=False)


@cache
def named() -> Mapping[str, Case]:
    """Every case with the id of its customer; a case that stands there twice counts once."""
    distinct = {case.data: case for case in cases()}
    return {f"h{number:05}": case for number, case in enumerate(distinct.values())}


@cache
def checked() -> tuple[Sequence[Snapshot], Sequence[Problem]]:
    """All cases through `check`, a hundred at a time."""
    offices: list[Snapshot] = []
    problems: list[Problem] = []
    listed = list(named().items())
    for start in range(0, len(listed), BATCH):
        batch = dict(listed[start : start + BATCH])
        begin = time.process_time()
        found = snapshot(tree(batch))
        problems += check(found, AS_OF)
        assert time.process_time() - begin < SECONDS, {case.family for case in batch.values()}
        offices.append(found)
    return offices, problems


def id_of(problem: Problem) -> str:
    return problem.place.path.split("/")[1] if "/" in problem.place.path else problem.place.path


def test_there_are_thousands_of_cases_of_every_family() -> None:
    families = Counter(case.family for case in named().values())
    assert sum(families.values()) > 10_000
    assert len(families) >= 25
    assert min(families.values()) >= 5, families


def test_every_case_is_read_or_named_and_spoils_nothing_else() -> None:
    offices, problems = checked()
    read = {id_ for found in offices for id_ in found.dossiers}
    wrong = {id_of(problem) for problem in problems if problem.level is Level.ERROR}
    assert read | wrong >= named().keys()
    assert wrong <= named().keys()
    assert all("good1" in found.dossiers for found in offices)
    for found in offices[::10]:
        assert judge(found, AS_OF).gradings["good1"].grade == "B"


def test_no_value_is_anything_but_what_was_written() -> None:
    offices, _problems = checked()
    districts = {
        id_: dossier.customer.record.wants.district for found in offices for id_, dossier in found.dossiers.items()
    }
    changed = {
        id_: (case, districts[id_])
        for id_, case in named().items()
        if case.expected is not None and id_ in districts and districts[id_] != case.expected
    }
    assert not changed
    compared = [id_ for id_, case in named().items() if case.expected is not None and id_ in districts]
    assert len(compared) > 2_000  # so that the comparison is one


def test_every_quoted_text_without_an_invisible_character_is_read() -> None:
    """Quotes make a text of anything: what YAML guesses at is refused in none of these styles."""
    offices, problems = checked()
    read = {id_ for found in offices for id_ in found.dossiers}
    unseen = {
        id_of(problem) for problem in problems if problem.code in {"invisible-character", "full-phone", "no-value"}
    }
    styles = {"single quotes", "double quotes", "escapes", "braces"}
    refused = {
        id_: case
        for id_, case in named().items()
        if case.family in styles and case.expected is not None and id_ not in read | unseen
    }
    assert not refused


def test_every_sentence_is_one_line_that_people_can_see_in_both_languages() -> None:
    _offices, problems = checked()
    for language in Language:
        tr = translator(language)
        for problem in problems:
            sentence = problem.text(tr).replace("\u3000", " ")
            assert sentence.isprintable(), sentence
            assert len(sentence) < 3_000


def test_every_place_is_in_its_file() -> None:
    _offices, problems = checked()
    for problem in problems:
        case = named().get(id_of(problem))
        if case is not None:
            lines = case.data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
            unfinished = not case.data.endswith(b"\n")  # then the parser calls its end a new line
            assert 1 <= problem.place.line <= lines + unfinished, (case, problem)
            assert problem.place.column >= 1


def test_the_same_files_have_the_same_problems() -> None:
    offices, _problems = checked()
    listed = list(named().items())
    for number in range(0, len(offices), 10):
        again = snapshot(tree(dict(listed[number * BATCH : (number + 1) * BATCH])))
        assert again.problems == offices[number].problems
        assert again.dossiers == offices[number].dossiers


def test_one_office_of_every_fourth_case_is_checked_on_the_command_line(fenji: Fenji, tmp_path: Path) -> None:
    for path, data in tree(dict(list(named().items())[::4])).files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    done = fenji(tmp_path, "check")
    assert done.code == 1
    assert len(done.out.splitlines()) > 2_500
    assert all(line.isprintable() for line in done.out.replace("\u3000", " ").splitlines())
    assert "Traceback" not in done.err
