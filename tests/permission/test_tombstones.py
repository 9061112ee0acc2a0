"""Customers are forgotten by a manager, in the own name (L1)."""

import pytest

from tests.permission.office import Repository, text

TOMBSTONE = "on: 2026-11-22\nby: {by}\ngrades: {{2026-11-01: B}}\n"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return Repository(tmp_path_factory.mktemp("tombstones") / "office")


@pytest.mark.parametrize(
    ("actor", "by", "said"),
    [
        ("gao-fei", "gao-fei", ""),
        ("gao-fei", "chen-wei", "Customers are forgotten in the name of who does it; 高飞 writes by: gao-fei."),
        ("zhou-kai", "zhou-kai", "a manager only"),
        ("li-na", "gao-fei", "a manager only"),
        ("he-jing", "gao-fei", "a manager only"),
    ],
)
def test_who_may_forget(repository: Repository, actor: str, by: str, said: str) -> None:
    folder = "customers/aaaaa"
    gone = dict.fromkeys(f"{folder}/{name}" for name in ("customer.yaml", "visits/1.yaml", "visits/2.yaml"))
    head = repository.branch(f"{actor}-{by}", {**gone, f"{folder}/forgotten.yaml": TOMBSTONE.format(by=by)})
    found = "\n".join(text(problem) for problem in repository.refused(actor, head))
    assert (said in found) if said else found == ""
