"""fenji transfer: all customers of a consultant in one change, or nothing at all."""

import os
from pathlib import Path

import pytest

from generator.writing import batch
from generator.writing.journal import Step
from tests.cli.running import Fenji, process
from tests.offices import CUSTOMER, OFFICE, SECOND, VISIT, write
from tests.repositories import commit, git

COMMENTED = CUSTOMER.replace("consultant: li-na", "consultant: 'li-na'   # since 2026").replace("0000", "0002")
MORE = OFFICE.replace("  zhou-kai:", "  sun-yue: {name: 孙悦, role: consultant}\n  zhou-kai:", 1)
FILES: dict[str, str | bytes | None] = {
    "office.yaml": MORE,
    "customers/2026-10/5pqrs/customer.yaml": COMMENTED.replace("\n", "\r\n").encode(),
    "customers/2026-10/5pqrs/visits/1.yaml": VISIT.replace("B", "A").replace("11-12", "11-20"),
    "customers/9vwxz/customer.yaml": SECOND.replace("li-na", "wu-di").replace("0001", "0009"),
    "customers/9vwxz/visits/1.yaml": VISIT,
}
ORDER = ("transfer", "--from", "li-na", "--to", "wu-di,sun-yue", "--by", "chen-wei")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return write(tmp_path / "office", FILES)


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not {".fenji", ".git"} & set(path.parts)
    }


def test_every_open_customer_gets_a_decision_and_a_consultant_and_nothing_else_changes(
    fenji: Fenji, office: Path
) -> None:
    before = tree(office)
    done = fenji(office, *ORDER, "--reason", "离职", "--date", "2026-11-20")
    assert done.code == 0, done.err
    after = tree(office)
    new = {path: data.decode() for path, data in after.items() if path not in before}
    assert {path.split("/")[-3] for path in new} == {"5pqrs", "7k3qf", "2m9xd"}
    assert new["customers/2026-10/5pqrs/decisions/2026-11-20.yaml"] == (
        "at: 2026-11-20\nby: chen-wei\nkind: transfer\nto: wu-di\nreason: 离职\n"
    )
    changed = {path: data for path, data in after.items() if path in before and data != before[path]}
    assert changed["customers/2026-10/5pqrs/customer.yaml"] == before["customers/2026-10/5pqrs/customer.yaml"].replace(
        b"'li-na'", b"'wu-di'"
    )
    assert {path for path in changed if "office" not in path} == {
        f"customers/{name}/customer.yaml" for name in ("2026-10/5pqrs", "7k3qf", "2m9xd")
    }
    assert len(changed) == 3
    assert "3 customers handed over: 孙悦 1, 吴迪 2." in done.err
    assert "left:" in done.err
    assert fenji(office, "check").code == 0


def test_the_same_order_gives_the_same_bytes(fenji: Fenji, tmp_path: Path) -> None:
    trees = []
    for name in ("a", "b"):
        root = write(tmp_path / name, FILES)
        assert fenji(root, *ORDER).code == 0
        trees.append(tree(root))
    assert trees[0] == trees[1]


def test_a_draft_shows_who_gets_whom_and_writes_nothing(fenji: Fenji, office: Path) -> None:
    before = tree(office)
    for option in ("--draft", "--dry-run"):
        done = fenji(office, *ORDER, option)
        assert done.code == 0
        assert [line.split()[:3] for line in done.out.splitlines()[1:]] == [
            ["5pqrs", "A", "wu-di"],
            ["2m9xd", "B", "sun-yue"],
            ["7k3qf", "B", "wu-di"],
        ]
    assert tree(office) == before
    assert not (office / ".fenji").exists()


def test_a_second_run_has_nothing_left_to_do(fenji: Fenji, office: Path) -> None:
    assert fenji(office, *ORDER).code == 0
    before = tree(office)
    again = fenji(office, *ORDER)
    assert (again.code, again.err) == (0, "李娜 has no open customer on 2026-11-22.\n")
    assert tree(office) == before


@pytest.mark.parametrize("at", range(6))
def test_a_failure_half_way_leaves_everything_as_it_was(
    fenji: Fenji, office: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    before, real = tree(office), batch._put
    done: list[str] = []

    def put(root: Path, aside: Path, number: int, step: Step) -> None:
        if len(done) == at:
            raise OSError(28, "No space left on device", step.path)
        done.append(step.path)
        real(root, aside, number, step)

    monkeypatch.setattr(batch, "_put", put)
    failed = fenji(office, *ORDER)
    assert failed.code == 2
    assert "No space left on device" in failed.err
    assert tree(office) == before


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        ("customers/7k3qf/customer.yaml", CUSTOMER.replace("walk_in", "walkin"), "can't be used as it is"),
        ("office.yaml", "people: 3\n", "office.yaml can't be used"),
    ],
)
def test_files_that_can_not_be_read_stop_everything(
    fenji: Fenji, office: Path, path: str, content: str, said: str
) -> None:
    (office / path).write_text(content, encoding="utf-8")
    before = tree(office)
    done = fenji(office, *ORDER)
    assert done.code == 2
    assert said in done.err
    assert tree(office) == before


def test_a_date_that_has_not_come_is_refused_for_every_file(fenji: Fenji, office: Path) -> None:
    before = tree(office)
    done = fenji(office, *ORDER, "--date", "2026-11-23")
    assert done.code == 1
    assert done.err.count("future-date") == 3
    assert tree(office) == before


def test_people_are_checked_before_anything_is_written(fenji: Fenji, office: Path) -> None:
    done = fenji(office, "transfer", "--from", "li-an", "--to", "wu-di", "--by", "chen-wei")
    assert (done.code, "did you mean “li-na”" in done.err) == (2, True)


def test_the_follow_up_history_stays_with_the_customer_and_the_plan_shows_one_change(tmp_path: Path) -> None:
    root = tmp_path / "office"
    write(root, FILES)
    commit(root, {})
    environment = {"HOME": os.devnull}
    done = process("-C", str(root), "--lang", "en", *ORDER, environment=environment)
    assert done.returncode == 0, done.stderr.decode()
    changed = git(root, "status", "--porcelain", "--untracked-files=all").splitlines()
    assert (
        sorted(line.split()[-1].rpartition("/")[2] for line in changed)
        == ["2026-11-22.yaml"] * 3 + ["customer.yaml"] * 3
    )
    commit(root, {}, "李娜离职")
    assert git(root, "diff", "--name-only", "HEAD~1", "--", "*/visits/*") == ""
    plan = process("-C", str(root), "--lang", "en", "diff", "HEAD~1", "HEAD", environment=environment)
    assert plan.returncode == 0, plan.stderr.decode()
    assert plan.stdout.decode().count("transferred") >= 3
