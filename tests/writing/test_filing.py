"""A new file is wholly there or not at all, and nothing is ever written over or through a link."""

import os
from pathlib import Path

import pytest

from generator.writing.filing import FilingError, create_exactly, flush, flush_names, give_name


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    create_exactly(tmp_path, "a/customer.yaml", b"old")
    with pytest.raises(FilingError, match="there already"):
        create_exactly(tmp_path, "a/customer.yaml", b"new")
    assert names(tmp_path / "a") == ["customer.yaml"]
    assert (tmp_path / "a/customer.yaml").read_bytes() == b"old"


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    outside, office = tmp_path / "outside", tmp_path / "office"
    outside.mkdir()
    office.mkdir()
    (office / "visits").symlink_to(outside)
    (office / "customer.yaml").symlink_to(outside / "customer.yaml")
    with pytest.raises(FilingError, match="is a link"):
        create_exactly(office, "visits/y.yaml", b"new")
    with pytest.raises(FilingError, match="there already"):
        create_exactly(office, "customer.yaml", b"new")
    assert names(outside) == []


def test_without_hard_links_the_same_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    create_exactly(tmp_path, "v/x.yaml", b"new")
    with pytest.raises(FilingError, match="there already"):
        create_exactly(tmp_path, "v/x.yaml", b"newer")
    assert names(tmp_path / "v") == ["x.yaml"]
    assert (tmp_path / "v/x.yaml").read_bytes() == b"new"


def test_what_the_system_refuses_is_told_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FilingError) as failure:
        create_exactly(tmp_path, "file/visits/x.yaml", b"new")
    assert failure.value.message.params["reason"] == os.strerror(20)
    assert names(tmp_path) == ["file"]


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("generator.writing.filing.os.fsync", full)
    with pytest.raises(FilingError) as failure:
        create_exactly(tmp_path, "v/x.yaml", b"new")
    assert failure.value.message.params["reason"] == os.strerror(28)
    assert names(tmp_path / "v") == []


@pytest.mark.parametrize(("number", "calls"), [(3, ["fsync"] * 3), (20, ["sync"])])
def test_a_few_files_are_flushed_one_by_one_and_many_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, calls: list[str]
) -> None:
    files = [tmp_path / str(count) / "x" for count in range(number)]
    for file in files:
        file.parent.mkdir()
        file.write_text("")
    called: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda _descriptor: called.append("fsync"))
    monkeypatch.setattr(os, "sync", lambda: called.append("sync"))
    flush(files)
    assert called == calls
    flush_names(files)
    assert called == calls * 2


def test_a_name_is_given_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).write_text(name)
    assert give_name(tmp_path / "one", tmp_path / "x")
    assert not give_name(tmp_path / "two", tmp_path / "x")
    assert (tmp_path / "x").read_text() == "one"
