"""`fenji check --actor --base`: refusals beside all other problems, in every format; without it nothing changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.report.problems import REPORTERS
from tests.cli.running import Fenji
from tests.permission.office import FOLLOW_UP, Repository
from tests.repositories import git

MINE = ("--actor", "li-na@example.com", "--base", "main", "--rev")
PATH = "customers/bbbbb/visits/3.yaml"
LINE = f"{PATH}:1:1: error not-permitted 李娜 may keep records of own customers only; bbbbb is 吴迪's."


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "office")
    made.branch("foreign", {PATH: FOLLOW_UP})
    made.branch("mine", {PATH.replace("bbbbb", "aaaaa"): FOLLOW_UP})
    return made


def test_a_refusal_is_an_error_with_its_place_and_rule(repository: Repository, fenji: Fenji) -> None:
    done = fenji(repository.root, "check", *MINE, "foreign")
    assert (done.code, done.out) == (1, LINE + "\n")
    assert done.err == "Errors: 1, warnings: 0; usable customers: 4.\n"
    assert fenji(repository.root, "check", *MINE, "mine") == (0, "", "No problems; customers: 4.\n")


def test_chinese_says_it_in_the_offices_words(repository: Repository, fenji: Fenji) -> None:
    done = fenji(repository.root, "check", *MINE, "foreign", language="zh")
    assert done.out == f"{PATH}:1:1: error not-permitted 李娜只能记自己的客户；bbbbb 是吴迪的客户。\n"


def test_without_an_actor_nothing_is_refused(repository: Repository, fenji: Fenji) -> None:
    assert fenji(repository.root, "check", "--rev", "foreign") == (0, "", "No problems; customers: 4.\n")


def test_refusals_join_the_problems_in_order(repository: Repository, fenji: Fenji) -> None:
    repository.branch("worse", {PATH: FOLLOW_UP.replace("follow_up", "folow_up"), "customers/aaaaa/notes.txt": "x"})
    codes = [line.split()[2] for line in fenji(repository.root, "check", *MINE, "worse").out.splitlines()]
    assert codes == ["not-permitted", "unexpected-file", "not-permitted", "unknown-word"]


@pytest.mark.parametrize("form", REPORTERS)
def test_every_format_has_the_refusal(repository: Repository, fenji: Fenji, form: str) -> None:
    done = fenji(repository.root, "check", *MINE, "foreign", "--format", form)
    assert done.code == 1
    assert done.out.count("not-permitted") == 1
    assert PATH in done.out
    if form == "github":
        assert done.out.startswith(f"::error file={PATH},line=1,col=1,title=not-permitted::李娜")
    elif form != "text":
        json.loads(done.out)


@pytest.mark.parametrize("options", [("--actor", "li-na@example.com"), ("--base", "main")])
def test_actor_and_base_go_together(repository: Repository, fenji: Fenji, options: tuple[str, ...]) -> None:
    done = fenji(repository.root, "check", *options)
    assert done.code == 2
    assert "--actor and --base go together." in done.err


def test_a_base_that_is_not_there_is_wrong_use_with_a_remedy(repository: Repository, fenji: Fenji) -> None:
    done = fenji(repository.root, "check", "--actor", "li-na@example.com", "--base", "nowhere")
    assert (done.code, done.out) == (2, "")
    assert "“nowhere” is not in this clone" in done.err


def test_everybody_named_must_be_permitted(repository: Repository, fenji: Fenji) -> None:
    both = ("--actor", "chen-wei@example.com", *MINE)
    assert fenji(repository.root, "check", *both, "foreign").out == LINE + "\n"


def test_the_files_as_they_are_are_compared_too(repository: Repository, fenji: Fenji) -> None:
    (repository.root / PATH).write_text(FOLLOW_UP, encoding="utf-8")
    assert fenji(repository.root, "check", *MINE[:-1]).out == LINE + "\n"
    git(repository.root, "clean", "--quiet", "--force")
    assert fenji(repository.root, "check", *MINE[:-1]).code == 0


def test_today_is_that_of_the_office_before(repository: Repository, fenji: Fenji) -> None:
    early = {"office.yaml": str(repository.files["office.yaml"]).replace("as_of: 2026-11-22", "as_of: 2026-10-31")}
    repository.branch("early", early)
    left = ("--actor", "hu-ming@example.com", "--base", "main", "--rev", "early")
    assert "who has left" in fenji(repository.root, "check", *left).out


def test_a_hostile_identity_stays_on_its_line(repository: Repository, fenji: Fenji) -> None:
    hostile = ("--actor", "x\n::error file=y::z", "--base", "main", "--rev", "mine", "--format", "github")
    (line,) = fenji(repository.root, "check", *hostile).out.splitlines()
    assert line.startswith("::error file=office.yaml,line=1,col=1,title=unknown-actor::")
