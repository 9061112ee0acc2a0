"""Tests of the program as an input of what it makes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.site import program as tested


def again() -> None:
    """As in another run of the program."""
    tested._recalled.clear()
    tested.program.cache_clear()


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """Nothing is recalled before a test, nor after it."""
    again()
    yield
    again()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was read of the program's files, each time as a digest."""
    found: list[str] = []
    read = tested._read

    def reading() -> str:
        found.append(read())
        return found[-1]

    monkeypatch.setattr(tested, "_read", reading)
    return found


def test_the_files_are_read_by_the_first_build_alone(tmp_path: Path, reads: list[str]) -> None:
    tested.recall(tmp_path)
    first = tested.program()
    again()
    tested.recall(tmp_path)
    assert tested.program() == first == reads[0]
    assert len(reads) == 1


@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_they_are_read_again_where_what_was_kept_is_damaged(tmp_path: Path, reads: list[str], damage: str) -> None:
    tested.recall(tmp_path)
    again()
    kept = tmp_path / tested.NAME
    data = kept.read_bytes()
    kept.write_bytes({"changed": data[:-1] + b"x", "cut": data[:-1], "gone": b""}[damage])
    tested.recall(tmp_path)
    assert tested.program() == reads[0]
    assert len(reads) == 2


def test_they_are_read_again_when_one_was_written_anew(
    tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tested.recall(tmp_path)
    again()
    monkeypatch.setattr(tested, "stamp", lambda: "another")
    tested.recall(tmp_path)
    assert tested.program() == reads[0]
    assert len(reads) == 2


def test_a_file_of_the_program_is_part_of_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tested, "_FOLDER", tmp_path)
    (tmp_path / "one.py").write_text("1")
    before = tested.stamp.__wrapped__(), tested._read()
    (tmp_path / "one.py").write_text("2")
    after = tested.stamp.__wrapped__(), tested._read()
    assert all(one != other for one, other in zip(before, after, strict=True))
    (tmp_path / "one.py").rename(tmp_path / "two.py")
    assert tested._read() != after[1]
