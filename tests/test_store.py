"""Tests of the files that are kept from run to run."""

import os
import signal
import stat
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import store


@given(body=st.binary(max_size=200), made_by=st.text(max_size=5), other=st.text(max_size=5))
def test_what_was_written_is_read_by_the_same_maker_alone(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, made_by: str, other: str
) -> None:
    file = tmp_path_factory.mktemp("kept") / "rows"
    store.write(file, body, made_by)
    assert store.read(file, made_by) == body
    assert store.read(file, other) == (body if other == made_by else None)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["rows"]


@given(data=st.data())
def test_damage_at_any_place_leaves_nothing_to_be_read(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    file = tmp_path_factory.mktemp("kept") / "rows"
    store.write(file, b"what was known", "me")
    whole = file.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.integers(0, 7))
    cut = data.draw(st.booleans())
    file.write_bytes(whole[:place] if cut else whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
    assert store.read(file, "me") is None


def _killed(file: Path) -> None:
    """Write, and be killed before what is written stands at its place."""
    Path.replace = lambda *_path: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment,method-assign]
    store.write(file, b"never in place", "me")


def test_killed_writers_leave_one_file_and_the_next_one_takes_it_away(tmp_path: Path) -> None:
    file = tmp_path / "rows"
    store.write(file, b"old", "me")
    for _time in range(3):
        writer = get_context("fork").Process(target=_killed, args=(file,))
        writer.start()
        writer.join()
        assert writer.exitcode == -signal.SIGKILL
    assert sorted(one.name for one in tmp_path.iterdir()) == ["rows", "rows.new"]
    assert store.read(file, "me") == b"old"
    store.write(file, b"new", "me")
    assert [one.name for one in tmp_path.iterdir()] == ["rows"]
    assert store.read(file, "me") == b"new"


def _often(file: Path, body: bytes) -> None:
    for _time in range(40):
        store.write(file, body, "me")


def test_of_several_writers_every_reader_finds_one_of_them_whole_or_nothing(tmp_path: Path) -> None:
    file = tmp_path / "rows"
    bodies = {bytes([letter]) * 100_000 for letter in b"abcd"}
    writers = [get_context("fork").Process(target=_often, args=(file, body)) for body in sorted(bodies)]
    for writer in writers:
        writer.start()
    found = []
    while any(writer.is_alive() for writer in writers):
        found.append(store.read(file, "me"))
    assert all(body is None or body in bodies for body in found)
    assert any(found)
    assert [writer.exitcode for writer in writers] == [0] * len(writers)
    store.write(file, b"the last", "me")
    assert store.read(file, "me") == b"the last"
    assert [one.name for one in tmp_path.iterdir()] == ["rows"]


def test_a_disk_that_refuses_is_no_error(tmp_path: Path) -> None:
    store.write(tmp_path / "no such folder" / "rows", b"", "me")
    (tmp_path / "rows.new").mkdir()
    store.write(tmp_path / "rows", b"", "me")
    assert store.read(tmp_path / "rows", "me") is None
