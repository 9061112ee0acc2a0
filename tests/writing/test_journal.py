"""What was cut short is undone by whoever comes next; a journal that fenji did not write moves nothing."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.failure import Failure
from generator.texts import translator
from generator.writing import batch
from generator.writing.batch import store
from generator.writing.journal import JOURNAL, unfinished
from generator.writing.lock import Holder, LockedError, locked, settle
from tests.repositories import git

ME = Holder(1, "here", "me", "now")
KEPT, GONE, NEW = "customers/a/customer.yaml", "customers/b/customer.yaml", "customers/c/customer.yaml"
BATCH = "batch-0123456789abcdef"


class Died(BaseException):
    """The process is no more: nothing after it runs."""


@pytest.fixture
def cut_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A change of three files, all done but for the last moment."""
    for path in (KEPT, GONE):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("old")
    with monkeypatch.context() as patched:

        def die(*_arguments: object) -> None:
            raise Died

        patched.setattr(batch, "commit", die)
        patched.setattr(batch, "undo", die)
        with pytest.raises(Died):
            store(tmp_path, {KEPT: b"new", NEW: b"new"}, {KEPT: b"old", GONE: b"old"})
    assert unfinished(tmp_path)
    assert texts(tmp_path) == {KEPT: "new", NEW: "new"}
    return tmp_path


def texts(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text() for path in sorted(root.glob("customers/*/*"))}


def test_whoever_reads_next_undoes_it(cut_short: Path) -> None:
    settle(cut_short, ME)
    assert texts(cut_short) == {KEPT: "old", GONE: "old"}
    assert {path.name for path in (cut_short / ".fenji").iterdir()} == {"lock", ".gitignore"}


def test_what_somebody_changed_since_is_left_to_them(cut_short: Path) -> None:
    for path in (KEPT, NEW):
        (cut_short / path).write_text("theirs")
    (cut_short / GONE).parent.mkdir(exist_ok=True)
    (cut_short / GONE).write_text("theirs, too")
    settle(cut_short, ME)
    assert texts(cut_short) == {KEPT: "theirs", NEW: "theirs", GONE: "theirs, too"}


def test_a_folder_that_is_gone_by_then_comes_back(cut_short: Path) -> None:
    (cut_short / GONE).parent.rmdir()
    settle(cut_short, ME)
    assert texts(cut_short) == {KEPT: "old", GONE: "old"}


def test_where_nothing_is_left_to_undo_nothing_happens(tmp_path: Path) -> None:
    settle(tmp_path, ME)
    assert list(tmp_path.iterdir()) == []


def test_a_reader_does_not_undo_what_somebody_is_writing(cut_short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = (cut_short / JOURNAL).read_bytes()
    monkeypatch.setattr("generator.writing.lock.locked", lambda root, holder: locked(root, holder, patience=0))
    with locked(cut_short, ME):
        (cut_short / JOURNAL).write_bytes(journal)
        with pytest.raises(LockedError):
            settle(cut_short, ME)
    assert unfinished(cut_short)


def test_debris_without_a_journal_is_removed_by_the_next_writer(tmp_path: Path) -> None:
    (tmp_path / ".fenji" / BATCH).mkdir(parents=True)
    (tmp_path / ".fenji" / BATCH / "0").write_text("half")
    (tmp_path / ".fenji/new-journal").write_text("{")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".fenji/batch-link").symlink_to(tmp_path / "elsewhere")
    with locked(tmp_path, ME):
        pass
    assert {path.name for path in (tmp_path / ".fenji").iterdir()} == {"lock", ".gitignore"}
    assert (tmp_path / "elsewhere").is_dir()


def journal(root: Path, steps: Sequence[Any], name: Any = BATCH, form: Any = 1) -> None:
    (root / ".fenji" / BATCH).mkdir(parents=True, exist_ok=True)
    (root / ".fenji" / BATCH / "old-0").write_text("evil")
    (root / JOURNAL).write_text(json.dumps({"format": form, "batch": name, "steps": steps}))


def step(path: str, kind: str = "changed", before: bytes = b"old") -> dict[str, str]:
    return {"path": path, "kind": kind, "after": hashlib.sha256(before).hexdigest()}


@pytest.mark.parametrize(
    "path", ["../outside.yaml", "customers/../x.yaml", "/etc/passwd", ".git/config", "link/x.yaml"]
)
@pytest.mark.parametrize("kind", ["new", "changed", "removed"])
def test_a_journal_reaches_nothing_but_records(tmp_path: Path, path: str, kind: str) -> None:
    office, outside = tmp_path / "office", tmp_path / "outside"
    outside.mkdir()
    for file in (tmp_path / "outside.yaml", outside / "x.yaml", office / ".git/config", office / "x.yaml"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("old")
    (office / "customers").symlink_to(outside)
    journal(office, [step(path.replace("link", "customers"), kind)])
    with pytest.raises(Failure, match="is not what fenji writes there"):
        settle(office, ME)
    for file in (tmp_path / "outside.yaml", outside / "x.yaml", office / ".git/config", office / "x.yaml"):
        assert file.read_text() == "old"


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", "\xff", "[" * 100_000, '{"format": 1, "batch": "x", "steps": []}'),
        json.dumps({"format": 2, "batch": BATCH, "steps": []}),
        json.dumps({"format": 1, "batch": BATCH, "steps": [{"path": 1, "kind": "new", "after": ""}]}),
        json.dumps({"format": 1, "batch": BATCH, "steps": [{"path": KEPT, "kind": "moved", "after": ""}]}),
        json.dumps({"format": 1, "batch": ["x"], "steps": []}),
    ],
)
def test_a_damaged_journal_is_a_message(tmp_path: Path, text: str) -> None:
    (tmp_path / ".fenji").mkdir()
    (tmp_path / JOURNAL).write_text(text, encoding="latin-1")
    with pytest.raises(Failure) as refused:
        settle(tmp_path, ME)
    assert "delete the folder .fenji" in refused.value.message.text(translator("en"))


def test_a_journal_that_came_with_the_repository_moves_nothing(tmp_path: Path) -> None:
    (tmp_path / KEPT).parent.mkdir(parents=True)
    (tmp_path / KEPT).write_text("old")
    journal(tmp_path, [step(KEPT, "new")])
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--force", "--all")
    with pytest.raises(Failure, match="is not what fenji writes there"):
        settle(tmp_path, ME)
    assert texts(tmp_path) == {KEPT: "old"}


def test_a_journal_that_is_a_link_moves_nothing(tmp_path: Path) -> None:
    (tmp_path / ".fenji").mkdir()
    (tmp_path / JOURNAL).symlink_to("nowhere")
    with pytest.raises(Failure, match="is not what fenji writes there"):
        settle(tmp_path, ME)
