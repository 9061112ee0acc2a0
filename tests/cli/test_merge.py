"""fenji decide ID merge: what it writes, and that undoing it leaves no trace."""

import json
from pathlib import Path

import pytest

from tests.cli.running import Fenji, process
from tests.offices import CUSTOMER, SECOND, VISIT, write
from tests.repositories import commit, git

FILES: dict[str, str | bytes | None] = {
    "customers/2m9xd/customer.yaml": SECOND.replace("li-na", "wu-di"),
    "customers/2m9xd/visits/2.yaml": VISIT.replace("motive: B", "motive: C").replace("11-12", "11-15"),
}
ORDER = ("decide", "2m9xd", "merge", "--to", "7k3qf", "--by", "chen-wei", "--reason", "同一个人")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return write(tmp_path / "office", FILES)


def grades(fenji: Fenji, office: Path, *more: str) -> dict[str, object]:
    done = fenji(office, "grade", "--format", "json", *more)
    assert done.code == 0, done.err
    return {one["id"]: one["grade"] for one in json.loads(done.out)["customers"]}


def test_a_merge_says_what_it_means_for_the_customer_who_stays(fenji: Fenji, office: Path) -> None:
    assert grades(fenji, office) == {"2m9xd": "C", "7k3qf": "B"}
    done = fenji(office, *ORDER)
    assert (done.code, done.out) == (0, "customers/2m9xd/decisions/2026-11-22.yaml\n")
    assert "Grade: B → C" in done.err
    assert "7k3qf now has the contacts of 2m9xd too." in done.err
    assert grades(fenji, office) == {"7k3qf": "C"}
    assert grades(fenji, office, "--as-of", "2026-11-21") == {"2m9xd": "C", "7k3qf": "B"}
    explained = fenji(office, "explain", "7k3qf").out
    assert "customers/2m9xd/visits/2.yaml" in explained or "2m9xd" in explained
    assert fenji(office, "check").code == 0


def test_undone_by_hand_everything_is_as_before_byte_for_byte(fenji: Fenji, office: Path) -> None:
    file = office / "customers/2m9xd/customer.yaml"
    before = {form: fenji(office, "grade", "--format", form) for form in ("text", "json", "csv")}
    text, history = file.read_bytes(), fenji(office, "explain", "7k3qf", "--format", "json")
    assert fenji(office, *ORDER).code == 0
    assert fenji(office, "grade", "--format", "json") != before["json"]
    (office / "customers/2m9xd/decisions/2026-11-22.yaml").unlink()
    kept = [line for line in file.read_bytes().splitlines(keepends=True) if not line.startswith(b"closed:")]
    file.write_bytes(b"".join(kept))
    assert file.read_bytes() == text
    assert {form: fenji(office, "grade", "--format", form) for form in before} == before
    assert fenji(office, "explain", "7k3qf", "--format", "json") == history


def test_a_revert_undoes_it_too(tmp_path: Path) -> None:
    root = write(tmp_path / "office", FILES)
    commit(root, {})
    graded = ("-C", str(root), "grade", "--format", "csv")
    before = process(*graded)
    assert process("-C", str(root), *ORDER).returncode == 0
    commit(root, {}, "merge")
    assert process(*graded).stdout != before.stdout
    git(root, "revert", "--no-edit", "HEAD")
    assert process(*graded).stdout == before.stdout
    assert git(root, "diff", "--stat", "HEAD~2") == ""


@pytest.mark.parametrize(
    ("files", "order", "said"),
    [
        ({"customers/7k3qf/customer.yaml": CUSTOMER + "closed: {on: 2026-11-20, reason: lost}\n"}, ORDER, "is closed"),
        ({}, (*ORDER[:4], "2m9xd", *ORDER[5:]), "merged with themselves"),
        ({}, (*ORDER[:4], "7k3qx", *ORDER[5:]), "did you mean “7k3qf”"),
        ({}, (*ORDER[:6], "li-na", *ORDER[7:]), "does not decide"),
    ],
)
def test_a_merge_that_can_not_be_is_refused_and_nothing_is_written(
    fenji: Fenji, tmp_path: Path, files: dict[str, str | bytes | None], order: tuple[str, ...], said: str
) -> None:
    office = write(tmp_path / "office", {**FILES, **files})
    before = {path: path.read_bytes() for path in office.rglob("*.yaml")}
    done = fenji(office, *order)
    assert done.code == 1
    assert said in done.err
    assert {path: path.read_bytes() for path in office.rglob("*.yaml")} == before


def test_a_circle_is_refused(fenji: Fenji, office: Path) -> None:
    assert fenji(office, *ORDER).code == 0
    back = fenji(office, "decide", "7k3qf", "merge", "--to", "2m9xd", "--by", "chen-wei", "--reason", "反了")
    assert back.code == 1
    assert "The merges go in a circle: 2m9xd → 7k3qf → 2m9xd" in back.err
    assert grades(fenji, office) == {"7k3qf": "C"}
