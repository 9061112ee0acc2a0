"""An office listed again, folder by folder, is what it is when all of it is listed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import time_ns

import pytest

from generator import store
from generator.apart.relisting import Folders, Relisting, load, relisted, save
from generator.read.folder import listed
from tests.apart.asking import LATER
from tests.offices import write

NAMES = (
    "a.yaml",
    "Aa.yaml",
    "aa.yaml",
    "note.txt",
    "a b?.yaml",
    ".git",
    "visits",
    "new",
    "7k3qf",
    "con.yaml",
    "é.yaml",
)


FILES = {f"customers/c{number}/visits/2026-01-0{day}.yaml": "" for number in range(4) for day in range(1, 4)}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return write(tmp_path / "office", FILES)


def again(root: Path, known: Folders, later: int = LATER) -> Relisting | None:
    """List again, so much ``later`` than now that no folder is young any more."""
    return relisted(root, known, time_ns() + later)


def as_afresh(root: Path, known: Folders) -> Folders:
    """See that listing again says the same as listing all; return what it found, else what was known."""
    found, wanted = again(root, known), listed(root)
    if wanted.problems:
        assert found is None
        return known
    assert found is not None
    assert found.records == [*wanted.records]
    assert found.others == wanted.others
    return found.folders


def pick(root: Path, draw: Random) -> tuple[Path, Path]:
    """Return something below customers/, and a place for something new there."""
    every = sorted(path for path in (root / "customers").rglob("*"))
    folders = [root / "customers", *(path for path in every if path.is_dir() and not path.is_symlink())]
    return draw.choice(every), draw.choice(folders) / draw.choice(NAMES)


def edit(root: Path, draw: Random) -> None:
    """Do something to a folder or a file, or to what is called like one."""
    old, new = pick(root, draw)
    if draw.random() < 0.6:  # a new thing, of any kind
        if not os.path.lexists(new):
            make = (Path.touch, Path.touch, Path.mkdir, lambda path: path.symlink_to("."), os.mkfifo)
            draw.choice(make)(new)
    elif draw.random() < 0.5:
        if not os.path.lexists(new) and old not in new.parents:
            old.rename(new)
    elif old.is_dir() and not old.is_symlink():
        shutil.rmtree(old)
    else:
        old.unlink()


def test_after_any_edits_it_is_listed_as_afresh(office: Path, tmp_path: Path) -> None:
    draw, good, usable = Random(7), tmp_path / "good", 0  # noqa: S311 - the same edits each time
    known = as_afresh(office, {})
    for turn in range(150):
        if turn % 10 == 0:
            write(office, FILES)
        shutil.rmtree(good, ignore_errors=True)
        shutil.copytree(office / "customers", good, symlinks=True)
        edit(office, draw)
        before, known = known, as_afresh(office, known)
        if known is before:  # what was wrong is undone, each time in folders that are others
            shutil.rmtree(office / "customers")
            shutil.copytree(good, office / "customers", symlinks=True)
        else:
            usable += 1
    assert usable > 50


def test_only_a_folder_that_has_changed_is_listed(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = as_afresh(office, {})
    seen: list[str] = []
    original = os.scandir

    def spy(path: str) -> object:
        seen.append(os.path.relpath(path, office))
        return original(path)

    monkeypatch.setattr(os, "scandir", spy)
    assert again(office, known) == Relisting(sorted(known_paths(known)), (), known, anew=False)
    assert seen == ["."]
    (office / "customers/c2/visits/late.yaml").touch()
    found = again(office, known)
    assert found is not None
    assert found.anew
    assert "customers/c2/visits/late.yaml" in found.records
    assert seen == [".", ".", "customers/c2/visits"]


def known_paths(known: Folders) -> list[str]:
    return ["office.yaml", "rules.yaml", *(f"{path}/{name}" for path in known for name in known[path].records)]


def test_a_folder_so_young_that_a_change_might_not_show_is_listed_again(office: Path) -> None:
    young = again(office, {}, later=-LATER)
    assert young is not None
    assert not any(folder.state for folder in young.folders.values())
    found = again(office, young.folders, later=-LATER)
    assert found is not None
    assert found.anew


@pytest.mark.parametrize("name", ["customers", "rules.yaml"])
def test_what_is_no_plain_file_or_folder_is_never_passed_over(office: Path, name: str) -> None:
    known = as_afresh(office, {})
    (office / name).rename(office / "elsewhere")
    (office / name).symlink_to("elsewhere")
    assert again(office, known) is None
    as_afresh(office, known)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"c1", b"c2"),
        lambda data: data.partition(b"\n")[2],
    ],
)
def test_what_is_damaged_or_of_another_program_is_as_good_as_none(
    office: Path, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    file, known = tmp_path / "folders", as_afresh(office, {})
    save(file, "program", known)
    assert load(file, "program") == known
    assert load(file, "another") == load(tmp_path / "nowhere", "program") == {}
    file.write_bytes(spoil(file.read_bytes()))
    assert load(file, "program") == {}
    store.write(file, b"[1, 2]", "program")
    assert load(file, "program") == {}
