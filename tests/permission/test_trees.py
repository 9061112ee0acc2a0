"""Every changed path counts: in a working tree, in a bare or shallow clone, where the data is part of a repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.read.git import RevisionError
from generator.read.touched import difference
from tests.permission.changes import own_file, visit
from tests.permission.office import FOLLOW_UP, Repository
from tests.repositories import commit, git

LF = "customers/aaaaa/visits/3.yaml"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "office")


def places(repository: Repository, person: str, head: str | None) -> list[str]:
    return [f"{problem.place.path}:{problem.place.line}" for problem in repository.refused(person, head)]


def test_the_files_as_they_are_count_whether_git_knows_them_or_not(repository: Repository) -> None:
    root = repository.root
    assert places(repository, "li-na", None) == []
    (root / "customers/aaaaa/visits/3.yaml").write_text(FOLLOW_UP, encoding="utf-8")
    (root / ".gitignore").write_text("build/\n", encoding="utf-8")
    (root / "build").mkdir()
    (root / "build/x").write_text("x", encoding="utf-8")
    (root / "customers/bbbbb/visits/1.yaml").write_text(visit("bbbbb") + "# x\n", encoding="utf-8")
    (root / "customers/ccccc/visits/2.yaml").unlink()
    (root / "customers/aaaaa/visits/1.yaml").chmod(0o755)
    (root / "site_templates/a.css").unlink()
    (root / "site_templates/a.css").symlink_to("/etc/hostname")
    git(root, "add", "customers/bbbbb")
    refused = [
        ".gitignore:1",
        "customers/aaaaa/visits/1.yaml:1",
        "customers/bbbbb/visits/1.yaml:6",
        "customers/ccccc/visits/2.yaml:1",
        "site_templates/a.css:1",
    ]
    assert places(repository, "li-na", None) == refused
    (link,) = [found for found in repository.refused("li-na", None) if found.place.path == "site_templates/a.css"]
    assert link.code == "not-permitted"


def test_the_files_as_they_are_and_a_commit_of_them_differ_alike(repository: Repository) -> None:
    changes = {"customers/bbbbb/visits/1.yaml": None, "x/é 1.txt": "x", "customers/aaaaa/visits/3.yaml": FOLLOW_UP}
    for path, content in changes.items():
        if content is None:
            (repository.root / path).unlink()
        else:
            (repository.root / path).parent.mkdir(exist_ok=True)
            (repository.root / path).write_text(content, encoding="utf-8")
    now = difference(repository.root, repository.base, None)
    commit(repository.root, {})
    assert difference(repository.root, repository.base, "HEAD") == now
    assert [touched.path for touched in now.touched] == sorted(changes)


def test_no_filter_of_the_repository_is_run(repository: Repository, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    git(repository.root, "config", "filter.evil.clean", f"touch {ran}; cat")
    (repository.root / ".gitattributes").write_text("* filter=evil\n", encoding="utf-8")
    (repository.root / "customers/aaaaa/visits/1.yaml").write_text("at: 1\n", encoding="utf-8")
    assert places(repository, "li-na", None)[0] == ".gitattributes:1"
    assert not ran.exists()


def test_a_repository_inside_and_a_submodule_are_files_for_managers(repository: Repository) -> None:
    commit(repository.root / "inside", {"x": "x"})
    assert places(repository, "li-na", None) == ["inside:1"]
    git(repository.root, "add", "inside")
    git(repository.root, "commit", "--quiet", "--message", "x")
    assert places(repository, "li-na", "HEAD") == ["inside:1"]
    assert places(repository, "li-na", None) == ["inside:1"]


def test_a_part_of_a_repository_answers_for_all_of_it(tmp_path: Path) -> None:
    whole = Repository(tmp_path / "office")
    files = {f"data/{path}": content for path, content in whole.files.items()}
    commit(tmp_path / "group", {**files, "Makefile": "x"})
    part = Repository.__new__(Repository)
    part.root, part.files, part.base = tmp_path / "group/data", {}, git(tmp_path / "group", "rev-parse", "HEAD")
    commit(
        tmp_path / "group", {"Makefile": "y", f"data/{LF}": FOLLOW_UP, "data/customers/bbbbb/visits/3.yaml": FOLLOW_UP}
    )
    assert places(part, "li-na", "HEAD") == ["../Makefile:1", "customers/bbbbb/visits/3.yaml:1"]
    assert places(part, "li-na", None) == ["../Makefile:1", "customers/bbbbb/visits/3.yaml:1"]


def test_a_bare_clone_answers_for_its_commits(repository: Repository, tmp_path: Path) -> None:
    repository.branch("topic", {"customers/bbbbb/customer.yaml": own_file("bbbbb") + "# x\n"})
    git(tmp_path, "clone", "--quiet", "--bare", str(repository.root), "bare.git")
    repository.root = tmp_path / "bare.git"
    assert places(repository, "li-na", "topic") == ["customers/bbbbb/customer.yaml:7"]
    with pytest.raises(RevisionError, match="bare"):
        repository.refused("li-na", None)


def test_a_shallow_clone_says_so_rather_than_guess(repository: Repository, tmp_path: Path) -> None:
    git(repository.root, "checkout", "--quiet", "-b", "topic")
    commit(repository.root, {LF: FOLLOW_UP})
    commit(repository.root, {"rules.yaml": "x"})
    source = f"file://{repository.root}"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=topic", source, "one")
    git(tmp_path, "clone", "--quiet", "--depth=3", "--branch=topic", source, "three")
    git(tmp_path, "clone", "--quiet", "--depth=2", "--branch=topic", source, "two")
    repository.root = tmp_path / "one"
    with pytest.raises(RevisionError, match="not in this clone"):
        repository.refused("li-na", "HEAD")
    git(tmp_path / "two", "fetch", "--quiet", "--depth=1", "origin", "main")
    repository.root = tmp_path / "two"
    with pytest.raises(RevisionError, match="no common commit"):
        repository.refused("li-na", "HEAD")
    repository.root = tmp_path / "three"
    assert places(repository, "li-na", "HEAD") == ["rules.yaml:1"]


@pytest.mark.parametrize("base", ["", "nowhere", "-x", "0" * 40])
def test_a_base_that_is_not_there_is_no_empty_change(repository: Repository, base: str) -> None:
    repository.base = base
    with pytest.raises(RevisionError, match="not in this clone"):
        repository.refused("chen-wei", "HEAD")


def test_nothing_changed_is_permitted_to_everybody(repository: Repository) -> None:
    assert all(repository.refused(person, head) == () for person in repository.people for head in (None, "main"))
