"""A file is wholly there or not at all, whatever happens and whoever writes at the same moment."""

import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from generator.writing.filing import FilingError, create, create_exactly, replace


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_names_are_numbered_and_nothing_is_overwritten(tmp_path: Path) -> None:
    paths = [create(tmp_path, "customers/a/visits", "2026-09-07", b"%d" % number) for number in range(3)]
    assert paths == [f"customers/a/visits/2026-09-07{end}.yaml" for end in ("", "-2", "-3")]
    assert [(tmp_path / path).read_bytes() for path in paths] == [b"0", b"1", b"2"]
    assert len(names(tmp_path / "customers/a/visits")) == 3, "nothing is left beside the records"


def test_a_gap_in_the_numbers_is_filled_and_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "v").mkdir()
    (tmp_path / "v/x-2.yaml").write_text("old")
    assert [create(tmp_path, "v", "x", b"new") for _ in range(2)] == ["v/x.yaml", "v/x-3.yaml"]
    assert (tmp_path / "v/x-2.yaml").read_text() == "old"


def test_a_file_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    create_exactly(tmp_path, "a/customer.yaml", b"old")
    with pytest.raises(FilingError, match="there already"):
        create_exactly(tmp_path, "a/customer.yaml", b"new")
    assert names(tmp_path / "a") == ["customer.yaml"]
    assert (tmp_path / "a/customer.yaml").read_bytes() == b"old"


def test_replacing_keeps_the_permissions(tmp_path: Path) -> None:
    file = tmp_path / "customer.yaml"
    file.write_bytes(b"old")
    file.chmod(0o640)
    replace(tmp_path, "customer.yaml", b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert names(tmp_path) == ["customer.yaml"]


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    outside, office = tmp_path / "outside", tmp_path / "office"
    outside.mkdir()
    office.mkdir()
    (outside / "customer.yaml").write_text("theirs")
    (office / "visits").symlink_to(outside)
    (office / "customer.yaml").symlink_to(outside / "customer.yaml")
    for attempt in (
        lambda: create(office, "visits", "x", b"new"),
        lambda: create_exactly(office, "visits/y.yaml", b"new"),
        lambda: replace(office, "visits/customer.yaml", b"new"),
        lambda: replace(office, "customer.yaml", b"new"),
    ):
        with pytest.raises(FilingError, match="is a link"):
            attempt()
    assert names(outside) == ["customer.yaml"]
    assert (outside / "customer.yaml").read_text() == "theirs"


def test_a_link_in_the_place_of_a_record_counts_as_taken(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").symlink_to(tmp_path / "nowhere")
    assert create(tmp_path, "", "x", b"new") == "/x-2.yaml"
    assert not (tmp_path / "nowhere").exists()


def test_without_hard_links_the_same_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert [create(tmp_path, "v", "x", b"new") for _ in range(2)] == ["v/x.yaml", "v/x-2.yaml"]
    with pytest.raises(FilingError, match="there already"):
        create_exactly(tmp_path, "v/x.yaml", b"newer")
    assert names(tmp_path / "v") == ["x-2.yaml", "x.yaml"]
    assert (tmp_path / "v/x.yaml").read_bytes() == b"new"


def test_what_the_system_refuses_is_told_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FilingError) as failure:
        create(tmp_path, "file/visits", "x", b"new")
    assert "file" in str(failure.value.message.params["path"])
    with pytest.raises(FilingError):
        replace(tmp_path, "missing.yaml", b"new")
    assert names(tmp_path) == ["file"]


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("generator.writing.filing.os.fsync", full)
    with pytest.raises(FilingError) as failure:
        create(tmp_path, "v", "x", b"new")
    assert failure.value.message.params["reason"] == os.strerror(28)
    assert names(tmp_path / "v") == []


def test_a_killed_writer_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    old, new = b"old\n" * 20_000, b"new\n" * 30_000
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from generator.writing.filing import replace
        root = Path(sys.argv[1])
        old, new = b"old\\n" * 20_000, b"new\\n" * 30_000
        print("ready", flush=True)
        while True:
            replace(root, "customer.yaml", new)
            replace(root, "customer.yaml", old)
    """)
    (tmp_path / "customer.yaml").write_bytes(old)
    for attempt in range(6):
        with subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.003 * attempt)
            writer.send_signal(signal.SIGKILL)
        assert (tmp_path / "customer.yaml").read_bytes() in {old, new}
    assert create(tmp_path, "v", "x", b"later") == "v/x.yaml"
