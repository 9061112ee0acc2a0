"""The history of the demonstration, read back from git: what happens in it, and that every revision is sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.failure import Failure
from generator.grade.check import check
from generator.grade.office import judge
from generator.model.snapshot import Snapshot, snapshot
from generator.read.problem import has_errors
from generator.read.revision import tree_at
from generator.sample import AS_OF, SEED, make_office
from generator.sample.history import make_history, write_repository
from generator.sample.history.editions import editions
from tests.repositories import git
from tests.sample.commits import Commit, Record, read
from tests.sample.sample import ROOT

RULES = (ROOT / "generator/presets/g1.yaml").read_text("utf-8")
CUSTOMERS, WEEKS = 300, 26


def write(folder: Path, customers: int, weeks: int, seed: int = SEED) -> str:
    folder.mkdir(parents=True)
    told, commits = make_history(seed, customers, weeks, {"rules.yaml": RULES, "README.md": "演示\n"})
    return write_repository(folder, told, commits)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "office"
    write(folder, CUSTOMERS, WEEKS)
    return folder


@pytest.fixture(scope="module")
def commits(repository: Path) -> tuple[Commit, ...]:
    return read(repository, "--first-parent")


@pytest.fixture(scope="module")
def every(repository: Path) -> tuple[Commit, ...]:
    """All commits but the merges, on whatever branch."""
    return read(repository, "--no-merges")


def at(repository: Path, revision: str) -> Snapshot:
    return snapshot(tree_at(repository, revision))


def people(repository: Path) -> Mapping[str, Mapping[str, Any]]:
    office: Record = yaml.load((repository / "office.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
    found: Mapping[str, Mapping[str, Any]] = office["people"]
    return found


def id_of(commit: Commit) -> str:
    return commit.email.partition("@")[0]


def added_contacts(commits: Sequence[Commit]) -> Iterator[tuple[Commit, datetime, Record]]:
    for commit in commits:
        for change in commit.changed("/visits/"):
            if change.before is None and change.after is not None:
                yield (
                    commit,
                    datetime.fromisoformat(change.after["at"]).replace(tzinfo=commit.when.tzinfo),
                    change.after,
                )


def test_the_repository_is_sound_clean_and_on_main(repository: Path) -> None:
    assert git(repository, "fsck", "--strict", "--no-dangling") == ""
    assert git(repository, "status", "--porcelain") == ""
    assert git(repository, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert git(repository, "for-each-ref", "--format=%(refname)") == "refs/heads/main"


def test_the_last_files_are_those_of_the_office_and_the_last_rules(repository: Path) -> None:
    listed = git(repository, "ls-files").split("\n")
    written = {path: (repository / path).read_text("utf-8") for path in listed}
    assert written.pop("rules.yaml") == editions(RULES)[-1].text
    assert written.pop("README.md") == "演示\n"
    assert written == make_office(SEED, CUSTOMERS, WEEKS)


def test_every_week_has_commits_and_time_never_runs_backwards(commits: tuple[Commit, ...]) -> None:
    weeks = Counter(commit.when.strftime("%G-W%V") for commit in commits)
    first = AS_OF - timedelta(weeks=WEEKS, days=-1)
    assert [*weeks] == [(first + timedelta(weeks=n)).strftime("%G-W%V") for n in range(WEEKS)]
    assert min(weeks.values()) >= 3
    assert all(one.when <= other.when for one, other in pairwise(commits))
    assert (commits[0].when.date(), commits[-1].when.date()) == (first, AS_OF)


def test_people_of_the_office_commit_in_its_time_zone_and_in_waking_hours(
    repository: Path, every: tuple[Commit, ...], commits: tuple[Commit, ...]
) -> None:
    known = {f"{id_}@example.com": person["name"] for id_, person in people(repository).items()}
    for commit in {*every, *commits}:
        assert known[commit.email] == commit.name
        assert commit.when.utcoffset() == timedelta(hours=8)
        assert time(8) <= commit.when.time() <= time(22)
    signed = git(repository, "log", "--format=%an <%ae> %ad%x02%cn <%ce> %cd").split("\n")
    assert [line for line in signed if len(set(line.split("\x02"))) > 1] == [], "author and committer are one"


def test_nobody_writes_down_what_has_not_happened_yet(every: tuple[Commit, ...]) -> None:
    added = list(added_contacts(every))
    assert len(added) > 1000
    assert [commit.oid for commit, happened, _contact in added if happened > commit.when] == []


def test_consultants_record_their_own_contacts(every: tuple[Commit, ...]) -> None:
    single = [commit for commit in every if len(commit.changed("/customer.yaml")) < 40]
    own = [id_of(commit) == contact["by"] for commit, _at, contact in added_contacts(single)]
    assert own
    assert all(own)
    assert len({id_of(commit) for commit, _at, _contact in added_contacts(single)}) == 6


def test_late_entries_some_of_them_after_the_weeks_cutoff(commits: tuple[Commit, ...]) -> None:
    late, past = 0, 0
    for commit, happened, _contact in added_contacts(commits):
        if len(commit.changes) < 40 and len(commit.parents) == 1 and commit.when.date() > happened.date():
            late += 1
            sunday = happened.date() + timedelta(days=6 - happened.weekday())
            cutoff = datetime.combine(sunday + timedelta(days=1), time(12), commit.when.tzinfo)
            past += commit.when > cutoff
            assert "补" in commit.subject
    assert late > 30
    assert past > 10


def test_a_late_entry_names_its_day(commits: tuple[Commit, ...]) -> None:
    single = [commit for commit in commits if commit.subject.startswith("补录") and len(commit.changes) == 1]
    assert single
    for commit, happened, contact in added_contacts(single):
        assert f"补录 {happened.month}月{happened.day}日 " in commit.subject
        assert contact["channel"] in {"visit", "inbound_call", "follow_up", "message", "show_flat", "event"}


def test_corrections_of_a_judged_level_and_of_a_field(commits: tuple[Commit, ...]) -> None:
    corrected: Counter[str] = Counter()
    for commit in commits:
        for change in commit.changed("/visits/"):
            if change.before is not None and change.after is not None:
                fields = [key for key in change.after if change.before.get(key) != change.after[key]]
                assert len(fields) == 1
                assert "更正" in commit.subject
                corrected[fields[0]] += 1
    assert corrected.keys() == {"judged", "channel"}
    assert min(corrected.values()) >= 2


def test_wrong_records_are_deleted_days_later(commits: tuple[Commit, ...]) -> None:
    born = {change.path: commit for commit in commits for change in commit.changed("/visits/") if change.after}
    gone = [(commit, change) for commit in commits for change in commit.changed("/visits/") if change.after is None]
    assert len(gone) >= 3
    for commit, change in gone:
        assert 0 < (commit.when.date() - born[change.path].when.date()).days <= 5
        assert "删除误录" in commit.subject


def test_two_changes_of_the_rules_one_without_effect_and_one_with(
    repository: Path, commits: tuple[Commit, ...]
) -> None:
    changed = [commit for commit in commits if commit.changed("rules.yaml")][1:]
    versions = [commit.changed("rules.yaml")[0].after for commit in changed]
    assert [version["version"] for version in versions if version] == ["1.0.1", "1.1.0"]
    moved = []
    for commit in changed:
        before, after = (
            judge(at(repository, revision), commit.when.date()).gradings for revision in (f"{commit.oid}^", commit.oid)
        )
        moved.append([id_ for id_ in before if before[id_].grade != after[id_].grade])
    assert moved[0] == []
    assert len(moved[1]) >= 3


def test_a_transfer_is_a_decision_and_an_edit_by_whoever_decides(repository: Path, commits: tuple[Commit, ...]) -> None:
    transfers = 0
    managed = False
    for commit in commits:
        for change in commit.changed("/decisions/"):
            if len(commit.changes) < 40 and change.after is not None and change.after["kind"] == "transfer":
                customer = change.path.split("/decisions/")[0] + "/customer.yaml"
                edit = next(other for other in commit.changes if other.path == customer)
                assert edit.before is not None
                assert edit.after is not None
                assert edit.before["consultant"] != edit.after["consultant"] == change.after["to"]
                assert id_of(commit) == change.after["by"]
                managed |= people(repository)[id_of(commit)]["role"] == "manager"
                transfers += 1
    assert transfers >= 2
    assert managed


def test_the_import_brings_40_customers_in_one_commit(commits: tuple[Commit, ...]) -> None:
    (imported,) = [
        commit
        for commit in commits
        if len([change for change in commit.changed("/customer.yaml") if change.before is None]) >= 10
    ]
    assert len(imported.changed("/customer.yaml")) == 40
    assert len(imported.changed("/visits/")) > 100
    assert "40 组客户" in imported.subject


def test_leaders_merge_side_branches(repository: Path, commits: tuple[Commit, ...]) -> None:
    merges = [commit for commit in commits if len(commit.parents) == 2]
    assert len(merges) >= 4
    roles = {id_: person["role"] for id_, person in people(repository).items()}
    assert {roles[id_of(commit)] for commit in merges} == {"leader"}
    assert len({id_of(commit) for commit in merges}) == 2
    for merge in merges:
        aside = read(repository, f"{merge.parents[0]}..{merge.parents[1]}")
        assert aside
        assert id_of(merge) not in {id_of(commit) for commit in aside}
        brought = {change.path for commit in aside for change in commit.changes}
        assert {change.path for change in merge.changes} == brought
        assert merge.subject.startswith("合并分支")
    assert any(len(read(repository, f"{merge.parents[0]}..{merge.parents[1]}")) > 1 for merge in merges)


def test_the_opening_is_postponed(commits: tuple[Commit, ...]) -> None:
    opened = [
        (change.before["milestones"]["opening"], change.after["milestones"]["opening"])
        for commit in commits
        for change in commit.changed("office.yaml")
        if change.before and change.after and change.before["milestones"] != change.after["milestones"]
    ]
    assert opened == [("2026-11-21", "2026-11-28")]


def test_customers_are_completed_handed_on_and_closed(commits: tuple[Commit, ...]) -> None:
    edited: Counter[str] = Counter()
    for commit in commits:
        for change in commit.changed("/customer.yaml"):
            if change.before is not None and change.after is not None:
                edited.update(key for key in change.after if change.before.get(key) != change.after[key])
    assert set(edited) >= {"wants", "profile", "consultant", "closed"}


def test_no_message_holds_a_name_of_a_customer(repository: Path) -> None:
    names = {dossier.customer.record.name for dossier in at(repository, "main").dossiers.values()}
    messages = git(repository, "log", "--format=%B")
    assert [name for name in names if name in messages] == []


def test_the_last_revision_of_every_fourth_week_has_no_errors(repository: Path, commits: tuple[Commit, ...]) -> None:
    last = {commit.when.strftime("%G-W%V"): commit for commit in commits}
    chosen = [*list(last.values())[::4], commits[-1]]
    assert len(chosen) >= 8
    for commit in chosen:
        problems = check(at(repository, commit.oid), commit.when.date())
        assert [str(problem.place) for problem in problems if has_errors((problem,))] == [], commit.subject


@pytest.mark.parametrize(("customers", "weeks"), [(1, 1), (3, 2), (14, 4)])
def test_every_revision_of_a_small_office_has_no_errors(tmp_path: Path, customers: int, weeks: int) -> None:
    write(tmp_path / "office", customers, weeks, seed=8)
    for commit in read(tmp_path / "office"):
        problems = check(at(tmp_path / "office", commit.oid), commit.when.date())
        assert [str(problem.place) for problem in problems if has_errors((problem,))] == [], commit.subject
    assert len(at(tmp_path / "office", "main").dossiers) == customers


def test_another_seed_gives_another_history(tmp_path: Path) -> None:
    assert write(tmp_path / "a", 5, 3, seed=1) != write(tmp_path / "b", 5, 3, seed=2)


def test_a_preset_that_says_something_else_is_noticed() -> None:
    with pytest.raises(ValueError, match="可以引导"):
        editions(RULES.replace("嫌价格偏高，可以引导", "别的说法"))


def test_the_pinned_day_is_the_last_change(commits: tuple[Commit, ...]) -> None:
    pins = [commit for commit in commits for change in commit.changed("office.yaml") if "as_of" in (change.after or {})]
    assert pins == [commits[-1]]


def test_git_that_refuses_is_told(tmp_path: Path) -> None:
    told, history = make_history(SEED, 1, 1, {"rules.yaml": RULES}, date(2026, 11, 22))
    (tmp_path / ".git").write_text("not a repository")
    with pytest.raises(Failure, match="could not make the repository"):
        write_repository(tmp_path, told, history)
