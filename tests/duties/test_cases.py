"""Duties worked by hand from the design's words: dates, records, and what is asked on each evening."""

from pathlib import Path

import pytest

from tests.duties.notation import Case, cases, evening

CASES = tuple(cases((Path(__file__).parent / "cases.txt").read_text(encoding="utf-8")))


def every_evening() -> list[object]:
    return [
        pytest.param(case, asked, expected, id=f"{case.line}-{asked.replace(' ', '-')}")
        for case in CASES
        for asked, expected in case.evenings
    ]


@pytest.mark.parametrize(("case", "asked", "expected"), every_evening())
def test_an_evening_is_as_worked_by_hand(case: Case, asked: str, expected: str) -> None:
    assert evening(case, asked) == expected, case.title


def test_the_table_is_as_long_as_promised() -> None:
    assert len(CASES) >= 80
