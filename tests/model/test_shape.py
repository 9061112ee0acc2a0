"""A shape reads what its keys say, names every fault at its place, and tells an editor the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import FrozenInstanceError, replace
from datetime import date
from enum import StrEnum

import pytest

from generator.model.compound import Either, Many, Prepared, Table, word_of, words
from generator.model.fault import Loc, Unreadable, fault
from generator.model.scalar import DAY, ID, PLAIN, TEXT, WHOLE
from generator.model.shape import entry, keys_of, read, shape, shaped

DEPTH = ("boxes", "b", "depth")


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


@shape
class Box:
    size: Size = entry(word_of(Size), "How large", default=Size.SMALL)
    label: str = entry(TEXT, "What stands on it")
    depth: int | None = entry(WHOLE, default=None)

    def check(self) -> None:
        if self.size is Size.SMALL and (self.depth or 0) > 9:
            raise fault("too-deep", "A small box is not %(depth)s deep.", at_key="depth", depth=self.depth)


@shape
class Store:
    since: date = entry(DAY, "Since when")
    from_: str = entry(ID, written="from", default="here")
    boxes: Mapping[str, Box] = entry(Table(ID, shaped(Box)), default={})
    colours: tuple[str, ...] | str = entry(Either(list, Many(TEXT), words("any", "none")), default="any")
    notes: tuple[str, ...] = entry(Prepared(lambda value: [value], Many(PLAIN)), default=())


def faults(kind: type, value: object) -> list[tuple[Loc, str, bool]]:
    with pytest.raises(Unreadable) as caught:
        read(kind, value)
    return [(one.loc, one.code, one.key) for one in caught.value.faults]


def test_a_mapping_is_read_key_by_key() -> None:
    written = {
        "since": "2026-09-07",
        "from": "a-b",
        "boxes": {"ａ": {"label": "x", "size": " ｌarge", "depth": "12"}, "b": {"label": "y"}},
        "colours": ["red", "blue"],
        "notes": "n",
    }
    found = read(Store, written)
    assert found == Store(
        since=date(2026, 9, 7),
        from_="a-b",
        boxes={"a": Box(label="x", size=Size.LARGE, depth=12), "b": Box(label="y")},
        colours=("red", "blue"),
        notes=("n",),
    )
    assert read(Store, {"since": "2026-09-07", "colours": "none"}).colours == "none"


def test_what_is_left_out_has_its_default_and_what_may_be_missing_may_be_empty() -> None:
    assert read(Box, {"label": "x", "depth": None}) == read(Box, {"label": "x"}) == Box(label="x")
    first, second = (read(Store, {"since": "2026-09-07"}) for _time in range(2))
    assert first.boxes == {}
    assert first.boxes is not second.boxes
    assert faults(Box, {"label": None}) == [(("label",), "no-value", False)]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("x", [((), "mapping", False)]),
        (["since"], [((), "mapping", False)]),
        ({}, [((), "missing-key", False)]),
        (
            {"snce": "2026-09-07", "boxes": {"A!": {"label": "x"}, "b": {"lable": "y", "depth": "-1"}}, "from_": "a"},
            [
                ((), "missing-key", False),
                (("snce",), "unknown-key", True),
                (("boxes", "A!"), "id", False),
                (("boxes", "b"), "missing-key", False),
                (("boxes", "b", "lable"), "unknown-key", True),
                (DEPTH, "whole", False),
                (("from_",), "unknown-key", True),
            ],
        ),
        ({"since": "now", "colours": ["red", ""]}, [(("since",), "date", False), (("colours", 1), "no-value", False)]),
        ({"since": "2026-09-07", "colours": "no"}, [(("colours",), "unknown-word", False)]),
        ({"since": "2026-09-07", "colours": {}}, [(("colours",), "unknown-word", False)]),
        ({"since": "2026-09-07", "boxes": []}, [(("boxes",), "mapping", False)]),
        ({"since": "2026-09-07", "boxes": {"b": {"label": "x", "depth": 12}}}, [(DEPTH, "too-deep", False)]),
        # What contradicts is said only of what could be read.
        ({"since": "2026-09-07", "boxes": {"b": {"depth": 12}}}, [(("boxes", "b"), "missing-key", False)]),
    ],
)  # fmt: skip
def test_every_fault_is_named_at_its_place(written: object, found: list[tuple[Loc, str, bool]]) -> None:
    assert sorted(faults(Store, written)) == sorted(found)


def test_the_word_that_was_meant_is_proposed() -> None:
    with pytest.raises(Unreadable) as caught:
        read(Box, {"label": "x", "size": "lrge", "dept": "1"})
    meant = [one.message.params.get("meant") for one in caught.value.faults]
    assert meant == ["large", "depth"]


def test_a_value_is_made_by_name_and_never_changes() -> None:
    box = Box(label="x")
    assert replace(box, depth=3) == Box(label="x", depth=3) != box
    with pytest.raises(FrozenInstanceError):
        box.label = "y"  # type: ignore[misc]
    with pytest.raises(TypeError, match="label"):
        Box(size=Size.LARGE)  # type: ignore[call-arg]
    assert list(keys_of(Store)) == ["since", "from_", "boxes", "colours", "notes"]
    assert list(keys_of(str)) == []


def test_an_editor_is_told_the_same() -> None:
    box = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "size": {"type": "string", "enum": ["small", "large"], "description": "How large", "default": "small"},
            "label": {"type": ["string", "number", "boolean"], "description": "What stands on it"},
            "depth": {"type": "integer", "minimum": 0},
        },
        "required": ["label"],
    }
    found = shaped(Store).schema()
    assert found["required"] == ["since"]
    assert found["properties"]["boxes"] == {"type": "object", "additionalProperties": box}
    assert found["properties"]["from"]["default"] == "here"
    assert found["properties"]["colours"]["anyOf"][1] == {"type": "string", "enum": ["any", "none"]}
