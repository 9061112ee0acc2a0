"""The commits behind a change, in every kind of repository; reading them runs and writes nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from generator.compare.closing import closing
from generator.compare.origin import NOWHERE, merge_base, origins
from generator.failure import Failure
from generator.read.git import RevisionError
from generator.read.history import history
from generator.read.weeks import Closing, State, answering, parse_week
from generator.texts import translator
from tests.offices import OFFICE, files
from tests.repositories import commit, dated, git

A, B = "customers/7k3qf/visits/1.yaml", "customers/2m9xd/visits/1.yaml"


def by_path(root: Path, base: str, head: str) -> dict[str, list[str]]:
    return {path: [one.subject for one in found] for path, found in origins(root, base, head).by_path.items()}


def test_every_commit_between_counts_for_the_files_it_touches(tmp_path: Path) -> None:
    base = commit(tmp_path, {A: "1", B: "1"})
    commit(tmp_path, {A: "2"}, "one")
    with dated("2026-11-21T10:00:00+08:00", "吴迪"):
        commit(tmp_path, {A: "3", B: None}, "two")
    found = origins(tmp_path, base, "HEAD")
    assert by_path(tmp_path, base, "HEAD") == {A: ["two", "one"], B: ["two"]}
    assert [one.subject for one in found.of([B, A, "nothing"])] == ["two", "one"]
    assert found.of([A])[0].author == "吴迪"
    assert found.complete
    assert by_path(tmp_path, "HEAD", base) == by_path(tmp_path, base, "HEAD")
    assert by_path(tmp_path, base, base) == {}


def test_a_renamed_file_is_two_files(tmp_path: Path) -> None:
    base = commit(tmp_path, {A: "the same\n" * 20})
    git(tmp_path, "config", "diff.renames", "copies")
    commit(tmp_path, {A: None, B: "the same\n" * 20}, "moved")
    assert by_path(tmp_path, base, "HEAD") == {A: ["moved"], B: ["moved"]}


def test_a_merge_counts_only_for_what_it_changed_itself(tmp_path: Path) -> None:
    base = commit(tmp_path, {A: "1", B: "1"})
    git(tmp_path, "checkout", "--quiet", "-b", "side")
    commit(tmp_path, {A: "side"}, "side")
    git(tmp_path, "checkout", "--quiet", "main")
    commit(tmp_path, {B: "main"}, "main")
    git(tmp_path, "merge", "--quiet", "--no-ff", "--no-commit", "side")
    (tmp_path / B).write_text("by the merge")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "-m", "merge")
    found = by_path(tmp_path, base, "HEAD")
    assert found[A] == ["side"]
    assert sorted(found[B]) == ["main", "merge"]


def test_an_office_below_the_repository_sees_its_own_paths(tmp_path: Path) -> None:
    base = commit(tmp_path, {f"data/{A}": "1"})
    commit(tmp_path, {f"data/{A}": "2", "else": "2"}, "both")
    assert by_path(tmp_path / "data", base, "HEAD") == {A: ["both"]}


def test_odd_names_and_bare_repositories_are_read(tmp_path: Path) -> None:
    work = tmp_path / "work"
    base = commit(work, {A: "1"})
    odd = 'customers/到"访\n:100644 .yaml'
    commit(work, {odd: "1"}, "odd")
    git(tmp_path, "clone", "--quiet", "--bare", str(work), "bare")
    assert by_path(tmp_path / "bare", base, "HEAD") == {odd: ["odd"]}


def test_the_border_of_a_shallow_clone_tells_nothing_and_says_so(tmp_path: Path) -> None:
    commit(tmp_path / "work", {A: "1", B: "1"}, "one")
    commit(tmp_path / "work", {A: "2"}, "two")
    head = commit(tmp_path / "work", {A: "3"}, "three")
    git(tmp_path, "clone", "--quiet", "--depth=2", (tmp_path / "work").as_uri(), "shallow")
    shallow = tmp_path / "shallow"
    assert by_path(shallow, "HEAD~1", head) == {A: ["three"]}
    git(shallow, "checkout", "--quiet", "--orphan", "alone")
    commit(shallow, {}, "alone")
    found = origins(shallow, "HEAD", head)
    assert not found.complete
    assert "two" not in {one.subject for commits in found.by_path.values() for one in commits}
    assert origins(tmp_path, "a", "b") == NOWHERE


def test_a_missing_file_tree_says_so(tmp_path: Path) -> None:
    base = commit(tmp_path, {A: "1"})
    commit(tmp_path, {A: "2"})
    tree = git(tmp_path, "rev-parse", "HEAD^{tree}")
    (tmp_path / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(RevisionError) as caught:
        origins(tmp_path, base, "HEAD")
    assert "complete" in caught.value.message.text(translator("en"))


def test_the_common_commit_is_where_a_branch_left(tmp_path: Path) -> None:
    base = commit(tmp_path, {A: "1"})
    git(tmp_path, "checkout", "--quiet", "-b", "side")
    commit(tmp_path, {A: "2"})
    git(tmp_path, "checkout", "--quiet", "main")
    commit(tmp_path, {B: "2"})
    assert merge_base(tmp_path, "main", "side") == base
    git(tmp_path, "checkout", "--quiet", "--orphan", "alone")
    commit(tmp_path, {})
    for one, other in (("main", "alone"), ("main", "nowhere")):
        with pytest.raises(Failure) as caught:
            merge_base(tmp_path, one, other)
        assert other in caught.value.message.text(translator("en"))


def test_uncommitted_paths_are_kept_beside_the_commits() -> None:
    assert NOWHERE.with_uncommitted([A]).uncommitted == {A}


@pytest.mark.parametrize(
    ("office", "expected"),
    [
        (OFFICE, Closing(1, 720, "Asia/Shanghai")),
        (OFFICE + "timezone: Asia/Urumqi\nweek: {cutoff: tue 17:30}\n", Closing(2, 1050, "Asia/Urumqi")),
        ("people: [", Closing()),
        ("people: {}", Closing()),
        (None, Closing()),
    ],
)
def test_a_commits_cutoff_is_that_of_its_office(tmp_path: Path, office: str | None, expected: Closing) -> None:
    texts: dict[str, str | bytes | None] = {**files(), "office.yaml": office}
    head = commit(tmp_path, {path: text for path, text in texts.items() if text is not None})
    assert closing(tmp_path)(head) == expected


def test_a_cutoff_read_once_for_many_commits_is_that_of_each_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tuesday(hour: int) -> str:
        return OFFICE + f"week: {{cutoff: tue {hour:02}:30}}\n"

    found = [commit(tmp_path, {A: "1"}), commit(tmp_path, {A: "2", "office.yaml": OFFICE})]
    found += [commit(tmp_path, {A: "3"}), commit(tmp_path, {"office.yaml": tuesday(17)}), commit(tmp_path, {A: "4"})]
    git(tmp_path, "checkout", "--quiet", "-b", "side")
    found += [commit(tmp_path, {"office.yaml": tuesday(8)}), commit(tmp_path, {B: "1"})]
    git(tmp_path, "checkout", "--quiet", "main")
    found += [commit(tmp_path, {A: "5"})]
    git(tmp_path, "merge", "--quiet", "--no-edit", "side")
    found += [git(tmp_path, "rev-parse", "HEAD"), commit(tmp_path, {A: "6"})]
    (tmp_path / "office.yaml").unlink()
    (tmp_path / "office.yaml").symlink_to("customers")
    found += [commit(tmp_path, {}), commit(tmp_path, {A: "7"})]
    (tmp_path / "office.yaml").unlink()
    found += [commit(tmp_path, {"office.yaml": tuesday(17)}), commit(tmp_path, {"HEAD": "a file"})]
    of = closing(tmp_path)
    told = [of(one) for one in found]
    assert len(set(told)) == 3
    monkeypatch.setattr("generator.compare.closing._written", lambda _root: {})
    assert told == [closing(tmp_path)(one) for one in found]


def test_a_link_in_place_of_office_yaml_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "office.yaml").symlink_to("/etc/hostname")
    assert closing(tmp_path)(commit(tmp_path, {"a": "1"})) == Closing()


def test_the_commit_of_a_week_is_found_in_a_real_repository(tmp_path: Path) -> None:
    with dated("2026-11-09T11:59:00+08:00"):
        first = commit(tmp_path, {"office.yaml": OFFICE})
    with dated("2026-11-09T12:01:00+08:00"):
        second = commit(tmp_path, {"office.yaml": OFFICE + "week: {cutoff: tue 17:30}\n"})
    line = history(tmp_path)
    found = {
        label: answering(line, parse_week(label), closing(tmp_path)) for label in ("2026-W44", "2026-W45", "2026-W46")
    }
    assert [(answer.commit.oid if answer.commit else None, answer.state) for answer in found.values()] == [
        (first, State.RECONSTRUCTED),
        (first, State.RECORDED),
        (second, State.RECORDED),
    ]


def everything(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() + str(path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_hostile_repository_runs_nothing_and_is_not_written_to(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n")
    trap.chmod(0o755)
    office = tmp_path / "office"
    base = commit(office, {A: "1"})
    commit(office, {A: "2"}, "two")
    (office / ".gitattributes").write_text("* filter=x diff=x\n")
    (office / "customers/module").mkdir()
    commit(office / "customers/module", {"a": "1"})
    (office / "customers/link.yaml").symlink_to("/etc/passwd")
    head = commit(office, {}, "traps")
    settings = ("core.fsmonitor", "diff.x.textconv", "diff.x.command", "filter.x.clean", "diff.external", "core.pager")
    for setting in (*settings, "gpg.program", "core.sshCommand", "core.alternateRefsCommand"):
        git(office, "config", setting, str(trap))
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"):
        (hooks / hook).symlink_to(trap)
    git(office, "config", "core.hooksPath", str(hooks))
    git(office, "config", "diff.orderFile", str(trap))
    (tmp_path / "sprung").unlink(missing_ok=True)
    before = everything(office)
    found = by_path(office, base, head)
    assert (found[A], found["customers/link.yaml"], found["customers/module"]) == (["two"], ["traps"], ["traps"])
    assert merge_base(office, base, head) == base
    assert [one.subject for one in history(office).commits] == ["x", "two", "traps"]
    assert closing(office)(head) == Closing()
    assert everything(office) == before
    assert not (tmp_path / "sprung").exists()
