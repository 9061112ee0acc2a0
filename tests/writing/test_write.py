"""A change is written whole, by one writer at a time; many writers at once lose nothing."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from generator.failure import Failure
from generator.writing.batch import write
from generator.writing.draft import Change, Draft, Edit
from generator.writing.lock import Holder

ME = Holder(1, "here", "me", "now")
PROCESSES, EACH = 20, 10


def test_twenty_processes_lose_no_record(tmp_path: Path) -> None:
    program = textwrap.dedent(f"""
        import sys
        from pathlib import Path
        from generator.writing.draft import Change, Draft
        from generator.writing.lock import Holder
        from generator.writing.batch import write
        root, number = Path(sys.argv[1]), sys.argv[2]
        sys.stdin.readline()
        for turn in range({EACH}):
            draft = Draft("customers/a/visits", "2026-09-07", {{"note": f"{{number}} {{turn}} " + "x" * 5000}})
            print(write(root, Change(draft), Holder(0, "", number, "")))
    """)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    outs = [process.communicate("go\n")[0] for process in started]
    assert [process.returncode for process in started] == [0] * PROCESSES
    told = [path for out in outs for path in out.splitlines()]
    notes = sorted((tmp_path / path).read_text().removeprefix("note: ").split(" x")[0] for path in told)
    assert notes == sorted(f"{number} {turn}" for number in range(PROCESSES) for turn in range(EACH))
    assert all((tmp_path / path).read_text().endswith("x" * 5000 + "\n") for path in told)
    names = {f"2026-09-07{f'-{n}' if n > 1 else ''}.yaml" for n in range(1, PROCESSES * EACH + 1)}
    assert {path.name for path in (tmp_path / "customers/a/visits").iterdir()} == names


def test_an_edit_is_written_only_over_what_was_read(tmp_path: Path) -> None:
    (tmp_path / "customer.yaml").write_text("old")
    draft = Draft("decisions", "2026-09-07", {"kind": "transfer"})
    with pytest.raises(Failure, match="changed by somebody else"):
        write(tmp_path, Change(draft, (Edit("customer.yaml", b"older", b"new"),)), ME)
    assert (tmp_path / "customer.yaml").read_text() == "old"
    assert not (tmp_path / "decisions").exists()
    assert write(tmp_path, Change(draft, (Edit("customer.yaml", b"old", b"new"),)), ME) == "decisions/2026-09-07.yaml"
    assert (tmp_path / "customer.yaml").read_text() == "new"


def test_an_edit_of_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="changed by somebody else"):
        write(tmp_path, Change(Draft("d", "x", {"a": "b"}), (Edit("gone.yaml", b"old", b"new"),)), ME)
    assert not (tmp_path / "d").exists()


def test_a_value_that_no_file_can_hold_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="invisible"):
        write(tmp_path, Change(Draft("d", "x", {"note": "a\u200bb"})), ME)
    assert list(tmp_path.iterdir()) == []
