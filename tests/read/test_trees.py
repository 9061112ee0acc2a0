"""The working tree and any revision give the same files; only plain files inside the folder are read."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

import generator.read.folder
import generator.read.revision
from generator.read.folder import working_tree
from generator.read.git import RevisionError, blobs
from generator.read.revision import Revisions, tree_at
from generator.read.tree import MAX_BYTES, Tree
from generator.texts import translator
from tests.repositories import commit, git

FILES = {
    "rules.yaml": "version: 1\n",
    "office.yaml": "name: 云溪府\n",
    "customers/7k3qf/customer.yaml": "name: 王\n",
    "customers/2026-09/2m9xd/visits/第一次.yaml": "at: 2026-09-07\n",
    "customers/notes.txt": "x",
    "README.md": "not a record",
    "site_templates/a.yaml": "not a record",
}
RECORDS = ["customers/2026-09/2m9xd/visits/第一次.yaml", "customers/7k3qf/customer.yaml", "office.yaml", "rules.yaml"]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    commit(folder, FILES)
    return folder


def problems(tree: Tree) -> list[tuple[str, str]]:
    return sorted((problem.place.path, problem.code) for problem in tree.problems)


def test_a_tree_holds_the_records_by_path_and_names_what_else_lies_among_them(office: Path) -> None:
    tree = working_tree(office)
    assert list(tree.files) == RECORDS
    assert tree.files["customers/7k3qf/customer.yaml"] == "name: 王\n".encode()
    assert tree.others == ("customers/notes.txt",)
    assert tree.problems == ()


def test_a_revision_gives_the_same_tree_as_the_folder(office: Path) -> None:
    assert tree_at(office, "HEAD") == working_tree(office)


def test_a_folder_below_the_repository_is_an_office_of_its_own(tmp_path: Path) -> None:
    commit(tmp_path, {f"data/{path}": text for path, text in FILES.items()} | {"rules.yaml": "other"})
    assert list(working_tree(tmp_path / "data").files) == RECORDS
    assert tree_at(tmp_path / "data", "main") == working_tree(tmp_path / "data")


def test_a_folder_outside_git_has_no_revision(tmp_path: Path) -> None:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    tree = working_tree(tmp_path)
    assert (list(tree.files), tree.revision, tree.dirty) == (RECORDS, None, False)


@pytest.mark.parametrize(
    ("path", "text", "dirty"),
    [
        ("customers/7k3qf/customer.yaml", "name: 李\n", True),
        ("customers/7k3qf/visits/1.yaml", "at: 2026-09-07\n", True),
        ("customers/7k3qf/customer.yaml", None, True),
        ("README.md", "changed", False),
        ("customers/notes.txt", None, False),
    ],
)
def test_a_tree_is_dirty_when_its_records_are_not_those_of_the_commit(
    office: Path, path: str, text: str | None, dirty: bool
) -> None:
    file = office / path
    file.parent.mkdir(parents=True, exist_ok=True)
    if text is None:
        file.unlink()
    else:
        file.write_text(text, encoding="utf-8")
    tree = working_tree(office)
    assert tree.dirty is dirty
    assert tree.revision == git(office, "rev-parse", "HEAD")


def test_a_repository_of_the_other_hash_is_read_as_well(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--object-format=sha256")
    revision = commit(tmp_path, FILES)
    assert len(revision) == 64
    tree = working_tree(tmp_path)
    assert (tree.revision, tree.dirty) == (revision, False)


def test_links_devices_and_programs_are_never_read(office: Path) -> None:
    secret = office.parent / "secret.yaml"
    secret.write_text("name: secret\n")
    (office / "customers/link.yaml").symlink_to(secret)
    (office / "customers/folder").symlink_to(office.parent)
    os.mkfifo(office / "customers/pipe.yaml")
    found = working_tree(office)
    assert problems(found) == [(f"customers/{name}", "not-a-file") for name in ("folder", "link.yaml", "pipe.yaml")]
    assert b"secret" not in b"".join(found.files.values())


def test_links_and_programs_of_a_revision_are_never_read(office: Path) -> None:
    (office / "customers/link.yaml").symlink_to("/etc/passwd")
    (office / "customers/program.yaml").write_text("name: x\n")
    (office / "customers/program.yaml").chmod(0o755)
    commit(office, {})
    found = tree_at(office, "HEAD")
    assert problems(found) == [("customers/link.yaml", "not-a-file"), ("customers/program.yaml", "not-a-file")]
    assert list(found.files) == RECORDS


@pytest.mark.parametrize("name", ["rules.yaml", "customers"])
def test_a_link_in_place_of_an_expected_file_or_folder_is_a_problem(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / name).symlink_to(outside)
    tree = working_tree(folder)
    assert (problems(tree), dict(tree.files)) == ([(name, "not-a-file")], {})


def test_a_name_that_can_not_be_shown_is_a_problem(office: Path) -> None:
    (office / "customers/a\nb.yaml").write_text("name: x\n")
    found = working_tree(office)
    assert problems(found) == [("customers/a\nb.yaml", "file-name")]
    assert found.problems[0].text(translator("en")).isprintable()
    (office / os.fsdecode(b"customers/\xff.yaml")).write_text("name: x\n")
    commit(office, {})
    expected = [("customers/a\nb.yaml", "file-name"), ("customers/\udcff.yaml", "file-name")]
    assert problems(tree_at(office, "HEAD")) == expected == problems(working_tree(office))


def test_a_large_file_is_named_and_not_kept(office: Path) -> None:
    commit(
        office, {"customers/7k3qf/customer.yaml": b"#" * (MAX_BYTES + 1), "customers/large.txt": b"#" * MAX_BYTES * 2}
    )
    assert problems(tree_at(office, "HEAD")) == [("customers/7k3qf/customer.yaml", "too-large")]
    assert len(working_tree(office).files["customers/7k3qf/customer.yaml"]) == MAX_BYTES + 1


def test_a_file_without_permission_is_a_problem(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(generator.read.folder, "content", refuse)
    assert problems(working_tree(office)) == [(path, "unreadable") for path in sorted(RECORDS)]


def test_a_repository_with_too_many_files_says_so(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator.read.folder, "MAX_FILES", 2)
    monkeypatch.setattr(generator.read.revision, "MAX_FILES", 2)
    assert ("customers/", "too-many-files") in problems(working_tree(office))
    assert ("customers/", "too-many-files") in problems(tree_at(office, "HEAD"))


@pytest.mark.parametrize("revision", ["nope", "--help", "HEAD:rules.yaml", "", "HEAD~7", "; true"])
def test_what_is_no_revision_is_said_to_be_none(office: Path, revision: str) -> None:
    with pytest.raises(RevisionError) as caught:
        tree_at(office, revision)
    assert revision in caught.value.message.text(translator("en"))


def test_there_is_no_revision_outside_git(tmp_path: Path) -> None:
    with pytest.raises(RevisionError):
        tree_at(tmp_path, "HEAD")


def test_without_git_there_is_no_revision(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(office))
    tree = working_tree(office)
    assert (tree.revision, list(tree.files)) == (None, RECORDS)


def test_an_older_revision_is_read_as_it_was(office: Path) -> None:
    first = git(office, "rev-parse", "HEAD")
    commit(office, {"customers/7k3qf/customer.yaml": None, "office.yaml": "name: 新\n"})
    assert list(tree_at(office, first).files) == RECORDS
    assert tree_at(office, "HEAD").files["office.yaml"] == "name: 新\n".encode()
    assert "customers/7k3qf/customer.yaml" not in tree_at(office, "main").files


def test_a_bare_repository_is_read_by_revision(office: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(office), "bare")
    assert list(tree_at(tmp_path / "bare", "HEAD").files) == RECORDS


def test_a_clone_without_its_files_says_so_instead_of_fetching(office: Path, tmp_path: Path) -> None:
    git(office, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--no-checkout", "--filter=blob:none", office.as_uri(), "partial")
    with pytest.raises(RevisionError) as caught:
        tree_at(tmp_path / "partial", "HEAD")
    assert "clone" in caught.value.message.text(translator("en"))


def test_a_broken_commit_says_so(office: Path) -> None:
    tree = git(office, "rev-parse", "HEAD^{tree}")
    (office / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(RevisionError) as caught:
        tree_at(office, "HEAD")
    assert "complete" in caught.value.message.text(translator("en"))
    assert working_tree(office).dirty


def test_an_object_that_is_no_file_is_refused(office: Path) -> None:
    with pytest.raises(RevisionError):
        blobs(office, [git(office, "rev-parse", "HEAD")])
    assert blobs(office, []) == {}


def test_the_repositorys_own_programs_are_never_run(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = office.parent / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {office.parent}/sprung\ncat\n")
    trap.chmod(0o755)
    for setting in (
        "core.fsmonitor",
        "core.pager",
        "filter.x.clean",
        "filter.x.smudge",
        "diff.external",
        "core.sshCommand",
    ):
        git(office, "config", setting, str(trap))
    hooks = office.parent / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "reference-transaction", "post-checkout"):
        (hooks / hook).symlink_to(trap)
    git(office, "config", "core.hooksPath", str(hooks))
    (office / ".gitattributes").write_text("* filter=x diff=x\n")
    (office.parent / "sprung").unlink(missing_ok=True)
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(trap))
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    tree = working_tree(office)
    assert tree_at(office, "HEAD").files == tree.files
    assert tree.revision is not None
    assert not (office.parent / "sprung").exists()


def test_reading_changes_nothing_in_the_repository(office: Path) -> None:
    def state() -> dict[str, tuple[int, int]]:
        files = (path for path in office.rglob("*") if path.is_file())
        return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in files}

    before = state()
    working_tree(office)
    tree_at(office, "HEAD")
    assert state() == before


def test_one_revision_after_the_other_gives_the_same_trees_as_each_by_itself(tmp_path: Path) -> None:
    root = tmp_path / "data"
    inside = {f"data/{path}": text for path, text in FILES.items()}
    large = "x" * (MAX_BYTES + 1)
    steps: list[dict[str, str | bytes | None]] = [
        {**inside},
        {"data/customers/7k3qf/customer.yaml": "name: 李\n", "data/customers/7k3qf/visits/1.yaml": "at: 2026-09-08\n"},
        {"data/customers/notes.txt": None, "data/README.md": "other", "elsewhere.yaml": "a: b\n"},
        {"data/customers/7k3qf/visits/1.yaml": large, "data/customers/7k3qf/visits/Ⅸ.yaml": "at: 2026-09-08\n"},
        {"data/customers/7k3qf/visits/1.yaml": "at: 2026-09-09\n", "data/customers/2026-09/2m9xd/x.txt": "y"},
    ]
    commits = [commit(tmp_path, files) for files in steps]
    git(tmp_path, "update-index", "--chmod=+x", "data/rules.yaml")
    git(tmp_path, "commit", "--quiet", "-m", "a program")
    commits.append(git(tmp_path, "rev-parse", "HEAD"))
    revisions = Revisions(root)
    for oid in [*commits, *reversed(commits), commits[0], commits[-1]]:
        assert revisions.tree(oid) == tree_at(root, oid)
    assert len({repr((tree.files, tree.others)) for tree in map(partial(tree_at, root), commits)}) == len(commits)


@pytest.mark.parametrize("most", [2, 3, 4, 200_000])
def test_one_revision_after_the_other_keeps_within_the_number_of_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(generator.read.revision, "MAX_FILES", most)
    one, other, note = (f"customers/7k3qf/{name}" for name in ("customer.yaml", "visits/1.yaml", "visits/notes.txt"))
    steps: list[dict[str, str | bytes | None]] = [
        {"rules.yaml": "a: b\n", one: "name: 王\n"},
        {other: "at: 2026-09-08\n"},
        {note: "x", "office.yaml": "name: 云溪府\n"},
        {other: None, one: "name: 李\n"},
        {"rules.yaml": None, note: None},
    ]
    commits = [commit(tmp_path, files) for files in steps]
    revisions = Revisions(tmp_path)
    for oid in [*commits, *reversed(commits), commits[2], commits[0]]:
        assert revisions.tree(oid) == tree_at(tmp_path, oid)
