"""One writer at a time; whoever waits too long is told who writes; the dead hold nothing."""

import json
import subprocess
import sys
import textwrap
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from generator.texts import translator
from generator.writing.lock import Holder, LockedError, locked

ME = Holder(1234, "desk-3", "li-na", "2026-09-07 14:30:00")


def nap(_seconds: float) -> None:
    """Do not really wait."""


def test_who_waits_too_long_is_told_who_writes(tmp_path: Path) -> None:
    with locked(tmp_path, ME), pytest.raises(LockedError) as refused, locked(tmp_path, ME, patience=0.05, pause=nap):
        pass
    said = refused.value.message.text(translator("en"))
    assert "li-na on desk-3 (process 1234)" in said
    assert "2026-09-07 14:30:00" in said
    with locked(tmp_path, ME, patience=0):
        pass


def test_who_waits_while_others_take_turns_waits_longer(tmp_path: Path) -> None:
    turns: list[float] = []

    def another_turn(seconds: float) -> None:
        turns.append(seconds)
        (tmp_path / ".fenji/lock").write_text(json.dumps(asdict(replace(ME, process=len(turns)))))

    with (
        locked(tmp_path, ME),
        pytest.raises(LockedError) as refused,
        locked(tmp_path, ME, patience=0.05, pause=another_turn),
    ):
        pass
    assert 0.9 < sum(turns) < 1.2
    assert f"process {len(turns)}" in refused.value.message.text(translator("en"))


def test_a_lock_file_that_was_removed_meanwhile_locks_nothing(tmp_path: Path) -> None:
    with locked(tmp_path, ME):
        (tmp_path / ".fenji/lock").unlink()
        with locked(tmp_path, ME, patience=0), pytest.raises(LockedError), locked(tmp_path, ME, patience=0):
            pass


def test_a_lock_file_that_nobody_can_read_still_locks(tmp_path: Path) -> None:
    with locked(tmp_path, ME):
        (tmp_path / ".fenji/lock").write_bytes(b"\xff[")
        with pytest.raises(LockedError, match="Somebody else"), locked(tmp_path, ME, patience=0.05, pause=nap):
            pass


def test_an_error_inside_lets_go_of_the_lock(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path, ME):
        raise ZeroDivisionError
    with locked(tmp_path, ME, patience=0):
        pass


def test_a_killed_writer_holds_nothing(tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from generator.writing.lock import Holder, locked
        with locked(Path(sys.argv[1]), Holder(1, "other", "zhou-kai", "then")):
            print("locked", flush=True)
            time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(LockedError) as refused, locked(tmp_path, ME, patience=0.05, pause=nap):
            pass
        assert "zhou-kai on other" in refused.value.message.text(translator("en"))
        writer.kill()
    with locked(tmp_path, ME, patience=5):
        pass


def test_git_never_sees_the_lock(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    with locked(tmp_path, ME):
        pass
    shown = subprocess.run(["git", "-C", tmp_path, "status", "--porcelain"], check=True, capture_output=True)
    assert shown.stdout == b""


def test_who_waits_lays_nothing_aside_that_the_holder_might_clear_away(tmp_path: Path) -> None:
    def looked(_seconds: float) -> None:
        assert [entry.name for entry in (tmp_path / ".fenji").iterdir()] == ["lock"]

    with locked(tmp_path, ME):
        (tmp_path / ".fenji/.gitignore").unlink()
        with pytest.raises(LockedError), locked(tmp_path, ME, patience=0.05, pause=looked):
            pass


def test_a_link_in_the_place_of_the_lock_is_refused(tmp_path: Path) -> None:
    office, outside = tmp_path / "office", tmp_path / "outside"
    office.mkdir()
    outside.mkdir()
    (office / ".fenji").symlink_to(outside)
    with pytest.raises(LockedError, match="is a link"), locked(office, ME):
        pass
    assert list(outside.iterdir()) == []
