"""History is the first-parent line of commits; wrong dates and strange clones have a defined answer."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.failure import Failure
from generator.read.commit import Commit, commits
from generator.read.git import RevisionError
from generator.read.history import GIT_BORN, History, history, trusted
from generator.texts import translator
from tests.repositories import commit, dated, git

DAY = 86_400
MONDAY = int(datetime(2026, 11, 2, tzinfo=UTC).timestamp())
Y1970, Y2020 = 0, int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())
Y2099 = int(datetime(2099, 1, 1, tzinfo=UTC).timestamp())


def made(dates: Sequence[int]) -> tuple[Commit, ...]:
    return tuple(Commit(f"c{position}", when, when, "", "", "") for position, when in enumerate(dates))


def recorded(dates: Sequence[int]) -> list[int]:
    return [one.recorded for one in trusted(made(dates))]


def answers(dates: Sequence[int], moments: Sequence[int]) -> list[str | None]:
    line = History(trusted(made(dates)), complete=True)
    return [found.oid if (found := line.answering(moment)) else None for moment in moments]


def test_dates_in_order_are_believed() -> None:
    dates = [MONDAY, MONDAY, MONDAY + DAY]
    assert recorded(dates) == dates
    assert answers(dates, [MONDAY - 1, MONDAY, MONDAY + DAY - 1, MONDAY + DAY]) == [None, "c1", "c1", "c2"]


@pytest.mark.parametrize("wrong", [Y1970, 86_400 * 365, Y2020, Y2099, -5])
@pytest.mark.parametrize("position", [0, 1, 2, 3])
def test_a_wrong_date_counts_from_the_next_right_one(wrong: int, position: int) -> None:
    right = [MONDAY, MONDAY + 7 * DAY, MONDAY + 14 * DAY]
    dates = [*right[:position], wrong, *right[position:]]
    if position in {0, 3} and wrong in {Y2020, Y2099} and (position == 0) == (wrong == Y2020):
        assert recorded(dates) == dates  # in order: nothing shows that the date is wrong, and no other week is changed
    else:
        assert recorded(dates)[position] == right[min(position, 2)]
    assert [recorded(dates)[at] for at in range(4) if at != position] == right


@pytest.mark.parametrize("wrong", [Y1970, Y2099])
def test_two_commits_are_enough_to_tell_the_wrong_one(wrong: int) -> None:
    assert recorded([wrong, MONDAY])[1] == MONDAY
    assert recorded([MONDAY, wrong])[0] == MONDAY


def test_of_equal_lines_the_one_with_the_shorter_span_is_believed() -> None:
    assert recorded([MONDAY, Y2020, MONDAY + 7 * DAY]) == [MONDAY, MONDAY + 7 * DAY, MONDAY + 7 * DAY]


def test_where_no_date_can_be_believed_the_last_commit_answers() -> None:
    assert answers([0, 5, 3], [0, MONDAY]) == ["c2", "c2"]


def longest(dates: Sequence[int]) -> int:
    """The slow way to the length of the longest line in order."""
    lengths: list[int] = []
    for position, when in enumerate(dates):
        before = (lengths[at] for at in range(position) if dates[at] <= when and dates[at] >= GIT_BORN)
        lengths.append(1 + max(before, default=0) if when >= GIT_BORN else 0)
    return max(lengths, default=0)


@given(st.lists(st.integers(GIT_BORN - 3, GIT_BORN + 6), max_size=9))
def test_times_never_run_backwards_and_as_many_as_possible_are_as_written(dates: list[int]) -> None:
    times = recorded(dates)
    assert times == sorted(times)
    assert sum(a == b for a, b in zip(times, dates, strict=True)) >= longest(dates)


@given(st.lists(st.integers(0, 20), min_size=2, max_size=8, unique=True), st.data())
def test_a_commit_of_1970_or_2099_changes_the_answer_for_no_other_moment(days: list[int], data: st.DataObject) -> None:
    right = [MONDAY + day * DAY for day in sorted(days)]
    position = data.draw(st.integers(0, len(right) - 1))
    wrong = data.draw(st.sampled_from([Y1970, Y2099]))
    bent = [*right[:position], wrong, *right[position:]]
    names = [f"c{at}" for at in range(len(bent)) if at != position]
    asked = [when for when in right if when != right[position]]
    plain = [names[int(str(found)[1:])] for found in answers(right, asked)]
    assert answers(bent, asked) == plain


def test_a_history_is_the_first_parents_oldest_first(tmp_path: Path) -> None:
    first = commit(tmp_path, {"a": "1"})
    git(tmp_path, "checkout", "--quiet", "-b", "side")
    commit(tmp_path, {"b": "1"}, "on the side")
    git(tmp_path, "checkout", "--quiet", "main")
    third = commit(tmp_path, {"c": "1"}, "主线\n\nbody")
    git(tmp_path, "merge", "--quiet", "--no-ff", "-m", "merged", "side")
    found = history(tmp_path)
    assert [one.subject for one in found.commits] == ["x", "主线", "merged"]
    assert [one.oid for one in found.commits[:2]] == [first, third]
    assert found.commits[0].author == "李娜"
    assert found.commits[0].email == "li-na@example.com"
    assert len(found.commits[2].parents) == 2
    assert found.complete


def test_a_rebased_branch_answers_by_its_new_commits(tmp_path: Path) -> None:
    with dated("2026-11-02T10:00:00+08:00"):
        commit(tmp_path, {"a": "1"})
        git(tmp_path, "checkout", "--quiet", "-b", "side")
        commit(tmp_path, {"b": "1"}, "late")
    with dated("2026-11-09T10:00:00+08:00"):
        git(tmp_path, "checkout", "--quiet", "main")
        commit(tmp_path, {"c": "1"}, "main")
    with dated("2026-11-16T10:00:00+08:00"):
        git(tmp_path, "rebase", "--quiet", "main", "side")
    line = history(tmp_path, "side")
    assert [one.subject for one in line.commits] == ["x", "main", "late"]
    assert [one.recorded for one in line.commits] == sorted(one.dated for one in line.commits)
    assert line.answering(line.commits[1].recorded + DAY) == line.commits[1]


def test_bare_and_detached_repositories_have_their_history(tmp_path: Path) -> None:
    work = tmp_path / "work"
    first = commit(work, {"a": "1"})
    commit(work, {"a": "2"})
    git(tmp_path, "clone", "--quiet", "--bare", str(work), "bare")
    assert history(tmp_path / "bare") == history(work)
    git(work, "checkout", "--quiet", "--detach", first)
    assert [one.oid for one in history(work).commits] == [first]


@pytest.mark.parametrize(("depth", "complete"), [(1, False), (2, False), (3, True)])
def test_a_shallow_clone_knows_whether_it_is_complete(tmp_path: Path, depth: int, complete: bool) -> None:
    for text in "123":
        commit(tmp_path / "work", {"a": text}, text)
    git(tmp_path, "clone", "--quiet", f"--depth={depth}", (tmp_path / "work").as_uri(), "shallow")
    found = history(tmp_path / "shallow")
    assert ([one.subject for one in found.commits], found.complete) == (["1", "2", "3"][-depth:], complete)


def test_without_commits_there_is_no_history(tmp_path: Path) -> None:
    with pytest.raises(RevisionError) as caught:
        history(tmp_path)
    assert "HEAD" in caught.value.message.text(translator("en"))
    git(tmp_path, "init", "--quiet")
    with pytest.raises(Failure):
        history(tmp_path)


def test_a_history_with_a_missing_commit_says_so(tmp_path: Path) -> None:
    first = commit(tmp_path, {"a": "1"})
    commit(tmp_path, {"a": "2"})
    (tmp_path / ".git/objects" / first[:2] / first[2:]).unlink()
    with pytest.raises(RevisionError) as caught:
        history(tmp_path)
    assert "complete" in caught.value.message.text(translator("en"))


def test_replacements_grafts_and_settings_have_no_effect(tmp_path: Path) -> None:
    first = commit(tmp_path, {"a": "1"})
    second = commit(tmp_path, {"a": "2"}, "zwei 二")
    plain = history(tmp_path)
    git(tmp_path, "replace", second, first)
    (tmp_path / ".git/info/grafts").write_text(f"{second}\n")
    git(tmp_path, "config", "i18n.logOutputEncoding", "latin1")
    git(tmp_path, "config", "log.showSignature", "true")
    git(tmp_path, "config", "gpg.program", "/bin/false")
    (tmp_path / ".mailmap").write_text("Somebody <else@example.com> <li-na@example.com>\n")
    assert history(tmp_path) == plain


def raw_commit(folder: Path, data: bytes) -> str:
    command = ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"]
    done = subprocess.run(command, cwd=folder, input=data, env={**os.environ}, capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.mark.parametrize(
    ("author", "message", "expected"),
    [
        (b"author A <a@example.com> 1 +0000", b"one\ntwo\n\nbody", ("A", "a@example.com", "one two")),
        (b"author  <> 1 +0000", b"", ("", "", "")),
        (b"author nobody", b"x", ("nobody", "", "x")),
        (
            "author 李 <l@example.com> 1 +0000".encode("gbk") + b"\nencoding gbk",
            "改".encode("gbk"),
            ("李", "l@example.com", "改"),
        ),
        (b"author \xff <b@example.com> 1 +0000\nencoding nonsense", b"\xfe", ("\ufffd", "b@example.com", "\ufffd")),
        (b"author <script> <x> 1 +0000", b"\x1b[31m", ("", "script", "\x1b[31m")),
    ],
)
def test_any_commit_can_be_read(tmp_path: Path, author: bytes, message: bytes, expected: tuple[str, str, str]) -> None:
    git(tmp_path, "init", "--quiet")
    tree = git(tmp_path, "write-tree").encode()
    oid = raw_commit(tmp_path, b"tree " + tree + b"\n" + author + b"\ncommitter C <c> 99 +0800\n\n" + message)
    (one,) = commits(tmp_path, [oid])
    assert (one.author, one.email, one.subject) == expected
    assert one.dated == 99
