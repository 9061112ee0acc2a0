"""`fenji demo`: the same commits everywhere, and nothing of anybody overwritten."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.cli.running import Fenji, process
from tests.repositories import git

SMALL = ("--weeks", "6", "--customers", "30")


def test_the_same_options_give_the_same_commits_on_any_machine(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "hooks").mkdir(parents=True)
    hook = home / "hooks/post-commit"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/hook-ran\n")
    hook.chmod(0o755)
    (home / ".gitconfig").write_text(
        f"[init]\ndefaultBranch = other\ntemplateDir = {home}\n[core]\nautocrlf = true\nhooksPath = {home}/hooks\n"
        "[commit]\ngpgSign = true\n[user]\nname = Somebody\nemail = else@example.com\n"
    )
    environments = [
        {"TZ": "UTC", "PYTHONHASHSEED": "0", "LANG": "C"},
        {
            "TZ": "America/New_York",
            "PYTHONHASHSEED": "1",
            "LANG": "zh_CN.UTF-8",
            "FENJI_LANG": "en",
            "HOME": str(home),
            "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z",
            "GIT_DIR": str(tmp_path / "elsewhere"),
            "GIT_DEFAULT_HASH": "sha256",
            "SOURCE_DATE_EPOCH": "1",
        },
    ]
    heads = set()
    for number, environment in enumerate(environments):
        folder = tmp_path / str(number)
        done = process("demo", str(folder), *SMALL, environment=environment)
        assert done.returncode == 0, done.stderr.decode()
        heads.add(done.stdout.decode().strip())
        assert git(folder, "rev-parse", "main") in heads
        assert git(folder, "status", "--porcelain") == ""
        assert git(folder, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert len(heads) == 1
    assert not (tmp_path / "hook-ran").exists()
    assert not (tmp_path / "elsewhere").exists()


def test_seed_weeks_and_customers_make_the_difference(fenji: Fenji, tmp_path: Path) -> None:
    options = [
        SMALL,
        (*SMALL, "--seed", "7"),
        ("--weeks", "5", "--customers", "30"),
        ("--weeks", "6", "--customers", "31"),
    ]
    heads = [fenji(tmp_path, "demo", str(tmp_path / str(n)), *chosen).out for n, chosen in enumerate(options)]
    assert len(set(heads)) == len(options)


@pytest.mark.parametrize(("language", "said"), [("en", "Try next"), ("zh", "接下来可以试试")])
def test_it_says_what_to_try_next_and_that_works(fenji: Fenji, tmp_path: Path, language: str, said: str) -> None:
    folder = tmp_path / "office"
    done = fenji(tmp_path, "demo", str(folder), *SMALL, language=language)
    assert done.code == 0
    assert said in done.err
    assert git(folder, "rev-list", "--count", "main") in done.err
    tried = [shlex.split(line.partition("—")[0]) for line in done.err.splitlines()[1:]]
    assert [words[3] for words in tried] == ["serve", "check", "report", "todo", "diff", "log"]
    assert fenji(folder, *tried[1][3:]).code == 0
    assert "as of 2026-11-22" in fenji(folder, *tried[2][3:]).out
    assert fenji(folder, *tried[3][3:]).code == 0
    difference = fenji(folder, *tried[4][3:])
    assert difference.code == 0
    assert "1.0.1 → 1.1.0" in difference.out
    assert git(folder, *tried[5][3:]).startswith("commit ")


def test_a_folder_with_something_in_it_is_left_alone(fenji: Fenji, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = fenji(tmp_path, "demo", str(tmp_path), *SMALL)
    assert done.code == 2
    assert "is not empty: notes.txt" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_even_an_empty_repository_is_somebodys(fenji: Fenji, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert fenji(tmp_path, "demo", str(tmp_path), *SMALL).code == 2


def test_without_git_it_says_so_and_writes_nothing(
    fenji: Fenji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = fenji(tmp_path, "demo", str(tmp_path / "office"), *SMALL)
    assert done.code == 2
    assert "git is not installed" in done.err
    assert not (tmp_path / "office").exists()


@pytest.mark.parametrize("options", [("--weeks", "0"), ("--customers", "0"), ("--seed", "x"), ("--weeks", "1000")])
def test_sizes_that_cannot_be_are_refused(fenji: Fenji, tmp_path: Path, options: tuple[str, str]) -> None:
    assert fenji(tmp_path, "demo", str(tmp_path / "office"), *options).code == 2
    assert not (tmp_path / "office").exists()


def test_the_folder_is_made_where_it_is_missing_and_its_site_builds(fenji: Fenji, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "er"
    assert fenji(tmp_path, "demo", str(folder), *SMALL).code == 0
    done = fenji(folder, "build")
    assert done.code == 0, done.err
    assert git(folder, "status", "--porcelain") == ""
