"""What commits change, read ahead for many of them, is what git says of each two when it is asked."""

import os
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from generator.compare.origin import origins
from generator.read import steps as module
from generator.read.git import RevisionError, differing
from generator.read.git import git as asked
from generator.read.history import history
from generator.read.revision import Revisions
from generator.read.steps import Steps
from tests.repositories import commit, dated, git

NAMES = ("office.yaml", "customers/a/customer.yaml", "customers/a/visits/1.yaml", "customers/a/visits", "客户/甲 乙")


def _grown(folder: Path, draw: Random, number: int) -> None:
    """Commit so often: files come, change, go, change back, become folders, links and programs."""
    for _commit in range(number):
        files: dict[str, str | None] = {}
        for name in draw.sample(NAMES, draw.randint(0, 2)):
            file = folder / "data" / name
            if file.is_dir() or file.parent.is_file():
                continue
            files[f"data/{name}"] = None if file.exists() and draw.random() < 0.3 else f"x: {draw.randint(0, 2)}\n"
        link = folder / "data/customers/link.yaml"
        link.parent.mkdir(parents=True, exist_ok=True)
        if draw.random() < 0.3:
            link.unlink(missing_ok=True)
            link.symlink_to("a")
        elif link.is_symlink() or link.exists():
            link.unlink()
            link.write_text("a\n", encoding="utf-8")
            link.chmod(0o755 if draw.random() < 0.5 else 0o644)
        with dated(f"2026-11-{draw.randint(1, 28):02}T10:00:00+08:00"):
            commit(folder, {**files, "beside.txt": f"{draw.random()}" if draw.random() < 0.5 else "same"})


def _merged(folder: Path) -> None:
    """Merge a branch of two commits."""
    before = git(folder, "rev-parse", "HEAD")
    git(folder, "checkout", "--quiet", "-b", "side", f"{before}~2")
    commit(folder, {"data/customers/b/customer.yaml": "x: 1\n"})
    commit(folder, {"data/customers/b/customer.yaml": "x: 2\n"})
    git(folder, "checkout", "--quiet", "-")
    git(folder, "merge", "--quiet", "--no-ff", "--message", "m", "side")


@pytest.mark.parametrize("seed", range(4))
def test_what_is_read_ahead_is_what_git_says(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AHEAD", 3)
    draw = Random(seed)  # noqa: S311 - the same history each time
    commit(tmp_path, {"data/office.yaml": "x: 0\n"})
    _grown(tmp_path, draw, 9)
    _merged(tmp_path)
    _grown(tmp_path, draw, 6)
    root = tmp_path / "data"
    commits = history(root).commits
    steps = Steps(root, commits)
    ahead, plain = Revisions(root, steps), Revisions(root)
    here, told = 0, 0
    assert ahead.tree(commits[0].oid) == plain.tree(commits[0].oid)
    while here + 1 < len(commits):
        base, here = commits[here].oid, min(here + draw.choice((1, 1, 2, 3)), len(commits) - 1)
        head = commits[here].oid
        tree, other = ahead.tree(head), plain.tree(head)
        assert (tree, list(tree.files.items())) == (other, list(other.files.items()))
        assert tree.news is not None
        assert other.news is not None
        assert list(tree.news.paths) == list(other.news.paths)
        assert origins(root, base, head, steps) == origins(root, base, head)
        if (found := steps.differing(base, head)) is not None:
            told += 1
            assert list(found) == list(differing(root, base, head))
    assert told > 3


def test_a_merge_and_what_lies_before_are_left_to_git(tmp_path: Path) -> None:
    for number in range(4):
        commit(tmp_path, {"data/office.yaml": f"x: {number}\n"})
    _merged(tmp_path)
    last = commit(tmp_path, {"data/office.yaml": "x: 9\n"})
    oids = [one.oid for one in history(tmp_path).commits]
    steps = Steps(tmp_path, history(tmp_path).commits)
    assert [one.commit.oid for one in steps.between(oids[0], oids[3]) or ()] == oids[1:4]
    assert [one.commit.oid for one in steps.between(oids[-2], last) or ()] == [last]
    assert steps.between(oids[3], oids[-2]) is None
    assert steps.between(oids[0], last) is None
    assert steps.between(oids[2], oids[1]) is None
    assert steps.between(oids[1], "0" * 40) is None
    assert steps.between(last, last) == []


def test_of_weeks_in_a_row_git_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    oids = [commit(tmp_path, {"office.yaml": f"x: {number}\n"}) for number in range(12)]
    revisions = Revisions(tmp_path, Steps(tmp_path, history(tmp_path).commits))
    for oid in oids[:3]:
        revisions.tree(oid)
    monkeypatch.setitem(os.environ, "PATH", "")  # no git any more
    for number, oid in enumerate(oids[3:], 3):
        assert _contents(revisions.tree(oid).files) == {"office.yaml": f"x: {number}\n"}


def _contents(files: Mapping[str, bytes]) -> Mapping[str, str]:
    return {path: data.decode() for path, data in files.items()}


def test_what_is_too_much_to_be_read_ahead_is_read_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    oids = [commit(tmp_path, {"office.yaml": f"x: {number}\n"}) for number in range(4)]
    steps = Steps(tmp_path, history(tmp_path).commits)
    steps.between(oids[0], oids[1])

    def small(root: Path, *arguments: str, stdin: bytes = b"") -> bytes | None:
        return asked(root, *arguments, stdin=stdin, most=300)

    monkeypatch.setattr(module, "git", small)
    assert [one.commit.oid for one in steps.between(oids[1], oids[2]) or ()] == [oids[2]]
    with pytest.raises(RevisionError):
        Steps(tmp_path, history(tmp_path).commits).between(oids[0], oids[3])
    monkeypatch.setattr(module, "git", lambda *_arguments, **_stdin: None)
    with pytest.raises(RevisionError):
        Steps(tmp_path, history(tmp_path).commits).between(oids[0], oids[1])


def test_large_contents_are_not_read_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_BYTES", 3)
    oids = [commit(tmp_path, {"office.yaml": f"x: {number}\n"}) for number in range(5)]
    revisions = Revisions(tmp_path, Steps(tmp_path, history(tmp_path).commits))
    assert [revisions.tree(oid).files["office.yaml"] for oid in oids] == [f"x: {n}\n".encode() for n in range(5)]
