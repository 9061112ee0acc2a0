"""The fuzz targets as ordinary tests: on all that is kept, and on inputs made from it in a thousand small ways."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import HERE, TARGETS, kept, timed

WORDS = sorted(
    {
        line[1:-1].encode().decode("unicode_escape").encode("latin-1")
        for line in (HERE / "words.dict").read_text(encoding="ascii").splitlines()
        if line.startswith('"')
    }
)
MOST_BYTES = 400_000


@pytest.mark.parametrize("path", [path for target in TARGETS for path in kept(target)], ids=lambda path: path.name)
def test_what_is_kept_does_no_harm(path: Path) -> None:
    timed(path.parent.name, path.read_bytes())


def test_every_target_has_a_corpus_and_it_stays_small() -> None:
    assert all(len(kept(target)) >= 5 for target in TARGETS)
    assert sum(path.stat().st_size for target in TARGETS for path in kept(target)) < MOST_BYTES


def _slice_at(data: bytes) -> Callable[[int], bytes]:
    return lambda start: data[start : start + 60]


@st.composite
def changed(draw: st.DrawFn, target: str) -> bytes:
    """A kept input with pieces cut out, doubled, swapped for words, or for pieces of another one."""
    inputs = [path.read_bytes() for path in kept(target)]
    data = draw(st.sampled_from(inputs))
    for _change in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 40)))
        other = draw(st.sampled_from(inputs))
        piece = draw(
            st.sampled_from(WORDS)
            | st.binary(max_size=6)
            | st.text(max_size=6).map(lambda text: text.encode("utf-8", "surrogatepass"))
            | st.integers(0, len(other)).map(_slice_at(other))
            | st.just(data[start:end] * 2)
        )
        data = data[:start] + piece + data[end:]
    return data


@given(st.data())
@settings(max_examples=300)
def test_a_changed_file_gives_records_or_problems(data: st.DataObject) -> None:
    timed("reader", data.draw(changed("reader")))


@given(st.data())
@settings(max_examples=80)
def test_changed_rules_give_grades_or_problems(data: st.DataObject) -> None:
    timed("rules", data.draw(changed("rules")))


@given(st.data())
@settings(max_examples=100)
def test_a_changed_table_or_mapping_gives_an_import_or_problems(data: st.DataObject) -> None:
    timed("importer", data.draw(changed("importer")))


@given(st.data())
@settings(max_examples=40)
def test_changed_values_leave_the_structure_of_everything_as_it_is(data: st.DataObject) -> None:
    timed("renderer", data.draw(changed("renderer")))


@given(st.binary(max_size=200))
@settings(max_examples=100)
def test_any_bytes_at_all(data: bytes) -> None:
    for target in ("reader", "rules", "importer"):
        timed(target, data)
