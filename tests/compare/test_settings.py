"""Settings are compared value by value: rows by their names, conditions as one, the order of keys counts."""

from __future__ import annotations

from typing import Any

import pytest

from generator.compare.reach import changed
from generator.compare.settings import MISSING, differences, rule_changes, written
from generator.read.tree import RULES
from tests.offices import RULES as OLD
from tests.offices import typed

CASES: list[tuple[Any, Any, list[str]]] = [
    ({"a": "1"}, {"a": "1"}, []),
    ({"a": "1"}, {"a": "2"}, ["a"]),
    ({}, {"a": "2"}, ["a"]),
    ({"a": {"b": "1", "c": "2"}}, {"a": {"b": "1"}}, ["a/c"]),
    ({"a": "1", "b": "2"}, {"b": "2", "a": "1"}, [""]),
    ({"x": {"a": "1", "b": "2"}}, {"x": {"b": "2", "a": "3"}}, ["x/a", "x"]),
    ({"l": ["1", "2"]}, {"l": ["2", "1"]}, ["l"]),
    ({"l": [{"id": "x", "v": "1"}]}, {"l": [{"id": "x", "v": "2"}]}, ["l/x/v"]),
    ({"l": [{"id": "x"}, {"id": "y"}]}, {"l": [{"id": "y"}, {"id": "x"}]}, ["l"]),
    ({"l": [{"id": "x"}]}, {"l": [{"id": "x"}, {"id": "y"}]}, ["l/y"]),
    ({"l": [{"id": "x"}]}, {"l": []}, ["l"]),
    ({"l": [{"v": "1"}]}, {"l": [{"v": "2"}]}, ["l"]),
    ({"r": {"unless": {"a": "1"}}}, {"r": {"unless": {"a": "2"}}}, ["r/unless"]),
    (
        {"schemes": {"s": {"when": {"A": {"x": "1"}}}}},
        {"schemes": {"s": {"when": {"A": {"x": "2"}}}}},
        ["schemes/s/when/A"],
    ),
    (
        {"movement": [{"id": "m", "when": {"a": "1"}}]},
        {"movement": [{"id": "m", "when": {"b": "1"}}]},
        ["movement/m/when"],
    ),
    ({"a": {"b": "1"}}, {"a": "1"}, ["a"]),
    ({"a": None}, {"a": "1"}, ["a"]),
]


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_only_what_differs_is_named_and_putting_it_in_place_gives_the_other_side(
    old: Any, new: Any, expected: list[str]
) -> None:
    found = list(differences(old, new))
    assert ["/".join(keys) for keys, _was, _now in found] == expected
    assert [(keys, now, was) for keys, was, now in found] == [
        (keys, was, now)
        for keys, was, now in sorted(differences(new, old), key=lambda one: expected.index("/".join(one[0])))
    ]
    result = old
    for keys, _was, now in found:
        result = changed(result, keys, now)
    assert result == new


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (MISSING, None),
        (None, None),
        ("x", "x"),
        (["a", None, "b"], "[a, , b]"),
        ({"a": {"b": None}, "c": ["1"]}, "{a: {b:}, c: [1]}"),
    ],
)
def test_a_value_is_written_in_one_line(value: object, text: str | None) -> None:
    assert written(value) == text


def test_a_change_knows_its_lines_on_both_sides() -> None:
    new = "# 一行注释\n" + OLD.replace("after_days: 7, ", "").replace("{to: D, role: leader}", "{to: D, role: manager}")
    before, after = typed({}), typed({RULES: new})
    found = {
        change.keys[-1]: (change.old and change.old.line, change.new and change.new.line)
        for change in rule_changes(before, after)
    }
    assert found == {"after_days": (13, None), "role": (15, 16)}
