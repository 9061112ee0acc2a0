"""Problems are listed once each, by path and line."""

from generator.read.problem import Level, Place, Problem, has_errors, in_order
from generator.texts import Message, translator


def problem(path: str, line: int, code: str = "a", level: Level = Level.ERROR, **params: object) -> Problem:
    return Problem(Place(path, line, 1), code, Message("%(x)s" if params else "x", params), level)


def test_problems_come_by_path_line_column_and_code() -> None:
    listed = [problem("b", 1), problem("a", 10), problem("a", 9, "z"), problem("a", 9, "b")]
    found = [f"{p.place.path}{p.place.line}{p.code}" for p in in_order(listed)]
    assert found == ["a9b", "a9z", "a10a", "b1a"]


def test_the_same_problem_is_listed_once_but_not_with_another_value() -> None:
    assert len(in_order([problem("a", 1, x=1), problem("a", 1, x=1), problem("a", 1, x=2)])) == 2


def test_a_warning_is_no_error() -> None:
    assert not has_errors([])
    assert not has_errors([problem("a", 1, level=Level.WARNING)])
    assert has_errors([problem("a", 1, level=Level.WARNING), problem("a", 1)])


def test_a_place_reads_like_a_compilers() -> None:
    assert str(Place("customers/7k3qf/customer.yaml", 3, 7)) == "customers/7k3qf/customer.yaml:3:7"
    assert str(Place("a")) == "a:1:1"


def test_the_sentence_of_a_problem_stays_on_one_line() -> None:
    assert problem("a", 1, x="a\nb").text(translator("en")) == r"a\nb"
