"""The matrix of docs/permissions.md holds: 4 roles × every kind of change, for own customers, the team's and others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.permission.changes import KINDS, OF_OFFICE, ROLES, SCOPES
from tests.permission.office import Repository, text

DOCS = Path(__file__).parents[2] / "docs"
ROW = re.compile(r"\| `([a-z-]+)` \| [^|]+ \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|")
WORDS = {
    "permissions.md": {"no": "", "own": "own", "team": "own team", "all": "own team other", "yes": "own team other"},
    "permissions.zh-CN.md": {
        "否": "",
        "自己的": "own",
        "本组": "own team",
        "全部": "own team other",
        "可": "own team other",
    },
}


def matrix(page: str) -> dict[str, dict[str, frozenset[str]]]:
    """Return kind → role → the customers for whom it is permitted, as the page says."""
    rows = [match for line in (DOCS / page).read_text(encoding="utf-8").splitlines() if (match := ROW.fullmatch(line))]
    cells = {row[1]: [WORDS[page][cell.strip()] for cell in row.groups()[1:]] for row in rows}
    return {
        kind: {role: frozenset(words.split()) for role, words in zip(ROLES, row, strict=True)}
        for kind, row in cells.items()
    }


ENGLISH = matrix("permissions.md")


def test_the_pages_agree_and_name_every_kind() -> None:
    assert list(ENGLISH) == list(KINDS)
    assert matrix("permissions.zh-CN.md") == ENGLISH


def test_each_role_differs_and_each_kind_is_refused_to_somebody() -> None:
    columns = [tuple(ENGLISH[kind][role] for kind in KINDS) for role in ROLES]
    assert len(set(columns)) == len(ROLES)
    assert all(any(len(allowed) < 3 for allowed in row.values()) for row in ENGLISH.values())


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    made = Repository(tmp_path_factory.mktemp("matrix") / "office")
    wanted = {}
    for kind, examples in KINDS.items():
        for role, actor in ROLES.items():
            for scope, customer in scopes(kind, actor).items():
                for number, example in enumerate(examples):
                    wanted[f"{kind}/{role}/{scope}/{number}"] = example(actor, customer)
    made.branches(wanted)
    return made


def scopes(kind: str, actor: str) -> Mapping[str, str]:
    return {"own": "aaaaa"} if kind in OF_OFFICE else SCOPES[actor]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_role_may_do_what_the_matrix_says(repository: Repository, kind: str, role: str) -> None:
    actor = ROLES[role]
    for scope in scopes(kind, actor):
        for number in range(len(KINDS[kind])):
            found = repository.refused(actor, f"{kind}/{role}/{scope}/{number}")
            said = [text(problem) for problem in found]
            assert (not found) is (scope in ENGLISH[kind][role]), f"{scope} {number}: {said}"
            assert {problem.code for problem in found} <= {"not-permitted"}, said
