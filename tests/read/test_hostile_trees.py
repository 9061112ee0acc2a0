"""Whatever lies in the folder or in a revision: only plain files below it are read, and one bad file stops no other."""

from __future__ import annotations

import os
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import generator.read.folder
import generator.read.git
from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.read.git import RevisionError
from generator.read.git import git as plumbing
from generator.read.revision import tree_at
from generator.read.tree import Tree
from generator.texts import translator
from tests.offices import CUSTOMER, VISIT, write
from tests.repositories import commit, git


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = write(tmp_path / "office", {})
    commit(folder, {})
    return folder


def problems(tree: Tree) -> list[tuple[str, str]]:
    return sorted((problem.place.path, problem.code) for problem in tree.problems)


def both(office: Path) -> tuple[Tree, Tree]:
    """The folder as it is, and the same as a revision."""
    commit(office, {})
    return working_tree(office), tree_at(office, "HEAD")


def test_a_program_is_no_record_on_either_way(office: Path) -> None:
    (office / "customers/7k3qf/customer.yaml").chmod(0o755)
    folder, revision = both(office)
    assert problems(folder) == problems(revision) == [("customers/7k3qf/customer.yaml", "not-a-file")]
    assert folder == revision


def test_where_git_heeds_no_programs_every_file_may_be_one(office: Path) -> None:
    git(office, "config", "core.fileMode", "false")
    (office / "customers/7k3qf/customer.yaml").chmod(0o755)
    assert problems(working_tree(office)) == []
    assert not working_tree(office).dirty


def test_outside_git_the_mode_means_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path, {})
    (folder / "customers/7k3qf/customer.yaml").chmod(0o755)
    assert problems(working_tree(folder)) == []


def test_a_repository_below_customers_is_not_entered(office: Path) -> None:
    inner = office / "customers/other"
    write(inner, {})
    commit(inner, {})
    git(office, "-c", "advice.addEmbeddedRepo=false", "add", "--all")
    git(office, "commit", "--quiet", "--message=submodule")
    folder, revision = working_tree(office), tree_at(office, "HEAD")
    assert problems(folder) == problems(revision) == [("customers/other", "not-a-file")]
    assert folder == revision


@pytest.mark.parametrize("kind", ["link", "file"])
def test_customers_must_be_a_folder(office: Path, kind: str) -> None:
    git(office, "rm", "--quiet", "-r", "customers")
    if kind == "link":
        (office / "customers").symlink_to("/etc")
    else:
        (office / "customers").write_text("x")
    folder, revision = both(office)
    assert folder == revision
    assert problems(folder) == ([("customers", "not-a-file")] if kind == "link" else [])
    assert folder.others == (("customers",) if kind == "file" else ())


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["V.yaml", "v.yaml"], [("customers/7k3qf/visits/v.yaml", "twin-name")]),
        (["caf\u00e9.yaml", "CAF\u00c9.yaml"], [("customers/7k3qf/visits/caf\u00e9.yaml", "twin-name")]),
        (["a:b.yaml"], [("customers/7k3qf/visits/a:b.yaml", "file-name")]),
        (["con.yaml"], [("customers/7k3qf/visits/con.yaml", "file-name")]),
    ],
)
def test_names_are_looked_at_on_either_way(office: Path, names: list[str], found: list[tuple[str, str]]) -> None:
    for name in names:
        (office / "customers/7k3qf/visits" / name).write_text(VISIT, encoding="utf-8")
    folder, revision = both(office)
    assert problems(folder) == problems(revision) == found
    assert folder == revision


def forged(office: Path, entries: list[tuple[str, str]]) -> None:
    """Commit a tree that no git command would make: names by entry of customers/, each with the same content."""
    content = subprocess.run(
        ["git", "hash-object", "-w", "--stdin"], cwd=office, input=CUSTOMER.encode(), capture_output=True, check=True
    ).stdout.strip()
    body = b"".join(
        mode.encode() + b" " + os.fsencode(name) + b"\0" + bytes.fromhex(content.decode()) for mode, name in entries
    )
    tree = _object(office, "tree", body)
    root = b"40000 customers\0" + bytes.fromhex(tree)
    made = git(office, "commit-tree", _object(office, "tree", root), "-m", "forged")
    git(office, "update-ref", "refs/heads/forged", made)


def _object(office: Path, kind: str, body: bytes) -> str:
    command = ["git", "hash-object", "-w", "--literally", "-t", kind, "--stdin"]
    return subprocess.run(command, cwd=office, input=body, capture_output=True, check=True).stdout.decode().strip()


def test_a_forged_tree_names_nothing_outside(office: Path) -> None:
    forged(office, [("100644", ".."), ("100644", "..yaml"), ("100644", "../../x.yaml"), ("100600", "odd.yaml")])
    found = tree_at(office, "forged")
    assert {path for path, code in problems(found) if code == "file-name"} == {
        "customers/..yaml",
        "customers/../../x.yaml",
    }
    assert all(".." not in path for path in found.files)
    assert snapshot(found).problems


def test_a_tree_that_lists_billions_of_files_is_refused_at_once(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten trees of a few hundred bytes, each ten times in the next one."""
    tree = _object(office, "tree", b"")
    blob = git(office, "rev-parse", "HEAD:office.yaml")
    body = b"100644 1.yaml\0" + bytes.fromhex(blob)
    for _level in range(10):
        tree = _object(office, "tree", body)
        body = b"".join(b"40000 %d\0" % number + bytes.fromhex(tree) for number in range(10))
    made = git(office, "commit-tree", _object(office, "tree", b"40000 customers\0" + bytes.fromhex(tree)), "-m", "many")
    git(office, "update-ref", "refs/heads/many", made)
    monkeypatch.setattr(generator.read.git, "MOST_LISTED", 1024 * 1024)
    begin = time.process_time()
    with pytest.raises(RevisionError) as caught:
        tree_at(office, "many")
    assert "1 MiB" in caught.value.message.text(translator("en"))
    assert time.process_time() - begin < 5
    git(office, "symbolic-ref", "HEAD", "refs/heads/many")
    assert working_tree(office).dirty


def test_contents_of_more_than_the_memory_are_refused(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator.read.git, "MAX_TOTAL", 1000)
    with pytest.raises(RevisionError):
        tree_at(office, "HEAD")
    monkeypatch.setattr(generator.read.folder, "MAX_TOTAL", 1000)
    assert ("customers/", "too-many-files") in problems(working_tree(office))


def test_a_folder_that_can_not_be_listed_is_its_own_problem(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "visits":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    tree = working_tree(office)
    assert problems(tree) == [("customers/2m9xd/visits/", "unreadable"), ("customers/7k3qf/visits/", "unreadable")]
    assert list(snapshot(tree).dossiers) == ["2m9xd", "7k3qf"]


def test_a_path_too_long_for_the_system_is_its_own_problem(office: Path) -> None:
    here = os.open(office / "customers", os.O_RDONLY)
    try:
        for _level in range(30):
            os.mkdir("d" * 200, dir_fd=here)
            inner = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
    finally:
        os.close(here)
    tree = working_tree(office)
    assert [code for _path, code in problems(tree)] == ["unreadable"]
    assert list(snapshot(tree).dossiers) == ["2m9xd", "7k3qf"]


@pytest.mark.parametrize("become", [os.mkfifo, lambda path: Path(path).symlink_to("/etc/passwd"), os.mkdir])
def test_what_becomes_something_else_while_it_is_read_is_not_read(
    office: Path, monkeypatch: pytest.MonkeyPatch, become: Callable[[str], object]
) -> None:
    """The entry was a plain file when the folder was listed; a pipe would hold the reader up for ever."""
    content = generator.read.folder.content

    def late(path: str) -> tuple[bytes, os.stat_result]:
        if path.endswith("7k3qf/customer.yaml"):
            Path(path).unlink()
            become(path)
        return content(path)

    monkeypatch.setattr(generator.read.folder, "content", late)
    tree = working_tree(office)
    assert [path for path, _code in problems(tree)] == ["customers/7k3qf/customer.yaml"]
    assert "customers/7k3qf/customer.yaml" not in tree.files
    assert "customers/2m9xd/customer.yaml" in tree.files


def test_a_file_that_is_gone_when_it_is_read_is_its_own_problem(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = generator.read.folder.content

    def late(path: str) -> tuple[bytes, os.stat_result]:
        Path(path).unlink(missing_ok=True)
        return content(path)

    monkeypatch.setattr(generator.read.folder, "content", late)
    assert {code for _path, code in problems(working_tree(office))} == {"unreadable"}


def test_a_socket_and_a_device_are_no_files(office: Path) -> None:
    os.mknod(office / "customers/7k3qf/visits/socket.yaml", stat.S_IFSOCK | 0o600)
    assert problems(working_tree(office)) == [("customers/7k3qf/visits/socket.yaml", "not-a-file")]


def test_a_hard_link_to_a_file_elsewhere_is_a_plain_file(office: Path) -> None:
    (office.parent / "elsewhere.yaml").write_text(VISIT, encoding="utf-8")
    (office / "customers/7k3qf/visits/2.yaml").hardlink_to(office.parent / "elsewhere.yaml")
    assert problems(working_tree(office)) == []


def test_the_mode_is_asked_of_the_repository_only(office: Path) -> None:
    assert plumbing(office, "config", "--get", "core.fileMode") == b"true\n"


@pytest.mark.parametrize("bad", ["link", "program", "large"])
def test_a_customer_whose_file_can_not_be_read_is_one_problem(office: Path, bad: str) -> None:
    """Their visits belong to somebody: not each of them is told to be nobody's."""
    file = office / "customers/7k3qf/customer.yaml"
    if bad == "link":
        file.unlink()
        file.symlink_to("/etc/passwd")
    elif bad == "program":
        file.chmod(0o755)
    else:
        file.write_text("#" * 300_000)
    for tree in both(office):
        found = snapshot(tree)
        assert [problem.place.path for problem in found.problems] == ["customers/7k3qf/customer.yaml"]
        assert list(found.dossiers) == ["2m9xd"]
