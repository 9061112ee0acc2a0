# ruff: noqa: E501 - a case of a table is read in one line
"""Conditions as people write them: what they mean, and what is said where they mean nothing."""

import pytest

from generator.grade.condition import AllOf, AnyOf, Condition, NoneOf
from generator.grade.condition import Test as Asked
from generator.grade.parsing import Parser
from generator.grade.predicate import Between, Compare, Is, IsKnown, OneOf, Predicate
from generator.grade.vocabulary import BUILT_IN, FIELDS, Kind, Meaning
from generator.read.document import Document
from tests.presets.presets import document

LEVEL = Meaning(Kind.LEVEL, ("A", "B"))
ANSWERED = Meaning(Kind.LEVEL, ("true", "false"))
NUMBERED = Meaning(Kind.LEVEL, ("1", "2"))


def parser(found: Document | None = None) -> Parser:
    return Parser(found, dict(BUILT_IN) | dict(FIELDS) | {"price": LEVEL, "paid": ANSWERED, "step": NUMBERED})


def parsed(written: str) -> tuple[Condition, Parser]:
    found = document(f"when: {written}\n")
    one = parser(found)
    plain = found.plain()
    assert isinstance(plain, dict)
    return one.condition(plain["when"], ("when",)), one


PREDICATES: list[tuple[str, Predicate]] = [
    ('visits: ">= 3"', Compare(">=", 3)),
    ('visits: ">=3"', Compare(">=", 3)),
    ('visits: "  <  3  "', Compare("<", 3)),
    ('visits: "＞＝ ３"', Compare(">=", 3)),
    ('visits: "!= 3"', Compare("!=", 3)),
    ('visits: "= 3"', Compare("=", 3)),
    ("visits: 3", Compare("=", 3)),
    ('wants.budget: "<= 318.5"', Compare("<=", 318.5)),
    ('wants.budget: "> -1"', Compare(">", -1)),
    ('visits: "2..4"', Between(2, 4)),
    ('visits: "2 .. 4"', Between(2, 4)),
    ('visits: "3..3"', Between(3, 3)),
    ("queued: true", Is(True)),
    ("queued: 否", Is(False)),
    ("visits: known", IsKnown(True)),
    ("price: unknown", IsKnown(False)),
    ("price: A", OneOf(("A",))),
    ("price: [A, B]", OneOf(("A", "B"))),
    ("paid: true", OneOf(("true",))),
    ("paid: no", OneOf(("false",))),
    ("step: 1", OneOf(("1",))),
    ("wants.district: 城西", OneOf(("城西",))),
    ("profile.place: [杭州, 宁波]", OneOf(("杭州", "宁波"))),
]  # fmt: skip


@pytest.mark.parametrize(("written", "predicate"), PREDICATES)
def test_a_test(written: str, predicate: Predicate) -> None:
    condition, found = parsed(f"{{{written}}}")
    assert found.problems == []
    assert condition == Asked(written.partition(":")[0], predicate)


GROUPS: list[tuple[str, Condition]] = [
    ("{visits: 1, queued: true}", AllOf((Asked("visits", Compare("=", 1)), Asked("queued", Is(True))))),
    ("{all: [{visits: 1}]}", AllOf((Asked("visits", Compare("=", 1)),))),
    ("{any: [{visits: 1}, {visits: 2}]}", AnyOf((Asked("visits", Compare("=", 1)), Asked("visits", Compare("=", 2))))),
    ("{any: {visits: 1, queued: true}}", AnyOf((Asked("visits", Compare("=", 1)), Asked("queued", Is(True))))),
    ("{none: [{queued: true, visits: 1}]}", NoneOf((AllOf((Asked("queued", Is(True)), Asked("visits", Compare("=", 1)))),))),
    ("{any: [{all: [{visits: 1}]}, {none: [{visits: 2}]}]}", AnyOf((AllOf((Asked("visits", Compare("=", 1)),)), NoneOf((Asked("visits", Compare("=", 2)),))))),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), GROUPS)
def test_a_group(written: str, expected: Condition) -> None:
    condition, found = parsed(written)
    assert (condition, found.problems) == (expected, [])


FAULTS: list[tuple[str, str]] = [
    ('{visits: ">= many"}', "test"),
    ('{visits: ">"}', "test"),
    ('{visits: "4..2"}', "test"),
    ('{visits: ""}', "test"),
    ("{visits: []}", "test"),
    ("{price: [A, '']}", "test"),
    ("{price: [A, [B]]}", "test"),
    ("{visits: {more: 3}}", "test"),
    ("{visits: true}", "kind"),
    ("{visits: often}", "kind"),
    ('{queued: ">= 1"}', "kind"),
    ("{queued: [yes]}", "kind"),
    ('{price: ">= 1"}', "kind"),
    ("{price: true}", "unknown-word"),
    ("{price: 3}", "unknown-word"),
    ("{price: C}", "unknown-word"),
    ("{price: [A, C]}", "unknown-word"),
    ("{phase: before}", "unknown-word"),
    ("{source: radio}", "unknown-word"),
    ("{visit: 3}", "unknown-name"),
    ("{inbound_cals: 3}", "unknown-name"),
    ("{prise: A}", "unknown-name"),
    ("{wants.colour: red}", "unknown-name"),
    ("{nobody.knows: red}", "unknown-name"),
    ("{any: []}", "condition"),
    ("{any: {}}", "condition"),
    ("{all: yes}", "condition"),
    ("{any: [visits]}", "condition"),
    ("{any: [{}]}", "condition"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "code"), FAULTS)
def test_a_fault(written: str, code: str) -> None:
    assert [problem.code for problem in parsed(written)[1].problems] == [code]


def test_the_nearest_name_is_proposed() -> None:
    (problem,) = parsed("{inbound_cals: 3}")[1].problems
    assert problem.message.params == {"name": "inbound_cals", "meant": "inbound_calls"}
    (problem,) = parsed("{nobody.knows: red}")[1].problems
    assert problem.message.params["meant"] is None


def test_a_fault_stands_at_its_line_and_column() -> None:
    found = document("when:\n  any:\n    - {visits: 1}\n    - {visits: often, visit: 3}\n")
    one = parser(found)
    plain = found.plain()
    assert isinstance(plain, dict)
    one.condition(plain["when"], ("when",))
    assert [(problem.code, problem.place.line, problem.place.column) for problem in one.problems] == [
        ("kind", 4, 16),
        ("unknown-name", 4, 23),
    ]


@pytest.mark.parametrize("written", ["visits", "", "[]", "{}"])
def test_what_is_no_condition_at_all(written: str) -> None:
    assert [problem.code for problem in parsed(written or "''")[1].problems] == ["condition"]


JUDGED: list[tuple[str, dict[str, Meaning]]] = [
    ("{refused: true}", {"refused": Meaning(Kind.YES_NO)}),
    ('{complaints: ">= 3"}', {"complaints": Meaning(Kind.NUMBER)}),
    ("{breach: [late, crisis]}", {"breach": Meaning(Kind.WORD, ("late", "crisis"))}),
    ("{breach: late, any: [{breach: crisis}]}", {"breach": Meaning(Kind.WORD, ("late", "crisis"))}),
    ("{seen: known}", {"seen": Meaning(Kind.ANY)}),
    ("{seen: known, any: [{seen: true}]}", {"seen": Meaning(Kind.YES_NO)}),
    ("{seen: true, any: [{seen: known}]}", {"seen": Meaning(Kind.YES_NO)}),
]  # fmt: skip


@pytest.mark.parametrize(("written", "judged"), JUDGED)
def test_a_name_that_nothing_declares_is_a_judged_key_of_the_kind_it_is_asked_for(
    written: str, judged: dict[str, Meaning]
) -> None:
    found = parsed(written)[1]
    assert (found.judged, found.problems) == (judged, [])


def test_one_key_asked_for_as_two_kinds_of_value() -> None:
    found = parsed('{refused: true, any: [{refused: ">= 3"}]}')[1]
    assert [problem.code for problem in found.problems] == ["mixed-kinds"]


def test_names_of_one_place_only() -> None:
    one = parser()
    condition = one.condition(
        {"grade": "A", "days_in_grade": ">= 3"}, (), {"grade": LEVEL, "days_in_grade": Meaning(Kind.COUNT)}
    )
    assert (one.problems, one.judged) == ([], {})
    assert isinstance(condition, AllOf)


def test_without_a_document_a_fault_stands_in_the_first_line() -> None:
    one = parser()
    one.condition({"visits": "often"}, ("when",))
    assert [(problem.place.path, problem.place.line) for problem in one.problems] == [("rules.yaml", 1)]
