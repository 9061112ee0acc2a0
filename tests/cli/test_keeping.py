"""What is kept from run to run: whose it is, that it goes when it must, and that nothing depends on it."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from generator.cli import keeping
from tests.cli.running import Fenji
from tests.offices import write
from tests.repositories import git


@pytest.fixture
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return tmp_path / "caches/fenji"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return write(tmp_path / "office", {})


@pytest.mark.parametrize("form", ["json", "csv"])
def test_grades_are_the_same_from_what_is_kept_and_nothing_is_written_into_the_office(
    office: Path, caches: Path, fenji: Fenji, form: str
) -> None:
    for path in office.rglob("*.yaml"):
        os.utime(path, (0, 0))
    time.sleep(0.2)  # till no file is so young that its next change might not show
    before = sorted(office.rglob("*"))
    first = fenji(office, "grade", "--format", form)
    assert first.code == 0
    assert fenji(office, "grade", "--format", form).out == first.out
    kept = sorted(caches.glob("*/*"))
    assert [path.name for path in kept] == [
        *(f"grades-{form}.{kind}" for kind in ("folders", "json", "txt")),
        "settings",
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in caches.glob("*")} == {0o700}
    assert fenji(office, "grade", "--format", form).out == first.out
    assert sorted(office.rglob("*")) == before


def test_a_folder_that_others_may_write_is_not_used(office: Path, caches: Path, fenji: Fenji) -> None:
    assert fenji(office, "grade", "--format", "json").code == 0
    (folder,) = caches.iterdir()
    kept = list(folder.iterdir())
    for file in kept:
        file.write_text("theirs", encoding="utf-8")
    folder.chmod(0o777)
    assert keeping.make_place(office) is None
    assert fenji(office, "grade", "--format", "json").code == 0
    assert {file.read_text(encoding="utf-8") for file in kept} == {"theirs"}


def test_a_link_instead_of_the_folder_is_not_followed(office: Path, caches: Path, tmp_path: Path) -> None:
    folder = keeping.make_place(office)
    assert folder is not None
    folder.rmdir()
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    folder.symlink_to(tmp_path / "elsewhere")
    assert keeping.make_place(office) is None
    keeping.drop(office)
    assert (tmp_path / "elsewhere").exists()


def test_without_a_place_nothing_is_kept(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fenji: Fenji
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert keeping.make_place(office) is None
    assert fenji(office, "grade", "--format", "json").code == 0


def test_a_relative_folder_does_not_count(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = keeping.kept(office)
    assert folder is not None
    assert folder.parent == tmp_path / ".cache/fenji"


def test_the_offices_used_longest_ago_make_room(tmp_path: Path, caches: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_OFFICES", 2)
    folders = []
    for number in range(4):
        folder = keeping.make_place(tmp_path / f"office {number}")
        assert folder is not None
        os.utime(folder, (time.time() - 100 + number,) * 2)
        folders.append(folder)
    assert sorted(caches.iterdir()) == sorted(folders[2:])


def test_who_is_forgotten_is_kept_nowhere(office: Path, caches: Path, fenji: Fenji) -> None:
    git(office, "init", "--quiet")
    assert fenji(office, "grade", "--format", "json").code == 0
    assert len(list(caches.iterdir())) == 1
    assert fenji(office, "forget", "7k3qf", "--by", "chen-wei").code == 0
    assert list(caches.iterdir()) == []
