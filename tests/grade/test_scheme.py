# ruff: noqa: E501 - a case of a table is read in one line
"""The four methods: shares with ties and rounding, scores, tables best first."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.grade.examples import grade_example
from generator.grade.grading import SchemeGrade
from generator.grade.ruleset import Ruleset
from generator.grade.scheme import share_cuts
from generator.model.rules import Example
from tests.grade.notation import files
from tests.grade.story import judged
from tests.presets.presets import compiled, document, rules_of

SHARE = """\
version: "1"
official: value
schemes:
  value:
    grades: {A: 甲, B: 乙, C: 丙}
    method: share
    by: deal_value
    bands: {A: BAND_A, B: BAND_B, C: BAND_C}
"""


def rules(text: str) -> Ruleset:
    return compiled(rules_of(document(text)), document(text))


def shares(*bands: str) -> str:
    text = SHARE
    for name, band in zip("ABC", bands, strict=True):
        text = text.replace(f"BAND_{name}", band)
    return text


def classes(figures: list[float], *bands: str) -> list[str | None]:
    scheme = rules(shares(*bands)).official
    cuts = share_cuts(scheme, figures)
    return [next((grade for grade, cut in cuts if figure >= cut), None) if figure > 0 else None for figure in figures]


CASES: list[tuple[str, tuple[str, ...], list[float], str]] = [
    ("three of thirty, not four: 0.1 x 30 is 3", ("0.1", "0.5", "1"), [float(30 - n) for n in range(30)], "A" * 3 + "B" * 12 + "C" * 15),
    ("seven of 70: 0.1 x 70 is 7", ("0.1", "0.5", "1"), [float(70 - n) for n in range(70)], "A" * 7 + "B" * 28 + "C" * 35),
    ("seven of 100, though 0.07 x 100 is a little more in binary", ("0.07", "0.55", "1"), [float(100 - n) for n in range(100)], "A" * 7 + "B" * 48 + "C" * 45),
    ("seven of 25: 0.28 x 25", ("0.28", "0.56", "1"), [float(25 - n) for n in range(25)], "A" * 7 + "B" * 7 + "C" * 11),
    ("the cut is rounded up", ("0.2", "0.5", "1"), [4.0, 3.0, 2.0, 1.0], "ABCC"),
    ("one customer alone is the best", ("0.2", "0.5", "1"), [1.0], "A"),
    ("two", ("0.2", "0.5", "1"), [2.0, 1.0], "AC"),
    ("equal figures share the better place", ("0.2", "0.5", "1"), [9.0, 5.0, 5.0, 5.0, 1.0], "ABBBC"),
    ("equal figures at the cut are all above it", ("0.2", "0.5", "1"), [9.0, 9.0, 9.0, 2.0, 1.0], "AAACC"),
    ("all equal", ("0.2", "0.5", "1"), [3.0, 3.0, 3.0], "AAA"),
    ("no positive figure, no place", ("0.2", "0.5", "1"), [3.0, 0.0, 0.0, 0.0], "A---"),
    ("nobody has one", ("0.2", "0.5", "1"), [0.0, 0.0], "--"),
    ("a share so small that Python writes 1e-05", ("0.00001", "0.5", "1"), [3.0, 2.0, 1.0], "ABC"),
    ("the rest has no grade", ("0.2", "0.4", "0.6"), [5.0, 4.0, 3.0, 2.0, 1.0], "ABC--"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("bands", "figures", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_share(bands: tuple[str, ...], figures: list[float], expected: str) -> None:
    assert "".join(grade or "-" for grade in classes(figures, *bands)) == expected


hundredths = st.lists(st.integers(1, 100), min_size=3, max_size=3, unique=True).map(sorted)


@given(st.lists(st.integers(0, 12).map(float), max_size=25), hundredths)
def test_share_by_counting_the_better_ones(figures: list[float], bands: list[int]) -> None:
    number = sum(figure > 0 for figure in figures)
    expected = []
    for figure in figures:
        place = 1 + sum(other > figure for other in figures)
        within = [
            grade for grade, band in zip("ABC", bands, strict=True) if place <= ceil(Fraction(band, 100) * number)
        ]
        expected.append(within[0] if within and figure > 0 else None)
    assert classes(figures, *(str(Decimal(band) / 100) for band in bands)) == expected


def test_the_classes_of_an_office_and_what_each_brings() -> None:
    amounts = {"c1": "600", "c2": "200", "c3": "100", "c4": "50", "c5": "50"}
    records = {
        path: text
        for name, amount in amounts.items()
        for path, text in files(f"09-01 deal contracted {amount}", name).items()
    }
    records |= files("09-01 visit", "c6") | files("09-01 deal contracted 900; closed 09-05", "c7")
    grades = judged(shares("0.2", "0.5", "1"), records, date(2026, 9, 30))
    assert {name: one.grade for name, one in grades.gradings.items()} == {
        "c1": "A",
        "c2": "B",
        "c3": "B",
        "c4": "C",
        "c5": "C",
        "c6": None,
    }
    assert [(share.grade, share.customers) for share in grades.shares["value"]] == [("A", 1), ("B", 2), ("C", 2)]
    assert [share.part for share in grades.shares["value"]] == pytest.approx([0.6, 0.3, 0.1])
    assert sum(share.part for share in grades.shares["value"]) == pytest.approx(1)
    assert grades.closed["c7"].closed == date(2026, 9, 5)


def test_an_office_without_deals_has_empty_classes() -> None:
    grades = judged(shares("0.2", "0.5", "1"), files("09-01 visit"), date(2026, 9, 30))
    assert [(share.customers, share.part) for share in grades.shares["value"]] == [(0, 0), (0, 0), (0, 0)]


def test_the_place_changes_when_others_buy_and_when_they_leave() -> None:
    records = files("09-01 deal contracted 100", "c1") | files("09-03 deal contracted 200; closed 09-10", "c2")
    on = {day: judged(shares("0.5", "0.9", "1"), records, date(2026, 9, day)).gradings["c1"] for day in (2, 3, 9, 10)}
    assert {day: (one.grade, one.since.day) for day, one in on.items()} == {
        2: ("A", 1),
        3: ("B", 3),
        9: ("B", 3),
        10: ("A", 10),
    }


SCORE = """\
version: "1"
official: card
schemes:
  card:
    grades: {A: 甲, B: 乙, C: 丙}
    method: score
    indicators:
      price: {levels: {good: 好, fair: 中, bad: 差}}
    points:
      - {each: visits, add: 10, up_to: 20}
      - {each: inbound_calls, add: 5}
      - {when: {price: good}, add: 20}
      - {when: {price: [good, fair]}, add: 10}
      - {when: {complaints: ">= 3"}, add: -15}
      - {each: days_since_last_visit, add: -1, up_to: 100}
      - {each: attributes.weight, add: 0.1}
    bands: {A: 50, B: 30, C: 0}
attributes: {weight: {type: number}}
"""
SCORES: list[tuple[str, dict[str, str], dict[str, str], float, str | None]] = [
    ("nothing known", {}, {}, 0, "C"),
    ("each counts", {}, {"visits": "1", "inbound_calls": "2"}, 20, "C"),
    ("up to its limit", {}, {"visits": "9"}, 20, "C"),
    ("without a limit", {}, {"inbound_calls": "9"}, 45, "B"),
    ("the bound itself belongs to the band", {"price": "good"}, {}, 30, "B"),
    ("one less does not", {"price": "good"}, {"days_since_last_visit": "1"}, 29, "C"),
    ("rows add up", {"price": "good"}, {"visits": "2"}, 50, "A"),
    ("a minus", {"price": "good", "complaints": "3"}, {"visits": "2"}, 35, "B"),
    ("no minus below it", {"price": "good", "complaints": "2"}, {"visits": "2"}, 50, "A"),
    ("below every band there is no grade", {"complaints": "3"}, {}, -15, None),
    ("decimals add up exactly", {"price": "good"}, {"attributes.weight": "200"}, 50, "A"),
    ("three tenths are three tenths", {}, {"attributes.weight": "3"}, 0.3, "C"),
]


@pytest.mark.parametrize(
    ("levels", "facts", "points", "grade"), [case[1:] for case in SCORES], ids=[case[0] for case in SCORES]
)
def test_score(levels: dict[str, str], facts: dict[str, str], points: float, grade: str | None) -> None:
    verdict = example(SCORE, levels, facts)
    assert (verdict.figure, verdict.grade) == (points, grade)


def test_a_score_names_what_it_does_not_know() -> None:
    verdict = example(SCORE, {"price": "bad"}, {})
    assert verdict.missing == ("complaints", "days_since_last_visit", "attributes.weight")


def example(text: str, levels: dict[str, str], facts: dict[str, str]) -> SchemeGrade:
    ruleset = rules(text)
    return grade_example(ruleset, ruleset.official, Example(name="x", judged=levels, facts=facts, expect="A"))


FIRST = """\
version: "1"
official: steps
schemes:
  steps:
    grades: {A: 甲, B: 乙, C: 丙, D: 丁}
    method: first_match
    applies_when: {profile.kind: [firm, dealer]}
    required: [phone]
    indicators:
      phone: {levels: {left: 留了, refused: 不留}}
      funds: {levels: {ample: 足, enough: 够, short: 缺}}
    when:
ROWS
"""
ROWS = (
    'A: {visits: ">= 3", funds: ample}',
    'B: {any: [{visits: ">= 2"}, {funds: ample}]}',
    "D: {funds: short}",
    "C: otherwise",
)
STEPS: list[tuple[str, dict[str, str], dict[str, str], str | None, tuple[str, ...]]] = [
    ("the best row that is true", {"funds": "ample", "phone": "left"}, {"visits": "3", "profile.kind": "firm"}, "A", ()),
    ("the next one", {"funds": "short", "phone": "left"}, {"visits": "2", "profile.kind": "firm"}, "B", ()),
    ("a row below otherwise is tried first", {"funds": "short", "phone": "left"}, {"visits": "1", "profile.kind": "dealer"}, "D", ()),
    ("an unknown row does not match, and is named", {"phone": "left"}, {"visits": "3", "profile.kind": "firm"}, "B", ("funds",)),
    ("otherwise when no row is true", {"funds": "enough", "phone": "left"}, {"visits": "0", "profile.kind": "firm"}, "C", ()),
    ("otherwise although rows are unknown", {"phone": "left"}, {"visits": "0", "profile.kind": "firm"}, "C", ("funds",)),
    ("not without what is required", {"funds": "ample"}, {"visits": "3", "profile.kind": "firm"}, None, ("phone",)),
    ("nor where the precondition fails", {"funds": "ample", "phone": "left"}, {"visits": "3", "profile.kind": "person"}, None, ()),
    ("nor where it is unknown", {"funds": "ample", "phone": "left"}, {"visits": "3"}, None, ("profile.kind",)),
]  # fmt: skip


@pytest.mark.parametrize("order", list(permutations(ROWS)), ids=lambda order: "".join(row[0] for row in order))
def test_first_match_tries_the_best_grade_first_however_it_is_written(order: tuple[str, ...]) -> None:
    text = FIRST.replace("ROWS", "\n".join(f"      {row}" for row in order))
    for name, levels, facts, grade, missing in STEPS:
        verdict = example(text, levels, facts)
        assert (name, verdict.grade, verdict.missing) == (name, grade, missing)


@pytest.mark.parametrize(
    ("kind", "applies"), [({"profile.kind": "firm"}, True), ({"profile.kind": "person"}, False), ({}, None)]
)
def test_a_precondition_says_whether_the_scheme_applies(kind: dict[str, str], applies: bool | None) -> None:
    text = FIRST.replace("ROWS", "\n".join(f"      {row}" for row in ROWS))
    assert example(text, {}, kind).applies is applies


def test_a_table_without_otherwise_gives_no_grade_when_nothing_is_true() -> None:
    text = FIRST.replace("ROWS", "\n".join(f"      {row}" for row in ROWS[:3]))
    verdict = example(text, {"funds": "enough", "phone": "left"}, {"visits": "0", "profile.kind": "firm"})
    assert (verdict.grade, verdict.missing) == (None, ())


MEASURED = """\
version: "1"
official: s
schemes:
  s:
    grades: {A: 甲, B: 乙, C: 丙}
    method: lowest
    indicators:
      motive: {levels: {A: 甲, B: 乙, C: 丙}}
      contact:
        levels: {A: 甲, B: 乙, C: 丙}
        measured: {A: {visits: ">= 3"}, B: {visits: ">= 2"}, C: {refused: true}}
"""


@pytest.mark.parametrize(
    ("levels", "visits", "grade", "measured", "missing"),
    [
        ({"motive": "A"}, "3", "A", True, ()),
        ({"motive": "A"}, "2", "B", True, ()),
        ({"motive": "A"}, "1", None, False, ("contact", "refused")),
        ({"motive": "A", "refused": "true"}, "1", "C", True, ()),
        ({"motive": "A", "refused": "false"}, "1", None, False, ("contact",)),
    ],
)
def test_a_measured_level_comes_from_the_records(
    levels: dict[str, str], visits: str, grade: str | None, measured: bool, missing: tuple[str, ...]
) -> None:
    verdict = example(MEASURED, levels, {"visits": visits})
    contact = verdict.indicators["contact"]
    assert (verdict.grade, contact.measured) == (grade, measured)
    assert set(missing) >= set(verdict.missing)
    assert bool(verdict.missing) is (grade is None)
    assert set(contact.missing) == ({"refused"} if "refused" in missing else set(missing))


def test_where_a_table_leaves_the_level_open_the_judgement_counts() -> None:
    grading = judged(MEASURED, files("09-01 visit motive=A refused=false contact=B"), date(2026, 9, 1)).gradings["c1"]
    contact = grading.official.indicators["contact"]
    assert (grading.grade, contact.level, contact.measured) == ("B", "B", False)
    assert contact.evidence is not None


def test_where_the_table_decides_a_judgement_does_not_count() -> None:
    grading = judged(MEASURED, files("09-01 visit motive=A refused=true contact=A"), date(2026, 9, 1)).gradings["c1"]
    contact = grading.official.indicators["contact"]
    assert (grading.grade, contact.level, contact.measured, contact.evidence) == ("C", "C", True, None)
